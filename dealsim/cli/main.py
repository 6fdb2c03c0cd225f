"""`dealsim`: the program. Commands are loaded when they are used, so that help is instant."""

import sys
from importlib import import_module
from typing import Any

import click

from dealsim import __version__

COMMANDS = ("run", "story", "check", "schema")
INTERRUPTED = 130  # what shells expect after Ctrl-C


class Commands(click.Group):
    """A group whose commands are files of this folder, and which turns a user's mistakes into words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a command by its name."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"dealsim.cli.{name}"), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Name the nearest command where one is misspelt."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from dealsim.scenario.problems import nearest_name

            near = nearest_name(args[0], COMMANDS)
            guess = f"; did you mean '{near}'?" if near else f"; there are {', '.join(COMMANDS)}"
            ctx.fail(f"no command '{args[0]}'{guess}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in words what was wrong with its input."""
        try:
            return super().invoke(ctx)
        except ValueError as error:
            if type(error).__name__ != "ScenarioError":  # not imported: that would cost every start
                raise
            click.echo(str(error), err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("Interrupted: nothing was written.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: dealsim run baseline --games 10000 --set every_lab.enforcement=0.9",
)
@click.version_option(__version__, prog_name="dealsim")
def main() -> None:
    """Play games in which labs train AIs that may scheme, and bargain with them.

    A SCENARIO is a file or the bare name of a shipped one, such as baseline.
    """


if __name__ == "__main__":
    sys.exit(main())
