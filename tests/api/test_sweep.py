"""Experiments from Python."""

from pathlib import Path

import pytest

import dealsim
from dealsim.experiment.loading import load_experiment
from tests.experiment.small import CONTROL, WORLD, contents, study, sweep, whole


def test_a_sweep_from_python_writes_what_the_program_writes(tmp_path: Path) -> None:
    small = study(tmp_path)
    sweep(small, tmp_path / "one")
    made = dealsim.sweep(tmp_path / "try.yaml", tmp_path / "other", workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert made.complete
    assert made.failed == {}


def test_an_experiment_may_be_a_mapping_that_names_files_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "world.yaml").write_text(WORLD)
    monkeypatch.chdir(tmp_path)
    made = dealsim.sweep(whole(), "out")
    assert made.found.study.digest == study(tmp_path).digest
    assert load_experiment("try.yaml").digest == made.manifest["digest"]


def test_progress_is_told_and_a_second_call_plays_nothing(tmp_path: Path) -> None:
    study(tmp_path)
    told: list[tuple[int, int]] = []
    dealsim.sweep(tmp_path / "try.yaml", tmp_path / "out", workers=1, progress=lambda *said: told.append(said))
    assert told == [(1, 3), (2, 3), (3, 3)]
    dealsim.sweep(tmp_path / "try.yaml", tmp_path / "out", progress=lambda *said: pytest.fail(str(said)))


def test_results_open_again_as_frames_of_pandas_and_polars(tmp_path: Path) -> None:
    study(tmp_path)
    made = dealsim.sweep(tmp_path / "try.yaml", tmp_path / "out", settings=["outcomes=[takeover, labour]"])
    opened = dealsim.open_results(tmp_path / "out")
    assert isinstance(opened, dealsim.Sweep)
    frame = opened.to_pandas()
    assert list(frame["outcome"]) == ["takeover", "labour"] * 3
    assert list(frame["control"][::2]) == CONTROL["values"]
    assert opened.to_polars()["mean"].to_list() == made.to_arrow()["mean"].to_pylist()
    assert len(opened.points) == 3
    assert repr(opened).splitlines()[0] == f"Try: 3 points, in {tmp_path / 'out'}"
    assert "<table>" in opened._repr_html_()


def test_a_bad_experiment_is_refused_with_its_key(tmp_path: Path) -> None:
    study(tmp_path)
    with pytest.raises(ValueError, match="control") as raised:
        dealsim.sweep(tmp_path / "try.yaml", tmp_path / "out", settings=["factors.control.values=[2.0]"])
    assert isinstance(raised.value, dealsim.ScenarioError)
    assert not (tmp_path / "out").exists()
