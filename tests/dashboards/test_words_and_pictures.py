"""What a page says of numbers: the sentence above, the rows, and where there is a deal."""

from dataclasses import replace

import pytest

from dashboards import charts
from dashboards.games import Answer, answers
from dashboards.outcome_rows import answer_rows, headline, table_of
from dashboards.sides import Side, load
from dashboards.windows import schemers_windows, windows_in_words
from dashboards.words import all_words, words
from dealsim.core.codes import Reason
from dealsim.measure.naming import MAIN, outcome_name
from dealsim.measure.outcomes import OUTCOMES
from dealsim.measure.pairs import Difference
from dealsim.measure.window import Window


def answer_of(now: Side) -> Answer:
    """Return the answer of a few games against the baseline."""
    *_, last = answers(load(now), load(Side()), 128, 0, lambda: True)
    return last


@pytest.fixture(name="without_deals", scope="module")
def _without_deals() -> Answer:
    return answer_of(Side("baseline", ("protocol=none",)))


def test_before_anything_is_moved_the_page_says_what_happens() -> None:
    answer = answer_of(Side())
    said = headline(answer, "Baseline", changed=False)
    assert f"{100 * (answer.now['takeover'].mean or 0):.2f}%" in said
    assert "Difference" not in table_of(answer, all_of_them=False, changed=False)


def test_the_sentence_names_the_share_that_changed_most(without_deals: Answer) -> None:
    said = headline(without_deals, "", changed=True)
    sizes = {
        row.name: abs(row.difference.difference or 0.0)
        for row in answer_rows(without_deals, all_of_them=False)
        if row.beyond_doubt and OUTCOMES[row.name].unit.startswith("share")
    }
    largest = max(sizes, key=lambda name: sizes[name])
    assert outcome_name(largest) in said.split(" falls ")[0].split(" rises ")[0]


def test_where_luck_could_explain_it_all_the_sentence_says_so(without_deals: Answer) -> None:
    nothing = Difference(0.1, 0.1, 0.0, 0.0, (0.0, 0.0), None, 128)
    same = replace(without_deals, differences=dict.fromkeys(OUTCOMES, nothing))
    assert headline(same, "", changed=True).startswith(
        "No share differs by more than luck could explain over 128 games"
    )


def test_all_outcomes_are_shown_on_demand(without_deals: Answer) -> None:
    assert [row.name for row in answer_rows(without_deals, all_of_them=True)] == [*OUTCOMES]
    assert table_of(without_deals, all_of_them=True, changed=True).count("<tr") > len(OUTCOMES)


def test_what_is_undefined_is_a_dash_and_never_nought(without_deals: Answer) -> None:
    assert without_deals.now["broken_rate"].mean is None
    row = next(
        each for each in table_of(without_deals, all_of_them=False, changed=True).split("<tr") if "promises" in each
    )
    assert "–" in row


def window(age: int, *, deal: bool, reason: str | None = None) -> Window:
    """Return a window of a schemer of some age."""
    return Window(lab="", generation=1, mind="schemer", age=age, walk_away_share=0.1, deal=deal, reason=reason)


def test_where_there_is_a_deal_and_why_not_elsewhere_is_told_age_by_age() -> None:
    ages = [window(0, deal=False, reason="price"), window(1, deal=True), window(2, deal=True)]
    assert windows_in_words(ages) == [f"No deal at age 0: {words('reasons.price')}.", "A deal exists from age 1 to 2."]
    assert windows_in_words(ages[:1]) == [words("explore.no_deal", why=words("reasons.price"))]


def test_every_reason_to_refuse_has_its_words() -> None:
    assert set(all_words()["reasons"]) == {each.name.lower() for each in Reason} - {"none"}


def test_every_outcome_that_has_words_is_one() -> None:
    assert set(MAIN) <= set(OUTCOMES)


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_are_plain_data(without_deals: Answer, dark: bool) -> None:
    import json

    shown = next(iter(schemers_windows(Side())[0].generations.values()))
    for option in (
        charts.window_option(shown, dark=dark),
        charts.peace_option(without_deals, ("now", "pinned"), dark=dark, changed=True),
        charts.refusals_option(without_deals, dark=dark, changed=True),
    ):
        assert json.loads(json.dumps(option, allow_nan=False)) == option


def test_labs_whose_windows_are_alike_share_one() -> None:
    assert [each.labs for each in schemers_windows(Side())] == [("aurora", "borealis"), ("cumulus",)]
