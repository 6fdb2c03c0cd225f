"""A real browser, and the dashboard as a user starts it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright

REQUIRED = "DEALSIM_BROWSER"  # set to `required`, a browser that is missing is an error
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "NO BROWSER: no Chromium was found (apt install chromium), so the dashboard was not tried in one"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
DECOYS = ("baseline", "race", "humble", "deceptive-alignment-rare")
SOON = 30_000  # milliseconds
SETTLED = """() => {
  const one = (css) => document.querySelector(css);
  const main = one(".ds-main");
  if (!main || !one(".ds-page h1") || main.dataset.of !== location.search.slice(1)) return false;
  return !one(".ds-explore") || (one(".ds-answer:not(.ds-old) .ds-played") && one(".ds-card:not(.ds-old) .ds-told"));
}"""


def chromium() -> str | None:
    """Return where a Chromium is."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def required() -> bool:
    """Whether all is to be tried in a browser."""
    return os.environ.get(REQUIRED) == "required"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, and all but visits unless it is required."""
    if required():
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            if not chromium():
                item.add_marker(pytest.mark.skip(reason=MISSING))
            elif not item.get_closest_marker("visit"):
                item.add_marker(pytest.mark.skip(reason=f"only with {REQUIRED}=required"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that no browser was there."""
    if not chromium():
        terminalreporter.section("the dashboard was NOT tried in a browser", sep="!", red=True)
        terminalreporter.line(MISSING, red=True)


@dataclass
class Server:
    """The dashboard that runs. home: its address."""

    home: str
    process: subprocess.Popen[str]


@contextmanager
def running(folder: Path, *words: str) -> Iterator[Server]:
    """Start the dashboard in a folder, as a user does or with other words to Python, and end it with Ctrl-C."""
    command = [sys.executable, *(words or ("-m", "dealsim", "dashboard", "--no-browser", "--port", "0"))]
    checkout = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=checkout)
    assert process.stderr is not None
    said = ""
    while not (found := re.search(r"at (http://\S+/) ", said)):
        line = process.stderr.readline()
        assert line, f"it ended: {said}"
        said += line
    yield Server(found[1], process)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130


@pytest.fixture(scope="session", name="server")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("anywhere")
    # Files of the names of shipped ones, where it is started: no page may read them.
    for name in DECOYS:
        (folder / name).write_text("title: A file of this machine\n")
    with running(folder) as server:
        yield server
    assert sorted(each.name for each in folder.iterdir()) == sorted(DECOYS)


@pytest.fixture(scope="session", name="chrome")
def _chrome() -> Iterator[Browser]:
    found = chromium()
    assert found, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody with a browser. wrong: whatever went wrong while they looked."""

    context: BrowserContext
    page: Page
    home: str
    wrong: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors, failed requests, and requests to any other host."""
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("response", self.answered)
        self.page.on("request", self.asked)
        self.page.on("requestfailed", self.failed)

    def answered(self, response: Response) -> None:
        """Note an answer that is none."""
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.url}")

    def asked(self, request: Request) -> None:
        """Note a request to another host."""
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"another host: {request.url}")

    def failed(self, request: Request) -> None:
        """Note a request that failed, unless the page was left while it ran, or the file was taken as a download."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.wrong.append(f"failed: {request.url} {request.failure}")

    def open(self, query: str = "", path: str = "") -> "Visitor":
        """Open a page and wait until it shows what it is to show."""
        self.page.goto(f"{self.home}{path}{query}")
        self.settle()
        return self

    def settle(self) -> "Visitor":
        """Wait until the page shows what its address says, and nothing is being played."""
        for _ in range(2):  # a page that has just changed its address may not say yet that it plays
            self.page.wait_for_function(SETTLED, timeout=SOON)
            self.page.wait_for_timeout(300)
        return self

    @property
    def numbers(self) -> str:
        """What the table of outcomes says."""
        return self.page.locator(".ds-outcomes").inner_text()

    def slide(self, name: str, to: float) -> "Visitor":
        """Drag a slider with the mouse to a share of its way, and let go."""
        slider = self.page.get_by_role("slider", name=name)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        at = float(slider.input_value()) / 1000.0
        y = box["y"] + box["height"] / 2
        places = [box["x"] + 8 + share * (box["width"] - 16) for share in (at, to)]
        self.page.mouse.move(places[0], y)
        self.page.mouse.down()
        self.page.mouse.move(places[1], y, steps=6)
        self.page.mouse.up()
        return self


@pytest.fixture(name="visit")
def _visit(server: Server, chrome: Browser) -> Iterator[Any]:
    visitors: list[Visitor] = []

    def visit(width: int = 1280, colours: str = "light", home: str = server.home) -> Visitor:
        context = chrome.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)  # type: ignore[arg-type]
        visitor = Visitor(context, context.new_page(), home)
        visitor.watch()
        visitors.append(visitor)
        return visitor

    yield visit
    for visitor in visitors:
        visitor.context.close()
        assert visitor.wrong == []
