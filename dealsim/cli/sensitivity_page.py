"""What matters in an experiment, as a page for a terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.cli.compare_page import difference_in_words, interval_of_difference
from dealsim.cli.printing import make_console, print_page
from dealsim.measure.digits import UNDEFINED, decimal
from dealsim.measure.outcomes import OUTCOMES

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.experiment.sensitivity.document import (
        AnalysisDocument,
        BoxDocument,
        DiscoveryDocument,
        EffectDocument,
        IndexDocument,
        LimitDocument,
        RegionsDocument,
        RuleDocument,
        SensitivityDocument,
    )

WIDE = 104  # columns from which there is room for bars and raw indices
BAR = 16  # cells of an index of 1
NARROW_LABEL = 24  # signs of a factor's address for which there is room otherwise
SHOWN_PAIRS = 6
SHOWN_BOXES = 8  # of the way of PRIM

METHODS = {
    "sobol": "Sobol indices",
    "morris": "Morris screening",
    "prim": "scenario discovery (PRIM)",
    "regions": "regional claims",
}
HOW_TO_READ = {
    "sobol": (
        "total: share of the variation between points that a factor makes, by itself or",
        "with others; first: by itself; bold: its interval excludes zero",
        "95% interval: by bootstrap over rows of the design; more rows make it narrower",
        "by games: standard error of the total due to finitely many games",
    ),
    "morris": (
        "μ*: mean size of the change over a factor's range (an open one: 5% to 95%)",
        "μ: with its sign; σ: its spread from place to place; shares in percentage points",
        "95% interval: over trajectories; where all agree, as if the next might differ",
        "by games: standard error of μ* due to finitely many games",
        "luck: the μ* that luck alone shows; bold: μ* is beyond it",
    ),
    "prim": (
        "coverage: share of all cases that lie in the box",
        "density: share of the box's points that are cases; mass: its share of all points",
        "quasi-p: chance of as many cases without that limit, which was sought for",
    ),
    "regions": (
        "95% interval: of the limit, by bootstrap over points",
        "missed: share of the points above 0 outside; wrongly: of those below 0 inside",
        "chance: how often any factor's rule separates shuffled signs as well",
        "bold: a claim, for that is at most 5%",
        "rates are of the points by which the rule was found: new ones would show more",
    ),
}


def print_sensitivity(document: "SensitivityDocument") -> None:
    """Print the page."""
    console = make_console()
    wide = console.width >= WIDE
    parts = [part for each in document.analyses for part in ("", *analysis_page(document, each, wide=wide))]
    print_page(
        console,
        Text.assemble((document.title, "bold"), f"  {METHODS[document.method]}"),
        Text(points_in_words(document), style="dim"),
        *parts,
        "",
        *(Text(line, style="dim") for line in HOW_TO_READ[document.method]),
    )


def points_in_words(document: "SensitivityDocument") -> str:
    """Return what was played, in words."""
    games = f"{document.games:,} games each" if document.games is not None else "as many games as each took"
    luck = f"the same luck at each, seed {document.seed}" if document.luck == "common" else "independent luck at each"
    return f"{document.points:,} points ({document.design.replace('_', ' ')}), {games}, {luck}"


def analysis_page(
    document: "SensitivityDocument", analysis: "AnalysisDocument", *, wide: bool
) -> "Iterator[RenderableType]":
    """Yield one analysis: its name, its table, and what to mind."""
    yield Text.assemble((title(document.versus, analysis), "bold"), (f"  {analysis.points:,} points", "dim"))
    if analysis.undefined is not None and not analysis.regions:
        yield Text(f"no result: {analysis.undefined}")
    if analysis.indices is not None:
        yield from sobol_page(analysis, wide=wide)
    if analysis.effects is not None:
        yield effect_table(analysis.outcome, analysis.effects, wide=wide)
    if analysis.discovery is not None:
        yield from discovery_page(analysis.discovery, wide=wide)
    if analysis.regions is not None:
        yield from regions_page(analysis.regions, analysis.undefined, wide=wide)
    for note in analysis.notes:
        yield Text(f"mind: {note}", style="dim")


def title(versus: str | None, analysis: "AnalysisDocument") -> str:
    """Return what is analysed, in words."""
    if analysis.compared is None:
        return f"{analysis.outcome} in {analysis.scenario}"
    value = number_or_word(analysis.compared)
    if analysis.compared_with is None:
        return f"{analysis.outcome} with {versus} {value}, in {analysis.scenario}"
    return f"{analysis.outcome}, {versus} {value} less {number_or_word(analysis.compared_with)}, in {analysis.scenario}"


def number_or_word(value: float | str) -> str:
    """Return a factor's value in words."""
    return value if isinstance(value, str) else f"{value:.4g}"


def sobol_page(analysis: "AnalysisDocument", *, wide: bool) -> "Iterator[RenderableType]":
    """Yield the table of Sobol indices, how much is interaction, and the pairs that interact most."""
    assert analysis.indices is not None
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("factor", overflow="fold")
    for name in ("total", "95% interval", "by games", "first", "95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    if wide:
        table.add_column("", no_wrap=True)
    for each in analysis.indices:
        numbers = [*index(each.total), error(each.total), *index(each.first)]
        bars = [bar(each.first.value, each.total.value)] if wide else []
        table.add_row(named(each.label, wide=wide), *numbers, *bars, style="bold" if each.total.ci95[0] > 0.0 else "")
    yield table
    together = sum(each.first.value for each in analysis.indices)
    yield Text(f"first-order indices sum to {two(together)}: to 1 if no factors worked together")
    for pair in (analysis.pairs or [])[:SHOWN_PAIRS]:
        value, interval = index(pair.index)
        yield Text(f"{pair.factors[0]} × {pair.factors[1]}  {value}  ({interval})")


def named(label: str, *, wide: bool) -> str:
    """Return what a factor is called; of a long address, where there is no room for it, the last parts that fit."""
    if wide or len(label) <= NARROW_LABEL or " " in label:
        return label
    parts = label.split(".")
    ends = [".".join(parts[k:]) for k in range(1, len(parts))] or [label]
    return f"…{next((end for end in ends if len(end) < NARROW_LABEL), ends[-1])}"


def index(each: "IndexDocument") -> tuple[str, str]:
    """Return an index and its interval in words."""
    return two(each.value), f"{two(each.ci95[0])} to {two(each.ci95[1])}"


def error(each: "IndexDocument") -> str:
    """Return a replicate error in words."""
    return UNDEFINED if each.replicate_error is None else f"±{each.replicate_error:.3f}"


def two(value: float) -> str:
    """Return a number to two places, with no minus before nothing."""
    return decimal(value, 2)


def bar(first: float, total: float) -> str:
    """Return a bar: full for what a factor makes by itself, light for what it makes together with others."""
    full, whole = (round(BAR * min(max(value, 0.0), 1.0)) for value in (first, total))
    return "█" * min(full, whole) + "░" * max(whole - full, 0)


def effect_table(name: str, effects: "Sequence[EffectDocument]", *, wide: bool) -> Table:
    """Return the table of elementary effects."""
    outcome = OUTCOMES[name]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("factor", overflow="fold")
    for column in ("μ*", "95% interval", "by games", "luck", *(("μ", "95% interval") if wide else ("μ",)), "σ"):
        table.add_column(column, justify="right", no_wrap=True)
    for each in effects:
        sizes = [
            unsigned(difference_in_words(outcome, value))
            for value in (each.mu_star, each.replicate_error, each.noise, each.sigma)
        ]
        interval = unsigned(interval_of_difference(outcome, each.mu_star_ci95))
        of_mu = [
            difference_in_words(outcome, each.mu),
            *([interval_of_difference(outcome, each.mu_ci95)] if wide else []),
        ]
        row = [named(each.label, wide=wide), sizes[0], interval, sizes[1], sizes[2], *of_mu, sizes[3]]
        table.add_row(*row, style="bold" if each.clear else "")
    return table


def unsigned(words: str) -> str:
    """Return a size in words, without its sign."""
    return words.replace("+", "")


def discovery_page(found: "DiscoveryDocument", *, wide: bool) -> "Iterator[RenderableType]":
    """Yield the box that is advised, how it compares with chance, and the trade of coverage against density."""
    box = found.box
    yield Text(f"{found.case} at {found.cases:,} of {found.points:,} points")
    if not box.limits:
        yield Text("no limit of any factor is supported: no box shows where the cases are")
    else:
        measures = f"coverage {box.coverage:.0%}, density {box.density:.0%} ({box.cases:,} of {box.points:,} points)"
        yield Text(f"most lie in this box: {measures}, mass {box.mass:.0%}")
        yield limit_table(box.limits, wide=wide)
    verdict = "" if found.chance <= 0.05 else ": what was found may be chance"
    shuffled = "none" if found.chance * (found.shuffles + 1) < 1.5 else f"{found.chance:.0%}"
    yield Text(f"a box as good was found in {shuffled} of {found.shuffles} shuffles of the cases{verdict}")
    yield ""
    yield way_table(found.way, wide=wide)


def limit_table(limits: "Sequence[LimitDocument]", *, wide: bool) -> Table:
    """Return the table of a box's limits."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("factor", overflow="fold")
    table.add_column("within")
    table.add_column("quasi-p", justify="right", no_wrap=True)
    for each in limits:
        tested = [p for p in each.quasi_p if p is not None]
        table.add_row(named(each.label, wide=wide), within(each), ", ".join(chance(p) for p in tested) or UNDEFINED)
    return table


def within(limit: "LimitDocument") -> str:
    """Return a limit in words."""
    if limit.words is not None:
        return ", ".join(limit.words)
    if limit.low is None or limit.high is None:
        return f"below {limit.high:.4g}" if limit.low is None else f"above {limit.low:.4g}"
    return f"{limit.low:.4g} to {limit.high:.4g}"


def chance(p: float) -> str:
    """Return a chance in words."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def way_table(way: "Sequence[BoxDocument]", *, wide: bool) -> Table:
    """Return some boxes on the way, evenly spaced from the whole to the last."""
    step = max(1, -(-(len(way) - 1) // (SHOWN_BOXES - 1)))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title_justify="left")
    for name in ("coverage", "density", "mass", "limits on"):
        table.add_column(name, justify="left" if name == "limits on" else "right", overflow="fold")
    for box in [*way[:-1:step], way[-1]]:
        names = ", ".join(named(limit.label, wide=wide) for limit in box.limits) or "nothing"
        table.add_row(f"{box.coverage:.0%}", f"{box.density:.0%}", f"{box.mass:.0%}", Text(names, style="dim"))
    return table


def regions_page(found: "RegionsDocument", why: str | None, *, wide: bool) -> "Iterator[RenderableType]":
    """Yield how many points are on either side, and each factor's best rule."""
    even = f", 0 at {found.even:,}" if found.even else ""
    yield Text(
        f"above 0 at {found.above:,} of {found.points:,} points, below at {found.below:,}{even}; "
        f"its interval excludes zero at {found.clear:,}"
    )
    if why is not None:
        yield Text(f"no rule: {why}")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("above 0 where", overflow="fold")
    for name in ("95% interval", "missed", "wrongly", "chance"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in found.rules:
        span_of = UNDEFINED if each.limit_ci95 is None else f"{each.limit_ci95[0]:.3g} to {each.limit_ci95[1]:.3g}"
        numbers = [span_of, f"{each.misses:.0%}", f"{each.false_alarms:.0%}", chance(each.chance)]
        table.add_row(rule(each, wide=wide), *numbers, style="bold" if each.claim else "")
    yield table
    if not any(each.claim for each in found.rules):
        yield Text("no claim: noise separates as well")


def rule(each: "RuleDocument", *, wide: bool) -> str:
    """Return a rule in words."""
    name = named(each.label, wide=wide)
    if each.words is not None:
        return f"{name} is {' or '.join(each.words)}"
    return f"{name} {'>' if each.above else '<'} {each.limit:.3g}"
