"""Options that several commands share."""

import sys
from collections.abc import Callable
from typing import Any

import click

type Command = Callable[..., Any]

GREATEST_SEED = 2**64 - 1


def seed_option(command: Command) -> Command:
    """Add `--seed`."""
    kind = click.IntRange(0, GREATEST_SEED)
    return click.option("--seed", type=kind, default=0, show_default=True, help="Key of all luck.")(command)


def set_option(command: Command) -> Command:
    """Add `--set`, which may be given several times."""
    words = "Change the scenario, as in every_lab.control=0.9; may be repeated."
    return click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help=words)(command)


def json_option(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(command)


def warn_of_compiling() -> None:
    """Say once, on a terminal, why the first start takes long."""
    from dealsim.compiled import compiles_now

    if sys.stderr.isatty() and compiles_now():
        click.echo("Compiling the rules for this machine, once: about 20 seconds.", err=True)
