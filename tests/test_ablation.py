"""The page on what each mechanism does switches what it says, and the baseline knows every switch."""

from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import load_scenario
from scripts.write_ablation import COLUMNS, OFF, ON, PAGE, VIEWS, Switch
from tests.for_each import for_each


@for_each("switch", [*OFF, *ON])
def test_every_switch_is_a_setting_that_changes_the_baseline(switch: Switch) -> None:
    assert load_scenario("baseline", switch.settings) != load_scenario("baseline")


def test_the_page_has_a_row_for_every_switch_and_view_and_a_column_for_every_outcome_named() -> None:
    page = PAGE.read_text()
    for row in [*[switch.mechanism for switch in (*OFF, *ON)], *VIEWS]:
        assert f"| {row} |" in page
    assert set(COLUMNS) <= set(OUTCOMES)
    assert all(f" {word} |" in page for word in COLUMNS.values())
