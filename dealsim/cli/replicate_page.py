"""Published numbers and ours, as a page for a terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dealsim.cli.printing import make_console, print_page
from dealsim.cli.replicate_fits import NUMBER, QUANTITY, SMALL, VERDICT, fit_page, off_by

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.evidence.published.document import (
        FigureDocument,
        InputValue,
        PublishedNumberDocument,
        ReplicateDocument,
        ReplicationDocument,
    )

WIDE = 110  # columns from which there is room for notes beside the numbers
FEW = 2  # results of which all is told
NO_NUMBER = "none"
LARGE = 1e5  # from which numbers are whole
PLACES = 12  # after them there is only rounding
INDENT = 2
GROUPS = {
    "exact": "Recomputed exactly",
    "simulated": "Recomputed by luck, keyed by a seed",
    "fit": "Fits: what parameters would give what was observed. Nothing here is replicated",
}
HOW_SURE = {
    "read": "source read",
    "excerpt": "by excerpts",
    "memory": "from memory",
    "derived": "derived, not printed there",
}
HOW_TO_READ = (
    "derived: follows from the source, which does not print it; none: there is no such number",
    "off by: ours less theirs; within: how far it may be off",
    "one result alone shows its inputs: dealsim replicate ID, and --set ID.KEY=VALUE changes one",
)


def print_replications(document: "ReplicateDocument") -> None:
    """Print the page."""
    console = make_console()
    wide, detailed = console.width >= WIDE, len(document.results) <= FEW
    parts: list[RenderableType] = [Text.assemble(("Published numbers", "bold"), f"  {head(document)}")]
    if not detailed and any(result.numbers for result in document.results):
        parts.append(Text(how_sure(document), style="dim"))
    for kind, title in GROUPS.items():
        for place, result in enumerate(each for each in document.results if each.kind == kind):
            if place == 0:
                parts += ["", Text(title, style="bold underline")]
            parts += ["", *section(result, wide=wide, detailed=detailed)]
    if any(result.numbers for result in document.results):
        parts += ["", *(Text(line, style="dim") for line in HOW_TO_READ)]
    print_page(console, *parts)


def head(document: "ReplicateDocument") -> str:
    """Return what came of all, in words."""
    results = len(document.results)
    said = [f"{results} result{'s' * (results != 1)}"]
    if document.agree or document.differ:
        differ = f"{document.differ} differ{'s' * (document.differ == 1)}"
        agree = f"{document.agree} number{'s agree' if document.agree != 1 else ' agrees'}"
        said.append(f"{agree}, {differ}")
    if document.fitted:
        said.append(f"{document.fitted} fit{'s' * (document.fitted > 1)}")
    return "; ".join(said)


def how_sure(document: "ReplicateDocument") -> str:
    """Return how many of the numbers are how sure, in words."""
    counts = dict.fromkeys(HOW_SURE, 0)
    for result in document.results:
        counts[result.sure] += len(result.numbers)
    return "numbers: " + ", ".join(f"{count} {HOW_SURE[sure]}" for sure, count in counts.items() if count)


def section(result: "ReplicationDocument", *, wide: bool, detailed: bool) -> "Iterator[RenderableType]":
    """Yield one result: its title, source and numbers; if there are few, all that is known of it."""
    yield Text.assemble((result.id, "bold"), f"  {result.title}")
    yield indented(Text(f"{result.source}, {result.where} ({HOW_SURE[result.sure]})", style="dim"))
    if detailed and result.about:
        yield indented(Text(result.about))
    if result.alone:
        yield indented(Text(f"with {listed(result.changed)}: ours alone, for nobody published it"))
        yield indented(figures(result.alone))
    elif result.fit is not None:
        yield from (indented(each) for each in fit_page(result.fit))
    else:
        yield indented(numbers(result, wide=wide))
        if not wide and detailed:
            yield from (indented(Text(f"{words}", style="dim")) for words in notes(result.numbers))
    if detailed:
        yield indented(Text(f"computed by {', '.join(map(short, result.computed_by))}", style="dim"))
        yield ""
        yield indented(inputs(result, wide=wide))


def indented(part: "RenderableType") -> "RenderableType":
    """Return a part of a section, set in a little."""
    return Padding(part, (0, 0, 0, INDENT))


def short(rule: str) -> str:
    """Return a rule's name without the room that all are in."""
    return rule.removeprefix("rules.")


def listed(given: "Mapping[str, InputValue]") -> str:
    """Return inputs in words."""
    return ", ".join(f"{name} {value_in_words(value)}" for name, value in given.items())


def value_in_words(value: "InputValue") -> str:
    """Return an input's value in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else in_digits(value)


def in_digits(value: float | None) -> str:
    """Return a number in so many digits that two which differ look different."""
    if value is None:
        return NO_NUMBER
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{round(value, PLACES):.6g}"


def numbers(result: "ReplicationDocument", *, wide: bool) -> Table:
    """Return the table of published numbers and ours."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("", width=QUANTITY, overflow="fold")
    theirs = "derived" if result.sure == "derived" else "theirs"
    for name, width in ((theirs, NUMBER), ("ours", NUMBER), ("off by", SMALL), ("within", SMALL)):
        table.add_column(name, justify="right", no_wrap=True, width=width)
    table.add_column("", no_wrap=True, width=VERDICT)
    if wide:
        table.add_column("", overflow="fold")
    for each in result.numbers:
        label = f"{each.quantity}, {listed(each.inputs)}" if each.inputs else each.quantity
        cells = [
            label,
            in_digits(each.published),
            in_digits(each.ours),
            off_by(each.off, each.tolerance),
            allowed(each),
        ]
        style = "" if each.verdict == "agrees" else "bold red"
        table.add_row(*cells, each.verdict, *([beside(each)] if wide else []), style=style)
    return table


def allowed(each: "PublishedNumberDocument") -> str:
    """Return how far a number may be off; nothing where there is none."""
    return "" if each.published is None else f"{each.tolerance:.2g}"


def beside(each: "PublishedNumberDocument") -> str:
    """Return what is said beside a number: its unit, its error and its note."""
    error = f"standard error {each.standard_error:.2g}" if each.standard_error else ""
    return "; ".join(filter(None, (each.unit, error, each.note)))


def notes(compared: "list[PublishedNumberDocument]") -> Iterator[str]:
    """Yield the notes on numbers, where they have no room beside them."""
    for each in compared:
        if each.note:
            label = f"{each.quantity} of {in_digits(each.published)}"
            yield f"{label}: {each.note}"


def figures(alone: "list[FigureDocument]") -> Table:
    """Return the table of a changed case: our numbers alone."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("ours", justify="right", no_wrap=True, style="bold")
    table.add_column("", overflow="fold", style="dim")
    for each in alone:
        error = f" (standard error {each.standard_error:.2g})" if each.standard_error else ""
        table.add_row(each.quantity, in_digits(each.ours), f"{each.unit}: {each.meaning}{error}")
    return table


def inputs(result: "ReplicationDocument", *, wide: bool) -> Table:
    """Return the table of a method's inputs."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("input", no_wrap=True)
    table.add_column("here", justify="right", no_wrap=True)
    table.add_column("range", overflow="fold", max_width=None if wide else 22)
    table.add_column("unit: meaning", overflow="fold")
    for each in result.inputs:
        style = "bold" if each.name in result.changed else ""
        said = f"{each.unit}: {each.meaning}" if each.unit not in ("word", "switch") else each.meaning
        table.add_row(each.name, value_in_words(each.value), each.range, said, style=style)
    return table
