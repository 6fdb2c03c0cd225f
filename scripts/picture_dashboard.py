"""Take the README's pictures of the dashboard anew (`make pictures`; needs Chromium)."""

import sys
import tempfile
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, Visitor, chromium, running

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PICTURES = {  # path and query, height in pixels, colours
    "dashboard-explore": ("?set=every_lab.spec%3Dhumble&set=every_lab.enforcement%3D0.9&open=promises", 1160, "light"),
    "dashboard-story": ("story?set=protocol%3Dnone&game=3", 860, "dark"),
}
COLOURS = 256  # of a picture, to keep it small


def main() -> None:
    """Take them."""
    found = chromium()
    if found is None:
        sys.exit("no Chromium: apt install chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        for name, (address, height, colours) in PICTURES.items():
            context = browser.new_context(viewport={"width": 1280, "height": height}, color_scheme=colours)  # type: ignore[arg-type]
            visitor = Visitor(context, context.new_page(), server.home)
            visitor.page.goto(server.home + address)
            visitor.page.locator(".ds-told, .ds-parts").first.wait_for()
            visitor.settle()
            path = IMAGES / f"{name}.png"
            visitor.page.screenshot(path=path)
            Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
            click.echo(f"wrote {path.relative_to(IMAGES.parents[1])}")
        browser.close()


if __name__ == "__main__":
    main()
