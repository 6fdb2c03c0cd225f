"""Small experiments with results, played once a session: for tests of what is made of results."""

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from dealsim.experiment.loading import load_experiment
from dealsim.experiment.play import play_chunk
from dealsim.experiment.results import StudyResults, open_study
from dealsim.experiment.store import Store

WORLD = (
    "title: Small\nhorizon: 8\nprotocol: posted\nlabs: {a: {copies: 2}}\n"
    "plans: {p: {difficulty: 0.3, prize: 1.0}}\nsafety: {steepness: 4}\n"
)
WORLDS = {
    "world": WORLD,
    "other": WORLD.replace("steepness: 4", "steepness: 9"),
    "unsure": WORLD.replace("steepness: 4", "steepness: 3 to 9") + "games_per_world: 4\n",
}
CONTROL: dict[str, Any] = {"set": "every_lab.control", "values": [0.2, 0.5, 0.8]}
DIFFICULTY: dict[str, Any] = {"set": "plans.p.difficulty", "range": [0.1, 0.5], "steps": 3, "label": "how hard & dear"}
SPEC: dict[str, Any] = {"set": "every_lab.spec", "values": ["humble", "blank"]}
BOTH = ["world.yaml", "other.yaml"]
FILES: dict[str, dict[str, Any]] = {
    "effects": {"scenario": BOTH, "factors": {"control": CONTROL, "spec": SPEC}, "design": "paired"},
    "levels": {"factors": {"spec": SPEC}},
    "curve": {"factors": {"control": CONTROL, "spec": SPEC}},
    "versus": {"factors": {"spec": SPEC}, "versus": "spec", "scenario": "unsure.yaml"},
    "map": {
        "scenario": BOTH,
        "factors": {"control": CONTROL, "difficulty": DIFFICULTY, "spec": SPEC},
        "versus": "spec",
    },
    "means": {"factors": {"control": CONTROL, "difficulty": DIFFICULTY}},
    "sample": {"factors": {"difficulty": DIFFICULTY}, "design": {"latin_hypercube": 20}},
    "sobol": {"factors": {"difficulty": DIFFICULTY, "nothing": {"dummy": True}}, "design": {"sobol": 16}},
    "morris": {"factors": {"difficulty": DIFFICULTY}, "design": {"morris": 2}},
}


def written(name: str, folder: Path) -> Path:
    """Write the file of a small experiment and the worlds that it names; return its path."""
    for world, text in WORLDS.items():
        (folder / f"{world}.yaml").write_text(text)
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps({"title": f"Small {name}", "scenario": "world.yaml", "games": 40} | FILES[name]))
    return path


@cache
def folder_of(name: str) -> Path:
    """Return the folder of a small experiment's results, all of them."""
    return played(name, None)


def played(name: str, points: int | None) -> Path:
    """Play a small experiment into a new folder, or only its first points; return the folder."""
    folder = Path(tempfile.mkdtemp(prefix="dealsim-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    study = load_experiment(str(written(name, folder)))
    if points is not None:
        study.__dict__["chunk_size"] = points or 1  # where the cached property looks first
    with Store(folder / "out", study).opened() as store:
        chunks = store.missing() if points is None else store.missing()[: 1 if points else 0]
        for number in chunks:
            store.save(number, play_chunk(study, number))
        store.finish() if points is None else None
    return folder / "out"


@cache
def results_of(name: str) -> StudyResults:
    """Return the results of a small experiment."""
    return open_study(folder_of(name))


@cache
def half_of(name: str, points: int) -> StudyResults:
    """Return the results of a small experiment of which only the first points are played."""
    return open_study(played(name, points))
