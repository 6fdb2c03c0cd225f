"""The site's pages, gathered in one folder as Sphinx wants them: every link leads to another page of the site."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scripts.site.links import NAMED, pieces, relinked
from scripts.site.sources import source_page

NOT_PAGES = ("site", "notebooks", "images")  # folders of docs/ that hold no page as it is to be shown
BESIDE_DOCS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/RESULTS.md", "benchmarks/DASHBOARD.md")
CONTENTS = "docs/site/contents.md"  # which page stands where in the list of pages
SOURCES = "source"  # the folder of the site where files of the checkout are shown
NEIGHBOURS = "\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
PICTURES = (".png", ".svg")


@dataclass
class Site:
    """What is written below a folder. made: pages that are made and not committed, by the path that links name."""

    root: Path
    folder: Path
    made: dict[str, str] = field(default_factory=dict)
    written: set[Path] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)  # files of the checkout that a page links to

    def assemble(self) -> None:
        """Write every page, then those of the sources that they link to, and delete what is no longer there."""
        pages = pages_of(self.root)
        for file in pages:
            text = self.made.get(file) or (self.root / file).read_text(encoding="utf-8")
            self.write(place_of(file), self.page(file, text + self.contents(file)))
        for file in self.shown:  # it grows: a folder leads to its files
            self.write(place_of(file), self.page(file, source_page(self.root, file)))
        for path in [path for path in self.folder.rglob("*") if path.is_file() and path not in self.written]:
            path.unlink()

    def contents(self, file: str) -> str:
        """Return the list of all pages for the landing page, that of its neighbours for a folder's first page."""
        if file == "README.md":
            return "\n" + (self.root / CONTENTS).read_text(encoding="utf-8")
        return NEIGHBOURS if file.endswith("/README.md") else ""

    def page(self, file: str, text: str) -> str:
        """Return a page as it stands on the site."""
        moved = relinked(text, lambda target: self.link(file, target))
        return "".join(text if code else NAMED.sub(r"[]{#\1}", text) for text, code in pieces(moved))

    def link(self, file: str, target: str) -> str:
        """Return a link's path on the site; pictures and sources that it leads to come along."""
        there = os.path.normpath(PurePosixPath(file).parent / target)
        if not (self.root / there).exists():
            raise FileNotFoundError(f"{file} links to {target}, which is not there")
        if there.endswith(PICTURES):
            self.copy(there)
        elif not is_page(there) and there not in self.shown:
            self.shown.append(there)
        return os.path.relpath(place_of(there), PurePosixPath(place_of(file)).parent)

    def write(self, place: str, text: str) -> None:
        """Write a page where its text has changed: Sphinx reads again what is new."""
        path = self.folder / place
        self.written.add(path)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def copy(self, file: str) -> None:
        """Copy a picture."""
        path = self.folder / place_of(file)
        self.written.add(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.root / file, path)


def pages_of(root: Path) -> list[str]:
    """Return every page of the site that is committed, by its path in the checkout."""
    return [*(file for file in BESIDE_DOCS if (root / file).exists()), *documents(root)]


def documents(root: Path) -> Iterator[str]:
    """Yield the pages below docs/."""
    for path in sorted((root / "docs").rglob("*.md")):
        file = path.relative_to(root).as_posix()
        if is_page(file):
            yield file


def is_page(file: str) -> bool:
    """Return whether a file of the checkout is a page of the site, and not a source that is shown there."""
    below = PurePosixPath(file).parts
    return file in BESIDE_DOCS or (file.endswith(".md") and below[0] == "docs" and below[1] not in NOT_PAGES)


def place_of(file: str) -> str:
    """Return where a file of the checkout stands on the site: the folder docs/ is the site's own."""
    if file.endswith(PICTURES):
        return file.removeprefix("docs/")
    if not is_page(file):
        return f"{SOURCES}/{file}.md"
    path = PurePosixPath(file.removeprefix("docs/"))
    name = re.sub(r"^readme$", "index", path.stem.lower())
    return str(path.with_name(f"{name}.md"))
