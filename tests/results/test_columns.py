"""The columns of games.parquet: one table for every command that writes them."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from dealsim.measure.outcomes import OUTCOMES
from dealsim.results.columns import COLUMNS, COUNTS, Column, Games
from tests.cli.programs import call
from tests.experiment.small import CONTROL, study, sweep

KEPT = ["takeover", "labour"]


def rows_of_run(folder: Path, world: str) -> pa.Table:
    """Return the games that `run` keeps of a small world."""
    done = call(
        "run", str(folder / world), "--games", "20", "--set", "every_lab.control=0.2", "--out", str(folder / "r")
    )
    assert done.exit_code == 0, done.output
    return pq.read_table(folder / "r" / "games.parquet")


def rows_of_sweep(folder: Path, **said: object) -> pa.Table:
    """Return the games that `sweep` keeps of the same world: its point 0 is what `run` plays."""
    sweep(study(folder, keep="games", games=20, factors={"control": CONTROL}, **said), folder / "s")
    return pq.read_table(folder / "s" / "games" / "000000.parquet").filter(pa.compute.field("point") == 0)


def test_the_columns_of_run_and_sweep_are_those_of_the_table_in_its_order(tmp_path: Path) -> None:
    ours = rows_of_sweep(tmp_path, outcomes=KEPT)
    theirs = rows_of_run(tmp_path, "unsure.yaml")
    table = list(COLUMNS)
    left_out = {"minds", *OUTCOMES} - {*KEPT}
    assert ours.column_names == [name for name in table if name not in left_out]
    assert theirs.column_names[:-3] == [name for name in table if name != "point"]
    assert theirs.column_names[-3:] == ["world", "every_lab.enforcement", "safety.steepness"]
    for made in (ours, theirs):
        assert all(made.schema.field(name).type == COLUMNS[name].type for name in made.column_names if name in COLUMNS)


def test_a_game_has_the_same_numbers_in_both(tmp_path: Path) -> None:
    ours, theirs = rows_of_sweep(tmp_path), rows_of_run(tmp_path, "world.yaml")
    both = [name for name in ours.column_names if name in theirs.column_names]
    assert both == ["game", *OUTCOMES, *COUNTS]
    assert ours.select(both).equals(theirs.select(both))


def test_a_column_is_added_by_one_line_and_what_is_undefined_in_it_is_null(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_of_even(games: Games) -> NDArray[np.float64]:
        return np.where(games.numbers % 2, np.nan, games.numbers / 2)

    monkeypatch.setitem(COLUMNS, "half_of_even", Column(pa.float64(), "half of an even number", half_of_even))
    for rows in (rows_of_sweep(tmp_path), rows_of_run(tmp_path, "world.yaml")):
        assert rows["half_of_even"].to_pylist() == [None if k % 2 else k / 2 for k in range(20)]
