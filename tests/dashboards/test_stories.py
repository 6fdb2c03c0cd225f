"""A game on a page is the game that `dealsim story` tells."""

import pytest

from dashboards.games import tallies_of
from dashboards.sides import Side, load
from dashboards.stories import PARTED, SORTS, WORK, next_game, tell, work_by_quarter
from dashboards.story_rows import legend, signs, text_of, time_line
from dashboards.words import all_words
from dealsim.core.codes import Happening
from dealsim.game.story import story_of

NO_DEALS = Side("baseline", ("protocol=none",))


def test_the_page_tells_what_the_command_tells() -> None:
    told, other = tell(Side(), Side(), 0, 3)
    assert told.story == story_of(load(Side()).tables_of_median, 0, 3)
    assert other is None


def test_two_sides_are_alike_up_to_where_they_part() -> None:
    now, pinned = tell(NO_DEALS, Side(), 0, 3)
    assert pinned is not None
    assert now.alike == pinned.alike
    assert now.alike is not None
    before = [told.story.passages[: now.alike] for told in (now, pinned)]
    assert [each.happening for each in before[0]] == [each.happening for each in before[1]]
    assert text_of(now).count("ds-parts") == text_of(pinned).count("ds-parts") == 1


@pytest.mark.parametrize("sort", [*SORTS, PARTED])
def test_the_next_game_of_a_sort_is_one_and_after_the_last_comes_the_first(sort: str) -> None:
    now, pinned = (tallies_of(load(each), 512, 0, lambda: True) for each in (Side(), NO_DEALS))
    first = next_game(sort, -1, now, pinned)
    assert first is not None
    assert next_game(sort, 511, now, pinned) == first
    later = next_game(sort, first, now, pinned)
    assert later is not None
    assert later >= first
    if sort in SORTS:
        assert SORTS[sort](now)[first]


def test_where_there_is_none_none_is_found() -> None:
    tallies = tallies_of(load(NO_DEALS), 64, 0, lambda: True)
    assert next_game("broken", 0, tallies, tallies) is None


def test_a_lab_has_a_quarter_of_work_or_none_for_each_quarter() -> None:
    told, _ = tell(Side(), Side(), 0, 3)
    for lab in told.labs:
        work = work_by_quarter(told, lab)
        assert len(work) == told.horizon
        assert all(each is None or each.quarter == quarter for quarter, each in enumerate(work))


def test_signs_and_kinds_of_work_are_happenings_and_each_has_its_words() -> None:
    happenings = {each.name.lower() for each in Happening}
    assert set(signs()) <= happenings
    assert set(signs()) == set(all_words()["story"]["said_of"])
    assert set(WORK) == set(all_words()["story"]["work"]) <= happenings
    assert legend().count("<li") == len(WORK) + len(signs())


def test_a_time_line_says_on_hover_what_the_text_says() -> None:
    told, _ = tell(Side(), Side(), 0, 3)
    assert "Quarter" in time_line(told)
    assert time_line(told).count("ds-lane-name") == 3
