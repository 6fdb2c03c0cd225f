"""The ledger of claims as a page for a terminal: all of it in a table, or one claim in full."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from dealsim.cli.outcome_table import UNDEFINED
from dealsim.cli.printing import make_console, print_page

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.evidence.claims.document import (
        ClaimDocument,
        ClaimsDocument,
        DependenceDocument,
        LeverDocument,
        PredictionDocument,
        SideDocument,
        TriedDocument,
    )

IN_FULL = 3  # claims; of more, a table
WIDE = 110  # columns from which there is room for numbers in the table
STYLES = {"holds": "green", "fails": "red", "depends": "yellow", "no effect": "cyan", "cannot say yet": "dim"}
FOUND = {"as predicted": "green", "the other way": "red", "no effect": "cyan"}
ARROWS = {"rises": "↑", "falls": "↓", "stays": "=", "does not rise": "not ↑", "does not fall": "not ↓"}
USUAL = {"baseline": "b", "sceptic": "s", "pessimist": "p", "race": "r", "plausible": "*"}
SIGNS = (
    "predicted: what more of the lever does; signs: what was found in each world,",
    "b baseline, s sceptic, p pessimist, r race, * a sample of plausible worlds:",
    "+ rises, − falls, 0 by less than is worth naming, · nothing to move, ? not known yet",
)
NUMBERS = (
    "predicted: what more of the lever does; numbers: the change that was found, of shares in percentage points;",
    "0: less than is worth naming, ·: nothing to move, ?: not known yet; plausible: the mean over a sample of worlds",
)
BRACKETS = "in brackets: predictions of which a claim's verdict is not made, and which say how"


def print_claims(document: "ClaimsDocument") -> None:
    """Print the page."""
    console = make_console()
    if len(document.claims) <= IN_FULL:
        body = [part for claim in document.claims for part in ("", *in_full(claim))]
    else:
        body = ["", ledger_table(document.claims, wide=console.width >= WIDE), "", *tally(document)]
        legend = NUMBERS if console.width >= WIDE else SIGNS
        body += [Text(line, style="dim") for line in (*legend, BRACKETS)]
    print_page(
        console, Text(head(document), style="dim"), *body, "", *(Text(line, style="dim") for line in foot(document))
    )


def head(document: "ClaimsDocument") -> str:
    """Return what was played, in words."""
    count = sum(len(claim.predictions) for claim in document.claims)
    said = f"{counted(len(document.claims), 'claim')}, {counted(count, 'prediction')}"
    sample = f"{document.worlds:,} plausible worlds of {document.games_per_world:,} games"
    return f"{said}; {document.games:,} paired games in each named world, {sample}; seed {document.seed}"


def foot(document: "ClaimsDocument") -> Iterator[str]:
    """Yield how sure verdicts are."""
    yield (
        f"verdicts rest on intervals of {100 * document.confidence:.5g}%: {document.decisions:,} of them "
        "in the whole ledger, all true in 95 of 100 ledgers"
    )


def counted(number: int, thing: str) -> str:
    """Return so many of a thing in words."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def tally(document: "ClaimsDocument") -> Iterator[Text]:
    """Yield how many claims have which verdict."""
    verdicts = [claim.verdict for claim in document.claims]
    parts = [(f"{verdicts.count(name)} {name}", style) for name, style in STYLES.items() if name in verdicts]
    line = Text()
    for k, (words, style) in enumerate(parts):
        line.append(", " if k else "")
        line.append(words, style=style)
    yield line


def ledger_table(claims: "Sequence[ClaimDocument]", *, wide: bool) -> Table:
    """Return the ledger: a line for each claim, and below it one for each prediction."""
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
        empty = [""] * (1 + (len(USUAL) if wide else 1))
        table.add_row(number_of(claim.id), claim.title, *empty, Text(claim.verdict, style=STYLES[claim.verdict]))
        for row in prediction_rows(claim, wide=wide):
            table.add_row(*row)
    return table


def prediction_rows(claim: "ClaimDocument", *, wide: bool) -> "Iterator[list[str | Text]]":
    """Yield the rows of a claim's predictions, and of what they depend on."""
    for each in claim.predictions:
        about = Text(f"{each.about or each.name}: {each.measure}", style="dim")
        found = numbers(each) if wide else [signs(each)]
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


def number_of(name: str) -> str:
    """Return the number that a claim's name begins with, or the name."""
    number = name.partition("-")[0].lstrip("0")
    return number if number[:1].isdigit() else name[:8]


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


def numbers(prediction: "PredictionDocument") -> list[Text]:
    """Return the changes that were found in the usual worlds, in their order."""
    by_world = {tried.world: tried for tried in prediction.tried}
    found = [by_world.get(world) for world in USUAL]
    unit = prediction.unit
    return [Text(change_found(t, unit), style=FOUND.get(t.finding, "dim")) if t else Text("") for t in found]


def change_found(tried: "TriedDocument", unit: str) -> str:
    """Return a change: 0 if none is worth naming, a dot where there is nothing to move, `?` if it is not known yet."""
    if tried.sign in "0·":
        return tried.sign
    return f"{signed(tried.change, unit)}{'?' * (tried.sign == '?')}"


def signed(value: float | None, unit: str) -> str:
    """Return a change with its sign, shares in percentage points."""
    if value is None:
        return UNDEFINED
    words = plain(abs(value), unit).removesuffix("%")
    return words if float(words.replace(",", "")) == 0.0 else f"{'+' if value > 0 else '−'}{words}"


def plain(value: float | None, unit: str) -> str:
    """Return a number in words, shares in percent."""
    if value is None:
        return UNDEFINED
    if unit.startswith("share"):
        return f"{100.0 * value:.1f}%"
    return f"{value:.2f}" if unit in ("count", "quarters") else f"{value:.3f}"


def in_full(claim: "ClaimDocument") -> "Iterator[RenderableType]":
    """Yield a claim: what it says, whose it is, and what was found of each prediction in each world."""
    yield Text.assemble((f"{number_of(claim.id)}  {claim.title}", "bold"), "  ", (claim.verdict, STYLES[claim.verdict]))
    yield claim.claim
    yield Text(f"{claim.source}{', ' * bool(claim.section)}{claim.section}", style="dim")
    if claim.note:
        yield Text(claim.note, style="dim")
    for each in claim.predictions:
        yield ""
        yield Text.assemble(sentence(each), "  ", verdict_of(each))
        yield Text(f"less: {settings(each.lever, 'less')}\nmore: {settings(each.lever, 'more')}", style="dim")
        yield tried_table(each)
        if words := on_what(each):
            yield Text(words)


def sentence(each: "PredictionDocument", measure: str = "") -> str:
    """Return a prediction as a sentence. measure: what its measure is called, if not by its name."""
    given = f", given {settings_in_words(each.given)}" if each.given else ""
    rather = (
        ""
        if each.rather_than is None
        else f", rather than {settings_in_words(each.rather_than) or 'in the world as it is'}"
    )
    least = f"by {plain(each.smallest, each.unit).replace('%', ' points')} at least"
    return f"With more {each.lever.name}, {measure or each.measure} {each.direction} ({least}){given}{rather}."


def settings(lever: "LeverDocument", end: str) -> str:
    """Return what one end of a lever sets."""
    return settings_in_words(getattr(lever, end)) or "the world as it is"


def settings_in_words(said: dict[str, Any]) -> str:
    """Return settings in words: of mappings only the keys."""
    words = (key if isinstance(value, dict | list) else f"{key} {plainly(value)}" for key, value in said.items())
    return ", ".join(words)


def plainly(value: object) -> str:
    """Return a value as YAML has it."""
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def tried_table(prediction: "PredictionDocument") -> Table:
    """Return what was found of a prediction in each world."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("world", overflow="fold")
    for name in ("less", "more", "change", "95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("found", overflow="fold")
    for tried in prediction.tried:
        table.add_row(*tried_row(tried, prediction.unit))
    return table


def tried_row(tried: "TriedDocument", unit: str) -> "list[str | Text]":
    """Return a row: what was found in a world."""
    name = f"{tried.world} ({tried.worlds:,} worlds)" if tried.sampled and tried.worlds else tried.world
    span = UNDEFINED if tried.ci95 is None else " to ".join(signed(end, unit) for end in tried.ci95)
    found = Text(tried.finding, style=FOUND.get(tried.finding, "dim"))
    if tried.enough is not None:
        found = Text(f"{tried.enough:,} {'worlds' if tried.sampled else 'games'} would tell", style="dim")
    elif tried.finding == "cannot say yet":
        found = Text("too near to tell", style="dim")
    return [name, plain(tried.less, unit), plain(tried.more, unit), signed(tried.change, unit), span, found]


def on_what(each: "PredictionDocument") -> str:
    """Return on which number of the world a prediction depends, in words; empty where there is nothing to say."""
    if each.dependence is not None:
        return dependence(each.dependence, each.unit)
    if each.best_guess is not None:
        return f"no number tells for sure; at best it {dependence(each.best_guess, each.unit).removeprefix('perhaps ')}"
    return "no single number of the sample's worlds tells where" if each.verdict == "depends" else ""


def dependence(found: "DependenceDocument", unit: str) -> str:
    """Return by which number of the world a prediction differs, in words."""
    below, above = side(found.below, unit), side(found.above, unit)
    how = "differs by" if found.clear else "perhaps differs by"
    return f"{how} {short(found.key)}: {below} up to {in_figures(found.limit)}, {above} above"


def short(key: str) -> str:
    """Return the key of a number of the world without what goes without saying."""
    return key.removeprefix("every_lab.").removeprefix("minds.traits.").removesuffix(".mean")


def in_figures(limit: float) -> str:
    """Return a limit in words, with a minus that is one."""
    return f"{limit:.3g}".replace("-", "−")


def side(each: "SideDocument", unit: str) -> str:
    """Return what was found on one side, in words."""
    return signed(each.change, unit) if each.sign == "?" else f"{signed(each.change, unit)} ({each.finding})"
