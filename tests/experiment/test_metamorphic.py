"""What a shipped experiment finds rests on none of its names, nor on how its games are split into pieces."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dealsim.core.luck import name_word
from dealsim.experiment.loading import load_experiment
from dealsim.experiment.play import play_chunk
from dealsim.experiment.study import Study
from dealsim.scenario.files.plain_yaml import in_full
from dealsim.scenario.files.shipped import EXPERIMENTS
from tests.for_each import for_each

GAMES, POINTS = 2, 3
NAMES = {"scenario", "outcome"}  # columns of words
LABS = ("aurora", "borealis", "cumulus")


@cache
def shipped(name: str) -> Study:
    """Return a shipped experiment of few games, in chunks of few points."""
    return replace(load_experiment(name, [f"games={GAMES}", "keep=games"]), points_a_chunk=POINTS)


@cache
def played(name: str) -> dict[str, pa.Table]:
    """Return the first rows of a shipped experiment."""
    return play_chunk(shipped(name), 0)


def renamed(study: Study, folder: Path) -> Study:
    """Return an experiment with other names for its labs, factors, labels, scenarios and its own file."""
    said: dict[str, Any] = study.experiment.model_dump(mode="json", exclude_none=True, exclude={"seed"})
    said["factors"] = {f"x_{name}": factor | {"label": f"$ {name} =1"} for name, factor in said["factors"].items()}
    said |= {"title": "=Another & <title>", "scenario": [f"世界 {place}.yaml" for place in range(len(study.bases))]}
    said |= {"versus": f"x_{said['versus']}"} if said.get("versus") else {}
    said["design"] = study.experiment.design.model_dump(mode="json") or study.experiment.design.WORD
    for name, base in zip(said["scenario"], study.bases.values(), strict=True):
        (folder / name).write_text(with_other_labs(in_full(base.tree)), encoding="utf-8")
    path = folder / "-another =1+1.yaml"
    path.write_text(with_other_labs(json.dumps(said)), encoding="utf-8")
    return replace(load_experiment(str(path)), points_a_chunk=POINTS)


def with_other_labs(text: str) -> str:
    """Return a text with other names for the shipped labs, in the same order."""
    for lab in LABS:
        text = text.replace(f"{lab}:", f"{lab}-x:").replace(f"labs.{lab}.", f"labs.{lab}-x.")
    return text


def luck_of_the_first(name: str) -> Any:
    """Return the word of a lab's luck: of one that has another name now, as it was. (Luck is by names: decision 2.)"""
    return name_word(name.removesuffix("-x"))


def numbers(table: pa.Table, study: Study) -> list[list[object]]:
    """Return the columns of a table that are numbers, less those that names are part of."""
    strange = {*NAMES, "key", *(d.name for d in study.dimensions)}
    return [
        column.to_pylist()
        for name, column in zip(table.column_names, table.columns, strict=True)
        if name not in strange
    ]


def refuse_other_numbers(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if a shipped experiment finds something else under other names."""
    before = played(name)
    monkeypatch.setattr("dealsim.scenario.flat_tables.tables.name_word", luck_of_the_first)
    study = renamed(shipped(name), folder)
    after = play_chunk(study, 0)
    assert after["points"]["error"].null_count == before["points"]["error"].null_count == POINTS
    assert {rows: numbers(table, study) for rows, table in after.items()} == {
        rows: numbers(table, shipped(name)) for rows, table in before.items()
    }


def test_other_names_change_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_other_numbers("timing", tmp_path, monkeypatch)


@pytest.mark.slow
@for_each("name", EXPERIMENTS.names())
def test_other_names_change_no_number_of_any_shipped_experiment(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_other_numbers(name, tmp_path, monkeypatch)


@for_each("name", ["timing", "trait-effects"])
def test_points_played_one_by_one_are_those_played_together(name: str) -> None:
    study = replace(shipped(name), points_a_chunk=1)
    pieces = [play_chunk(study, number) for number in range(POINTS)]
    for rows, table in played(name).items():
        assert pa.concat_tables([piece[rows] for piece in pieces]).equals(table)
