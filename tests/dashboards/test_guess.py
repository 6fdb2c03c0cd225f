"""A guess comes before the answer, and is asked anew for every change."""

import pytest

from dashboards.address import View
from dashboards.games import Answer, answers
from dashboards.guess import ASKED, GUESSES, asked_anew, hidden, reply
from dashboards.sides import Side, load

WATCHED = View(now=Side("baseline", ("every_lab.control=0.95",)))


def answer_of(view: View) -> Answer:
    *_, last = answers(load(view.now), load(view.pinned), 2048, 0, lambda: True)
    return last


def test_an_answer_is_hidden_only_while_a_change_waits_for_a_guess() -> None:
    assert not hidden(View().say(guess=ASKED))
    assert hidden(WATCHED.say(guess=ASKED))
    assert not hidden(WATCHED.say(guess="fewer"))
    assert not hidden(WATCHED)


def test_what_is_moved_after_a_guess_is_guessed_anew() -> None:
    asked: list[View] = []
    here = WATCHED.say(guess="fewer")
    change = asked_anew(here, asked.append)
    change(here.change(now=Side("race")))
    change(here.change(open="promises"))
    change(here.say(guess=None).change(now=Side("race")))
    assert [each.said("guess") for each in asked] == [ASKED, "fewer", ""]


@pytest.mark.parametrize(
    ("guess", "word"), [("fewer", "Correct"), ("more", "Not this time"), ("same", "Not this time")]
)
def test_a_guess_is_compared_with_the_result(guess: str, word: str) -> None:
    answer = answer_of(WATCHED)
    assert (answer.differences["takeover"].ci95 or (0.0, 0.0))[1] < 0.0
    assert word in reply(answer, guess)
    assert "takeover falls" in reply(answer, guess)


def test_what_lies_within_a_point_is_the_same() -> None:
    same = answer_of(View(now=Side("baseline", ("values.reference_discount=0.95",))))
    low, high = same.differences["takeover"].ci95 or (1.0, 1.0)
    assert -0.01 < low < high < 0.01
    assert "Correct" in reply(same, "same")
    assert "Not this time" in reply(same, "more")
    assert reply(same, "") == reply(same, ASKED) == ""


def test_what_so_few_games_cannot_tell_is_neither_right_nor_wrong() -> None:
    unsure = answer_of(View(now=Side("baseline", ("every_lab.enforcement=0.9",))))
    low, high = unsure.differences["takeover"].ci95 or (0.0, 0.0)
    assert low < -0.01 < 0.0 < high
    assert all("too few to tell" in reply(unsure, each) for each in GUESSES)
