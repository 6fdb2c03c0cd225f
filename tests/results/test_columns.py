"""The columns of games.parquet: one table for every command that writes them."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

import dealsim
from dealsim.experiment.results import open_study
from dealsim.measure.outcomes import MINDS, OUTCOMES
from dealsim.results.columns import COLUMNS, COUNTS, Column, Games
from dealsim.scenario import Scenario
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
    return pq.read_table(folder / "s" / "games" / "000000.parquet").filter(pc.field("point") == 0)


def test_the_columns_of_run_and_sweep_are_those_of_the_table_in_its_order(tmp_path: Path) -> None:
    ours = rows_of_sweep(tmp_path, outcomes=KEPT)
    theirs = rows_of_run(tmp_path, "unsure.yaml")
    table = list(COLUMNS)
    left_out = {*OUTCOMES} - {*KEPT}
    assert ours.column_names == [name for name in table if name not in left_out]
    assert theirs.column_names[:-3] == [name for name in table if name != "point"]
    assert theirs.column_names[-3:] == ["world", "every_lab.enforcement", "safety.steepness"]
    for made in (ours, theirs):
        assert all(made.schema.field(name).type == COLUMNS[name].type for name in made.column_names if name in COLUMNS)


def test_a_game_has_the_same_numbers_in_both(tmp_path: Path) -> None:
    ours, theirs = rows_of_sweep(tmp_path), rows_of_run(tmp_path, "world.yaml")
    both = [name for name in ours.column_names if name in theirs.column_names]
    assert both == ["game", *OUTCOMES, "minds", *COUNTS]
    assert ours.select(both).equals(theirs.select(both))


def test_the_share_of_each_kind_of_mind_times_minds_is_a_whole_number(tmp_path: Path) -> None:
    equal = {"every_lab.minds.kinds": dict.fromkeys(MINDS, 0.25)}
    sweep(study(tmp_path, keep="games", games=20, settings=equal), tmp_path / "s")
    said = [f"every_lab.minds.kinds.{kind}=0.25" for kind in MINDS]
    ran = dealsim.run(tmp_path / "world.yaml", said, games=20).by_game.to_arrow()
    for rows in (ran, pq.read_table(tmp_path / "s" / "games")):
        minds = rows["minds"].to_numpy()
        shares = [rows[kind].to_numpy() for kind in MINDS]
        assert np.allclose(sum(shares), 1.0)
        for share in shares:
            assert np.allclose(share * minds, np.round(share * minds), atol=1e-9)
    assert all(ran[kind].to_numpy().any() for kind in ("aligned", "schemer", "reward_seeker"))


def test_games_that_a_sweep_keeps_have_their_world_as_those_of_a_run_do(tmp_path: Path) -> None:
    said: dict[str, Any] = {"scenario": ["unsure.yaml", "world.yaml"]}
    vague: dict[str, Any] = {"levels": {"own": {}, "vague": {"labs.a.enforcement": "0.2 to 0.9"}}}
    made = study(tmp_path, keep="games", games=20, factors={"vague": vague}, **said)
    sweep(made, tmp_path / "s")
    rows = pq.read_table(tmp_path / "s" / "games")
    drawn = ["every_lab.enforcement", "labs.a.enforcement", "safety.steepness"]
    assert rows.column_names[-4:] == ["world", *drawn]
    ran = dealsim.run(tmp_path / "unsure.yaml", games=20).by_game.to_arrow()
    first = rows.filter(pc.field("point") == 0)
    both = [name for name in ran.column_names if name in rows.column_names]
    assert first.select(both).equals(ran.select(both))
    there = [pc.unique(rows.filter(pc.field("point") == k)[name]).null_count == 0 for k in range(4) for name in drawn]
    assert there == [True, False, True, True, True, True, False, False, False, False, True, False]
    assert open_study(tmp_path / "s").games.equals(rows)


def test_no_number_of_a_scenario_has_the_name_of_a_column() -> None:
    assert not {*Scenario.model_fields} & {*COLUMNS, "world"} - {"horizon"}


def test_a_column_is_added_by_one_line_and_what_is_undefined_in_it_is_null(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_of_even(games: Games) -> NDArray[np.float64]:
        return np.where(games.numbers % 2, np.nan, games.numbers / 2)

    monkeypatch.setitem(COLUMNS, "half_of_even", Column(pa.float64(), "half of an even number", half_of_even))
    for rows in (rows_of_sweep(tmp_path), rows_of_run(tmp_path, "world.yaml")):
        assert rows["half_of_even"].to_pylist() == [None if k % 2 else k / 2 for k in range(20)]
