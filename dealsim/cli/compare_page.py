"""A comparison as a page for a terminal: what differs, which games flipped, and where one of them diverges."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.cli.outcome_table import WIDE, name_among, notes_on_table
from dealsim.cli.printing import add_grouped, make_console, print_page
from dealsim.measure.digits import UNDEFINED, decimal, shown
from dealsim.measure.naming import what_changed
from dealsim.measure.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.api import Comparison
    from dealsim.results.documents.comparison import CompareDocument, DifferenceDocument, PartingDocument
    from dealsim.results.documents.story import StoryEvent, WeighedDocument

NARROW, MIDDLE = 46, 68  # columns from which there is room for differences, and for their intervals
DIM = ("if unpaired", "games")  # columns
MOST_NAMED = 6  # flipped games that are named
MOST_STEPS = 6  # of a game after it has parted ways
MOST_BELIEFS = 6  # that are shown, those that differ most
WEIGHED_ALIKE = 5e-4  # [utility]: less is not shown as a difference


def print_comparison(document: "CompareDocument", comparison: "Comparison", chosen: Sequence[str]) -> None:
    """Print the page: what stands out, chosen outcomes, and where a game diverges."""
    console = make_console()
    print_page(
        console,
        Text.assemble("A  ", (comparison.a.title, "bold"), f"  {document.a}"),
        Text.assemble("B  ", (comparison.b.title, "bold"), f"  {document.b}"),
        Text(f"{document.games:,} games with the same luck, seed {document.seed}", style="dim"),
        *(Text(f"note: {remark}") for remark in comparison.remarks),
        "",
        Text(what_changed(comparison.outcomes, comparison.games)),
        "",
        difference_table(document, chosen, console.width),
        "",
        *(Text(line, style="dim") for line in notes_on_games(document, chosen)),
        *(Text(line, style="dim") for line in notes_on_table(chosen, console.width >= MIDDLE)),
        *(part for part in parting_page(document.parting)),
    )


def difference_table(document: "CompareDocument", chosen: Sequence[str], width: int) -> Table:
    """Return the table: one row an outcome, bold where the interval of the difference excludes zero."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("outcome", overflow="fold", min_width=8)
    for name in heads(width):
        table.add_column(name, justify="right", no_wrap=True, style="dim" if name in DIM else "")
    rows = difference_rows(document, chosen, width)
    if len(chosen) == len(OUTCOMES):
        add_grouped(table, ((group, [f"  {name}", *cells], style) for group, name, cells, style in rows))
    else:
        for _, name, cells, style in rows:
            table.add_row(name, *cells, style=style)
    return table


def heads(width: int) -> list[str]:
    """Return the columns for which there is room, the most important first."""
    room = (("A", 0), ("B", 0), ("B − A", NARROW), ("95% interval", MIDDLE), ("if unpaired", WIDE), ("games", WIDE))
    return [name for name, least in room if width >= least]


def difference_rows(
    document: "CompareDocument", chosen: Sequence[str], width: int
) -> Iterator[tuple[str, str, list[str], str]]:
    """Yield each outcome's group, what it is called, its cells and its style."""
    for name in chosen:
        each, outcome = document.outcomes[name], OUTCOMES[name]
        clear = each.ci95 is not None and (each.ci95[0] > 0.0 or each.ci95[1] < 0.0)
        cells = [
            mean(outcome, each.mean_a),
            mean(outcome, each.mean_b),
            difference_in_words(outcome, each.difference),
            interval_of_difference(outcome, each.ci95),
            interval_of_difference(outcome, each.ci95_unpaired),
            f"{each.games:,}",
        ]
        yield outcome.group, name_among(chosen, name), cells[: len(heads(width))], "bold" if clear else ""


def mean(outcome: Outcome, value: float | None) -> str:
    """Return a mean in words."""
    return UNDEFINED if value is None else shown(outcome, value)


def difference_in_words(outcome: Outcome, value: float | None) -> str:
    """Return a difference in words, with its sign: percentage points where the outcome is a share."""
    if value is None:
        return UNDEFINED
    if value == 0.0:
        return "0"
    words = shown(outcome, abs(value)).removesuffix("%")
    return f"{'+' if value > 0 else '−'}{words}"


def interval_of_difference(outcome: Outcome, interval: tuple[float, float] | None) -> str:
    """Return an interval of a difference in words."""
    return (
        UNDEFINED
        if interval is None
        else f"{difference_in_words(outcome, interval[0])} to {difference_in_words(outcome, interval[1])}"
    )


def notes_on_games(document: "CompareDocument", chosen: Sequence[str]) -> Iterator[str]:
    """Yield which games flipped, how much pairing helped, and how to read the table."""
    for name in chosen:
        each = document.outcomes[name]
        if each.flipped is not None and any(each.flipped):
            yield f"{name_among(chosen, name)}: {ways(each)}"
    takeover = document.outcomes["takeover"]
    if takeover.ci95 and takeover.ci95_unpaired and takeover.ci95_unpaired[1] > takeover.ci95_unpaired[0]:
        widths = [high - low for low, high in (takeover.ci95, takeover.ci95_unpaired)]
        yield f"shared luck makes the takeover interval {widths[0] / widths[1]:.2f} times as wide as independent luck"
    yield "bold: the interval excludes zero; shares differ in percentage points"


def ways(each: "DifferenceDocument") -> str:
    """Return how many games have an outcome in one scenario alone, and the first of them."""
    up, down = each.flipped or (0, 0)
    count = f"{up:,} game{'s' * (up != 1)}"
    return f"{count} in B alone{named(each.flipped_up)}, {down:,} in A alone{named(each.flipped_down)}"


def named(games: Sequence[int]) -> str:
    """Return the numbers of the first of some games in brackets."""
    return f" ({', '.join(map(str, games[:MOST_NAMED]))}{', ...' * (len(games) > MOST_NAMED)})" if games else ""


def parting_page(parting: "PartingDocument | None") -> "Iterator[RenderableType]":
    """Yield one game whose ending changes, from the first step that differs on, A on the left and B on the right."""
    if parting is None:
        return
    goes = f", whose {parting.outcome} flips, is the same for {parting.alike} steps and diverges in quarter"
    yield Text.assemble("\n", (f"Game {parting.game}", "bold"), f"{goes} {parting.quarter}:")
    both = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_header=True)
    both.add_column("A", ratio=1, overflow="fold")
    both.add_column("B", ratio=1, overflow="fold")
    for k in range(MOST_STEPS):
        both.add_row(step(parting.a, k), step(parting.b, k))
    both.add_row("...", "...")
    both.add_row(Text(parting.ending_a, style="bold"), Text(parting.ending_b, style="bold"))
    yield ""
    yield both
    yield from why(parting)


def step(events: "Sequence[StoryEvent]", k: int) -> str:
    """Return a step in words."""
    return f"quarter {events[k].quarter}: {events[k].text}" if k < len(events) else ""


def why(parting: "PartingDocument") -> "Iterator[RenderableType]":
    """Yield what was weighed where the game turned: options, and the beliefs that differ most."""
    turn = turning_point(parting)
    if turn is None:
        return
    first, (a, b) = turn
    who = f"{first.lab} {first.generation}"
    if (first.lab, first.generation) not in takers_of(parting):
        yield Text(f"\nNo choice of the winner's own differs; the first that does is {who}'s.")
    yield Text(f"\nWhat {who} weighs in quarter {first.quarter}", style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("A  ", justify="right", no_wrap=True)
    table.add_column("B  ", justify="right", no_wrap=True)
    for name in dict.fromkeys([*a.options, *b.options]):
        values = (
            weight_in_words(a.options.get(name), taken=a.taken == name),
            weight_in_words(b.options.get(name), taken=b.taken == name),
        )
        table.add_row(name, *values)
    for name in beliefs_that_differ(a.beliefs, b.beliefs):
        table.add_row(
            Text(name, style="dim"), weight_in_words(a.beliefs.get(name)), weight_in_words(b.beliefs.get(name))
        )
    yield table
    yield Text("* taken; values in utility, and below them the beliefs that differ most", style="dim")


def turning_point(parting: "PartingDocument") -> "tuple[StoryEvent, tuple[WeighedDocument, WeighedDocument]] | None":
    """Return the first choice that came out otherwise of the AI that takes over in one of the two, else of any AI."""
    takers = takers_of(parting)
    theirs: dict[tuple[object, ...], list[WeighedDocument]] = defaultdict(list)
    for each in parting.b:
        if each.weighed is not None:
            theirs[each.quarter, each.lab, each.generation].append(each.weighed)
    turns = [
        (ours, (ours.weighed, other))
        for ours in parting.a
        if ours.weighed is not None
        for other in theirs.get((ours.quarter, ours.lab, ours.generation), [])
        if ours.weighed.options.keys() & other.options.keys() and ours.weighed.taken != other.taken
    ]
    of_takers = [turn for turn in turns if (turn[0].lab, turn[0].generation) in takers]
    return next(iter(of_takers or turns), None)


def takers_of(parting: "PartingDocument") -> set[tuple[str | None, int | None]]:
    """Return who takes over in one of the two, by lab and generation."""
    return {(each.lab, each.generation) for each in (*parting.a, *parting.b) if each.happening == "took_over"}


def beliefs_that_differ(a: dict[str, float], b: dict[str, float]) -> list[str]:
    """Return the beliefs that both have and that differ, most first."""
    gaps = {name: abs(a[name] - b[name]) for name in a if name in b}
    return sorted((name for name, gap in gaps.items() if gap > WEIGHED_ALIKE), key=lambda n: -gaps[n])[:MOST_BELIEFS]


def weight_in_words(number: float | None, *, taken: bool = False) -> str:
    """Return a number to four places; a star marks the option that is taken."""
    return UNDEFINED if number is None else f"{decimal(number, 4)}{' *' if taken else '  '}"
