"""Whoever plays the chunks, and however they end: every chunk is there in the end, the same as ever."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import fields, replace
from multiprocessing import parent_process
from pathlib import Path
from threading import Event

import pytest

from dealsim.experiment import run
from dealsim.experiment.dimensions import Dimension, Settings, Value
from dealsim.experiment.results import open_study
from dealsim.experiment.run import DIED, play_missing
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.work.processes import Processes
from dealsim.work.workers import Threads, Workers
from tests.cli.programs import children
from tests.experiment.small import contents, study, sweep

FATAL = 0.5  # the value of a factor at which a process dies


class Deadly(Dimension):
    """A factor of which one value ends the process that plays it."""

    def settings(self, value: Value) -> Settings:
        """End the process, unless it is the one that hands the work out."""
        if value == FATAL and parent_process() is not None:
            os._exit(9)
        return super().settings(value)


class DeadlyOnce(Dimension):
    """A factor of which one value ends the first process that plays it: its label is a file that says so."""

    def settings(self, value: Value) -> Settings:
        """End the process unless one has ended before."""
        if value == FATAL and parent_process() is not None and not Path(self.label).exists():
            Path(self.label).touch()
            os._exit(9)
        return super().settings(value)


def with_factor(made: Study, kind: type[Dimension], label: str = "") -> Study:
    """Return an experiment whose factor is of another kind."""
    (factor,) = made.dimensions
    said = {field.name: getattr(factor, field.name) for field in fields(factor)}
    return replace(made, dimensions=(kind(**said | ({"label": label} if label else {})),))


def play(made: Study, folder: Path, crew: Workers, advance: Callable[[int, int], None] = lambda *_: None) -> None:
    with Store(folder, made).opened() as store:
        play_missing(store, crew, Event(), advance)
        store.finish()


@pytest.fixture
def made(tmp_path: Path) -> Study:
    return study(tmp_path, factors={"x": {"set": "every_lab.control", "range": [0, 1], "steps": 9}})


@pytest.fixture
def whole(made: Study, tmp_path: Path) -> dict[str, object]:
    sweep(made, tmp_path / "whole")
    return contents(tmp_path / "whole")


def test_threads_and_processes_write_the_same_files(made: Study, whole: dict[str, object], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Threads(3) as crew:
        play(made, tmp_path / "threads", crew, lambda points, games: told.append((points, games)))
    with Processes(2) as some:
        play(made, tmp_path / "processes", some)
    assert contents(tmp_path / "threads") == contents(tmp_path / "processes") == whole
    assert told == [(1, 40)] * 9
    assert children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="asks ps for processes")
def test_a_chunk_that_ends_its_process_always_is_rows_that_say_so_and_the_rest_is_played(
    made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    deadly = with_factor(made, Deadly)
    with Processes(2) as crew:
        play(deadly, tmp_path / "out", crew)
    points = open_study(tmp_path / "out").points.to_pylist()
    assert [row["error"] for row in points] == [DIED if row["x"] == FATAL else None for row in points]
    (failed,) = [row["point"] for row in points if row["error"]]
    there = contents(tmp_path / "out")
    assert {name for name in there if there[name] != whole[name]} == {
        f"points/{failed:06}.parquet",
        f"outcomes/{failed:06}.parquet",
        "manifest.json",
    }
    assert children() == []
    sweep(made, tmp_path / "out", retry=True)
    assert contents(tmp_path / "out") == whole


def test_a_process_that_dies_once_is_replaced_and_nobody_notices(
    made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    deadly = with_factor(made, DeadlyOnce, str(tmp_path / "died"))
    with Processes(2) as crew:
        play(deadly, tmp_path / "out", crew)
    assert (tmp_path / "died").exists()
    assert open_study(tmp_path / "out").points["error"].null_count == 9
    there = contents(tmp_path / "out")
    assert {name: there[name] for name in there if name.endswith("parquet")} == {
        name: whole[name] for name in whole if name.endswith("parquet")
    }


def test_a_sweep_that_is_told_to_stop_begins_no_further_chunk(
    made: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, saved, late = Event(), list[int](), list[int]()
    submit = Threads.submit

    def noted(crew: Threads, work: Callable[..., run.Tables], number: int) -> "Future[run.Tables]":
        if stop.is_set():
            late.append(number)
        return submit(crew, work, number)

    def advance(points: int, _: int) -> None:
        saved.append(points)
        stop.set()

    monkeypatch.setattr(Threads, "submit", noted)
    with Store(tmp_path / "out", made).opened() as store, Threads(1) as crew:
        play_missing(store, crew, stop, advance)
        assert len(late) <= run.IN_HAND  # of the round in which the word to stop came
        assert len(store.missing()) == 9 - len(saved)
