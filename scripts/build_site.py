"""Build the documentation's site in `build/site`, a warning being an error: `make docs`.

Its pages are gathered in `build/docs-src`: what is committed, the model's page as it is made from the code, and the
files of the checkout that any of them links to. Nothing is fetched, and the site fetches nothing.
"""

import subprocess
import sys
from pathlib import Path

from scripts.site.assemble import Site
from scripts.write_model import ROOT, page_of, read_sources

CONFIGURATION = ROOT / "docs" / "site"
BUILD = ROOT / "build"


def built(pages: Path, site: Path) -> bool:
    """Build a site from its pages, and return whether that gave no warning."""
    strict = ["--fail-on-warning", "--keep-going", "--nitpicky", "--quiet", "--jobs", "2"]
    folders = ["-c", str(CONFIGURATION), "-d", str(pages.with_name("docs-read")), str(pages), str(site)]
    return subprocess.run([sys.executable, "-m", "sphinx", *strict, *folders], check=False).returncode == 0


def main() -> None:
    """Gather the pages and build the site."""
    pages, site = BUILD / "docs-src", BUILD / "site"
    Site(ROOT, pages, {"docs/model.md": page_of(read_sources())}).assemble()
    if not built(pages, site):
        sys.exit("The site has warnings, and each is an error.")
    sys.stdout.write(f"Wrote {(site / 'index.html').relative_to(ROOT)}.\n")


if __name__ == "__main__":
    main()
