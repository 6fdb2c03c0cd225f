"""`dealsim window`: every kind of mind has its answer, and no reason or header is cut."""

import pytest
from click.testing import CliRunner

from dealsim.cli.main import main
from dealsim.cli.window import others_in_words, reason_in_words
from dealsim.measure.window import Window


@pytest.mark.parametrize("columns", [30, 60, 80, 100, 160])
def test_reasons_and_headers_are_whole_however_narrow_the_terminal(columns: int) -> None:
    page = CliRunner(env={"COLUMNS": str(columns)}).invoke(main, ["window", "wary-ai"]).stdout
    assert "no: credibility" in page
    assert "…" not in page
    assert max(map(len, page.splitlines())) <= columns


def test_minds_without_a_deal_are_shown_as_well() -> None:
    page = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["window", "baseline"]).stdout
    for answer in ("aligned: no: no need, as it works without pay", "reward seeker: no: price", "proxy: no: "):
        assert answer in page


def test_an_answer_that_changes_with_age_is_said_with_the_ages_at_which_it_holds() -> None:
    def window(age: int, *, deal: bool) -> Window:
        return Window(
            lab="a", generation=1, mind="reward_seeker", age=age, walk_away_share=0.1, deal=deal,
            reason=None if deal else "power_shift",
        )  # fmt: skip

    windows = [window(0, deal=True), window(1, deal=False), window(2, deal=True), window(3, deal=True)]
    (line,) = others_in_words(windows)
    assert line == "reward seeker: yes (at age 0); no: power shift (at age 1); yes (from age 2 to 3)"
    assert reason_in_words(windows[1]) == "power shift"
