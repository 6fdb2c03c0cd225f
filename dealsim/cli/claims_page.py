"""The ledger of claims as a page for a terminal: all of it in a table, or one claim in full."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.cli.printing import make_console, print_page
from dealsim.evidence.claims.wording import (
    ARROWS,
    USUAL,
    change_found,
    change_in_words,
    confidence_in_words,
    end_in_words,
    level_in_words,
    on_what,
    percent,
    prediction_in_words,
    shown_number,
    sizes_in_words,
)
from dealsim.measure.digits import UNDEFINED

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.evidence.claims.document import (
        ClaimDocument,
        ClaimsDocument,
        PredictionDocument,
        TriedDocument,
    )

IN_FULL = 3  # claims; of more, a table
WIDE = 110  # columns from which there is room for numbers in the table
STYLES = {"holds": "green", "fails": "red", "depends": "yellow", "no effect": "cyan", "cannot say yet": "dim"}
FOUND = {"as predicted": "green", "the other way": "red", "no effect": "cyan"}
SIGNS = (
    "predicted: what more of the lever does; signs: what was found in each world,",
    "b baseline, s sceptic, p pessimist, r race, * a sample of plausible worlds:",
    "+ rises, − falls, 0 too small to matter, · nothing to move, ? not known yet",
)
NUMBERS = (
    "predicted: what more of the lever does; numbers: the change that was found, of shares in percentage points;",
    "0: too small to matter, ·: nothing to move, ?: not known yet; plausible: the mean over a sample of worlds",
)
BRACKETS = "in brackets: predictions that do not count towards a claim's verdict; they show the mechanism"


MORE = (
    "signs are those of the first prediction that a claim is judged by;",
    "one claim in full: dealsim claims --shipped 3b; every prediction: --all",
)


def print_claims(document: "ClaimsDocument", *, every: bool = False) -> None:
    """Print the page: of many claims a line each, or `every` prediction of them."""
    console = make_console()
    if len(document.claims) <= IN_FULL:
        body = [part for claim in document.claims for part in ("", *in_full(claim, document.confidence))]
    else:
        wide = every and console.width >= WIDE
        body = ["", *tally(document), "", ledger_table(document.claims, wide=wide, every=every), ""]
        legend = (*(NUMBERS if wide else SIGNS), *([BRACKETS] if every else MORE))
        body += [Text(line, style="dim") for line in legend]
    print_page(
        console,
        Text(sizes_in_words(document), style="dim"),
        *body,
        "",
        *(Text(line, style="dim") for line in confidence_in_words(document)),
    )


def tally(document: "ClaimsDocument") -> Iterator[Text]:
    """Yield how many claims have which verdict."""
    verdicts = [claim.verdict for claim in document.claims]
    parts = [(f"{verdicts.count(name)} {name}", style) for name, style in STYLES.items() if name in verdicts]
    line = Text()
    for k, (words, style) in enumerate(parts):
        line.append(", " if k else "")
        line.append(words, style=style)
    yield line


def ledger_table(claims: "Sequence[ClaimDocument]", *, wide: bool, every: bool) -> Table:
    """Return the ledger: a line for each claim, and below it one for `every` prediction."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("claim", overflow="fold", ratio=1)
    table.add_column("predicted", no_wrap=True)
    for name in USUAL if wide else [" ".join(USUAL.values())]:
        table.add_column(name, no_wrap=True, justify="right" if wide else "left")
    table.add_column("verdict", no_wrap=True)
    group = ""
    for claim in claims:
        if claim.group != group:
            table.add_row("", Text(f"\n{claim.group}" if group else claim.group, style="bold"))
            group = claim.group
        verdict = Text(claim.verdict, style=STYLES[claim.verdict])
        if not every:
            judge = next(each for each in claim.predictions if each.judges)
            table.add_row(shown_number(claim.id), claim.title, ARROWS[judge.direction], signs(judge), verdict)
            continue
        empty = [""] * (1 + (len(USUAL) if wide else 1))
        table.add_row(shown_number(claim.id), claim.title, *empty, verdict)
        for row in prediction_rows(claim, wide=wide):
            table.add_row(*row)
    return table


def prediction_rows(claim: "ClaimDocument", *, wide: bool) -> "Iterator[list[str | Text]]":
    """Yield the rows of a claim's predictions, and of what they depend on."""
    for each in claim.predictions:
        about = Text(f"{each.about or each.name}: {each.measure}", style="dim")
        found = changes(each) if wide else [signs(each)]
        verdict = verdict_of(each) if len(claim.predictions) > 1 else Text("")
        yield ["", about, ARROWS[each.direction], *found, verdict]
        beside = [f"{tried.world} {change_found(tried, each.unit)}" for tried in each.tried if tried.world not in USUAL]
        if wide and beside:
            yield ["", Text(f"  {', '.join(beside)}", style="dim")]
        if words := on_what(each):
            yield ["", Text(f"  {words}", style="dim")]


def verdict_of(each: "PredictionDocument") -> Text:
    """Return a prediction's verdict; in brackets, where the claim's is not made of it."""
    return Text(
        each.verdict if each.judges else f"({each.verdict})", style=STYLES[each.verdict] if each.judges else "dim"
    )


def signs(prediction: "PredictionDocument") -> Text:
    """Return the signs that were found, in the order of the usual worlds; then others by name."""
    by_world = {tried.world: tried for tried in prediction.tried}
    line = Text()
    for world in USUAL:
        tried = by_world.pop(world, None)
        line.append(f"{tried.sign if tried else ' '} ", style=FOUND.get(tried.finding, "dim") if tried else "")
    for world, tried in by_world.items():
        line.append(f"\n{tried.sign} {world[:9]}", style=FOUND.get(tried.finding, "dim"))
    return line


def changes(prediction: "PredictionDocument") -> list[Text]:
    """Return the changes that were found in the usual worlds, in their order."""
    by_world = {tried.world: tried for tried in prediction.tried}
    found = [by_world.get(world) for world in USUAL]
    unit = prediction.unit
    return [Text(change_found(t, unit), style=FOUND.get(t.finding, "dim")) if t else Text("") for t in found]


def in_full(claim: "ClaimDocument", confidence: float) -> "Iterator[RenderableType]":
    """Yield a claim: what it says, whose it is, and what was found of each prediction in each world."""
    yield Text.assemble(
        (f"{shown_number(claim.id)}  {claim.title}", "bold"), "  ", (claim.verdict, STYLES[claim.verdict])
    )
    yield claim.claim
    yield Text(f"{claim.source}{', ' * bool(claim.section)}{claim.section}", style="dim")
    if claim.note:
        yield Text(claim.note, style="dim")
    for each in claim.predictions:
        yield ""
        yield Text.assemble(prediction_in_words(each), "  ", verdict_of(each))
        yield Text(f"less: {end_in_words(each.lever, 'less')}\nmore: {end_in_words(each.lever, 'more')}", style="dim")
        yield tried_table(each, confidence)
        if words := on_what(each):
            yield Text(words)


def tried_table(prediction: "PredictionDocument", confidence: float) -> Table:
    """Return what was found of a prediction in each world, with the interval that decides it."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("world", overflow="fold")
    for name in ("less", "more", "change", f"{percent(confidence)} interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("found", overflow="fold")
    for tried in prediction.tried:
        table.add_row(*tried_row(tried, prediction.unit))
    return table


def tried_row(tried: "TriedDocument", unit: str) -> "list[str | Text]":
    """Return a row: what was found in a world."""
    name = f"{tried.world} ({tried.worlds:,} worlds)" if tried.sampled and tried.worlds else tried.world
    span = UNDEFINED if tried.interval is None else " to ".join(change_in_words(end, unit) for end in tried.interval)
    found = Text(tried.finding, style=FOUND.get(tried.finding, "dim"))
    if tried.enough is not None:
        found = Text(f"needs ~{tried.enough:,} {'worlds' if tried.sampled else 'games'}", style="dim")
    elif tried.finding == "cannot say yet":
        found = Text("too close to call", style="dim")
    return [
        name,
        level_in_words(tried.less, unit),
        level_in_words(tried.more, unit),
        change_in_words(tried.change, unit),
        span,
        found,
    ]
