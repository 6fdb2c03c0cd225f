"""Experiments so small that a point takes milliseconds: one lab, one plan, eight quarters, no deals."""

import json
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa

from dealsim.experiment.loading import load_experiment
from dealsim.experiment.play import play_chunk
from dealsim.experiment.run import play_missing
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.work.workers import Threads

WORLD = (
    "title: Small\nhorizon: 8\nprotocol: none\nlabs: {a: {copies: 2}}\n"
    "plans: {p: {difficulty: 0.3, prize: 1.0}}\nsafety: {steepness: 4}\n"
)
UNSURE = WORLD.replace("steepness: 4", "steepness: 3 to 9") + "every_lab: {enforcement: 0.2 to 0.9}\n"
CONTROL: dict[str, Any] = {"set": "every_lab.control", "values": [0.2, 0.5, 0.8]}
DIFFICULTY: dict[str, Any] = {"set": "plans.p.difficulty", "range": [0.1, 0.5], "steps": 3}
POLICY: dict[str, Any] = {"levels": {"open": {"every_lab.control": 0.1}, "shut": {"every_lab.control": 0.9}}}
SPEC: dict[str, Any] = {"set": "every_lab.spec", "values": ["humble", "blank"]}


def write(folder: Path, **said: Any) -> Path:
    """Write a small world, an uncertain one, and an experiment with them; return the experiment's file."""
    (folder / "world.yaml").write_text(WORLD)
    (folder / "unsure.yaml").write_text(UNSURE)
    path = folder / "try.yaml"
    path.write_text(json.dumps(whole(**said)))  # JSON is YAML
    return path


def whole(**said: Any) -> dict[str, Any]:
    """Return what an experiment's file says: a small one, but for what is given."""
    return {"title": "Try", "scenario": "world.yaml", "factors": {"control": CONTROL}, "games": 40} | said


def study(folder: Path, **said: Any) -> Study:
    """Return a small experiment, but for what is given."""
    return load_experiment(str(write(folder, **said)))


def played(study: Study, rows: str = "outcomes") -> pa.Table:
    """Play an experiment here and return its rows."""
    return pa.concat_tables([play_chunk(study, number)[rows] for number in range(study.chunks)])


def values(study: Study) -> list[tuple[float | str | None, ...]]:
    """Return the values of every point."""
    return [point.values for point in study.points]


def sweep(study: Study, folder: Path, *, retry: bool = False) -> None:
    """Play what is missing of an experiment in a folder, in one thread."""
    with Store(folder, study).opened() as store:
        if retry:
            store.forget_failed()
        with Threads(1) as crew:
            play_missing(store, crew, Event(), lambda points, games: None)
        store.finish()


def contents(folder: Path) -> dict[str, object]:
    """Return what is in a folder of results by name, but for the times in its manifest and for the lock."""
    made: dict[str, object] = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    made.pop(".lock", None)
    if "manifest.json" in made:
        made["manifest.json"] = json.loads(str(made["manifest.json"], "utf-8")) | {"started": "", "finished": ""}  # type: ignore[call-overload]
    return made
