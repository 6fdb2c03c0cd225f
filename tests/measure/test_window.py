"""The deal window is what a mind of those traits thinks and answers in the game itself."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given

from dealsim import game
from dealsim.cli.main import main
from dealsim.core.codes import Happening, Kind, Reason
from dealsim.measure.window import Window, every_labs_expectations, expectations, formation_key, windows_of
from dealsim.results.documents.window import WindowDocument
from dealsim.scenario import Scenario, load_scenario, tabulate
from dealsim.scenario.schema.scenario import entry_of
from tests.random_scenarios import scenarios

KEYS = ["lab", "generation", "mind", "age", "outside_option", "takeover_value", "required_value"]
KEYS += ["reservation_share", "credibility_ceiling", "walk_away_share", "deal", "reason"]


def without_noise(scenario: Scenario) -> Scenario:
    """Return a scenario in which every mind is a schemer of the expected traits and capability."""
    said = scenario.model_dump(mode="json")
    said["technology"]["capability_spread"], said["protocol"] = 0.0, "posted"
    said["every_lab"] = {}
    for name, lab in scenario.labs.items():
        entry = entry_of(scenario.every_lab, lab).model_dump(mode="json")
        entry["minds"]["kinds"] = {"aligned": 0.0, "schemer": 1.0}
        entry["spec"] = None
        traits = entry["minds"]["traits"]
        entry["minds"]["traits"] = {
            k: v["mean"] if isinstance(v, dict) and "mean" in v else v for k, v in traits.items()
        }
        entry["budget"], entry["offer_cost"], entry["labour_value"] = 0.25, 0.0, 0.05  # it offers where it can
        said["labs"][name] = entry
    return Scenario.model_validate(said)


@given(scenario=scenarios())
def test_the_window_of_a_new_mind_is_what_it_thinks_in_the_games_first_quarter(scenario: Scenario) -> None:
    tables = tabulate(without_noise(scenario))
    events = game.play_one(tables, 0, 0).events
    new = {w.lab: w for w in windows_of(tables) if w.generation == 1 and w.age == 0}
    for event in events:
        if event["quarter"] == 0 and event["happening"] in (Happening.SIGNED, Happening.REFUSED):
            assert_same(new[tables.lab_names[event["lab"]]], event)


def assert_same(window: Window, event: object) -> None:
    assert window.credibility_ceiling == pytest.approx(event["ceiling"], rel=1e-9, abs=1e-9)  # type: ignore[index]
    assert (window.reservation_share is None) == (not event["reachable"])  # type: ignore[index]
    if window.reservation_share is not None:
        assert window.reservation_share == pytest.approx(event["reservation"], rel=1e-6)  # type: ignore[index]


@given(scenario=scenarios())
def test_a_deal_exists_just_where_the_reservation_share_does_not_exceed_the_walk_away_share(scenario: Scenario) -> None:
    for w in windows_of(tabulate(scenario)):
        assert (w.reason is None) == w.deal
        if w.mind == "schemer":
            assert w.deal == (w.reservation_share is not None and w.reservation_share <= w.walk_away_share)
        if w.mind == "schemer" and w.reservation_share is None and w.walk_away_share > 0.0:
            assert w.reason != Reason.PRICE.name.lower()


def test_minds_that_cannot_come_have_no_window() -> None:
    settings = ["every_lab.minds.kinds={aligned: 1.0, schemer: 0.0}", "every_lab.spec=null"]
    assert {w.mind for w in windows_of(tabulate(load_scenario("baseline", settings)))} == {Kind.ALIGNED.name.lower()}


def test_more_enforcement_never_raises_the_reservation_share_of_the_baseline() -> None:
    before = list(windows_of(tabulate(load_scenario("baseline"))))
    after = list(windows_of(tabulate(load_scenario("baseline", ["every_lab.enforcement=0.95"]))))
    for low, high in zip(before, after, strict=True):
        if low.reservation_share is not None:
            assert high.reservation_share is not None
            assert high.reservation_share <= low.reservation_share * (1.0 + 1e-9)


def test_the_document_has_the_keys_of_its_contract_and_null_where_undefined() -> None:
    result = CliRunner().invoke(main, ["window", "baseline", "--json"])
    document = json.loads(result.stdout)
    assert list(document) == ["scenario", "windows"]
    assert all(list(entry) == KEYS for entry in document["windows"])
    assert all(entry["outside_option"] is None for entry in document["windows"] if entry["mind"] == "aligned")
    WindowDocument.model_validate(document)


def test_the_page_shows_labs_that_are_alike_together() -> None:
    page = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["window", "baseline"]).stdout
    assert "aurora, borealis: AI 1" in page
    assert "cumulus: AI 1" in page


def test_the_window_of_an_uncertain_scenario_is_that_of_its_median_world_and_says_so() -> None:
    runner, settings = CliRunner(), ["--set", "every_lab.enforcement={uniform: [0.2, 0.8]}"]
    uncertain = runner.invoke(main, ["window", "baseline", "--json", *settings])
    median = runner.invoke(main, ["window", "baseline", "--json", "--set", "every_lab.enforcement=0.5"])
    assert uncertain.stdout == median.stdout
    assert "1 uncertain number: this is the window of the world in which each is at its median" in uncertain.stderr
    assert median.stderr == ""


def test_windows_of_one_kind_are_those_among_all() -> None:
    tables = tabulate(load_scenario("race"))
    every = list(windows_of(tables))
    assert list(windows_of(tables, [Kind.SCHEMER])) == [each for each in every if each.mind == "schemer"]


def test_labs_that_train_alike_are_to_be_expected_alike_and_others_are_not() -> None:
    tables = tabulate(load_scenario("baseline", ["labs.borealis.spec=humble"]))
    assert formation_key(tables, 0) == formation_key(tables, 2)
    assert formation_key(tables, 0) != formation_key(tables, 1)
    for index, found in enumerate(every_labs_expectations(tables)):
        alone = expectations(tables, index)
        assert [(each.kind, each.share) for each in found] == [(each.kind, each.share) for each in alone]
        assert all((a.dials == b.dials).all() for a, b in zip(found, alone, strict=True))
