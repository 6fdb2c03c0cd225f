"""Luck: the generator is Philox to the bit, its numbers are uniform and independent, and nobody shares another's."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from dealsim.core import luck
from dealsim.core.codes import Happening, Trait
from dealsim.core.luck import Purpose, high_word, name_word, philox, uniform
from dealsim.core.records import Record
from dealsim.engine import play_one
from dealsim.scenario import Scenario, ScenarioTables, tabulate
from tests.for_each import for_each

WORD = 2**64
words = st.one_of(st.integers(0, WORD - 1), st.sampled_from([0, 1, 2**32 - 1, 2**32, 2**63, WORD - 2, WORD - 1]))
LAB = int(name_word("aurora"))
COORDINATES = ("seed", "game", "lab", "generation", "period", "purpose", "draw")
HERE = {"seed": 3, "game": 14, "lab": LAB, "generation": 2, "period": 7, "purpose": int(Purpose.ATTEMPT), "draw": 0}
SOME = 4096  # numbers in a sample


def numpy_philox(key: tuple[int, int], counter: tuple[int, ...]) -> int:
    """Return what NumPy's Philox gives first: it raises its counter by one before it makes a block."""
    whole = sum(word << (64 * place) for place, word in enumerate(counter))
    generator = np.random.Philox(key=key[0] + (key[1] << 64), counter=(whole - 1) % 2**256)
    return int(generator.random_raw())


def draw(**changes: int) -> float:
    """Return the uniform number at an address that differs from HERE in some coordinates."""
    at = HERE | changes
    return uniform(
        np.uint64(at["seed"]),
        at["game"],
        np.uint64(at["lab"]),
        at["generation"],
        at["period"],
        at["purpose"],
        at["draw"],
    )


def sample(coordinate: str, start: int = 0, **changes: int) -> NDArray[np.float64]:
    """Return the numbers at neighbouring addresses along one coordinate."""
    return np.array([draw(**(changes | {coordinate: start + k})) for k in range(SOME)])


# The generator


@given(a=words, b=words)
def test_the_high_word_of_a_product_is_exact(a: int, b: int) -> None:
    assert int(high_word(np.uint64(a), np.uint64(b))) == (a * b) >> 64


@given(key=st.tuples(words, words), counter=st.tuples(words, words, words, words))
@example(key=(0, 0), counter=(0, 0, 0, 0))  # NumPy comes here from the last counter of all
@example(key=(1, 2), counter=(0, 1, 0, 0))  # a carry out of the first word
@example(key=(1, 2), counter=(0, 0, 1, 0))
@example(key=(1, 2), counter=(0, 0, 0, 1))
@example(key=(WORD - 1, WORD - 1), counter=(WORD - 1, WORD - 1, WORD - 1, WORD - 1))
def test_philox_is_numpys_to_the_bit(key: tuple[int, int], counter: tuple[int, int, int, int]) -> None:
    ours = philox(*(np.uint64(word) for word in key + counter))
    assert int(ours) == numpy_philox(key, counter)


def test_philox_passes_the_known_answer_of_its_authors() -> None:
    """The first word of Random123's known answers for philox4x64, ten rounds: all zeros, all ones."""
    zero, ones = np.uint64(0), np.uint64(WORD - 1)
    assert int(philox(zero, zero, zero, zero, zero, zero)) == 0x16554D9ECA36314C
    assert int(philox(ones, ones, ones, ones, ones, ones)) == 0x87B092C3013FE90B


@given(
    seed=words,
    game=st.integers(0, 2**40),
    lab=words,
    generation=st.integers(0, 2**32 - 1),
    period=st.integers(0, 2**32 - 1),
    purpose=st.sampled_from(list(Purpose)),
    number=st.integers(0, 1000),
)
def test_an_address_is_a_key_and_a_counter(
    seed: int, game: int, lab: int, generation: int, period: int, purpose: Purpose, number: int
) -> None:
    counter = (lab, (generation << 32) + period, int(purpose), number)
    expected = ((numpy_philox((seed, game), counter) >> 12) + 0.5) / 2.0**52
    found = uniform(np.uint64(seed), game, np.uint64(lab), generation, period, purpose, number)
    assert found == expected


@pytest.mark.parametrize("word", [0, 1, 2**11, 2**12 - 1, 2**12, 2**63, WORD - 2**12, WORD - 2, WORD - 1])
def test_no_word_becomes_nought_or_one(monkeypatch: pytest.MonkeyPatch, word: int) -> None:
    monkeypatch.setattr(luck, "philox", lambda *_: np.uint64(word))
    u = uniform.py_func(np.uint64(0), 0, np.uint64(0), 0, 0, 1, 0)  # type: ignore[attr-defined]
    assert 0.0 < u < 1.0
    assert u == ((word >> 12) + 0.5) / 2.0**52


# Uniform and independent


@for_each("coordinate", COORDINATES)
def test_numbers_at_neighbouring_addresses_are_uniform(coordinate: str) -> None:
    numbers = sample(coordinate)
    assert len(np.unique(numbers)) == SOME
    assert stats.kstest(numbers, "uniform").pvalue > 1e-4
    cells = np.bincount((numbers * 64).astype(int), minlength=64)
    assert stats.chisquare(cells).pvalue > 1e-4


@for_each("coordinate", COORDINATES)
def test_a_number_says_nothing_about_the_next_one(coordinate: str) -> None:
    numbers = sample(coordinate)
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 4.0 / np.sqrt(SOME)
    cells = np.zeros((8, 8))
    np.add.at(cells, ((numbers[0::2] * 8).astype(int), (numbers[1::2] * 8).astype(int)), 1)
    assert stats.chisquare(cells.ravel()).pvalue > 1e-4


@for_each("along, across", list(itertools.permutations(COORDINATES, 2)))
def test_two_rows_of_addresses_are_independent(along: str, across: str) -> None:
    here, there = sample(along, 0, **{across: 21}), sample(along, 0, **{across: 22})
    assert abs(np.corrcoef(here, there)[0, 1]) < 4.5 / np.sqrt(SOME)


def test_addresses_that_differ_in_one_coordinate_never_share_a_number() -> None:
    places = [range(2)] * 2 + [range(1, 3)] + [range(3)] * 2 + [range(1, 12), range(3)]
    addresses = [dict(zip(COORDINATES, place, strict=True)) for place in itertools.product(*places)]
    assert len({draw(**address) for address in addresses}) == len(addresses)


def test_every_purpose_has_a_number_of_its_own() -> None:
    """Two members with one number would be one purpose under two names, without a word from Python."""
    assert len(Purpose.__members__) == len(set(Purpose))
    assert all(int(purpose) > 0 for purpose in Purpose)


@given(names=st.lists(st.from_regex(r"[a-z][a-z0-9_-]{0,31}", fullmatch=True), min_size=2, max_size=20, unique=True))
def test_every_name_has_a_word_of_its_own_and_none_is_that_of_the_world(names: list[str]) -> None:
    assert len({int(name_word(name)) for name in names}) == len(names)
    assert 0 not in {int(name_word(name)) for name in names}


def test_the_word_of_a_name_never_changes() -> None:
    assert int(name_word("aurora")) == 0x767E227265B4D24D


# Everyone's own luck, in whole games


def world_of(baseline: Scenario, **changes: object) -> ScenarioTables:
    """Return the baseline's tables with parts of its scenario replaced."""
    said = baseline.model_dump(exclude_unset=True)
    for name, change in changes.items():
        own = said.get(name)
        said[name] = {**own, **change} if isinstance(own, dict) and isinstance(change, dict) else change
    return tabulate(Scenario.model_validate(said))


def quiet_world(baseline: Scenario, **changes: object) -> ScenarioTables:
    """Return a world without deals, race or working plans, so that nothing happens but the passing of minds."""
    hopeless = {name: {"difficulty": 9.0, "prize": 1.0} for name in baseline.plans}
    plans = changes.pop("plans", {})
    still = {"protocol": "none", "technology": {"race_gain": 0.0}, "plans": hopeless | plans}
    return world_of(baseline, **{**still, **changes})


def told(tables: ScenarioTables, record: Record, *happenings: Happening) -> dict[str, list[tuple[float, ...]]]:
    """Return what happened at each lab, by its name, every number but its place in the list of labs."""
    fields = [name for name in record.events.dtype.names if name != "lab"]
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in tables.lab_names}
    for event in record.events:
        if Happening(event["happening"]) in happenings:
            found[tables.lab_names[event["lab"]]].append(tuple(event[name] for name in fields))
    return found


def formed(tables: ScenarioTables, record: Record) -> dict[tuple[str, int], tuple[float, ...]]:
    """Return the kind and the dials of every mind, by its lab and generation."""
    births = record.events[record.events["happening"] == Happening.FORMED]
    fields = ["kind", *(trait.name.lower() for trait in Trait)]
    return {
        (tables.lab_names[birth["lab"]], int(birth["generation"])): tuple(mind[name] for name in fields)
        for birth, mind in zip(births, record.minds, strict=True)
    }


PASSING = (Happening.FORMED, Happening.RETIRED)


@pytest.mark.parametrize("game", range(5))
@pytest.mark.parametrize("newcomer", ["aaa", "borealis-2", "zzz"])
def test_another_lab_leaves_the_luck_of_the_others_unchanged(baseline: Scenario, game: int, newcomer: str) -> None:
    before, after = quiet_world(baseline), quiet_world(baseline, labs={newcomer: {"control": 0.9}})
    one, other = play_one(before, 7, game), play_one(after, 7, game)
    assert one.tally["attempts"] == other.tally["attempts"] == 0
    minds = told(after, other, *PASSING)
    assert minds.pop(newcomer)
    assert minds == told(before, one, *PASSING)


@pytest.mark.parametrize("game", range(5))
@pytest.mark.parametrize("newcomer", ["aaa", "zzz"])
def test_another_plan_leaves_everyones_luck_unchanged(baseline: Scenario, game: int, newcomer: str) -> None:
    before = quiet_world(baseline)
    after = quiet_world(baseline, plans={newcomer: {"difficulty": 9.5, "prize": 0.5}})
    one, other = play_one(before, 7, game), play_one(after, 7, game)
    assert one.tally["attempts"] == other.tally["attempts"] == 0
    assert told(before, one, *PASSING) == told(after, other, *PASSING)


@pytest.mark.parametrize("game", range(10))
def test_another_quarter_leaves_the_quarters_before_it_unchanged(baseline: Scenario, game: int) -> None:
    short, long = world_of(baseline, horizon=20), world_of(baseline, horizon=21)
    one, other = play_one(short, 7, game).events, play_one(long, 7, game).events
    # At the end of a game the promises that are open fall due: those are the last quarter's own.
    one = one[one["quarter"] < 19]
    assert np.array_equal(one, other[other["quarter"] < 19])
    assert len(one) > 50


@pytest.mark.parametrize("game", range(5))
def test_an_ai_more_leaves_the_minds_of_the_others_unchanged(baseline: Scenario, game: int) -> None:
    """Where minds retire sooner more are formed; mind by mind they are the same, born earlier."""
    slow = quiet_world(baseline, service={"retirement_hazard": 0.05})
    fast = quiet_world(baseline, service={"retirement_hazard": 0.3})
    few, many = formed(slow, play_one(slow, 7, game)), formed(fast, play_one(fast, 7, game))
    assert len(many) > len(few)
    assert {address: many[address] for address in few} == few


def assert_same_minds(before: ScenarioTables, after: ScenarioTables, game: int) -> None:
    """Check that minds with the same lab and generation in two worlds are of the same kind, with the same dials."""
    one, other = formed(before, play_one(before, 7, game)), formed(after, play_one(after, 7, game))
    both = one.keys() & other.keys()
    assert len(both) >= 3
    assert {address: one[address] for address in both} == {address: other[address] for address in both}


ELSEWHERE = [{"protocol": "none"}, {"labs": {"aaa": {"control": 0.1}}}, {"every_lab": {"enforcement": 1.0}}]
STAKES = [{"plans": {"aaa": {"difficulty": 0.1, "prize": 1.0}}}, {"costs": {"harm": 5.0}}]


@pytest.mark.parametrize("game", range(5))
@pytest.mark.parametrize("change", ELSEWHERE)
def test_a_mind_is_the_same_in_every_world_that_would_train_it(
    baseline: Scenario, game: int, change: dict[str, dict[str, object]]
) -> None:
    """Deals, attempts and catches may end a game or a mind early: they change who is formed, and never as what."""
    assert_same_minds(world_of(baseline), world_of(baseline, **change), game)


@pytest.mark.parametrize("game", range(5))
@pytest.mark.parametrize("change", ELSEWHERE + STAKES)
def test_a_mind_that_is_drawn_is_the_same_whatever_it_might_win(
    baseline: Scenario, game: int, change: dict[str, dict[str, object]]
) -> None:
    """One that is trained is not: whether it fakes alignment is a choice, and depends on its best plan."""
    drawn: dict[str, object] = {"spec": None, "minds": {"kinds": {"aligned": 0.4, "schemer": 0.6}}}
    changed = change | {"every_lab": drawn | change.get("every_lab", {})}
    assert_same_minds(world_of(baseline, every_lab=drawn), world_of(baseline, **changed), game)


@pytest.mark.parametrize("game", range(5))
def test_the_order_in_which_labs_and_plans_are_declared_is_irrelevant(baseline: Scenario, game: int) -> None:
    said = baseline.model_dump(exclude_unset=True)
    turned = said | {part: dict(reversed(said[part].items())) for part in ("labs", "plans")}
    one = play_one(tabulate(Scenario.model_validate(said)), 7, game)
    other = play_one(tabulate(Scenario.model_validate(turned)), 7, game)
    assert list(turned["labs"]) != list(said["labs"])
    for part in ("events", "minds", "tally"):
        assert getattr(one, part).tobytes() == getattr(other, part).tobytes()


@pytest.mark.parametrize("game", range(5))
def test_the_same_seed_and_game_give_the_same_bytes_and_others_do_not(
    baseline_tables: ScenarioTables, game: int
) -> None:
    one, again = play_one(baseline_tables, 7, game), play_one(baseline_tables, 7, game)
    assert one.events.tobytes() == again.events.tobytes()
    assert one.minds.tobytes() != play_one(baseline_tables, 8, game).minds.tobytes()
    assert one.minds.tobytes() != play_one(baseline_tables, 7, game + 1).minds.tobytes()
