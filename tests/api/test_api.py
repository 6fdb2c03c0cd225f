"""dealsim from Python: the same numbers as the command line's, in objects that read well."""

import json
import math
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pyarrow.parquet as pq
import pytest

import dealsim
from dealsim.api.loading import value_in_words
from dealsim.game import Lab
from dealsim.game.decisions import Withheld
from dealsim.game.story import story_of
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import ScenarioError, load_worlds
from tests.cli.programs import call

UNCERTAIN = {"every_lab.enforcement": "0.2 to 0.9"}
LARGE_WORLDS = {**UNCERTAIN, "games_per_world": 512}
IN_WORDS = tuple(word for path, value in LARGE_WORLDS.items() for word in ("--set", f"{path}={value}"))
GAMES = 200


def printed(*words: str) -> dict[str, Any]:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


@pytest.fixture(scope="module")
def baseline() -> dealsim.Playable:
    return dealsim.load("baseline")


@pytest.fixture(scope="module")
def results(baseline: dealsim.Playable) -> dealsim.Run:
    return dealsim.run(baseline, games=GAMES)


@pytest.fixture(scope="module")
def comparison(baseline: dealsim.Playable) -> dealsim.Comparison:
    return dealsim.compare(baseline, baseline.changed(protocol="none"), games=GAMES, seed=3)


# --- load


def test_settings_may_be_given_in_every_way_that_python_has(baseline: dealsim.Playable) -> None:
    ways = [
        dealsim.load("baseline", {"protocol": "none", "every_lab.control": 0.9}),
        dealsim.load("baseline", ["protocol=none", "every_lab.control=0.9"]),
        dealsim.load("baseline", {"every_lab.control": np.float64(0.9)}, protocol="none"),
        dealsim.load("baseline", protocol="none").changed({"every_lab.control": 0.9}),
        dealsim.load(baseline, {"protocol": "none", "every_lab": {"control": 0.9} | dict_of(baseline)}),
    ]
    wanted = load_worlds("baseline", ["protocol=none", "every_lab.control=0.9"]).digest
    assert {way.digest for way in ways[:4]} == {wanted}
    assert ways[4].scenario.every_lab.control == 0.9
    assert dealsim.load(baseline) is baseline


def dict_of(played: dealsim.Playable) -> dict[str, object]:
    return {"copies": played.scenario.every_lab.copies}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true"),
        (None, "null"),
        (3, "3"),
        (np.int64(3), "3"),
        (0.1, "0.1"),
        (np.float64(0.1), "0.1"),
        (1e-7, "1e-07"),
        ("0.2 to 0.9", "0.2 to 0.9"),
        ({"beta": [2, 5]}, '{"beta": [2, 5]}'),
        ([0.5, 0.25], "[0.5, 0.25]"),
    ],
    ids=repr,
)
def test_a_value_is_written_as_a_file_has_it(value: object, words: str) -> None:
    assert value_in_words(value) == words


def test_what_is_loaded_says_what_it_is(baseline: dealsim.Playable) -> None:
    assert repr(baseline).startswith("<Playable baseline: Baseline; 3 labs, 5 plans, 40 quarters, protocol posted;")
    uncertain = dealsim.load("baseline", UNCERTAIN)
    assert uncertain.uncertain == UNCERTAIN
    assert "0.2 to 0.9" in repr(uncertain)
    assert uncertain.digest != baseline.digest
    assert (uncertain.title, uncertain.label) == ("Baseline", "baseline every_lab.enforcement=0.2 to 0.9")


def test_of_many_uncertain_numbers_a_few_are_named() -> None:
    paths = ["control", "enforcement", "integrity", "suspicion", "audit_rate", "test_rate"]
    many = dealsim.load("baseline", {f"every_lab.{path}": "0.2 to 0.5" for path in paths})
    assert len(many.uncertain) == 6
    assert "and 2 more" in repr(many)
    assert "and 2 more" in many._repr_html_()


def test_the_window_is_that_of_the_command_line(baseline: dealsim.Playable) -> None:
    entries = printed("window", "baseline")["windows"]
    assert baseline.window().to_arrow().to_pylist() == entries


# --- run


@pytest.mark.parametrize(
    ("settings", "words"),
    [({}, ()), (LARGE_WORLDS, IN_WORDS)],
    ids=["certain", "uncertain"],
)
def test_a_run_gives_the_numbers_of_the_command_line(settings: dict[str, object], words: tuple[str, ...]) -> None:
    """More than one block, and worlds that do not fill one: sums are merged in the same order."""
    ours = dealsim.run("baseline", settings, games=1100, seed=7)
    theirs = printed("run", "baseline", "--games", "1100", "--seed", "7", *words)
    assert ours.document.model_dump(mode="json") == theirs
    assert ours["takeover"].mean == theirs["outcomes"]["takeover"]["mean"]
    assert (ours.games, ours.seed, ours.counts) == (1100, 7, theirs["counts"])


def test_both_engines_and_any_number_of_workers_give_the_same_numbers(results: dealsim.Run) -> None:
    alone = dealsim.run("baseline", games=GAMES, workers=1)
    assert alone.outcomes == results.outcomes
    few = dealsim.run("baseline", games=8)
    assert dealsim.run("baseline", games=8, engine="mesa", workers=1).outcomes == few.outcomes


def test_outcomes_become_frames_with_a_row_each(results: dealsim.Run) -> None:
    frame = results.to_pandas()
    assert list(frame.index) == list(OUTCOMES)
    takeover = results["takeover"]
    assert takeover.ci95 is not None
    assert tuple(frame.loc["takeover", ["mean", "low", "high"]]) == (takeover.mean, *takeover.ci95)
    assert frame.loc["takeover", "games"] == GAMES
    polar = results.to_polars()
    assert polar["outcome"].to_list() == list(OUTCOMES)
    assert polar["mean"].to_list() == [each.mean for each in results.outcomes.values()]


def test_an_outcome_that_no_game_has_is_nan_in_pandas_and_null_in_polars() -> None:
    few = dealsim.run("baseline", protocol_none(), games=4)
    assert few["deal_rate"].mean is None
    assert math.isnan(few.to_pandas().loc["deal_rate", "mean"])
    assert few.to_polars().filter(polars.col("outcome") == "deal_rate")["mean"].to_list() == [None]


def protocol_none() -> dict[str, object]:
    return {"protocol": "none"}


def test_games_become_frames_with_a_row_each(results: dealsim.Run) -> None:
    frame, polar = results.by_game.to_pandas(), results.by_game.to_polars()
    assert frame["game"].tolist() == polar["game"].to_list() == list(range(GAMES))
    assert frame["takeover"].mean() == results["takeover"].mean
    assert polar["takeover"].mean() == results["takeover"].mean
    assert len(results.by_game) == GAMES


def test_the_games_of_an_uncertain_scenario_say_in_which_world_they_are() -> None:
    ours = dealsim.run("baseline", UNCERTAIN, games=40)
    frame = ours.by_game.to_pandas()
    assert frame["world"].tolist() == [game // 16 for game in range(40)]
    drawn = dealsim.play("baseline", UNCERTAIN, game=39).drawn
    assert frame["every_lab.enforcement"].iloc[-1] == drawn["every_lab.enforcement"]
    assert ours.worlds == 3
    assert "worlds" in ours.to_pandas().columns


def test_a_run_keeps_the_files_that_the_command_line_keeps(tmp_path: Path) -> None:
    ours = dealsim.run("baseline", LARGE_WORLDS, games=1100)
    assert ours.save(tmp_path / "ours") == tmp_path / "ours"
    words = ("--games", "1100", "--out", str(tmp_path / "theirs"))
    assert call("run", "baseline", *IN_WORDS, *words).exit_code == 0
    for name in ("outcomes.json", "games.parquet"):
        assert (tmp_path / "ours" / name).read_bytes() == (tmp_path / "theirs" / name).read_bytes()
    manifests = [json.loads((tmp_path / who / "manifest.json").read_text()) for who in ("ours", "theirs")]
    for manifest in manifests:
        assert manifest.pop("started") <= manifest.pop("finished")
    assert manifests[0] == manifests[1]


def test_results_of_another_run_are_not_overwritten(results: dealsim.Run, tmp_path: Path) -> None:
    results.save(tmp_path)
    results.save(tmp_path)  # the same again may be
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ScenarioError, match="results of another run: seed differs") as caught:
        dealsim.run("baseline", games=GAMES, seed=1).save(tmp_path)
    assert "--out" not in str(caught.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# --- open_results


@pytest.mark.parametrize("settings", [{}, UNCERTAIN], ids=["certain", "uncertain"])
def test_what_is_opened_is_what_was_kept(settings: dict[str, object], tmp_path: Path) -> None:
    ours = dealsim.run("baseline", settings, games=40)
    opened = dealsim.open_results(ours.save(tmp_path))
    assert opened.outcomes == ours.outcomes
    assert repr(opened) == repr(ours)
    assert opened.by_game.to_arrow().equals(ours.by_game.to_arrow())
    assert opened.by_game.to_arrow().equals(pq.read_table(tmp_path / "games.parquet"))
    assert opened.manifest["digest"] == dealsim.load("baseline", settings).digest
    assert (opened.counts, opened.uncertain, opened.worlds) == (ours.counts, ours.uncertain, ours.worlds)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "found no manifest.json"),
        ({"manifest.json": "{"}, "manifest.json that cannot be read"),
        ({"manifest.json": "[]"}, "manifest.json of something else"),
        (
            {"manifest.json": '{"command": "negotiations"}'},
            "found results of `dealsim negotiations`",
        ),
        ({"manifest.json": '{"settings": []}'}, "cannot be read"),
        ({"manifest.json": '{"settings": []}', "outcomes.json": '{"games": 3}'}, "cannot be read"),
    ],
)
def test_a_folder_that_holds_something_else_is_told(files: dict[str, str], told: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ScenarioError, match=told) as caught:
        dealsim.open_results(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such folder"):
        dealsim.open_results(tmp_path / "nowhere")


# --- compare


def test_a_comparison_gives_the_numbers_of_the_command_line(comparison: dealsim.Comparison) -> None:
    theirs = printed("compare", "baseline", "--set", "protocol=none", "--games", str(GAMES), "--seed", "3")
    for name, each in theirs["outcomes"].items():
        ours = comparison[name]
        assert [ours.mean_a, ours.mean_b, ours.difference] == [each["mean_a"], each["mean_b"], each["difference"]]
        assert list(ours.ci95 or ()) == (each["ci95"] or [])
        assert list(ours.flipped or ()) == (each["flipped"] or [])
        if each["flipped"]:
            assert [way[:20] for way in comparison.flipped(name)] == [each["flipped_up"], each["flipped_down"]]


def test_differences_become_frames(comparison: dealsim.Comparison) -> None:
    frame = comparison.to_pandas()
    assert list(frame.index) == list(OUTCOMES) == comparison.to_polars()["outcome"].to_list()
    assert frame.loc["takeover", "difference"] == comparison["takeover"].difference
    up, down = comparison.flipped("takeover")
    assert (frame.loc["takeover", "up"], frame.loc["takeover", "down"]) == (len(up), len(down))


def test_two_scenarios_that_share_no_worlds_are_refused() -> None:
    other = {**UNCERTAIN, "games_per_world": 32}
    with pytest.raises(ScenarioError, match="so that they share worlds"):
        dealsim.compare(dealsim.load("baseline", UNCERTAIN), dealsim.load("baseline", other), games=64)


# --- play


def test_both_engines_play_the_same_game_and_tell_it_in_the_same_words() -> None:
    batch, mesa = (dealsim.play("baseline", game=3, engine=engine) for engine in ("batch", "mesa"))
    assert batch.record.events.tobytes() == mesa.record.events.tobytes()
    assert (batch.story, batch.ending, batch.tally) == (mesa.story, mesa.ending, mesa.tally)
    worlds = load_worlds("baseline")
    told = story_of(worlds.tables(0, 3), 0, 3)
    assert batch.ending == told.ending
    assert [line.strip() for line in batch.story.splitlines() if not line.startswith("quarter ")] == [
        passage.text for passage in told.passages if passage.fresh
    ]


def test_the_events_of_a_game_are_those_of_the_command_line() -> None:
    entries = printed("story", "baseline", "--game", "3")["events"]
    rows = dealsim.play("baseline", game=3).events.to_arrow().to_pylist()
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        numbers = entry.pop("numbers")
        del entry["weighed"]
        assert {name: value for name, value in row.items() if value is not None} == {
            name: value for name, value in (entry | numbers).items() if value is not None
        }


def test_the_outcomes_of_a_game_are_those_of_its_row(results: dealsim.Run) -> None:
    rows = results.by_game.to_arrow().to_pylist()
    for game in (0, 3):
        played = dealsim.play("baseline", game=game)
        assert played.outcomes == {name: rows[game][name] for name in OUTCOMES}
        assert played.tally["deals"] == rows[game]["deals"]


class Mute(Lab):
    """A lab that never offers."""

    def offer(self, ai: object) -> Withheld:
        from dealsim.core.codes import Reason

        return Withheld(Reason.BUDGET, 0.0)


def test_a_class_may_decide_in_place_of_the_rules() -> None:
    assert dealsim.play("baseline", game=3).tally["deals"] > 0
    assert dealsim.play("baseline", game=3, lab=Mute).tally["deals"] == 0
    named = dealsim.load("baseline", {"agents.lab": "mute"})
    assert dealsim.play(named, game=3, lab=Mute).tally["deals"] == 0


# --- what they have in common


def test_every_object_reads_well_and_shows_a_small_table(
    baseline: dealsim.Playable, results: dealsim.Run, comparison: dealsim.Comparison
) -> None:
    game = dealsim.play(baseline, game=3)
    for thing, words in (
        (baseline, "Baseline"),
        (results, f"baseline: {GAMES} games, seed 0"),
        (comparison, "A baseline, B baseline protocol=none"),
        (game, "baseline, game 3, seed 0"),
        (results.by_game, f"{GAMES} rows of game, takeover"),
        (game.events, "rows of quarter, lab"),
        (baseline.window(), "deal windows of baseline"),
    ):
        assert words in repr(thing)
        page = thing._repr_html_()
        assert words in page
        assert page.count("<table>") == page.count("</table>")
        assert "object at 0x" not in repr(thing) + page
    assert "11." in repr(results) or "%" in repr(results)


def test_a_number_is_printed_to_the_digits_that_its_interval_allows(
    results: dealsim.Run, comparison: dealsim.Comparison
) -> None:
    for name, each in results.outcomes.items():
        line = str(results[name])
        assert line.startswith(f"{name} ")
        if each.ci95 is None:
            continue
        found = re.search(r"(\S+) \[.*interval (\S+) to ([^ ,]+)", line.replace("−", "-"))
        assert found is not None
        mean, low, high = map(float, found.groups())
        width = each.ci95[1] - each.ci95[0]
        assert mean == pytest.approx(each.mean, abs=width / 20)
        assert (low, high) == pytest.approx(each.ci95, abs=width / 20)
        assert len(line) < 150
    assert repr(comparison["takeover"]).startswith("takeover difference +")
    assert results["takeover"].mean == results.outcomes["takeover"].mean


def test_results_are_drawn_some_of_one_unit_or_all_that_are_shares(
    results: dealsim.Run, comparison: dealsim.Comparison, tmp_path: Path
) -> None:
    assert results["takeover"].plot().figure.axes[0].get_xlabel() == "mean [share]"
    labels = [label.get_text() for label in results.plot().figure.axes[0].get_yticklabels()]
    assert {"takeover", "value of future"} <= {*labels}
    assert comparison.plot("attempts").caption.title == "Differences of B from A"
    assert results["takeover"].plot().save(tmp_path / "t.svg").read_bytes().startswith(b"<?xml")
    with pytest.raises(ValueError, match="wanted some of one unit"):
        results.plot("takeover", "attempts")
    with pytest.raises(KeyError, match="did you mean 'takeover'"):
        results.plot("takover")


def test_nothing_that_a_scenario_says_is_read_as_html(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text("extends: baseline\ntitle: <script>alert(1)</script>\n")
    played = dealsim.load(tmp_path / "w.yaml")
    assert "<script>" not in played._repr_html_()
    assert "&lt;script&gt;" in played._repr_html_()
    assert str(tmp_path) not in repr(dealsim.run(played, games=2))


def test_objects_are_frozen(baseline: dealsim.Playable, results: dealsim.Run, comparison: dealsim.Comparison) -> None:
    for thing, field in ((baseline, "name"), (results, "label"), (comparison, "games")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, field, "another")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: dealsim.run("baseline", games=0), "games: found 0; wanted a whole number from 1 to 100,000,000"),
        (lambda: dealsim.run("baseline", games=2.5), "games: found 2.5"),
        (lambda: dealsim.run("baseline", seed=-1), "seed: found -1"),
        (lambda: dealsim.run("baseline", workers=0), "workers: found 0"),
        (lambda: dealsim.run("baseline", engine="steam"), "engine: found 'steam'; wanted one of batch, mesa"),
        (lambda: dealsim.run("baseline", {"agents.lab": "mute"}), "agents named"),
        (lambda: dealsim.run("nowhere"), "no scenario named 'nowhere'"),
        (lambda: dealsim.play("baseline", game=-1), "game: found -1"),
        (lambda: dealsim.play("baseline", {"agents.lab": "mute"}), "lab=YourLab"),
        (lambda: dealsim.play("baseline", lab=Mute, engine="batch"), "engine: found 'batch'; wanted 'mesa'"),
        (lambda: dealsim.compare("baseline", "no-deals", games=-3), "games: found -3"),
        (lambda: dealsim.load("baseline", protocol="barter"), "protocol"),
        (lambda: dealsim.load("baseline", "protocol=none"), r"wanted a mapping or a list of settings"),
        (lambda: dealsim.load("baseline", {"every_lab.contrl": 0.5}), "did you mean 'control'"),
    ],
)
def test_bad_input_is_a_valueerror_with_a_sentence(wrong: Any, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        wrong()


def test_an_outcome_that_is_misspelt_is_told_with_the_nearest(
    results: dealsim.Run, comparison: dealsim.Comparison
) -> None:
    for thing in (results, comparison):
        with pytest.raises(KeyError, match="did you mean 'takeover'"):
            thing["takover"]
    with pytest.raises(KeyError, match="no outcome 'aligned'"):
        comparison.flipped("aligned")


def test_polars_is_asked_for_where_it_is_missing(results: dealsim.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match="polars is not installed: `pip install polars`"):
        results.to_polars()


def test_what_is_imported_is_what_is_used() -> None:
    """Neither the package nor a run loads a frame library before a frame is asked for, nor Mesa's classes."""
    code = (
        "import sys, dealsim; assert 'numpy' not in sys.modules; r = dealsim.run('baseline', games=4); repr(r);"
        "print(*sorted({'pandas', 'polars', 'matplotlib', 'mesa'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
