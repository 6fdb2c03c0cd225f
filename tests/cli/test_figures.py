"""`dealsim figures`: the files that it writes, what it prints, and what it refuses."""

import json
import os
import shutil
from pathlib import Path

import jsonschema
import pytest

from dealsim.cli import figures
from tests.cli.programs import call
from tests.studies import folder_of, half_of, played

GOLDEN = Path(__file__).parents[1] / "golden" / "figures-small-levels.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of results of its own."""
    return Path(shutil.copytree(folder_of("levels"), tmp_path / "results"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_writes_two_vector_formats_and_the_captions_and_says_so(folder: Path) -> None:
    result = call("figures", str(folder), "--outcome", "takeover")
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(folder / "figures") == [
        *("captions.md", "survival-of-peace.pdf", "survival-of-peace.svg"),
        *("takeover-by-spec.pdf", "takeover-by-spec.svg"),
    ]
    assert "levels    takeover-by-spec.svg, takeover-by-spec.pdf" in result.stdout
    assert result.stdout.startswith("Small levels  2 points\n")


def test_a_second_run_writes_the_same_bytes(folder: Path) -> None:
    def written() -> dict[str, bytes]:
        assert call("figures", str(folder), "--format", "svg", "--format", "pdf", "--format", "png").exit_code == 0
        return {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}

    assert written() == written()


def test_captions_stand_beside_each_with_its_n_and_interval(folder: Path) -> None:
    call("figures", str(folder), "--outcome", "takeover", "--format", "png")
    page = (folder / "figures" / "captions.md").read_text(encoding="utf-8")
    sections = page.split("\n## ")[1:]
    assert [section.splitlines()[0] for section in sections] == ["takeover-by-spec", "survival-of-peace"]
    for section in sections:
        assert "n = 40 games at each point" in section
        assert "95% Wilson score intervals" in section
    assert "`takeover-by-spec.png`" in page


def test_the_document_is_the_golden_one_and_fits_its_schema(folder: Path, tmp_path: Path) -> None:
    result = call("figures", str(folder), "--json", "--out", str(tmp_path / "new" / "place"))
    document = json.loads(result.stdout)
    document["folder"] = Path(document["folder"]).name
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert document == json.loads(GOLDEN.read_text(encoding="utf-8"))
    schema = json.loads(call("schema", "results").stdout)
    jsonschema.validate(document, schema | {"anyOf": [{"$ref": "#/$defs/figures"}]})
    files = [name for figure in document["figures"] for name in figure["files"]]
    assert names(tmp_path / "new" / "place") == sorted([*files, "captions.md"])


def test_dark_figures_lie_beside_light_ones(folder: Path) -> None:
    call("figures", str(folder), "--outcome", "takeover", "--format", "svg")
    call("figures", str(folder), "--outcome", "takeover", "--format", "svg", "--dark", "--columns", "2")
    assert {"takeover-by-spec.svg", "takeover-by-spec-dark.svg"} <= set(names(folder / "figures"))


def test_figures_beside_results_do_not_disturb_them(folder: Path) -> None:
    before = call("table", str(folder)).stdout
    call("figures", str(folder), "--outcome", "takeover")
    assert call("table", str(folder)).stdout == before


def test_half_an_experiment_is_drawn() -> None:
    folder = half_of("effects", 4).folder
    result = call("figures", str(folder), "--outcome", "deals", "--json")
    assert result.exit_code == 0
    assert "Unfinished: 4 of 12 points" in json.loads(result.stdout)["figures"][0]["caption"]


def refused(*words: str) -> str:
    result = call("figures", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_what_cannot_be_drawn_is_refused_in_a_line(folder: Path, tmp_path: Path) -> None:
    assert "no such folder" in refused(str(tmp_path / "nowhere"))
    assert "did you mean 'takeover'?" in refused(str(folder), "--outcome", "takover")
    assert "nothing played yet" in refused(str(played("levels", 0)))
    (tmp_path / "file").write_text("")
    assert "found a file; wanted a folder" in refused(str(folder), "--out", str(tmp_path / "file"))
    assert not (folder / "figures").exists()


def test_nothing_to_draw_says_why() -> None:
    said = refused(str(folder_of("morris")), "--outcome", "takeover")
    assert "nothing to draw (a Morris design" in said
    assert "dealsim table" in said


def test_without_matplotlib_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = call("figures", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert figures.MISSING.format("Matplotlib") in result.stderr
    assert "pip install 'dealsim[figures]'" in result.stderr
