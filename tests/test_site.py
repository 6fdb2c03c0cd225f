"""The documentation's site: links that lead to other pages of it, sources as pages, and a strict build offline."""

import re
from pathlib import Path

import pytest

from scripts.build_site import ROOT, built
from scripts.site.assemble import Site, pages_of, place_of
from scripts.site.links import anchors_of, links_of, relinked
from scripts.site.sources import source_page

README = """# A model

[Rules](rules/trust.py), [why](docs/why.md#the-reason), ![drawn](docs/images/drawn.png), [all of them](rules)

```sh
echo "[no](link)"
```
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a page, a page to link to, a source and a picture."""
    root = tmp_path / "checkout"
    files = {
        "README.md": README,
        "docs/why.md": "# Why\n\n## The reason\n\nSee [`the rule`](../rules/trust.py) and [A 2020](#a2020b).\n\n"
        '- <a id="a2020b"></a>A (2020).\n',
        "docs/site/contents.md": "```{toctree}\n:hidden:\n\nwhy\n```\n",
        "rules/trust.py": "TRUST = 1\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "docs" / "images").mkdir()
    (root / "docs" / "images" / "drawn.png").write_bytes(b"")
    return root


@pytest.fixture
def pages(checkout: Path) -> Path:
    """The folder with the checkout's pages, gathered."""
    folder = checkout.with_name("docs-src")
    Site(checkout, folder).assemble()
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# --- links


def test_links_are_found_outside_code_alone() -> None:
    text = "[a](b.md#c) `[no](no.md)` [`d`](e.py)\n```\n[no](no.md)\n```\n[out](https://example.org) [f](#g)"
    assert links_of(text) == [("b.md", "c"), ("e.py", ""), ("", "g")]


def test_links_are_moved_and_all_else_stays() -> None:
    text = "[a](b.md#c) `[no](no.md)` [`d`](e.py) [f](#g)"
    assert relinked(text, lambda path: f"x/{path}") == "[a](x/b.md#c) `[no](no.md)` [`d`](x/e.py) [f](#g)"


def test_anchors_are_those_of_headings_and_those_that_are_named() -> None:
    text = '# One `two`, three\n\n## Same\n\n## Same\n\n<a id="key"></a>\n\n```sh\n# no heading\n```\n'
    assert anchors_of(text) == {"one-two-three", "same", "same-1", "key"}


# --- pages


def test_pages_pictures_and_linked_sources_are_gathered_and_nothing_else(pages: Path) -> None:
    assert names(pages) == {
        "index.md",
        "why.md",
        "images/drawn.png",
        "source/rules.md",
        "source/rules/trust.py.md",
    }


def test_every_link_of_a_gathered_page_leads_to_a_gathered_page(pages: Path) -> None:
    for page in pages.rglob("*.md"):
        for path, _ in links_of(page.read_text(encoding="utf-8")):
            assert not path or (page.parent / path).exists(), path


def test_a_folder_that_is_linked_to_is_shown_with_all_its_files(checkout: Path, pages: Path) -> None:
    (checkout / "rules" / "value").mkdir()
    (checkout / "rules" / "value" / "share.py").write_text("SHARE = 1\n", encoding="utf-8")
    Site(checkout, pages).assemble()
    assert {"source/rules/value.md", "source/rules/value/share.py.md"} <= names(pages)
    assert "[`value/`](rules/value.md)" in (pages / "source" / "rules.md").read_text(encoding="utf-8")


def test_a_page_that_is_made_takes_the_place_of_the_committed_one(checkout: Path, pages: Path) -> None:
    Site(checkout, pages, {"docs/why.md": "# Because\n"}).assemble()
    assert (pages / "why.md").read_text(encoding="utf-8") == "# Because\n"


def test_what_is_no_longer_a_page_is_deleted(checkout: Path, pages: Path) -> None:
    (checkout / "README.md").write_text("# Alone\n", encoding="utf-8")
    (checkout / "docs" / "why.md").unlink()
    Site(checkout, pages).assemble()
    assert names(pages) == {"index.md"}


def test_a_link_to_nothing_is_an_error(checkout: Path, pages: Path) -> None:
    (checkout / "docs" / "why.md").write_text("# Why\n\n[lost](lost.md)\n", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"docs/why\.md links to lost\.md"):
        Site(checkout, pages).assemble()


def test_a_notebook_is_shown_as_its_words_and_code() -> None:
    page = source_page(ROOT, "docs/notebooks/from-question-to-figure.ipynb")
    assert "# Does paying credibly prevent takeovers?" in page
    assert "````python\n" in page
    assert '"cell_type"' not in page


def test_every_committed_page_has_a_place_of_its_own() -> None:
    places = [place_of(file) for file in pages_of(ROOT)]
    assert len(set(places)) == len(places) > 40
    assert {"index.md", "model.md", "contributing.md", "decisions/index.md"} <= set(places)


# --- the site


LOADED = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=[\"'](?:https?:)?//[^\"']*")


def test_a_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(pages: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert built(pages, site)
    for page in ("index.html", "why.html", "source/rules/trust.py.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert LOADED.findall(text) == []
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\([\"']?(?:https?:)?//|@import", styles) == []


def test_an_anchor_that_leads_nowhere_stops_a_build(
    pages: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (pages / "why.md").write_text("# Why\n\n[lost](#lost)\n", encoding="utf-8")
    assert not built(pages, tmp_path / "site")
    assert "'lost'" in capfd.readouterr().err
