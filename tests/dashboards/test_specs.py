"""Specs side by side: the numbers of `dealsim compare`, each compared with the first."""

from itertools import count

import pytest

import dealsim
from dashboards.address import View
from dashboards.compare import FIRST, explored, specs_of
from dashboards.games import Stopped
from dashboards.sides import Side
from dashboards.spec_rows import (
    MINDS,
    SPEC,
    SpecResult,
    arms_of,
    frontier_figure,
    frontier_option,
    main_outcomes,
    outcomes_table,
    qualities_table,
    specs_csv,
)
from dealsim.measure.outcomes import OUTCOMES

GAMES = 128


@pytest.fixture(name="arms", scope="module")
def _arms() -> tuple[SpecResult, ...]:
    *_, last = arms_of(Side(), FIRST, GAMES, 0, lambda: True)
    return last


def test_each_spec_is_held_against_the_first_as_compare_does(arms: tuple[SpecResult, ...]) -> None:
    sides = [dealsim.load("baseline", {SPEC: name}) for name in FIRST[:2]]
    paired = dealsim.compare(sides[0], sides[1], games=GAMES)
    assert dict(arms[1].answer.differences) == dict(paired.outcomes)
    assert all(each.difference in (0.0, None) for each in arms[0].answer.differences.values())


def test_specs_come_one_by_one_and_stop_when_nobody_waits() -> None:
    assert [len(arms) for arms in arms_of(Side(), FIRST, GAMES, 0, lambda: True)] == [1, 2, 3]
    asked = count()
    with pytest.raises(Stopped):
        list(arms_of(Side(), FIRST, 100_000, 0, lambda: next(asked) < 2))


def test_tables_have_a_column_for_each_spec(arms: tuple[SpecResult, ...]) -> None:
    for table in (outcomes_table(arms, main_outcomes()), outcomes_table(arms, MINDS), qualities_table(arms)):
        assert table.split("</thead>")[0].count("<th ") == 1 + len(arms)
    assert "0.85" in qualities_table(arms)  # how much humble wants of risk aversion
    assert not set(MINDS) & set(main_outcomes())


def test_the_frontier_has_a_point_for_each_spec_with_a_takeover(arms: tuple[SpecResult, ...]) -> None:
    option = frontier_option(arms, dark=True)
    assert [each["name"] for each in option["series"] if each["type"] == "scatter"] == [arm.spec.title for arm in arms]
    assert frontier_figure(arms, 0, "svg").startswith(b"<?xml")
    assert specs_csv(arms, 0).decode().count("\n") == 1 + len(arms) * len(OUTCOMES)


def test_an_address_names_specs_and_what_is_none_is_told() -> None:
    assert specs_of(View()) == (FIRST, ())
    names, wrong = specs_of(View(more=(("specs", "humble,../x,blank,humble"),)))
    assert names == ("humble", "blank")
    assert len(wrong) == 1


def test_a_spec_opens_on_explore_against_the_first(arms: tuple[SpecResult, ...]) -> None:
    view = explored(View(), arms[0], arms[1])
    assert view.pinned.settings == (f"{SPEC}={FIRST[0]}",)
    assert view.now.settings == (f"{SPEC}={FIRST[1]}",)
