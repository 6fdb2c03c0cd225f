"""Write docs/claims.md and its figure from the shipped ledger (`make claims` plays it first)."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from dealsim.evidence.claims.document import ClaimDocument, ClaimsDocument, PredictionDocument, TriedDocument
from dealsim.evidence.claims.wording import (
    change_in_words,
    counted,
    level_in_words,
    limit_in_words,
    percent,
    settings_in_words,
    short_key,
    shown_number,
)
from dealsim.figures.captions import Caption, Sampled
from dealsim.figures.sheet import as_bytes
from dealsim.figures.style import Style
from dealsim.figures.trade_offs import draw_trade_offs
from dealsim.scenario.files.shipped import CLAIMS, shipped_folder
from scripts.model_page.bibliography import read_bibliography
from scripts.model_page.markdown import anchor, table, words
from scripts.model_page.template import fill

if TYPE_CHECKING:
    from dealsim.figures.sheet import Drawn

DOCS = Path(__file__).parents[1] / "docs"
TEMPLATE, PAGE, FIGURE = DOCS / "claims.md.in", DOCS / "claims.md", DOCS / "images" / "claims-trade-offs.png"
WORLDS = ("baseline", "sceptic", "pessimist", "race", "plausible")
ARROWS = {"rises": "↑", "falls": "↓", "stays": "=", "does not rise": "not ↑", "does not fall": "not ↓"}
DRAWN_WORLDS = ("baseline", "race", "pessimist", "plausible")
X, Y = "takeover", "value_given_takeover"
READING = (
    "Each arrow goes from minds with less of a trait (mean dial .1) to minds with more (.7); dashed: the ends that no "
    "other beats in both. The upper left is best."
)
AXES = ("chance of a takeover [share of games]", "value of the future given a takeover [share]")


def ledger() -> ClaimsDocument:
    """Return the shipped ledger."""
    return ClaimsDocument.model_validate_json((CLAIMS.folder() / "ledger.json").read_bytes())


def verdicts(document: ClaimsDocument) -> str:
    """Return how many claims have which verdict."""
    said = [claim.verdict for claim in document.claims]
    most_first = dict.fromkeys(sorted(said, key=said.count)[::-1])
    return ", ".join(f"{said.count(verdict)} {verdict}" for verdict in most_first)


def verdict_table(document: ClaimsDocument) -> str:
    """Return the table of all claims."""
    rows = []
    for claim in document.claims:
        link = f"[{words(claim.title)}](#{anchor(heading(claim))})"
        rows.append([shown_number(claim.id), link, claim.group, claim.source, bold(claim.verdict)])
    return table(["no.", "claim", "about", "whose", "verdict"], rows)


def bold(verdict: str) -> str:
    """Return a verdict, in bold where it is one."""
    return verdict if verdict == "cannot say yet" else f"**{verdict}**"


def sign_table(document: ClaimsDocument) -> str:
    """Return the table of signs: for each prediction what was found in each world, and where it flips."""
    rows = [sign_row(claim, each) for claim in document.claims for each in claim.predictions]
    found = [*WORLDS[:-1], "sample", "elsewhere", "by what it differs"]
    return table(["no.", "prediction", "measure", "predicted", *found, "verdict"], rows)


def sign_row(claim: ClaimDocument, each: PredictionDocument) -> list[str]:
    """Return a prediction's row of signs."""
    by_world = {tried.world: tried for tried in each.tried}
    signs = [sign(by_world.pop(world, None), each.unit) for world in WORLDS]
    rest = ", ".join(f"{world} {sign(tried, each.unit)}" for world, tried in by_world.items())
    about = words(each.about or each.name.replace("_", " "))
    return [
        shown_number(claim.id), about, each.measure,
        ARROWS[each.direction], *signs, rest, flips(each), verdict_of(each),
    ]  # fmt: skip


def verdict_of(each: PredictionDocument) -> str:
    """Return a prediction's verdict; in brackets where it does not count towards the claim's."""
    return each.verdict if each.judges else f"({each.verdict})"


def sign(tried: TriedDocument | None, unit: str) -> str:
    """Return a sign with its size."""
    if tried is None:
        return ""
    if tried.sign in "·":
        return "·"
    change = change_in_words(tried.change, unit)
    return f"? {change}" if tried.sign == "?" else f"{tried.sign} {change.lstrip('+−')}"


def flips(each: PredictionDocument) -> str:
    """Return the number of the world that a prediction depends on, with the effect on either side."""
    found = each.dependence or each.best_guess
    if found is None:
        return ""
    below, above = (f"{change_in_words(side.change, each.unit)} ({side.sign})" for side in (found.below, found.above))
    said = f"`{short_key(found.key)}`: {below} up to {limit_in_words(found.limit)}, {above} above"
    if each.dependence is None:
        return f"unsure, at best {said}"
    return said if found.clear else f"perhaps {said}"


def heading(claim: ClaimDocument) -> str:
    """Return the heading of a claim's section."""
    return f"{shown_number(claim.id)} {claim.title}"


def sections(document: ClaimsDocument) -> str:
    """Return a section for each claim."""
    return "\n\n".join(part for claim in document.claims for part in section(claim, document.confidence))


def section(claim: ClaimDocument, confidence: float) -> Iterator[str]:
    """Yield the parts of a claim's section."""
    yield f"### {heading(claim)}"
    whose = f"{claim.source}{', ' * bool(claim.section)}{words(claim.section)}"
    yield f"**{claim.verdict}.** {words(claim.claim)} ({whose}; [`{claim.id}`](../scenarios/claims/{claim.id}.yaml))"
    if claim.note:
        yield words(claim.note)
    rows = [row for each in claim.predictions for row in rows_of(each)]
    yield table(["prediction", "world", "less", "more", "change", f"{percent(confidence)} interval", "found"], rows)


def rows_of(each: PredictionDocument) -> Iterator[list[str]]:
    """Yield a prediction's rows, world by world."""
    for place, tried in enumerate(each.tried):
        span = "" if tried.interval is None else " to ".join(change_in_words(end, each.unit) for end in tried.interval)
        world = f"{tried.world} ({tried.worlds} worlds)" if tried.sampled and tried.worlds else tried.world
        numbers = [
            level_in_words(tried.less, each.unit),
            level_in_words(tried.more, each.unit),
            change_in_words(tried.change, each.unit),
            span,
        ]
        yield [said(each) if place == 0 else " ", world, *numbers, found(tried)]
    if flips(each):
        yield ["", "differs by", "", "", "", "", flips(each)]


def said(each: PredictionDocument) -> str:
    """Return a prediction in words."""
    given = f", given {words(settings_in_words(each.given))}" if each.given else ""
    rather = ""
    if each.rather_than is not None:
        rather = f", rather than {words(settings_in_words(each.rather_than)) or 'as the world is'}"
    return f"more {words(each.lever.name)}: {each.measure} **{each.direction}**{given}{rather}: {verdict_of(each)}"


def found(tried: TriedDocument) -> str:
    """Return what was found in a world."""
    if tried.enough is None:
        return tried.finding
    return f"{tried.finding}: about {tried.enough:,} {'worlds' if tried.sampled else 'games'} would settle it"


def trade_offs(document: ClaimsDocument) -> pd.DataFrame:
    """Return an arrow for each lever of the claim on trade-offs, in each of some worlds."""
    claim = next(claim for claim in document.claims if shown_number(claim.id) == "23")
    levers: dict[str, dict[str, PredictionDocument]] = {}
    for each in claim.predictions:
        levers.setdefault(each.lever.name, {})[each.measure] = each
    rows = []
    for world in DRAWN_WORLDS:
        for name, both in levers.items():
            x, y = (tried_in(world, both[measure]) for measure in (X, Y))
            if y.less is not None and y.more is not None:
                rows.append({"panel": world, "label": f"more {name}"} | ends("x", x) | ends("y", y))
    return pd.DataFrame(rows)


def tried_in(world: str, each: PredictionDocument) -> TriedDocument:
    """Return what was found for a prediction in a world."""
    return next(tried for tried in each.tried if tried.world == world)


def ends(axis: str, tried: TriedDocument) -> dict[str, float | None]:
    """Return either end of an arrow on an axis, with its interval."""
    made: dict[str, float | None] = {}
    for prefix, mean, span in (("from_", tried.less, tried.less_ci95), ("", tried.more, tried.more_ci95)):
        low, high = span or (mean, mean)
        made |= {f"{prefix}{axis}": mean, f"{prefix}{axis}_low": low, f"{prefix}{axis}_high": high}
    return made


def picture(document: ClaimsDocument, style: Style) -> "Drawn":
    """Draw the effect of each trait on takeovers and on the value left after one."""
    sampled = document.worlds * document.games_per_world
    caption = Caption(
        title="What prevents takeovers, and what they leave",
        reading=READING,
        scenarios=DRAWN_WORLDS,
        evidence=Sampled(
            games=(min(document.games, sampled), max(document.games, sampled)),
            points=(len(DRAWN_WORLDS), len(DRAWN_WORLDS)),
            seed=document.seed,
            interval="95% intervals of either end by itself; games are paired, so arrows are surer than their ends",
        ),
    )
    return draw_trade_offs(trade_offs(document), AXES, "claims-trade-offs", caption, style)


def how_played(document: ClaimsDocument) -> str:
    """Return in a paragraph how much was played."""
    count = sum(len(claim.predictions) for claim in document.claims)
    claims, each = counted(len(document.claims), "claim"), document.games_per_world
    named = f"{document.games:,} paired games in each named world"
    return (
        f"{claims} of {counted(count, 'prediction')}, {document.played:,} games in all: {named} and "
        f"{document.worlds:,} plausible worlds of {each} games, seed {document.seed}. {document.decisions:,} intervals "
        f"decide something, each of {percent(document.confidence)}, so that all of them hold in 95 of 100 ledgers. "
        f"Model `{document.model}`."
    )


def page(document: ClaimsDocument) -> str:
    """Return the whole page."""
    said = {
        "how played": how_played(document),
        "tally": verdicts(document),
        "verdicts": verdict_table(document),
        "signs": sign_table(document),
        "figure caption": str(picture(document, Style(columns=2)).caption),
        "claims": sections(document),
    }
    text = fill(TEMPLATE.read_text(encoding="utf-8"), (), said.__getitem__)
    sources = read_bibliography((shipped_folder() / "sources.bib").read_text(encoding="utf-8"))
    linked = sources.linked(text)
    return f"{linked}\n## References\n\n{sources.of(linked)}\n"


def main() -> None:
    """Write the page and the figure."""
    document = ledger()
    FIGURE.parent.mkdir(exist_ok=True)
    FIGURE.write_bytes(as_bytes(picture(document, Style(columns=2)), "png"))
    PAGE.write_text(page(document), encoding="utf-8")


if __name__ == "__main__":
    main()
