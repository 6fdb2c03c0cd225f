"""`dealsim dashboard`: the pages in a browser."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from dealsim.cli.options import Whole, example, warn_of_compiling

HERE = "127.0.0.1"
NEEDED = ("solara", "solara_assets", "matplotlib")
INSTALL = "pip install 'dealsim[dashboard]'"


@click.command(short_help="Open the dashboard in a browser.", epilog=example("dealsim dashboard --port 8800"))
@click.option("--port", type=Whole(0, 65535), help="Where to listen; 0 is any free one.  [default: 8765, if free]")
@click.option("--host", default=HERE, show_default=True, help="Who can reach it; 0.0.0.0 is the whole network.")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
def dashboard(port: int | None, host: str, no_browser: bool) -> None:
    """Serve the dashboard: drag a trait, watch the future shift.

    It needs no internet and sends no telemetry. Without --host only this machine can reach it.
    """
    refuse_without_extra()
    warn_of_compiling()
    server = pages()
    try:
        server.serve(host, port, browser=not no_browser, say=lambda words: click.echo(words, err=True))
    except OSError as error:
        where = f"{host}:{port}" if port else host
        raise click.ClickException(
            f"cannot listen on {where} ({error.strerror or error}); choose another --port or --host"
        ) from None


def refuse_without_extra() -> None:
    """Refuse to begin without what the pages need, and say how to get it."""
    lacking = [name.replace("_", "-") for name in NEEDED if not there(name)]
    if lacking:
        raise click.ClickException(f"the dashboard needs {', '.join(lacking)}, which is not here: {INSTALL}")


def there(name: str) -> bool:
    """Return whether a package is installed."""
    try:
        return find_spec(name) is not None
    except ValueError:  # half removed
        return False


def pages() -> Any:
    """Return the dashboard's server: out of the installed package, else out of the checkout.

    Not imported by name: where the folder is differs, and the command line knows no Solara.
    """
    if find_spec("dealsim._dashboards") is not None:
        return import_module("dealsim._dashboards.server")
    sys.path.insert(0, str(Path(__file__).parents[2]))
    return import_module("dashboards.server")
