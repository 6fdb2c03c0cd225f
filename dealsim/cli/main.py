"""`dealsim`: the program. Commands are loaded when they are used, so that help is instant."""

import errno
import gc
import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from dealsim import __version__
from dealsim.cli.options import INTERRUPTED, TRACEBACK, example
from dealsim.work.interrupts import remembered_interrupts

COMMANDS = (
    *("run", "story", "compare", "window", "negotiations"),
    *("sweep", "merge", "repeat", "figures", "table", "sensitivity"),
    *("claims", "replicate"),
    *("report", "bundle", "cite"),
    *("list", "show"),
    *("new", "check", "schema"),
    "dashboard",
)
LONGEST_WORDS = 300
GARBAGE_THRESHOLD = 50_000  # new objects; Python would look after 700, and loading rules makes many that stay


class Commands(click.Group):
    """A group whose commands are files of this folder, and which turns whatever goes wrong into words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a command by its name."""
        if name not in COMMANDS:
            return None
        module = import_module(f"dealsim.cli.{name}")
        command: click.Command = getattr(module, name, None) or getattr(module, f"{name}_")  # `list` is Python's own
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Name the nearest command where one is misspelt."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0].casefold()[:20], COMMANDS, n=1)
            guess = f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(COMMANDS)}"
            ctx.fail(f"no command '{args[0]}'{guess}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in words what was wrong with its input, or what stood in its way."""
        say_what_can_be_said()
        gc.set_threshold(GARBAGE_THRESHOLD)
        try:
            with remembered_interrupts():
                result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()  # while a full disk can still be reported
            return result
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("Interrupted; no results yet. Run the command again to start over.", err=True)
            ctx.exit(INTERRUPTED)
        except Exception as error:
            ctx.exit(report_error(error))


def report_error(error: Exception) -> int:
    """Say what went wrong; return the exit status: 2 for wrong input, 1 for a run that failed."""
    if type(error).__name__ == "ScenarioError":  # not imported: that would cost every start
        click.echo(str(error), err=True)
        return 2
    if os.environ.get(TRACEBACK):
        raise error
    if isinstance(error, OSError):
        drop_output()
        if error.errno != errno.EPIPE:  # else our reader has seen enough, as `head` has
            where = f" ({error.filename})" if error.filename else ""
            click.echo(f"The run failed: {error.strerror or error}{where}.", err=True)
        return 1
    what = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_WORDS]
    click.echo(f"The run failed: {what} (set {TRACEBACK}=1 to see where).", err=True)
    return 1


def drop_output() -> None:
    """Let what standard output still holds go nowhere, or Python would stumble over it at its exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_what_can_be_said() -> None:
    """Print a question mark for a sign that the terminal's encoding lacks, rather than fail on it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and stream.errors == "strict":
            stream.reconfigure(errors="replace")


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("dealsim run baseline --games 10000 --set every_lab.enforcement=0.9"),
)
@click.version_option(__version__, prog_name="dealsim")
def main() -> None:
    """Play games in which labs train AIs that may scheme, and bargain with them.

    A SCENARIO is a file or the bare name of a shipped one, such as baseline.
    """


if __name__ == "__main__":
    sys.exit(main())
