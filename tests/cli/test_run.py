"""`dealsim run`: what it prints, what it writes, and that the same seed gives the same bytes."""

import functools
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from dealsim import api, engine, load_scenario, summarise
from dealsim.api import Run
from dealsim.api.rows import outcome_in_words
from dealsim.cli import playing
from dealsim.cli.outcome_table import outcome_table, print_outcomes
from dealsim.cli.playing import Clock, Player
from dealsim.measure.naming import MAIN, NAMES
from dealsim.measure.outcomes import OUTCOMES, Summary
from dealsim.scenario import ScenarioTables, tabulate
from tests.cli.programs import call, finish, start, wait_for

GOLDEN = Path(__file__).parents[1] / "golden" / "run-baseline-64.txt"


def document(*words: str) -> dict[str, Any]:
    """Return the document that `dealsim run baseline ... --json` prints."""
    result = call("run", "baseline", *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return dict(json.loads(result.stdout))


@functools.cache
def small_run() -> Run:
    """Return a few games."""
    return api.run("baseline", games=8)


def plain(table: Table, columns: int) -> str:
    """Return a table as a terminal of so many columns shows it."""
    console = Console(width=columns, file=StringIO())
    with console.capture() as page:
        console.print(table)
    return page.get()


# --- what it prints


def test_the_table_of_the_baseline_is_the_golden_one() -> None:
    """A golden text. `DEALSIM_GOLDEN=write pytest` writes it anew; a change needs a [MODEL] line in the CHANGELOG."""
    result = call("run", "baseline", "--games", "64", "--all")
    assert (result.exit_code, result.stderr) == (0, "")
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        GOLDEN.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == GOLDEN.read_text(encoding="utf-8")
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) < 80
    assert lines == [line.rstrip() for line in lines]


def test_a_wide_terminal_says_what_each_outcome_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[print_outcomes.__module__], "WIDE", 80)
    page = call("run", "baseline", "--games", "8").stdout
    assert "contracts signed" in page


def test_the_page_shows_the_main_outcomes_by_name_and_others_on_demand() -> None:
    page = call("run", "baseline", "--games", "8").stdout
    assert sum(f"\n{name} " in page for name in NAMES.values()) == len(MAIN) < len(OUTCOMES)
    assert page.splitlines()[2].startswith("An AI takes over in ")
    one = call("run", "baseline", "--games", "8", "--outcome", "refused_price", "--outcome", "honest labour").stdout
    assert [line.split("  ")[0] for line in one.splitlines() if line.endswith("     8")] == [
        "refused price",
        "honest labour",
    ]
    wrong = call("run", "baseline", "--outcome", "takovr")
    assert wrong.exit_code == 2
    assert "did you mean 'takeover'?" in wrong.stderr


@pytest.mark.parametrize("columns", [30, 45, 60, 80, 100, 160])
def test_a_mean_is_whole_however_narrow_the_terminal(columns: int) -> None:
    document = small_run().document
    text = plain(outcome_table(document, MAIN, columns), columns)
    for name in MAIN:
        assert outcome_in_words(name, document.outcomes[name].mean, None)[0] in text
    assert "…" not in text


def test_a_missing_mean_has_a_dash_and_a_reason() -> None:
    lines = call("run", "baseline", "--games", "20", "--all", "--set", "protocol=none").stdout.splitlines()
    (row,) = (line for line in lines if line.split()[:1] == ["deal_rate"])
    assert row.split() == ["deal_rate", "–", "–", "0"]
    assert any(line.startswith("undefined without a negotiation: deal_rate, ") for line in lines)
    assert any(line.startswith("undefined without a contract: sincere_rate") for line in lines)


def test_it_ends_with_a_command_that_tells_one_of_these_very_games() -> None:
    last = call("run", "baseline", "--games", "2", "--seed", "5", "--set", "protocol=none").stdout.splitlines()[-1]
    told = last.partition(": dealsim ")[2].split()
    assert told == ["story", "baseline", "--game", "1", "--seed", "5", "--set", "protocol=none"]
    assert call(*told).exit_code == 0


def test_a_title_is_no_markup(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(
        "title: '[red]Odd[/red] :smile:'\nlabs: {a: {}}\nhorizon: 2\nplans: {p: {difficulty: 0.5, prize: 1.0}}\n"
    )
    assert call("run", str(tmp_path / "odd.yaml"), "--games", "2").stdout.startswith("[red]Odd[/red] :smile:")


# --- the document


def test_json_is_one_document_on_standard_output_and_fits_its_schema() -> None:
    code, out, err = finish(start("run", "baseline", "--games", "64", "--seed", "9", "--json"))
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert list(told) == ["scenario", "games", "seed", "engine", "outcomes", "counts", "version"]
    assert (told["scenario"], told["games"], told["seed"], told["engine"]) == ("baseline", 64, 9, "batch")
    jsonschema.validate(told, json.loads(call("schema", "results").stdout))


def test_the_document_holds_what_the_outcomes_say(baseline_tables: ScenarioTables) -> None:
    told = document("--games", "64")
    ours = summarise(engine.play_games(baseline_tables, 64, 0), labs=3, horizon=40)
    assert list(told["outcomes"]) == list(OUTCOMES)
    for name, estimate in told["outcomes"].items():
        assert estimate["mean"] == ours[name].mean
        assert estimate["games"] == ours[name].games
        assert estimate["ci95"] == (None if ours[name].ci95 is None else list(ours[name].ci95))
    deals = told["outcomes"]["deals"]["mean"] * 64
    assert told["counts"]["deals"] == pytest.approx(deals)


def test_an_undefined_mean_is_null() -> None:
    outcomes = document("--games", "5", "--set", "protocol=none")["outcomes"]
    assert outcomes["deal_rate"] == {"mean": None, "se": None, "ci95": None, "games": 0}


def test_one_game_is_enough() -> None:
    outcomes = document("--games", "1")["outcomes"]
    assert (outcomes["deals"]["se"], outcomes["deals"]["ci95"]) == (None, None)


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_workers() -> None:
    words = ("run", "baseline", "--games", "2500", "--json", "--workers")
    one, two, three = (call(*words, workers).stdout for workers in ("1", "2", "3"))
    assert one == two == three
    assert one != call(*words, "1", "--seed", "1").stdout


def test_both_engines_give_the_same_numbers() -> None:
    words = ("--games", "30", "--seed", "4")
    assert document(*words) == document(*words, "--engine", "mesa") | {"engine": "batch"}


def test_a_setting_changes_the_world() -> None:
    careful, careless = (document("--games", "64", "--set", f"safety.base_defence={d}") for d in ("2.0", "-2.0"))
    assert careful["counts"]["attempts"] != careless["counts"]["attempts"]


# --- playing


def one_by_one(tables: ScenarioTables, games: int) -> Iterator[NDArray[np.void]]:
    """Yield the tallies of games, each as a piece of its own."""
    for game in range(games):
        yield engine.play_one(tables, 0, game).tally.reshape(1)


@pytest.mark.parametrize("sizes", [[1] * 1500, [1024, 476], [700, 700, 100], [1500]])
def test_blocks_are_the_same_whatever_the_pieces(baseline_tables: ScenarioTables, sizes: list[int]) -> None:
    games = engine.play_games(baseline_tables, 1500, 0)
    cuts = np.cumsum(sizes)[:-1]
    blocks = list(Player(iter(np.split(games, cuts)), 1500).blocks())
    assert [len(block) for block in blocks][:-1] == [engine.BLOCK] * (len(blocks) - 1)
    assert np.concatenate(blocks).tobytes() == games.tobytes()


def test_what_a_game_raises_is_raised_where_the_games_are_wanted() -> None:
    def fail() -> Iterator[NDArray[np.void]]:
        raise MemoryError
        yield

    with pytest.raises(MemoryError):
        next(Player(fail(), 10).blocks())


@pytest.fixture
def heard() -> Iterator[None]:
    """Hear Ctrl-C as on a terminal: a shell that starts this in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_an_interrupt_leaves_the_games_that_are_finished(baseline_tables: ScenarioTables) -> None:
    def interrupted() -> Iterator[NDArray[np.void]]:
        yield from one_by_one(baseline_tables, 7)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)

    summary = Summary(3, 40)
    player = Player(interrupted(), 1000)
    for block in player.blocks():
        summary.add(block)
    assert summary.games == 7
    assert player.at_work()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("heard")
def test_the_second_interrupt_breaks_off() -> None:
    calls: list[str] = []
    with playing.interrupts(lambda: calls.append("stop")):
        signal.raise_signal(signal.SIGINT)
        assert calls == ["stop"]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert calls == ["stop"]


def test_games_can_be_played_outside_the_main_thread(baseline_tables: ScenarioTables) -> None:
    played: list[int] = []

    def play() -> None:
        played.extend(len(block) for block in Player(engine.play_blocks(baseline_tables, 10, 0, 1), 10).blocks())

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    assert played == [10]


def test_only_a_very_long_run_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    clocks = [Clock(games) for games in (1000, 1_000_000, 100_000_000)]
    now[0] = 10.0
    brief, long, absurd = (clock.warning(100) for clock in clocks)
    assert brief is None
    assert long == "About 28 hours to go at 10 games a second; Ctrl-C shows those that are finished."
    assert absurd is not None
    assert "About 116 days" in absurd
    assert [clock.warning(100) for clock in clocks] == [None, None, None]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGINT between processes")
def test_ctrl_c_shows_what_is_finished(tmp_path: Path) -> None:
    out = tmp_path / "results"
    process = start("run", "baseline", "--games", "10000000", "--workers", "1", "--out", str(out))
    wait_for(out)
    time.sleep(2.0)  # some of the games, or none: either will do
    process.send_signal(signal.SIGINT)
    code, told, err = finish(process)
    assert code == 130
    # after or before the first game: a slow machine may still be compiling
    assert err.startswith(("Interrupted after ", "Interrupted; "))
    assert not told or "interrupted: " in told.splitlines()[0]
    assert list(out.iterdir()) == []


def test_the_summary_of_an_interrupted_run_is_that_of_fewer_games(baseline_tables: ScenarioTables) -> None:
    def stopped() -> Iterator[NDArray[np.void]]:
        yield from one_by_one(baseline_tables, 12)

    summary = Summary(3, 40)
    for block in Player(stopped(), 1000).blocks():
        summary.add(block)
    fewer = summarise(engine.play_games(tabulate(load_scenario("baseline")), 12, 0), labs=3, horizon=40)
    assert summary.estimates() == fewer


def test_an_uncertain_scenario_says_what_is_drawn_and_what_comes_of_the_world() -> None:
    settings = ("--set", "every_lab.enforcement=0.2 to 0.8", "--set", "horizon=8")
    page = call("run", "baseline", "--games", "32", *settings).stdout
    assert "32 games in 2 worlds" in page
    assert "drawn separately in each world: every_lab.enforcement 0.2 to 0.8" in " ".join(page.split())
    told = document("--games", "32", *settings)
    assert (told["worlds"], told["uncertain"]) == (2, {"every_lab.enforcement": "0.2 to 0.8"})
    assert told["outcomes"]["labour"]["worlds"] == 2
    many = " ".join(call("run", "plausible", "--games", "16", "--set", "horizon=4").stdout.split())
    assert "and 20 more (--json names them)" in many
