"""What is played for claims: each arm once, the same games as anywhere else, and never again what is kept."""

from pathlib import Path

import numpy as np
import pytest

from dealsim.api import compare, load
from dealsim.core.codes import Kind
from dealsim.engine import play_games, play_one
from dealsim.engine.forming import form_minds
from dealsim.evidence.claims import playing
from dealsim.evidence.claims.ledger import Ledger, LedgerSums
from dealsim.evidence.claims.loading import ReadyClaim, Sizes
from dealsim.evidence.claims.playing import Folder, Kept, Nowhere, by_round, pieces_of, play
from dealsim.measure.claim_measures import GAMES, KINDS, measure_of, names_of_measures
from dealsim.scenario import load_worlds
from dealsim.work.processes import Processes
from tests.evidence.claims.planted import TAKEOVER, claim
from tests.for_each import for_each

SMALL = Sizes(games=1100, worlds=24, games_per_world=16)  # more than a block, and more than a piece of a sample
BOTH = {"worlds": ["small.yaml", "unsure.yaml"]}
MINDS = {"measure": "honesty of minds", "direction": "stays"}


def ledger(ready: ReadyClaim, kept: Kept | None = None, workers: Processes | None = None) -> Ledger:
    """Return what is found of a claim by games that are played."""
    book = LedgerSums([ready], SMALL, 3, 10)
    for together in by_round(play(pieces_of([ready], SMALL, 3), kept or Nowhere(), workers)):
        book.add(together)
    return book.ledger(0)


def numbers(found: Ledger) -> list[object]:
    """Return all numbers of a ledger."""
    parts = [part for each in found.claims for part in each.parts]
    return [[*((tried.effect, tried.judged) for tried in part.tried), part.dependence] for part in parts]


def test_an_effect_is_the_difference_that_compare_finds(tmp_path: Path) -> None:
    ready = claim(tmp_path, SMALL, predictions={"a": TAKEOVER, "b": TAKEOVER | {"measure": "attempts"}})
    one, other = (load(str(tmp_path / "small.yaml"), {"every_lab.control": control}) for control in (0.1, 0.9))
    told = compare(one, other, games=SMALL.games, seed=3)
    for part in ledger(ready).claims[0].parts:
        effect, other = part.tried[0].effect, told[part.part.measure.name]
        assert effect.change == other.difference
        assert effect.ci95 == other.ci95


def test_processes_play_what_one_plays(tmp_path: Path) -> None:
    ready = claim(tmp_path, SMALL, **BOTH)
    with Processes(2) as workers:
        assert numbers(ledger(ready, workers=workers)) == numbers(ledger(ready))


def test_what_is_kept_is_not_played_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = claim(tmp_path / "claim", SMALL, predictions={"a": TAKEOVER, "b": MINDS}, **BOTH)
    first = ledger(ready, Folder(tmp_path))
    monkeypatch.setattr(playing, "play_piece", lambda *_: pytest.fail("played again"))
    assert numbers(ledger(ready, Folder(tmp_path))) == numbers(first)


def test_a_kept_file_that_was_damaged_is_played_again(tmp_path: Path) -> None:
    ready = claim(tmp_path / "claim", SMALL, **BOTH)
    first = ledger(ready, Folder(tmp_path))
    files = sorted(tmp_path.glob("*.parquet"))
    files[0].write_bytes(files[0].read_bytes()[:50])
    files[1].unlink()
    assert numbers(ledger(ready, Folder(tmp_path))) == numbers(first)
    assert sorted(tmp_path.glob("*.parquet")) == files


def test_a_measure_more_is_another_piece(tmp_path: Path) -> None:
    one = claim(tmp_path / "one", SMALL)
    two = claim(tmp_path / "two", SMALL, predictions={"a": TAKEOVER, "b": TAKEOVER | {"measure": "deals"}})
    names = [{piece.name for piece in pieces_of([ready], SMALL, 0)} for ready in (one, two)]
    assert not names[0] & names[1]


def test_pieces_cover_every_game_once_and_rounds_go_together(tmp_path: Path) -> None:
    pieces = pieces_of([claim(tmp_path, SMALL, **BOTH)], SMALL, 0)
    for key in {piece.arm.key for piece in pieces}:
        own = [piece for piece in pieces if piece.arm.key == key]
        ends = [piece.first + piece.games for piece in own]
        assert [piece.first for piece in own] == [0, *ends[:-1]]
        assert ends[-1] == (SMALL.games if not own[0].arm.worlds.uncertain else SMALL.worlds * SMALL.games_per_world)
    assert [piece.round for piece in pieces] == sorted(piece.round for piece in pieces)


def test_minds_that_are_only_formed_are_those_of_the_games(baseline: object) -> None:
    worlds = load_worlds("baseline")
    minds = form_minds(worlds, 5, 8, 4)
    for game in range(4):
        played = play_one(worlds, 5, 8 + game).minds
        firsts = played[played["generation"] == 1]
        assert {mind.tobytes() for mind in firsts if mind["born"] == 0} == {mind.tobytes() for mind in minds[game]}


def test_shares_of_kinds_add_up_to_one() -> None:
    minds = form_minds(load_worlds("baseline"), 0, 0, 256).reshape(-1)
    shares = {}
    for word, kind in KINDS.items():
        if kind is not None:
            measure = measure_of(f"share of {word}")
            assert measure is not None
            shares[kind] = measure.of(minds, 3, 40).mean()
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares[Kind.SCHEMER] == (minds["kind"] == Kind.SCHEMER).mean()


def test_a_dial_of_a_kind_is_undefined_of_every_other_mind() -> None:
    minds = form_minds(load_worlds("baseline"), 0, 0, 256).reshape(-1)
    measure = measure_of("honesty of schemers")
    assert measure is not None
    values = measure.of(minds, 3, 40)
    assert np.array_equal(np.isnan(values), minds["kind"] != Kind.SCHEMER)
    assert np.nanmean(values) == minds["honesty"][minds["kind"] == Kind.SCHEMER].mean()


def test_attempts_are_taken_apart_by_how_they_end() -> None:
    tallies = play_games(load_worlds("pessimist"), 256, 0)
    values = {name: GAMES[name].of(tallies, 3, 40) for name in ("success_rate", "caught_rate", "attempt_time")}
    some = tallies["attempts"] > 0
    assert some.any()
    for each in values.values():
        assert np.array_equal(np.isnan(each), ~some)
    assert np.array_equal(values["success_rate"][some] * tallies["attempts"][some], tallies["takeover"][some])
    assert (values["success_rate"] + values["caught_rate"])[some].max() <= 1.0
    ended = some & (tallies["takeover"] > 0) & (tallies["attempts"] == 1) & (tallies["escapes"] == 0)
    assert ended.any()
    assert np.array_equal(values["attempt_time"][ended], tallies["takeover_quarter"][ended])


@for_each("name", names_of_measures())
def test_every_measure_has_a_range_and_a_smallest_effect_within_it(name: str) -> None:
    measure = measure_of(name)
    assert measure is not None
    low, high = measure.outcome.within
    assert 0.0 < measure.smallest < high - low
