"""Every code block of the README and the docs runs, and every link leads somewhere."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dealsim.cli.main import main
from scripts.site.links import anchors_of, links_of
from scripts.write_tutorial import PAGE, TEMPLATE, chosen, page_of
from tests.for_each import for_each

pytestmark = pytest.mark.usefixtures("shipped_fits")
ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"  # its commands are run by another test
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
RECIPES = ROOT / "docs" / "contribute"  # followed in a copy of the project, by tests of their own
LINKING = [*PAGES, ROOT / "CHANGELOG.md", *sorted((ROOT / "benchmarks").glob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def relative(page: Path) -> str:
    return str(page.relative_to(ROOT))


COMMANDS = {
    page: [
        line.split("  #")[0].strip()
        for block in blocks(page, "sh")
        for line in block.splitlines()
        if line.startswith("dealsim ")
    ]
    for page in PAGES
    if page != TUTORIAL and page.parent != RECIPES
}
A_FILE = re.compile(r"# ([\w-]+\.(?:py|yaml))\n")  # the first line of a block that is shown as a file


def lay_out(page: Path, folder: Path) -> None:
    """Make a folder as the page's reader has it: a copy of the baseline, and the page's own files."""
    shutil.copy(ROOT / "scenarios" / "baseline.yaml", folder / "my-world.yaml")
    for block in [*blocks(page, "python"), *blocks(page, "yaml")]:
        if named := A_FILE.match(block):
            (folder / named[1]).write_text(block, encoding="utf-8")


def test_the_readme_shows_commands_and_python() -> None:
    assert len(COMMANDS[ROOT / "README.md"]) >= 5
    assert blocks(ROOT / "README.md", "python")


@pytest.mark.parametrize("page", [page for page, commands in COMMANDS.items() if commands], ids=relative)
def test_all_commands_of_a_page_run_one_after_the_other(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS[page]:
        words, _, into = command.partition(" > ")
        result = CliRunner().invoke(main, shlex.split(words)[1:])
        assert result.exit_code == 0, f"{command}: {result.output}"
        if into:
            Path(into).write_text(result.stdout, encoding="utf-8")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent != RECIPES and blocks(page, "python")], ids=relative
)
def test_every_block_of_python_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for block in blocks(page, "python"):
        if "@rule" not in block:  # a rule must stand in a file
            exec(block, {"__name__": "__main__"})
            assert bool(capsys.readouterr().out) != bool(A_FILE.match(block))  # a file prints nothing


@for_each("page", LINKING)
def test_every_link_leads_to_a_file_and_to_an_anchor_in_it(page: Path) -> None:
    for target, anchor in links_of(page.read_text(encoding="utf-8")):
        there = page.parent / target if target else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors_of(there.read_text(encoding="utf-8")), f"{target}#{anchor}"


def test_every_page_that_the_code_names_exists() -> None:
    named = {
        (file, page)
        for folder in ("dealsim", "dashboards", "scenarios", "scripts")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".yaml", ".bib")
        for page in re.findall(r"\bdocs/[\w/.-]+\.md\b", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 5
    assert [(relative(file), page) for file, page in named if not (ROOT / page).exists()] == []


def test_the_tutorial_shows_what_its_commands_print() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(TEMPLATE.read_text(encoding="utf-8"))


def test_lines_of_an_output_are_chosen_with_dots_for_those_left_out() -> None:
    assert chosen(["a", "b", "c", "d", "e"], "1-2, 4-5") == ["a", "b", "...", "d", "e"]
    assert chosen(["a", "b", "c", "d", "e"], "1-1, -2") == ["a", "...", "d", "e"]
    assert chosen(["a", "b", "c"], "1-2") == ["a", "b", "..."]


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert f"({page.name})" in index
