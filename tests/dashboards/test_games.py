"""Games of a page: the numbers of `dealsim run` and `dealsim compare`, a first answer soon, and none for nobody."""

from itertools import count

import pytest

import dealsim
from dashboards import games
from dashboards.games import Stopped, TallyCache, answers, stages, tallies_of
from dashboards.sides import Side, load

GUARANTORS = Side("baseline", ("every_lab.enforcement=0.9",))


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(games, "SHELF", TallyCache())


def always() -> bool:
    """Somebody waits."""
    return True


@pytest.mark.parametrize(("now", "pinned"), [(GUARANTORS, Side()), (Side("plausible"), Side("baseline"))])
def test_the_numbers_are_those_of_run_and_compare(now: Side, pinned: Side) -> None:
    *_, last = answers(load(now), load(pinned), 64, 3, always)
    alone = dealsim.run(now.world, now.settings, games=64, seed=3)
    paired = dealsim.compare(
        dealsim.load(pinned.world, pinned.settings), dealsim.load(now.world, now.settings), games=64, seed=3
    )
    assert {name: each.mean for name, each in last.now.items()} == {
        name: each.mean for name, each in alone.document.outcomes.items()
    }
    assert dict(last.differences) == dict(paired.outcomes)


def test_a_first_answer_comes_after_few_games_and_the_last_has_all() -> None:
    assert [*stages(2048)] == [512, 2048]
    assert [*stages(32768)] == [512, 2048, 8192, 32768]
    assert [*stages(100)] == [100]


def test_games_that_are_known_are_not_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = load(Side())
    first = tallies_of(worlds, 256, 0, always)
    monkeypatch.setattr(games, "play_block", lambda *_: pytest.fail("played again"))
    assert (tallies_of(worlds, 128, 0, always) == first[:128]).all()


def test_what_is_played_later_goes_on_where_the_first_games_ended() -> None:
    worlds = load(Side())
    tallies_of(worlds, 100, 0, always)
    together = tallies_of(worlds, 300, 0, always)
    games.SHELF = TallyCache()
    assert (together == tallies_of(worlds, 300, 0, always)).all()


def test_games_for_which_nobody_waits_are_given_up() -> None:
    asked = count()
    with pytest.raises(Stopped):
        tallies_of(load(Side()), 100_000, 0, lambda: next(asked) < 2)
    assert next(asked) < 6


def test_a_shelf_forgets_what_was_asked_for_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(games, "KEPT", 2)
    tallies = tallies_of(load(Side()), 8, 0, always)
    shelf = TallyCache()
    for seed in range(3):
        shelf.put(("world", seed), tallies)
    assert shelf.take(("world", 0)) is None
    assert shelf.take(("world", 2)) is not None
