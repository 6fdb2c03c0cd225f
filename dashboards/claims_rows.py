"""Claims as HTML: the ledger in rows, and one claim in full."""

from collections.abc import Sequence
from itertools import groupby

from dealsim.evidence.claims.document import ClaimDocument, PredictionDocument, TriedDocument
from dealsim.evidence.claims.wording import (
    ARROWS,
    USUAL,
    change_in_words,
    dependence_in_words,
    end_in_words,
    level_in_words,
    prediction_in_words,
    shown_number,
)
from dealsim.measure.naming import outcome_name

from .address import View
from .ledger import can_be_shown, lever_ends, view_of_prediction
from .markup import escape, tag
from .outcome_rows import x_of
from .state import address_of
from .words import all_words, words

HIGH = 20  # of a picture


def ledger_rows(claims: Sequence[ClaimDocument], view: View, path: str) -> str:
    """Return claims by topic, the one that the address names in full."""
    made = []
    for group, mine in groupby(claims, key=lambda claim: claim.group):
        made.append(tag("h2", escape(group[0].upper() + group[1:])))
        made.append(tag("ul", "".join(row_of(claim, view, path) for claim in mine), class_="ds-claims"))
    return "".join(made)


def row_of(claim: ClaimDocument, view: View, path: str) -> str:
    """Return a claim: its number, title, verdict and signs; all of it if it is open."""
    is_open = view.said("claim") == claim.id
    to = address_of(path, view.say(claim=None if is_open else claim.id))
    title = tag("span", escape(shown_number(claim.id)), class_="ds-number-of") + tag("span", escape(claim.title))
    head = tag("a", title, href=to, data_go="", aria_expanded=str(is_open).lower(), class_="ds-claim-title")
    line = tag("div", head + signs_of(claim) + verdict_chip(claim.verdict), class_="ds-claim-line")
    return tag(
        "li", line + (in_full(claim) if is_open else ""), id=f"claim-{claim.id}", class_="ds-open" if is_open else ""
    )


def verdict_chip(verdict: str) -> str:
    """Return a verdict as a word with a sign, so that it does not depend on colour."""
    sign = escape(str(all_words()["claims"]["signs"][verdict]))
    css = f"ds-verdict ds-{verdict.replace(' ', '-')}"
    return tag("span", tag("span", sign, aria_hidden="true") + " " + escape(verdict), class_=css)


def signs_of(claim: ClaimDocument) -> str:
    """Return the signs found for the claim's first prediction, world by world."""
    first = next((each for each in claim.predictions if each.judges), claim.predictions[0])
    by_world = {each.world: each.sign for each in first.tried}
    said = [by_world.get(world, " ") for world in USUAL]
    title = "; ".join(f"{each.world}: {each.finding}" for each in first.tried)
    return tag("span", escape(f"{ARROWS[first.direction]}  {' '.join(said)}"), class_="ds-signs", title=title)


def in_full(claim: ClaimDocument) -> str:
    """Return what a claim says, its source, and what was found for each prediction."""
    source = escape(", ".join(filter(None, [claim.source, claim.section])))
    parts = [tag("p", escape(claim.claim), class_="ds-said"), tag("p", source, class_="ds-help")]
    if claim.note:
        parts.append(tag("p", escape(claim.note), class_="ds-help"))
    parts += [prediction_of(each, several=len(claim.predictions) > 1) for each in claim.predictions]
    return tag("div", "".join(parts), class_="ds-in-full")


def prediction_of(each: PredictionDocument, *, several: bool) -> str:
    """Return a prediction: the sentence, what was found world by world, and on what it depends."""
    chip = verdict_chip(each.verdict) if several else ""
    aside = tag("span", escape(words("claims.aside")), class_="ds-help") if several and not each.judges else ""
    parts = [
        tag(
            "p",
            f"{escape(prediction_in_words(each, outcome_name(each.measure)))} {chip} {aside}",
            class_="ds-prediction",
        ),
        tag("p", escape(words("claims.less", said=end_in_words(each.lever, "less"))), class_="ds-help"),
        tag("p", escape(words("claims.more", said=end_in_words(each.lever, "more"))), class_="ds-help"),
        tag("div", tag("table", tried_table(each), class_="ds-tried"), class_="ds-scroll"),
    ]
    if each.dependence is not None:
        said = dependence_in_words(each.dependence, each.unit)
        parts.append(tag("p", escape(said[0].upper() + said[1:] + "."), class_="ds-depends"))
    return "".join(parts)


def tried_table(each: PredictionDocument) -> str:
    """Return what was found for a prediction in each world, as a table."""
    heads = ("world", "less_of_it", "more_of_it", "change", "picture", "found", "look")
    head = "".join(tag("th", escape(words(f"claims.{name}")), scope="col") for name in heads)
    reach = reach_of(each)
    return tag("thead", tag("tr", head)) + tag("tbody", "".join(tried_row(each, tried, reach) for tried in each.tried))


def tried_row(each: PredictionDocument, tried: TriedDocument, reach: float) -> str:
    """Return a row: what was found in a world, and a link to Explore."""
    world = f"{tried.world} ({tried.worlds:,} worlds)" if tried.sampled and tried.worlds else tried.world
    span = (
        ""
        if tried.interval is None
        else " to ".join(change_in_words(possible(end, each.unit), each.unit) for end in tried.interval)
    )
    change = tag("b", escape(change_in_words(tried.change, each.unit))) + tag("span", escape(span), class_="ds-ends")
    cells = [
        tag("td", escape(level_in_words(tried.less, each.unit))),
        tag("td", escape(level_in_words(tried.more, each.unit))),
        tag("td", change),
        tag("td", picture_of(tried, reach, each.smallest), class_="ds-picture"),
        tag("td", escape(f"{tried.sign} {found_in_words(tried)}")),
        tag("td", way_to_explore(each, tried)),
    ]
    return tag("tr", tag("th", escape(world), scope="row") + "".join(cells))


def possible(end: float, unit: str) -> float:
    """Return an end of an interval, cut where a change cannot be: with few games it may reach impossible values."""
    return min(max(end, -1.0), 1.0) if unit.startswith("share") else end


def found_in_words(tried: TriedDocument) -> str:
    """Return what was found and, if it is too close to call, how many games would settle it."""
    if tried.enough is None:
        return str(tried.finding)
    things = "worlds" if tried.sampled else "games"
    return f"{tried.finding}: about {tried.enough:,} {things} would settle it"


def way_to_explore(each: PredictionDocument, tried: TriedDocument) -> str:
    """Return the link that opens Explore at a prediction in a world."""
    if not can_be_shown(tried):
        return ""
    said = f"{words('claims.explore')}: {each.about or each.name}, {tried.world}"
    to = address_of("/", view_of_prediction(lever_ends(each), tried.world))
    return tag("a", escape(words("claims.explore")), href=to, data_go="", aria_label=said)


def reach_of(each: PredictionDocument) -> float:
    """Return how far from 0 the picture of a prediction reaches, the same for all its worlds."""
    ends = [end for tried in each.tried for end in (tried.interval or (tried.change or 0.0,))]
    return max([*(abs(possible(end, each.unit)) for end in ends), 2.0 * each.smallest])


def picture_of(tried: TriedDocument, reach: float, smallest: float) -> str:
    """Return a change and its interval beside the smallest change that matters, as SVG."""
    if tried.change is None:
        return ""
    low, high = tried.interval or (tried.change, tried.change)
    left, right, zero = (x_of(value, -reach, reach) for value in (-smallest, smallest, 0.0))
    start, end, at = (x_of(min(max(value, -reach), reach), -reach, reach) for value in (low, high, tried.change))
    drawn = (
        f'<rect x="{left:.1f}" width="{right - left:.1f}" y="0" height="{HIGH}" />'
        f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{HIGH}" />'
        f'<g class="ds-mark-now"><line x1="{start:.1f}" x2="{end:.1f}" y1="10" y2="10" />'
        f'<circle cx="{at:.1f}" cy="10" r="3.2" /></g>'
    )
    return tag("svg", drawn, viewBox=f"0 0 150 {HIGH}", aria_hidden="true")
