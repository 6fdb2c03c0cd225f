"""The server: one address on this machine, no requests to others, stopped immediately by Ctrl-C."""

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from dealsim.scenario.files.shipped import shipped_folder

HERE = Path(__file__).parent
PORT = 8765
LOCAL = ("localhost", "127.0.0.1", "::1")
INTERRUPTED = 130
IDLE = "30m"  # after which a visitor who has left is forgotten
MOST_VISITORS = "64"
LONGEST_MESSAGE = 2**20  # bytes in one message from a page
# Read by Solara when it is imported. No usage is reported to anyone, and no file is fetched from anywhere.
SETTINGS = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_VARIANT": "auto",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "dealsim",
    "SOLARA_THEME_FORCE_REFRESH": "True",  # a visitor who was forgotten comes back to the same address
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": str(HERE / "assets"),
    "SOLARA_ASSETS_CDN": "http://localhost:9/",  # where no server answers
    "SOLARA_KERNEL_CULL_TIMEOUT": IDLE,
    "SOLARA_KERNEL_MAX_COUNT": MOST_VISITORS,
    "SOLARA_MODE": "production",
    "SOLARA_CHECK_HOOKS": "raise",
}


def serve(host: str, port: int | None, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the pages until Ctrl-C. port: by default the usual one, or another where that is taken.

    Raises OSError where an address cannot be used.
    """
    bound = bind(host, port)
    os.chdir(shipped_folder())  # a name means a shipped file, never one in the folder where this was started
    address = address_of(host, bound.getsockname()[1])
    os.environ.update(SETTINGS)
    os.environ["SOLARA_APP"] = f"{__package__}.app"

    def ready() -> None:
        say(f"The dashboard is at {address} (Ctrl-C ends it).")
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    run(bound, host, ready, lambda: say("Stopped."))


def bind(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens at an address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, PORT if port is None else port))
    except OSError:
        if port is not None:
            bound.close()
            raise
        bound.bind((host, 0))
    return bound


def address_of(host: str, port: int) -> str:
    """Return the address to type into a browser."""
    shown = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def run(bound: socket.socket, host: str, ready: Callable[[], None], gone: Callable[[], None]) -> None:
    """Run the server on a socket until Ctrl-C."""
    import uvicorn

    from .access import guarded

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            # There is nothing to save, and the games being played are no longer wanted.
            gone()
            sys.stderr.flush()
            os._exit(INTERRUPTED)

    from solara.server.starlette import app

    hosts = LOCAL if host in LOCAL else None
    behind = guarded(app, hosts)
    config = uvicorn.Config(behind, log_level="error", access_log=False, lifespan="on", ws_max_size=LONGEST_MESSAGE)
    Server(config).run(sockets=[bound])
