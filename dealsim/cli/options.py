"""Options that several commands share, and how they are written in the help."""

import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

type Command = Callable[..., Any]

GREATEST_SEED = 2**64 - 1
TRACEBACK = "DEALSIM_TRACEBACK"  # set, it shows where a run failed
INTERRUPTED = 130  # what shells expect after Ctrl-C
SHOWN_CHARACTERS = 40


class Whole(click.ParamType):  # type: ignore[type-arg]  # click 8.2 knows no argument here
    """A whole number; the help leaves out its range, which the error shows."""

    name = "n"

    def __init__(self, least: int, most: int) -> None:
        """Remember the range, both ends included."""
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or say what was found and what is accepted."""
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            found = str(value)[:SHOWN_CHARACTERS]
            self.fail(f"found {found!r}; wanted a whole number from {self.least} to {self.most}", param, ctx)
        return number


def example(line: str) -> str:
    """Return the end of a command's help: a line to copy, which click shall not wrap."""
    return f"\b\nExample: {line}"


def seed_option(command: Command) -> Command:
    """Add `--seed`."""
    kind = Whole(0, GREATEST_SEED)
    return click.option("--seed", type=kind, default=0, show_default=True, help="Random seed.")(command)


def set_option(command: Command) -> Command:
    """Add `--set`, which may be given several times."""
    words = "Change the scenario, as in every_lab.control=0.9; may be repeated."
    return click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help=words)(command)


def agents_option(command: Command) -> Command:
    """Add `--agents`: without it no Python runs, whatever a scenario names."""
    words = (
        "Your Python file with the classes that the scenario names, or 'installed' for packages' classes; it is run."
    )
    kind = click.Path(path_type=Path)
    return click.option("--agents", "agents", type=kind, metavar="FILE.py", help=words)(command)


def json_option(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(command)


def outcome_option(command: Command) -> Command:
    """Add `--outcome`, which may be given several times."""
    words = "What to show, as in --outcome takeover; may be repeated. By default the usual ones."
    return click.option("--outcome", "outcomes", multiple=True, metavar="NAME", help=words)(command)


def shown_options(command: Command) -> Command:
    """Add `--outcome` and `--all`: which outcomes a page shows."""
    words = "Show every outcome, by its name in files."
    return outcome_option(click.option("--all", "every", is_flag=True, help=words)(command))


def chosen_outcomes(asked: Sequence[str], *, every: bool) -> tuple[str, ...]:
    """Return the outcomes that a page shows: those that are asked for, or all, or the main ones."""
    from dealsim.measure.naming import MAIN, NAMES
    from dealsim.measure.outcomes import OUTCOMES

    called = {said: name for name, said in NAMES.items()}
    names = [called.get(name, name) for name in asked]
    for name in names:
        if name not in OUTCOMES:
            near = get_close_matches(name.casefold()[:SHOWN_CHARACTERS], OUTCOMES, n=1)
            guess = f"; did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(
                f"found no outcome {name[:SHOWN_CHARACTERS]!r}; wanted one of `dealsim list outcomes`{guess}"
            )
    return tuple(OUTCOMES) if every else tuple(dict.fromkeys(names)) or MAIN


def say_remarks(remarks: Iterable[str]) -> None:
    """Say on standard error what to know about the settings: which of them change nothing, or only some labs."""
    for remark in remarks:
        click.echo(f"note: {remark}", err=True)


def warn_of_compiling() -> None:
    """Say once, on a terminal, why the first start takes long."""
    from dealsim.core.compiled import compiles_now

    if sys.stderr.isatty() and compiles_now():
        click.echo("Compiling the rules for this machine, once: half a minute to a minute and a half.", err=True)
