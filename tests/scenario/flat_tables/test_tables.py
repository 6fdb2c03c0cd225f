"""From a scenario to flat tables: what an entry leaves out, what a digest sees, what a distribution gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dealsim.core.codes import Trait
from dealsim.core.rules.training.formation import (
    least_useful_share,
    quarterly_discount,
    risk_coefficient,
    scope_exponent,
    weight_of_later,
)
from dealsim.core.rules.watch.control import operating_point
from dealsim.scenario import Scenario, load_scenario, tabulate
from dealsim.scenario.flat_tables.tables import QUANTILES, dial_of, roc, tabulate_trait
from dealsim.scenario.schema.minds import Alpha, LeastShare, PresentWeight, Rho, Spread, YearlyFactor

PLANS = {"only": {"difficulty": 0.5, "prize": 1.0}}


def world(**said: object) -> Scenario:
    return Scenario.model_validate({"title": "T", "plans": PLANS, "labs": {"a": {}}, **said})


def test_an_entry_takes_what_it_leaves_out_from_every_lab_part_by_part() -> None:
    tables = tabulate(
        world(
            every_lab={"control": 0.2, "minds": {"traits": {"spite": 0.3, "honesty": 0.4}}},
            labs={"a": {"minds": {"traits": {"spite": 0.9}}}, "b": {"control": 0.7}},
        )
    )
    assert [tables.labs[i].control for i in range(2)] == [0.2, 0.7]
    assert tables.quantiles[:, Trait.SPITE, 0].tolist() == [0.9, 0.3]
    assert tables.quantiles[:, Trait.HONESTY, 0].tolist() == [0.4, 0.4]


def test_scenarios_that_play_alike_have_one_digest() -> None:
    here = world(every_lab={"control": 0.2}, labs={"a": {}, "b": {}})
    there = world(labs={"b": {"control": 0.2}, "a": {"control": 0.2}}, title="Other words")
    assert tabulate(here).digest == tabulate(there).digest


@pytest.mark.parametrize(
    "other",
    [
        {"every_lab": {"control": 0.2}, "labs": {"a": {"control": 0.5}}},
        {"every_lab": {"control": 0.3}},
        {"every_lab": {"control": 0.2}, "labs": {"b": {}}},
        {"every_lab": {"control": 0.2}, "horizon": 41},
        {"every_lab": {"control": 0.2, "minds": {"traits": {"spite": 0.1}}}},
    ],
)
def test_scenarios_that_play_differently_have_different_digests(other: dict[str, object]) -> None:
    assert tabulate(world(every_lab={"control": 0.2})).digest != tabulate(world(**other)).digest


def test_a_spread_is_the_beta_distribution_of_its_mean_and_concentration() -> None:
    table = tabulate_trait(Spread(mean=0.4, concentration=5.0))
    exact = stats.beta(2.0, 3.0).ppf(np.linspace(0.0, 1.0, QUANTILES))
    assert table == pytest.approx(exact, abs=1e-9)
    assert np.trapezoid(table, dx=1.0 / (QUANTILES - 1)) == pytest.approx(0.4, abs=1e-4)


@given(u=st.floats(0.001, 0.999))
def test_a_natural_parameter_is_its_dial_read_backwards(u: float) -> None:
    assert risk_coefficient(dial_of(Rho(rho=100.0 * u))) == pytest.approx(100.0 * u)
    assert scope_exponent(dial_of(Alpha(alpha=0.05 + 0.95 * u))) == pytest.approx(0.05 + 0.95 * u)
    assert quarterly_discount(dial_of(YearlyFactor(yearly_factor=0.99 - 0.9 * u))) ** 4 == pytest.approx(0.99 - 0.9 * u)
    assert weight_of_later(dial_of(PresentWeight(present_weight=1.0 - 0.95 * u))) == pytest.approx(1.0 - 0.95 * u)
    assert least_useful_share(dial_of(LeastShare(least_share=0.5 * u))) == pytest.approx(0.5 * u)


def test_the_greatest_risk_aversion_is_kept() -> None:
    assert risk_coefficient(dial_of(Rho(rho=1e4))) == pytest.approx(1e4)


def test_budgets_may_not_promise_more_than_there_is() -> None:
    with pytest.raises(ValueError, match=r"sum to 1\.2"):
        world(every_lab={"budget": 0.6}, labs={"a": {}, "b": {}})


def test_every_shipped_scenario_is_valid_and_has_a_title() -> None:
    assert load_scenario("baseline").title == "Baseline"


@st.composite
def curves(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Return points of a receiver operating characteristic, false alarms and hits both rising."""
    count = draw(st.integers(0, 6))
    rates = st.lists(st.floats(0.001, 0.999), min_size=count, max_size=count, unique=True)
    return list(zip(sorted(draw(rates)), sorted(draw(rates)), strict=True))


@given(curve=curves(), data=st.data(), false_alarm=st.floats(0.0, 1.0))
def test_audits_find_what_their_curve_says_from_never_to_always_in_whatever_order_its_points_stand(
    curve: list[tuple[float, float]], data: st.DataObject, false_alarm: float
) -> None:
    points = [{"false_alarm": alarm, "hit": hit} for alarm, hit in data.draw(st.permutations(curve))]
    alarms, hits = roc(world(safety={"roc": points}).safety)
    whole = [(0.0, 0.0), *curve, (1.0, 1.0)]
    assert operating_point(false_alarm, alarms, hits) == pytest.approx(
        np.interp(false_alarm, *zip(*whole, strict=True))
    )
    for alarm, hit in whole:
        assert operating_point(alarm, alarms, hits) == pytest.approx(hit)


def test_a_lab_finds_more_where_the_worlds_audits_are_better_or_it_bears_more_false_alarms() -> None:
    """In numbers: half way from (0, 0) to (0.02, 0.4), then a quarter of the way from there to (0.1, 0.8)."""
    points = [{"false_alarm": 0.02, "hit": 0.4}, {"false_alarm": 0.1, "hit": 0.8}]
    labs = {"a": {"false_alarm": 0.01}, "b": {"false_alarm": 0.04}}
    assert tabulate(world(safety={"roc": points}, labs=labs)).labs.hit_rate == pytest.approx([0.2, 0.5])
    points[0]["hit"] = 0.6
    assert tabulate(world(safety={"roc": points}, labs=labs)).labs.hit_rate == pytest.approx([0.3, 0.65])
