"""The minds that labs think they may have trained."""

import numpy as np
import pytest

from dealsim.core.codes import Kind, Trait
from dealsim.core.compiled import array, copied
from dealsim.core.records import LabState
from dealsim.core.rules.lab.shadows import CELLS, FIELDS, SHADOWS, SHARES
from dealsim.core.rules.value.preferences import quantile
from dealsim.scenario import Scenario, ScenarioTables, load_scenario, tabulate
from dealsim.scenario.flat_tables.shadow_minds import (
    NO_MATTER,
    Setting,
    in_bytes,
    likeness,
    raise_minds,
    rows_in,
    strata,
    think,
    upbringing,
)

PLANS = {"only": {"difficulty": 0.6, "prize": 1.0, "joint": True}}


def imagined(labs: dict[str, dict[str, object]], **said: object) -> ScenarioTables:
    """Return the tables of a small world."""
    text = {"title": "Small", "service": {"look_ahead": 4}, "labs": labs, "plans": PLANS} | said
    return tabulate(Scenario.model_validate(text))


def test_every_lab_reckons_with_as_many_schemers_of_its_own_copies(baseline_tables: ScenarioTables) -> None:
    minds = array(baseline_tables.shadows.minds)
    assert len(minds) == SHADOWS * len(baseline_tables.labs)
    assert (minds["kind"] == Kind.SCHEMER).all()
    copies = imagined({"one": {"copies": 7}, "two": {"copies": 1}}).shadows.minds
    assert list(array(copies)["copies"]) == [7] * SHADOWS + [1] * SHADOWS


def test_the_tables_have_a_row_a_cell_and_are_finite_but_for_what_can_never_tempt(
    baseline_tables: ScenarioTables,
) -> None:
    shadows, labs = baseline_tables.shadows, len(baseline_tables.labs)
    assert shadows.table.shape == (labs, CELLS, SHADOWS * FIELDS)
    assert shadows.worths.shape == (labs * SHADOWS, SHARES)
    assert np.isfinite(shadows.worths).all()
    by_field = shadows.table.reshape(labs, CELLS, SHADOWS, FIELDS)
    assert not np.isnan(by_field).any()
    assert np.isfinite(by_field[..., [0, 2, 3, 4]]).all()
    assert (by_field[..., [3, 4]] >= 0.0).all()
    assert (by_field[..., [3, 4]] <= 1.0).all()


def test_each_dial_has_one_mind_in_each_of_as_many_evenly_likely_strata(baseline_tables: ScenarioTables) -> None:
    quantiles = baseline_tables.quantiles[0]
    dials = strata(SHADOWS, quantiles)
    for trait in Trait:
        middles = [quantile((k + 0.5) / SHADOWS, quantiles[trait]) for k in range(SHADOWS)]
        assert sorted(dials[:, trait]) == pytest.approx(middles)
    drawn = tabulate(load_scenario("baseline", ["every_lab.spec=null"]))
    minds = array(drawn.shadows.minds)[:SHADOWS]
    assert list(minds["honesty"]) == pytest.approx(list(dials[:, Trait.HONESTY]))


def test_dials_are_shuffled_apart_from_each_other(baseline_tables: ScenarioTables) -> None:
    dials = strata(256, baseline_tables.quantiles[0])
    spread = [trait for trait in Trait if np.ptp(dials[:, trait]) > 0.01]
    ranks = np.argsort(np.argsort(dials[:, spread], axis=0), axis=0)
    together = np.corrcoef(ranks.T) - np.eye(len(spread))
    assert np.abs(together).max() < 0.3


def test_imagining_twice_is_the_same_to_the_last_bit(baseline: Scenario, baseline_tables: ScenarioTables) -> None:
    again = tabulate(baseline).shadows
    assert again.table.tobytes() == baseline_tables.shadows.table.tobytes()
    assert array(again.minds).tobytes() == array(baseline_tables.shadows.minds).tobytes()


def test_what_was_tabulated_before_does_not_matter(baseline: Scenario) -> None:
    """Results that are kept from other scenarios are those that would be worked out anew."""
    others = [load_scenario("baseline", [said]) for said in ("every_lab.pot=0.01", "safety.steepness=9", "horizon=7")]
    kept = [tabulate(scenario).shadows for scenario in (baseline, *others, baseline)]
    for scenario, before in zip((baseline, *others), kept, strict=False):
        think.cache_clear()
        raise_minds.cache_clear()
        anew = tabulate(scenario).shadows
        for name in ("minds", "known", "worths", "table"):
            assert getattr(anew, name).tobytes() == getattr(before, name).tobytes(), name


def test_who_writes_into_tables_changes_no_other_tables(baseline: Scenario) -> None:
    one = tabulate(baseline).shadows
    before = one.table.tobytes()
    one.table[:], one.worths[:] = 7.0, 7.0
    array(one.minds)["rho"] = 7.0
    again = tabulate(baseline).shadows
    assert again.table.tobytes() == before
    assert not (array(again.minds)["rho"] == 7.0).any()


def test_what_is_no_matter_to_a_lab_leaves_no_trace_in_what_its_minds_would_do(baseline_tables: ScenarioTables) -> None:
    """The likeness leaves fields out: the rules, asked with the whole lab, say the same."""
    tables = baseline_tables
    for i in range(len(tables.labs)):
        lab, setting = tables.labs[i], Setting(in_bytes(tables.world), array(tables.plans).tobytes(), len(tables.labs))
        raised = upbringing(i, lab, tables.quantiles[i], tables.schools, 1.0, setting)
        whole, plain = copied(lab), rows_in(likeness(lab), LabState)[0]
        for name in NO_MATTER:
            setattr(whole, name, 3)
            assert getattr(plain, name) == 0
        masked, full = think(likeness(lab), raised), think(in_bytes(whole), raised)
        for name in ("minds", "known", "worths", "table"):
            assert getattr(masked, name).tobytes() == getattr(full, name).tobytes(), name


def test_labs_that_are_alike_think_alike_and_a_careless_one_does_not(baseline_tables: ScenarioTables) -> None:
    aurora, borealis, cumulus = baseline_tables.shadows.table
    assert (aurora == borealis).all()
    assert not (aurora == cumulus).all()


@pytest.mark.parametrize(
    ("name", "number"), [("budget", 0.3), ("labour_value", 0.5), ("negotiate_every", 9), ("downtime", 7), ("rho", 0)]
)
def test_what_is_no_matter_to_its_minds_changes_nothing_that_a_lab_thinks_of_them(name: str, number: float) -> None:
    name = {"rho": "risk_aversion"}.get(name, name)
    both = imagined({"one": {}, "two": {name: number}}).shadows.table
    assert (both[0] == both[1]).all()


@pytest.mark.parametrize(
    "said", [{"control": 0.9}, {"offered_flow": 0.01}, {"audit_rate": 1.0, "act_above": 0.0}, {"buys_evidence": True}]
)
def test_what_matters_to_its_minds_changes_what_a_lab_thinks_of_them(said: dict[str, object]) -> None:
    both = imagined({"one": {}, "two": said}).shadows.table
    assert not (both[0] == both[1]).all()


def test_a_lab_reckons_with_what_its_pot_would_be_worth_to_its_minds() -> None:
    none, pot = imagined({"one": {"copies": 10}, "two": {"copies": 10, "pot": 0.9}}).shadows.minds, "whistle"
    whistles = array(none)[pot].reshape(2, SHADOWS)
    assert (whistles[0] == 0.0).all()
    assert (whistles[1] > 0.0).all()
    risks = imagined({"one": {"copies": 10}, "two": {"copies": 10, "pot": 0.9}}).shadows.table[..., 3::FIELDS]
    assert risks[1].sum() < risks[0].sum()


def test_a_lab_with_a_spec_reckons_with_schemers_of_its_training_as_it_thinks_it_is() -> None:
    honest = {"qualities": {"honesty": {"trait": "honesty", "target": 1.0, "emphasis": 1.0}}, "title": "Honest"}
    world = imagined({"one": {"spec": honest}, "two": {}})
    minds = array(world.shadows.minds)
    assert (minds["kind"] == Kind.SCHEMER).all()
    taught, drawn = minds["honesty"][:SHADOWS].mean(), minds["honesty"][SHADOWS:].mean()
    assert taught > drawn


@pytest.mark.parametrize("name", ["baseline"])
def test_shadows_of_shipped_scenarios_differ_from_each_other(name: str) -> None:
    minds = array(tabulate(load_scenario(name)).shadows.minds)[:SHADOWS]
    assert len({mind.tobytes() for mind in minds}) == SHADOWS
