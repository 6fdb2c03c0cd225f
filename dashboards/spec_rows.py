"""Specs side by side: what each teaches, what minds result, and how its games differ from the first one's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dealsim.figures.captions import Caption, Sampled
from dealsim.figures.style import Style
from dealsim.figures.tables import Cell, Head, PrintedTable, comma_separated, number
from dealsim.measure.naming import MAIN, outcome_name, value_in_words
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario.schema.spec import Quality, Spec

from .charts import Option, axis, base
from .choices import spec_of
from .games import Answer, Wanted, answer_of, tallies_of
from .markup import escape, tag
from .outcome_rows import Row, difference_in_words
from .sides import Side, load
from .words import words

SPEC = "every_lab.spec"
MINDS = ("aligned", "schemer", "reward_seeker", "proxy")
X, Y = "takeover", "value_given_takeover"


@dataclass(frozen=True)
class SpecResult:
    """A spec and the results of its games, compared with the first spec's."""

    name: str
    spec: Spec
    answer: Answer


def arms_of(
    side: Side, names: Sequence[str], games: int, seed: int, wanted: Wanted
) -> Iterator[tuple[SpecResult, ...]]:
    """Yield the arms that there are so far, one more each time. Raises Stopped."""
    sides = [load(side.put(SPEC, name)) for name in names]
    first = tallies_of(sides[0], games, seed, wanted)
    made: list[SpecResult] = []
    for name, worlds in zip(names, sides, strict=True):
        tallies = tallies_of(worlds, games, seed, wanted)
        made.append(SpecResult(name, spec_of(name), answer_of(worlds, sides[0], tallies, first, games)))
        yield tuple(made)


def head_of(arms: Sequence[SpecResult], corner: str) -> str:
    """Return a table's head: a column for each spec."""
    cells = "".join(tag("th", escape(arm.spec.title), scope="col") for arm in arms)
    return tag("thead", tag("tr", tag("th", escape(corner), scope="col") + cells))


def qualities_table(arms: Sequence[SpecResult]) -> str:
    """Return what each spec wants of each trait: where to, and with what emphasis."""
    taught = [list(arm.spec.qualities.values()) for arm in arms]
    traits = sorted({quality.trait for mine in taught for quality in mine})
    lines = []
    for trait in traits:
        cells = [tag("td", wish_of([each for each in mine if each.trait == trait])) for mine in taught]
        lines.append(tag("tr", tag("th", escape(trait.replace("_", " ")), scope="row") + "".join(cells)))
    return head_of(arms, words("compare.trait")) + tag("tbody", "".join(lines))


def wish_of(qualities: Sequence[Quality]) -> str:
    """Return where qualities want a trait, as HTML; a dash where none is about it."""
    if not qualities:
        return tag("span", "–", class_="ds-pinned")
    said = ", ".join(f"{each.target:g}" for each in qualities)
    emphasis = ", ".join(f"{100.0 * each.emphasis:g}%" for each in qualities)
    return tag("b", escape(said)) + tag("span", escape(words("compare.emphasis", emphasis=emphasis)), class_="ds-ends")


def outcomes_table(arms: Sequence[SpecResult], names: Sequence[str], corner: str = "") -> str:
    """Return outcomes: the first spec's means, and how far each other one's are from them."""
    lines = []
    for name in names:
        cells = [tag("td", tag("b", escape(value_in_words(name, arms[0].answer.now[name].mean))))]
        cells += [tag("td", differing_cell(arm, name)) for arm in arms[1:]]
        head = tag("th", escape(outcome_name(name)), scope="row", title=OUTCOMES[name].formula)
        lines.append(tag("tr", head + "".join(cells)))
    return head_of(arms, corner or words("explore.outcome")) + tag("tbody", "".join(lines))


def differing_cell(arm: SpecResult, name: str) -> str:
    """Return a mean and how far it is from the first spec's, as HTML."""
    row = Row(name, arm.answer.pinned[name], arm.answer.now[name], arm.answer.differences[name])
    mean = tag("b", escape(value_in_words(name, row.now.mean)))
    css = "ds-difference" + (" ds-sure" if row.beyond_doubt else "")
    return mean + tag("span", difference_in_words(row), class_=css)


def frontier_option(arms: Sequence[SpecResult], *, dark: bool) -> Option:
    """Return takeover against what is left after one, a point for each spec, with both intervals."""
    style = Style(dark=dark)
    series: list[Option] = []
    for place, arm in enumerate(arms):
        x, y = arm.answer.now[X], arm.answer.now[Y]
        if x.mean is None or y.mean is None:
            continue
        look = style.look(place)
        for ends in crosses(arm):
            series.append({
                "type": "line", "data": ends, "showSymbol": False, "silent": True, "tooltip": {"show": False},
                "lineStyle": {"color": look.colour, "width": 1.4},
            })  # fmt: skip
        series.append({
            "type": "scatter", "name": arm.spec.title, "data": [[100.0 * x.mean, 100.0 * y.mean]], "symbolSize": 11,
            "itemStyle": {"color": look.colour},
            "label": {"show": True, "formatter": "{a}", "position": "right", "color": style.ink},
            "labelLayout": {"dx": 2, "dy": -10, "moveOverlap": "shiftY"},  # beside the lines
        })  # fmt: skip
    return {
        **base(style),
        "legend": {"show": False},
        "tooltip": {**base(style)["tooltip"], "trigger": "item"},
        "grid": {"left": 64, "right": 40, "top": 34, "bottom": 48},
        "xAxis": axis(style, f"{outcome_name(X)} [% of games]", nameGap=28, scale=True),
        "yAxis": axis(style, f"{outcome_name(Y)} [%]", nameGap=42, scale=True),
        "series": series,
    }  # fmt: skip


def crosses(arm: SpecResult) -> Iterator[list[list[float]]]:
    """Yield both intervals of a spec's point as lines."""
    x, y = arm.answer.now[X], arm.answer.now[Y]
    if x.mean is not None and y.mean is not None and x.ci95 is not None and y.ci95 is not None:
        yield [[100.0 * end, 100.0 * y.mean] for end in x.ci95]
        yield [[100.0 * x.mean, 100.0 * end] for end in y.ci95]


def specs_csv(arms: Sequence[SpecResult], seed: int) -> bytes:
    """Return every outcome of every spec as CSV, with its difference from the first."""
    heads = (Head("spec"), Head("outcome"), Head("mean", holds="intervals"), Head("difference", holds="intervals"))
    rows: list[tuple[Cell, ...]] = []
    for arm in arms:
        for name in OUTCOMES:
            each, apart = arm.answer.now[name], arm.answer.differences[name]
            mean = number(each.mean, each.se, *(each.ci95 or (None, None)))
            rows.append((arm.name, name, mean, number(apart.difference, apart.se, *(apart.ci95 or (None, None)))))
    return comma_separated(PrintedTable("specs", heads, tuple(rows), caption_of(arms, seed))).encode()


def frontier_figure(arms: Sequence[SpecResult], seed: int, form: str) -> bytes:
    """Return the frontier as papers have it."""
    import pandas as pd

    from dealsim.figures.frontier import draw_frontier
    from dealsim.figures.sheet import as_bytes

    rows = []
    for arm in arms:
        x, y = arm.answer.now[X], arm.answer.now[Y]
        if x.mean is not None and y.mean is not None and x.ci95 is not None and y.ci95 is not None:
            ends = {"x_low": x.ci95[0], "x_high": x.ci95[1], "y_low": y.ci95[0], "y_high": y.ci95[1]}
            rows.append({"panel": "", "label": arm.spec.title, "x": x.mean, "y": y.mean, **ends})
    axes = (f"{outcome_name(X)} [share of games]", f"{outcome_name(Y)} [share]")
    drawn = draw_frontier(pd.DataFrame(rows), axes, "frontier", caption_of(arms, seed), Style(columns=2))
    return as_bytes(drawn, form)


def caption_of(arms: Sequence[SpecResult], seed: int) -> Caption:
    """Return a caption: specs, games, seed, interval."""
    games = arms[0].answer.games
    evidence = Sampled(games=(games, games), points=(len(arms), len(arms)), seed=seed, interval="95% intervals")
    titles = tuple(arm.spec.title for arm in arms)
    return Caption(title="Specs side by side", reading="", scenarios=titles, evidence=evidence)


def main_outcomes() -> list[str]:
    """Return the outcomes that are shown, without the kinds of mind, which stand by themselves."""
    return [name for name in MAIN if name not in MINDS]
