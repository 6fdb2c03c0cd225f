"""Components, without a browser: what a hand does becomes an address, and what is wrong is said where it was done."""

from collections.abc import Iterator
from typing import Any

import ipyvue
import pytest
import solara

from dashboards.address import View
from dashboards.claims import Filters
from dashboards.dial_panel import DialPanel
from dashboards.panels import Problem, Progress, Select
from dashboards.sides import Side
from tests.dashboards.ledgers import small_ledger


class Panel:
    """A panel of dials that was rendered, and the views that it asked for."""

    def __init__(self, view: View) -> None:
        """Render it."""
        self.asked: list[View] = []
        _, self.context = solara.render(DialPanel(view, self.asked.append), handle_error=False)

    @property
    def widget(self) -> Any:
        """What the browser gets."""
        return next(each for each in self.context.find(ipyvue.VueTemplate).widgets if hasattr(each, "groups"))

    def do(self, event: str, data: object) -> None:
        """Do what a hand does."""
        getattr(self.widget, f"vue_{event}")(data)

    def dial(self, path: str) -> dict[str, Any]:
        """Return a dial as the browser gets it."""
        return next(each for group in self.widget.groups for each in group["dials"] if each["path"] == path)


@pytest.fixture(name="panel")
def _panel() -> Iterator[Panel]:
    made = Panel(View(open="promises"))
    yield made
    made.context.close()


def test_a_dial_that_is_let_go_becomes_a_setting(panel: Panel) -> None:
    panel.do("put", {"path": "every_lab.enforcement", "value": "0.9"})
    assert panel.asked == [View(open="promises", now=Side("baseline", ("every_lab.enforcement=0.9",)))]


def test_a_dial_that_is_put_back_where_the_world_has_it_sets_nothing(panel: Panel) -> None:
    panel.do("put", {"path": "every_lab.enforcement", "value": "0.5"})
    assert panel.asked == [View(open="promises")]


@pytest.mark.parametrize("value", ["2", "much", "", "[", "/etc/passwd"])
def test_a_number_that_does_not_fit_is_told_at_its_dial_and_changes_nothing(panel: Panel, value: str) -> None:
    panel.do("put", {"path": "every_lab.enforcement", "value": value})
    assert panel.asked == []
    assert panel.dial("every_lab.enforcement")["wrong"]


def test_choosing_a_spec_takes_back_what_was_moved_in_the_last(panel: Panel) -> None:
    made = Panel(View(now=Side("baseline", ("every_lab.spec.qualities.honest.target=0.5",))))
    made.do("choose", {"path": "every_lab.spec", "value": "humble"})
    assert made.asked[0].now.settings == ("every_lab.spec=humble",)
    made.context.close()


def test_choosing_a_world_takes_back_every_dial(panel: Panel) -> None:
    panel.do("choose", {"path": "world", "value": "race"})
    assert panel.asked[0].now == Side("race")


def test_only_the_dials_of_an_open_group_are_sent(panel: Panel) -> None:
    sent = {group["key"]: len(group["dials"]) for group in panel.widget.groups}
    assert sent.pop("promises") > 5
    assert set(sent.values()) == {0}


def test_a_dial_says_that_it_is_uncertain_or_has_no_hold_on_a_lab() -> None:
    uncertain = Panel(View(now=Side("plausible"), open="promises"))
    assert "0.05 to 0.9" in uncertain.dial("every_lab.enforcement")["note"]
    careless = Panel(View(open="watch"))
    assert "cumulus (0.2)" in careless.dial("every_lab.control")["note"]
    for each in (uncertain, careless):
        each.context.close()


def test_parts_say_in_words_what_they_mean() -> None:
    for part, said in (
        (Problem(["<b>"], "Wrong"), "&lt;b&gt;"),
        (Progress("Playing", 40.0), "width:40%"),
    ):
        _, context = solara.render(part, handle_error=False)
        inner = [getattr(each, "unsafe_innerHTML", "") for each in context.find(solara.widgets.HTML).widgets]
        assert any(said in (each or "") for each in inner)
        context.close()


def test_a_choice_hands_over_what_is_chosen() -> None:
    chosen: list[str] = []
    _, context = solara.render(Select("Games", "1", [("1", "one"), ("2", "two")], chosen.append), handle_error=False)
    context.find(ipyvue.VueTemplate).widget.vue_choose("2")
    assert chosen == ["2"]
    context.close()


def test_filters_of_claims_go_into_the_address() -> None:
    asked: list[View] = []
    _, context = solara.render(Filters(small_ledger(), View(), asked.append), handle_error=False)
    verdict, about = context.find(ipyvue.VueTemplate).widgets
    verdict.vue_choose("depends")
    about.vue_choose("deals")
    assert [each.more for each in asked] == [(("verdict", "depends"),), (("about", "deals"),)]
    context.close()
