"""`dealsim repeat`: what comes out the same is said to be, and what does not is counted, measured and explained."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import jsonschema
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dealsim.cli.documents import results_schema
from dealsim.experiment.loading import load_experiment
from dealsim.experiment.manifest import MANIFEST
from dealsim.experiment.repeat import RepeatCheck, ulps
from dealsim.experiment.run import play_missing
from dealsim.experiment.store import Store
from dealsim.work.workers import Threads
from tests.cli.programs import call

EXPERIMENT = """\
title: Six points
scenario: [baseline, my-world.yaml]
factors:
  spec: {set: every_lab.spec, values: [current-practice, humble, my-spec.yaml]}
games: 8
outcomes: [takeover, deals]
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An experiment that was played, whole and in part, and whose files are gone."""
    home = tmp_path_factory.mktemp("played")
    (home / "my-world.yaml").write_text("title: Mine\nextends: baseline\nevery_lab: {control: 0.2}\n")
    specs = Path(__file__).parents[2] / "scenarios" / "specs"
    shutil.copy(specs / "humble.yaml", home / "my-spec.yaml")
    (home / "six.yaml").write_text(EXPERIMENT)
    study = load_experiment(str(home / "six.yaml"))
    for name, shard in (("whole", None), ("part", (2, 2))):
        with Store(home / name, study, shard).opened() as store, Threads(1) as crew:
            play_missing(store, crew, Event(), lambda *_: None)
            store.finish()
    for path in home.glob("*.yaml"):
        path.unlink()
    return home


@pytest.fixture
def home(played: Path, tmp_path: Path) -> Path:
    """The same to spoil."""
    shutil.copytree(played, tmp_path / "home")
    return tmp_path / "home"


def change_manifest(folder: Path, **changes: Any) -> None:
    """Change a manifest."""
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def change_rows(path: Path, column: str, change: Callable[[float], float | None], row: int = 0) -> None:
    """Change one number of a file of rows."""
    rows = pq.read_table(path)
    values = rows[column].to_pylist()
    values[row] = change(values[row])
    place = rows.column_names.index(column)
    pq.write_table(
        rows.set_column(place, rows.schema.field(place), pa.array(values, rows.schema.field(place).type)), path
    )


def test_an_experiment_is_the_same_again_byte_for_byte_without_any_of_its_files(home: Path) -> None:
    result = call("repeat", str(home / "whole"), "--out", str(home / "again"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"The same. All 6 points of six came out as they are in {home / 'whole'}, byte for byte.\n"
    names = {path.relative_to(home / "again") for path in (home / "again").rglob("*.parquet")}
    assert len(names) == 12
    assert all((home / "again" / name).read_bytes() == (home / "whole" / name).read_bytes() for name in names)


def test_a_shard_is_repeated_as_a_shard(home: Path) -> None:
    result = call("repeat", str(home / "part"), "--out", str(home / "again"), "--json")
    document = json.loads(result.stdout)
    jsonschema.Draft202012Validator(results_schema()).validate(document)
    assert (result.exit_code, document["points"], document["points_in_all"]) == (0, 3, 6)
    assert (document["same"], document["same_bytes"], document["provenance"]) == (True, True, [])
    assert json.loads((home / "again" / MANIFEST).read_text())["shard"] == [2, 2]


def test_what_is_not_finished_is_repeated_as_far_as_it_is_there(home: Path) -> None:
    (home / "whole" / "points" / "000003.parquet").unlink()
    document = json.loads(call("repeat", str(home / "whole"), "--out", str(home / "again"), "--json").stdout)
    assert (document["same"], document["points"]) == (True, 5)
    assert json.loads((home / "again" / MANIFEST).read_text())["finished"] is None


def test_a_number_that_was_changed_is_found_and_measured(home: Path) -> None:
    path = home / "whole" / "outcomes" / "000002.parquet"
    before = pq.read_table(path).to_pylist()[1]
    change_rows(path, "mean", lambda mean: float(np.nextafter(np.nextafter(mean, 2.0), 2.0)), row=1)
    result = call("repeat", str(home / "whole"), "--out", str(home / "again"), "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["same"], document["same_bytes"]) == (1, False, False)
    assert document["rows"] == {"outcomes": {"rows": 12, "differing": 1}, "points": {"rows": 6, "differing": 0}}
    most = document["most_ulps"]
    assert (most["point"], most["outcome"], most["column"], most["size"]) == (2, before["outcome"], "mean", 2.0)
    assert most["now"] == before["mean"]
    told = call("repeat", str(home / "whole"), "--out", str(home / "again"))
    assert told.exit_code == 1
    assert told.stdout.startswith("Not the same. All 6 points of six were compared with those in ")
    assert "  outcomes: 1 of 12 rows differ\n" in told.stdout
    assert "(2 units in the last place)" in told.stdout
    assert "either these files were changed" in told.stdout


def test_a_change_of_a_mean_is_told_in_standard_errors_too(home: Path) -> None:
    path = home / "whole" / "outcomes" / "000000.parquet"
    rows = pq.read_table(path).to_pylist()
    row = next(place for place, each in enumerate(rows) if each["se"])
    change_rows(path, "mean", lambda mean: mean + 3 * rows[row]["se"], row)
    document = json.loads(call("repeat", str(home / "whole"), "--points", "6", "--json").stdout)
    assert document["most_se"]["size"] == pytest.approx(3.0)
    assert document["same_bytes"] is None


def test_a_number_that_became_undefined_is_the_largest_change_of_all(home: Path) -> None:
    path = home / "whole" / "outcomes" / "000000.parquet"
    change_rows(path, "mean", lambda _: None)
    change_rows(path, "low", lambda _: 0.123, row=1)
    document = json.loads(call("repeat", str(home / "whole"), "--points", "6", "--json").stdout)
    assert (document["most_ulps"]["column"], document["most_ulps"]["size"]) == ("mean", None)
    assert document["most_ulps"]["was"] is None


def test_some_points_are_tried_from_all_over_the_experiment_and_nothing_is_written(home: Path) -> None:
    change_rows(home / "whole" / "points" / "000005.parquet", "games", lambda games: int(games) + 1)
    before = sorted(home.rglob("*"))
    result = call("repeat", str(home / "whole"), "--points", "2")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "Not the same. Of 6 points 2 were compared" in result.stdout
    assert "points: 1 of 2 rows differ" in result.stdout
    assert sorted(home.rglob("*")) == before
    (home / "whole" / "points" / "000005.parquet").unlink()
    result = call("repeat", str(home / "whole"), "--points", "99")
    assert (result.exit_code, result.stdout.startswith("The same. Of 6 points 5 came out as they are")) == (0, True)


def test_what_has_changed_since_is_named(home: Path) -> None:
    said = json.loads((home / "whole" / MANIFEST).read_text())
    change_manifest(home / "whole", version="0.0.1", packages=said["packages"] | {"numpy": "1.0", "gone": "2.0"})
    result = call("repeat", str(home / "whole"), "--points", "1")
    assert result.exit_code == 0
    assert "What has changed since:\n  version: 0.0.1 then, " in result.stdout
    assert "  packages numpy: 1.0 then, " in result.stdout
    assert "  packages gone: 2.0 then, none now" in result.stdout


def test_results_in_chunks_of_another_size_are_repeated_in_those(home: Path) -> None:
    chunks = [pq.read_table(home / "whole" / "points" / f"{number:06}.parquet") for number in range(6)]
    outcomes = [pq.read_table(home / "whole" / "outcomes" / f"{number:06}.parquet") for number in range(6)]
    for name, tables in (("points", chunks), ("outcomes", outcomes)):
        for number in range(6):
            (home / "whole" / name / f"{number:06}.parquet").unlink()
        for number in range(3):
            pq.write_table(
                pa.concat_tables(tables[2 * number : 2 * number + 2]), home / "whole" / name / f"{number:06}.parquet"
            )
    change_manifest(home / "whole", chunk_size=2, chunks=3)
    document = json.loads(call("repeat", str(home / "whole"), "--out", str(home / "again"), "--json").stdout)
    assert (document["same"], document["points"]) == (True, 6)
    assert len(list((home / "again" / "points").glob("*"))) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("repeat", "whole"), "wanted either --out FOLDER, to play all again, or --points N, to try some"),
        (("repeat", "whole", "--out", "x", "--points", "3"), "wanted either --out FOLDER"),
        (("repeat", "whole", "--out", "whole"), "found the folder that is repeated; wanted another one"),
        (("repeat", "nowhere", "--points", "3"), "nowhere: found no such folder"),
    ],
)
def test_what_cannot_be_repeated_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(home)
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_an_experiment_that_another_version_wrote_otherwise_is_refused_with_that_version(home: Path) -> None:
    change_manifest(home / "whole", study={"name": "six"}, version="0.0.1")
    result = call("repeat", str(home / "whole"), "--points", "1")
    assert result.exit_code == 2
    assert "found an experiment of dealsim 0.0.1 that" in result.stderr
    assert result.stderr.rstrip().endswith("wanted dealsim 0.0.1")


def test_units_in_the_last_place_are_counted_across_zero_and_to_the_ends() -> None:
    tiny = np.nextafter(0.0, 1.0)
    one = np.array([1.0, 0.0, -tiny, -1.0, 1.0])
    other = np.array([np.nextafter(1.0, 2.0), 0.0, tiny, np.nextafter(-1.0, -2.0), np.nan])
    assert ulps(one, other).tolist()[:4] == [1.0, 0.0, 2.0, 1.0]
    assert np.isnan(ulps(one, other)[4])
    least, most = np.array([-np.finfo(float).max]), np.array([np.finfo(float).max])
    assert ulps(least, most)[0] == pytest.approx(2 * 0x7FEFFFFFFFFFFFFF)


def test_rows_that_only_one_of_the_two_has_differ() -> None:
    was = pa.table({"point": [0, 0, 1], "game": [0, 1, 0], "takeover": [1.0, 0.0, None]})
    found = RepeatCheck()
    found.add("games", was, was.slice(1))
    assert (found.rows, found.differing, found.ulps) == ({"games": 3}, {"games": 1}, None)
