"""Experiments as archives for a supplement."""

import zipfile
from pathlib import Path

import pytest

from dealsim.experiment.loading import load_experiment
from dealsim.experiment.results import StudyResults, open_study
from dealsim.report.bundle import bundle
from dealsim.scenario import load_worlds
from tests.cli.programs import call
from tests.experiment.small import CONTROL, SPEC, contents, study, sweep


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> StudyResults:
    """Results of a small experiment about an uncertain world and specs, games kept."""
    folder = tmp_path_factory.mktemp("study")
    small = study(folder, scenario="unsure.yaml", factors={"control": CONTROL, "spec": SPEC}, games=20, keep="games")
    sweep(small, folder / "out")
    return open_study(folder / "out")


@pytest.fixture(scope="module")
def unpacked(results: StudyResults, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that its archive unpacks to."""
    home = tmp_path_factory.mktemp("bundle")
    bundle(results, home / "try.zip")
    with zipfile.ZipFile(home / "try.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(home)
    return home / "try"


def test_an_unpacked_archive_is_a_folder_of_the_same_results(results: StudyResults, unpacked: Path) -> None:
    ours, theirs = contents(results.folder), contents(unpacked)
    assert {name: theirs[name] for name in ours} == ours
    assert open_study(unpacked).outcomes.equals(results.outcomes)


def test_scenarios_in_an_archive_are_the_worlds_that_were_played(results: StudyResults, unpacked: Path) -> None:
    for name, worlds in results.study.worlds_of_bases.items():
        assert load_worlds(str(unpacked / "scenarios" / f"{name}.yaml")).digest == worlds.digest


def test_an_archive_says_what_was_asked_how_to_read_it_and_what_to_cite(results: StudyResults, unpacked: Path) -> None:
    assert (unpacked / "experiment.yaml").read_text(encoding="utf-8") == results.study.text
    assert "dealsim repeat" in (unpacked / "README.txt").read_text(encoding="utf-8")
    assert "@software" in (unpacked / "references.bib").read_text(encoding="utf-8")
    drawn = {path.stem for path in (unpacked / "figures").glob("*.svg")}
    assert drawn == {path.stem for path in (unpacked / "figures").glob("*.pdf")}
    captions = (unpacked / "figures" / "captions.md").read_text(encoding="utf-8")
    assert drawn
    assert all(f"## {name}\n" in captions for name in drawn)


def test_the_same_results_make_the_same_archive(results: StudyResults, tmp_path: Path) -> None:
    for place in ("one", "other"):
        (tmp_path / place).mkdir()
        bundle(results, tmp_path / place / "try.zip")
    assert (tmp_path / "one" / "try.zip").read_bytes() == (tmp_path / "other" / "try.zip").read_bytes()


def test_an_unfinished_experiment_is_packed_only_if_asked_for(tmp_path: Path) -> None:
    many = {"set": "every_lab.control", "range": [0.1, 0.9], "steps": 20}
    sweep(study(tmp_path, factors={"control": many}, games=10), tmp_path / "out")
    (tmp_path / "out" / "points" / "000001.parquet").unlink()
    refused = call("bundle", str(tmp_path / "out"), "--out", str(tmp_path / "out.zip"))
    assert refused.exit_code == 2
    assert "18 of 20 points" in refused.stderr
    assert not (tmp_path / "out.zip").exists()
    packed = call("bundle", str(tmp_path / "out"), "--out", str(tmp_path / "out.zip"), "--partial")
    assert packed.exit_code == 0, packed.stderr
    assert (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(
    "name", ["trait-effects", "risk-by-scope", "spec-frontier", "credibility", "timing", "world-sobol"]
)
def test_every_shipped_experiment_loads(name: str) -> None:
    shipped = load_experiment(name)
    assert shipped.points
    assert shipped.experiment.about
