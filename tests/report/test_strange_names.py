"""Names of any letters and signs go through every file, table, figure and page, and none takes another's place."""

import csv
import io
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

from dealsim import api
from dealsim.experiment.results import StudyResults, open_study
from dealsim.figures.sheet import Drawn, as_bytes
from dealsim.figures.style import Style
from dealsim.figures.tables import FORMATS
from dealsim.report.pictures import pictures
from tests.cli.programs import call
from tests.studies import WORLD

STRANGE = [
    "世界一", "世界二", "שלום", "سلام", "e\u0301", "e\u0302", "a/b", "a\\b", ".", "..", "'", '"', "$x^2$", "$", "=1+1",
    "=1-1", "-flag", "--", "a|b", "a & b_c #% {x}~^", "Con", "con", "A" * 400, "A" * 399 + "B",
    "<script>alert(1)</script>",
    "`code` *b* [c](d)", "+1", "@SUM(1)", "a,b;c", "_hidden", "*star", "[b]", "𝒞", "NaN", "🜏", "a\u200fb",
]  # fmt: skip
LABELS = ["$\\frac{<b>世界", "L" * 400]


def sweep(folder: Path, scenarios: list[str], **said: Any) -> StudyResults:
    """Play a small experiment of strange names."""
    for name in scenarios:
        (folder / name).write_text(WORLD, encoding="utf-8")
    path = folder / "=1+1 世界.yaml"
    title = {"title": "=1+1 & <i>_$x$_|\n世界 " + "t" * 150, "about": "<script>alert(2)</script>"}
    path.write_text(
        json.dumps(title | {"scenario": scenarios, "games": 20, "outcomes": ["takeover"]} | said), encoding="utf-8"
    )
    played = api.sweep(path, folder / "v1.2", workers=1)
    assert not played.failed
    return played.found


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> StudyResults:
    """One factor with a level of every strange name."""
    levels = {name: {"every_lab.control": 0.3 + 0.01 * place} for place, name in enumerate(STRANGE)}
    factors = {"policy": {"levels": levels, "label": LABELS[0]}}
    return sweep(tmp_path_factory.mktemp("paired"), ["世界一.yaml"], factors=factors, design="paired")


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> StudyResults:
    """A range and levels, compared, in worlds whose names differ in what file names cannot show."""
    factors = {
        "hard": {"set": "plans.p.difficulty", "range": [0.1, 0.5], "steps": 3, "label": LABELS[1]},
        "policy": {"levels": {name: {"every_lab.control": 0.1 * k + 0.1} for k, name in enumerate(STRANGE[:3])}},
    }
    scenarios = ["世界一.yaml", "世界二.yaml"]
    return sweep(tmp_path_factory.mktemp("grid"), scenarios, factors=factors, versus="policy")


@pytest.fixture(scope="module")
def drawn(paired: StudyResults, grid: StudyResults) -> list[Drawn]:
    """All their figures."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return [plan.draw(Style(2)) for results in (paired, grid) for plan in pictures(results)[0]]


def test_every_figure_has_a_file_of_its_own_and_is_drawn_without_a_warning(
    grid: StudyResults, drawn: list[Drawn], tmp_path: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = api.figures(grid.folder, out=tmp_path, formats=["svg"])
        assert all(as_bytes(each, "pdf") for each in drawn[:1])
    files = [name.lower() for each in made.figures for name in each.files]
    assert len(set(files)) == len(files) == len(list(tmp_path.glob("*.svg")))
    windows = [each for each in made.figures if each.kind == "deal-window"]
    assert len(windows) == 2
    assert (tmp_path / "captions.md").read_text(encoding="utf-8").count("## ") == len(files)
    assert made.notes == [] or (len(made.notes) == 1 and "世" in made.notes[0])


def test_no_two_rows_or_series_of_a_figure_read_alike_and_none_is_a_formula(drawn: list[Drawn]) -> None:
    for each in drawn:
        for ax in each.figure.axes:
            rows = [label.get_text() for label in ax.get_yticklabels()]
            assert each.kind not in ("effects", "levels") or len(set(rows)) == len(rows)
        legends = [[text.get_text() for text in legend.get_texts()] for legend in each.figure.legends]
        assert all(len(set(names)) == len(names) for names in legends)
        texts: list[Text] = each.figure.findobj(Text)
        assert not any(text.get_parse_math() for text in texts if "$" in text.get_text())
        assert max(len(text.get_text()) for text in texts) < 200


def test_a_table_for_programs_has_every_name_as_it_is(paired: StudyResults, grid: StudyResults) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](api.table(paired.folder).table))))
    assert [row["value"] for row in rows] == ["", *STRANGE]
    assert {row["factor"] for row in rows} == {"", "policy"}
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](api.table(grid.folder).table))))
    assert list(rows[0])[:3] == ["scenario", "hard", "policy"]
    assert {row["scenario"] for row in rows} == {*grid.study.bases}


def test_tables_for_people_keep_their_rows(paired: StudyResults) -> None:
    table = api.table(paired.folder).table
    lines = FORMATS["markdown"](table).splitlines()
    assert len(lines) == 2 + 2 + len(STRANGE) + 1
    text = FORMATS["latex"](table)
    assert text.count("\\\\\n") == 2 + len(STRANGE) + 1
    assert "\n\n" not in text


@pytest.mark.slow
def test_a_page_and_an_archive_hold_every_name_and_none_as_markup(grid: StudyResults) -> None:
    packed = api.bundle(grid.folder)
    assert Path(packed.file).name == "v1.2.zip"
    with zipfile.ZipFile(packed.file) as archive:
        names = [name.lower() for name in archive.namelist()]
        page = archive.read("v1.2/report.html").decode()
    assert "<script>alert" not in page
    assert "<i>_" not in page
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.startswith("v1.2/") for name in names)
    assert sum("/scenarios/" in name for name in names) == 2


def test_commands_take_strange_paths(grid: StudyResults) -> None:
    for words in (("check", str(grid.folder.parent / "世界一.yaml")), ("table", str(grid.folder), "--format", "latex")):
        assert call(*words).exit_code == 0
    assert open_study(grid.folder).complete
