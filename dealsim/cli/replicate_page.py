"""Published numbers and ours, as a page for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dealsim.cli.printing import make_console, print_page
from dealsim.cli.replicate_fits import NUMBER, QUANTITY, SMALL, VERDICT, fit_page
from dealsim.evidence.published.wording import (
    HOW_SURE,
    agreement_in_words,
    allowed,
    beside,
    how_sure,
    input_in_words,
    inputs_in_words,
    notes_on_numbers,
    number_in_words,
    off_by,
    rule_name,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.evidence.published.document import (
        FigureDocument,
        ReplicateDocument,
        ReplicationDocument,
    )

WIDE = 110  # columns from which there is room for notes beside the numbers
FEW = 2  # results that are shown in full
INDENT = 2
GROUPS = {
    "exact": "Recomputed exactly",
    "simulated": "Recomputed by luck, keyed by a seed",
    "fit": "Fits: what parameters would give what was observed. Nothing here is replicated",
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
    parts: list[RenderableType] = [Text.assemble(("Published numbers", "bold"), f"  {agreement_in_words(document)}")]
    if not detailed and any(result.numbers for result in document.results):
        parts.append(Text(how_sure(document), style="dim"))
    for kind, title in GROUPS.items():
        for place, result in enumerate(each for each in document.results if each.kind == kind):
            if place == 0:
                parts += ["", Text(title, style="bold underline")]
            parts += ["", *result_page(result, wide=wide, detailed=detailed)]
    if any(result.numbers for result in document.results):
        parts += ["", *(Text(line, style="dim") for line in HOW_TO_READ)]
    print_page(console, *parts)


def result_page(result: "ReplicationDocument", *, wide: bool, detailed: bool) -> "Iterator[RenderableType]":
    """Yield one result: its title, source and numbers; if there are few, all that is known of it."""
    yield Text.assemble((result.id, "bold"), f"  {result.title}")
    yield indented(Text(f"{result.source}, {result.where} ({HOW_SURE[result.sure]})", style="dim"))
    if detailed and result.about:
        yield indented(Text(result.about))
    if result.alone:
        yield indented(Text(f"with {inputs_in_words(result.changed)}: ours alone; no published number exists"))
        yield indented(figure_table(result.alone))
    elif result.fit is not None:
        yield from (indented(each) for each in fit_page(result.fit))
    else:
        yield indented(number_table(result, wide=wide))
        if not wide and detailed:
            yield from (indented(Text(f"{words}", style="dim")) for words in notes_on_numbers(result.numbers))
    if detailed:
        yield indented(Text(f"computed by {', '.join(map(rule_name, result.computed_by))}", style="dim"))
        yield ""
        yield indented(input_table(result, wide=wide))


def indented(part: "RenderableType") -> "RenderableType":
    """Return a part of a section, set in a little."""
    return Padding(part, (0, 0, 0, INDENT))


def number_table(result: "ReplicationDocument", *, wide: bool) -> Table:
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
        label = f"{each.quantity}, {inputs_in_words(each.inputs)}" if each.inputs else each.quantity
        cells = [
            label,
            number_in_words(each.published),
            number_in_words(each.ours),
            off_by(each.off, each.tolerance),
            allowed(each),
        ]
        style = "" if each.verdict == "agrees" else "bold red"
        table.add_row(*cells, each.verdict, *([beside(each)] if wide else []), style=style)
    return table


def figure_table(alone: "list[FigureDocument]") -> Table:
    """Return the table of a changed case: our numbers alone."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("ours", justify="right", no_wrap=True, style="bold")
    table.add_column("", overflow="fold", style="dim")
    for each in alone:
        error = f" (standard error {each.standard_error:.2g})" if each.standard_error else ""
        table.add_row(each.quantity, number_in_words(each.ours), f"{each.unit}: {each.meaning}{error}")
    return table


def input_table(result: "ReplicationDocument", *, wide: bool) -> Table:
    """Return the table of a method's inputs."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("input", no_wrap=True)
    table.add_column("here", justify="right", no_wrap=True)
    table.add_column("range", overflow="fold", max_width=None if wide else 22)
    table.add_column("unit: meaning", overflow="fold")
    for each in result.inputs:
        style = "bold" if each.name in result.changed else ""
        said = f"{each.unit}: {each.meaning}" if each.unit not in ("word", "switch") else each.meaning
        table.add_row(each.name, input_in_words(each.value), each.range, said, style=style)
    return table
