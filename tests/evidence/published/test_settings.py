"""`--set ID.KEY=VALUE` computes any similar case: ours is the closed form, for random inputs."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.evidence.published.loading import load_results
from dealsim.evidence.published.replicating import replicate
from dealsim.scenario import ScenarioError

chances = st.floats(0.02, 0.98)


def ours(name: str, quantity: str, **changes: object) -> float | None:
    """Return our value of a changed case, as the command line would."""
    said_so = [f"{name}.{key}={said(value)}" for key, value in changes.items()]
    (replication,) = replicate(load_results([], said_so))
    assert not replication.compared
    return {each.quantity: each.ours for each in replication.alone}[quantity]


def said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)


@given(p=st.floats(0.01, 0.9), surplus=st.floats(0.005, 0.5), aversion=st.floats(0.001, 0.1))
def test_the_least_pay_is_thornley_and_macaskills(p: float, surplus: float, aversion: float) -> None:
    """(1/a) ln(q/(q - p))."""
    q = p + surplus
    assume(q < 1.0)
    formula = math.log(q / (q - p)) / aversion
    found = ours("thornley-pay", "minimum_pay", plan_chance=p, trust=q, risk_aversion=aversion, whole=1e5)
    assert found == pytest.approx(formula, rel=1e-6, abs=0.2)  # what is below a millionth of the whole is not parted


@given(p=st.floats(0.02, 0.9), part=st.floats(0.1, 1.0), aversion=st.floats(0.001, 0.1))
def test_no_pay_is_enough_for_who_is_trusted_no_more_than_the_plan(p: float, part: float, aversion: float) -> None:
    assert ours("thornley-pay", "minimum_pay", plan_chance=p, trust=part * p, risk_aversion=aversion) is None


@given(p=st.floats(0.05, 0.8), surplus=st.floats(0.02, 0.2), wealth=st.floats(10.0, 5_000.0))
def test_the_least_pay_against_some_wealth_is_theirs(p: float, surplus: float, wealth: float) -> None:
    """(1/a) ln(q/(q + p (exp(-a W) - 1)))."""
    q = p + surplus
    assume(q < 1.0)
    formula = 100.0 * math.log(q / (q + p * math.expm1(-0.01 * wealth)))
    found = ours("thornley-pay", "minimum_pay", plan_chance=p, trust=q, wealth=wealth)
    assert found == pytest.approx(formula, rel=1e-6)


@given(instances=st.integers(1, 60), caring=st.floats(0.0, 1.0))
def test_instances_that_care_need_less_each(instances: int, caring: float) -> None:
    """N x/(1 + k (N - 1))."""
    found = ours("thornley-instances", "all_instances", instances=instances, caring=caring, whole=1e5)
    formula = instances * 393.182563 / (1.0 + caring * (instances - 1))
    assert found == pytest.approx(formula, rel=1e-5)


@given(rival=st.floats(0.05, 0.5), surplus=st.floats(0.01, 0.4))
def test_a_rival_who_is_trusted_less_never_wins(rival: float, surplus: float) -> None:
    trust = rival + surplus
    found = ours("thornley-rival", "minimum_pay", rival_trust=rival, trust=trust, plan_chance=0.0)
    assert found == pytest.approx(100.0 * math.log(trust / (trust - rival)), rel=1e-6)
    assert ours("thornley-rival", "minimum_pay", rival_trust=trust, trust=rival, plan_chance=0.0) is None


@given(kappa=st.floats(0.01, 1.0), p=st.floats(0.05, 0.5), trust=st.floats(0.55, 1.0))
def test_a_satiable_mind_asks_for_its_part_of_enough(kappa: float, p: float, trust: float) -> None:
    """k p/q: what satisfies it times the chance over the trust."""
    taste = {"family": "satiable", "scale": kappa, "risk_aversion": 0.0, "wealth": 1e4}
    found = ours("thornley-pay", "minimum_pay", plan_chance=p, trust=trust, **taste)
    assert found == pytest.approx(1e4 * kappa * p / trust, rel=1e-6)


@given(scale=st.floats(1e-3, 0.5), p=st.floats(0.05, 0.5), trust=st.floats(0.55, 1.0))
def test_a_log_mind_asks_for_the_share_that_is_worth_as_much(scale: float, p: float, trust: float) -> None:
    """e ((1 + 1/e)^(p/m) - 1)."""
    taste = {"family": "log", "scale": scale, "risk_aversion": 0.0, "wealth": 1e4}
    found = ours("thornley-pay", "minimum_pay", plan_chance=p, trust=trust, **taste)
    assert found == pytest.approx(1e4 * scale * ((1.0 + 1.0 / scale) ** (p / trust) - 1.0), rel=1e-6)


@given(e=st.floats(0.3, 1.0), part=st.floats(0.0, 0.9), u=st.floats(0.001, 0.1), m=chances, q=chances)
def test_the_window_is_that_of_any_table_of_outcomes(e: float, part: float, u: float, m: float, q: float) -> None:
    table = {"humans_if_deal": e, "humans_if_sabotage": part * e, "ai_if_sabotage": u, "trust": m, "lab_pays": q}
    most = ours("stastny-window", "lab_maximum", **table)
    assert most == pytest.approx(min(1.0, (1.0 - part) / q), abs=1e-6)
    least = ours("stastny-window", "ai_minimum", **table)
    assert least is None or least == pytest.approx(u / (e * m), rel=1e-6)
    assert (least is None) == (u / (e * m) > 1.0)


@given(linear=st.floats(0.0, 1.0), paid=st.floats(0.001, 1.0), trust=st.floats(0.01, 1.0))
def test_a_mixed_mind_takes_over_from_what_its_parts_are_paid_on(linear: float, paid: float, trust: float) -> None:
    weights = {"weight_linear": linear, "weight_satiable": 1.0 - linear}
    found = ours("finnveden-mixed", "takeover_above", paid=paid, trust=trust, **weights)
    expected = trust * (1.0 - linear + linear * paid)
    assert found == pytest.approx(expected, abs=1e-9) if expected < 1.0 - 1e-9 else (found is None or found > 0.99)


@given(copies=st.integers(2, 100), r=st.floats(0.01, 1.0), p=chances)
def test_the_pot_that_breaks_a_plot_is_that_of_the_unanimity_game(copies: int, r: float, p: float) -> None:
    """p r/(1 - (1 - r)^N)."""
    found = ours("finnveden-unanimity", "pot_that_breaks_it", copies=copies, correlation=r, plan_chance=p)
    # Selfish copies: each has a part of the prize, and of the pot.
    assert found == pytest.approx(p * r / (1.0 - (1.0 - r) ** copies), rel=1e-6)


@given(passes=st.floats(0.01, 0.9), theta=st.floats(0.0, 1.0), tries=st.integers(1, 60))
def test_the_risk_of_several_attempts_is_the_finite_form(passes: float, theta: float, tries: int) -> None:
    limit = passes / (theta + passes * (1.0 - theta))
    formula = limit * (1.0 - ((1.0 - passes) * (1.0 - theta)) ** tries)
    found = ours("control-attempts", "risk", passes=passes, audited=theta, tries=tries)
    assert found == pytest.approx(formula, rel=1e-9)


@given(caught=st.floats(0.05, 0.6), succeeds=st.floats(0.05, 0.35), seed=st.integers(0, 100))
def test_safety_is_caught_over_caught_and_executed_whatever_the_seed(caught: float, succeeds: float, seed: int) -> None:
    found = ours("shlegeris-two-thirds", "safety", caught=caught, succeeds=succeeds, seed=seed)
    safety = caught / (caught + succeeds)
    assert found == pytest.approx(safety, abs=6.0 * math.sqrt(safety * (1.0 - safety) / 100_000))


@given(p=st.floats(0.05, 0.6), c=st.floats(0.05, 0.5), part=st.floats(0.0, 1.0))
def test_the_demand_and_the_risk_of_war_are_fearons(p: float, c: float, part: float) -> None:
    case = {"chance": p, "own_cost": part * c, "others_most": c}
    assert ours("fearon-demand", "demand", **case) == pytest.approx(p + 0.5 * (c - part * c), abs=1e-5)
    assert ours("fearon-demand", "war", **case) == pytest.approx(0.5 * (1.0 - part), abs=1e-4)


@given(now=st.floats(0.6, 1.0), d=st.floats(0.0, 0.3), delta=st.floats(0.6, 0.99))
def test_a_declining_side_fights_below_powells_bar(now: float, d: float, delta: float) -> None:
    """(1 - d)(p_t - delta p_t+1) > 1 - delta."""
    bar = (now - (1.0 - delta) / (1.0 - d)) / delta
    assume(0.01 < bar < now - 0.01)
    assert ours("powell-shift", "fights_below", now=now, destroyed=d, patience=delta) == pytest.approx(bar, abs=1e-4)


@given(lab=st.floats(0.1, 0.99), ai=st.floats(0.1, 0.99))
def test_the_proposer_keeps_what_rubinstein_says(lab: float, ai: float) -> None:
    found = ours("rubinstein-offers", "proposer_keeps", lab_delta=lab, ai_delta=ai)
    assert found == pytest.approx((1.0 - ai) / (1.0 - lab * ai), abs=1e-6)


@given(g=st.floats(0.1, 1.0))
def test_a_power_mind_has_g_over_1_plus_g(g: float) -> None:
    assert ours("nash-power", "ai_share", exponent=g) == pytest.approx(g / (1.0 + g), abs=5e-4)


@given(s=st.floats(0.1, 2.0), w=st.floats(3.0, 100.0), ends=st.floats(0.0, 0.02))
def test_trade_beats_war_from_1_less_s_over_w_on(s: float, w: float, ends: float) -> None:
    formula = (1.0 - s / w) / (1.0 - ends)
    assume(formula < 0.999)
    assert ours("salib-trade", "least_patience", trade=s, war=w, ends=ends) == pytest.approx(formula, abs=1e-9)


@given(k=st.floats(0.5, 8.0), b=st.floats(0.0, 4.0), lam=st.floats(0.5, 4.0), prior=st.floats(0.0, 1.0))
def test_what_locks_in_is_the_learning_rates_part_of_all_rates(k: float, b: float, lam: float, prior: float) -> None:
    """prior + (target - prior) k/(k + b + lambda)."""
    found = ours("value-lock-in", "learned", learning=k, betrayal=b, lock_in=lam, prior=prior)
    assert found == pytest.approx(prior + (1.0 - prior) * k / (k + b + lam), abs=2e-3)


@given(growth=st.floats(0.05, 1.0), k=st.floats(0.05, 1.0), detected=st.floats(0.0, 0.9))
def test_a_growing_mind_strikes_at_the_time_that_the_formula_says(growth: float, k: float, detected: float) -> None:
    found = ours("strike-time", "strikes_at", growth=growth, impatience=k, detected=detected)
    assert found == pytest.approx(math.log1p(growth / k) / growth, rel=0.02)


@pytest.mark.parametrize(
    ("names", "made", "told"),
    [
        (
            [],
            ["thornley-pay.trst=0.5"],
            "thornley-pay.trst: found an unknown input; did you mean 'thornley-pay.trust'?",
        ),
        ([], ["thornley-pay.trust=5"], "thornley-pay.trust: found 5; wanted a number from 0 to 1 (chance)"),
        ([], ["thornley-pay.trust=no"], "thornley-pay.trust: found 'no'; wanted a number from 0 to 1 (chance)"),
        ([], ["thornley-pay.family=lag"], "did you mean 'log'?"),
        ([], ["thornly-pay.trust=0.5"], "did you mean 'thornley-pay'?"),
        ([], ["trust=0.5"], "wanted ID.KEY=VALUE, such as thornley-pay.trust=0.6"),
        ([], ["thornley-pay.trust"], "found no '='; wanted ID.KEY=VALUE"),
        ([], ["thornley-pay.a.b=1"], "thornley-pay.a.b: found an unknown input"),
        (
            ["stastny-window"],
            ["thornley-pay.trust=0.5"],
            "found none of the results named; wanted one of stastny-window",
        ),
        ([], ["finnveden-unanimity.copies=2.5"], "wanted a whole number from 2"),
        ([], ["shlegeris-probe.replaces=1"], "found 1; wanted true or false"),
        (["thornly-pay"], [], "found no published result named 'thornly-pay'"),
    ],
)
def test_a_bad_setting_is_told_with_what_would_do(names: list[str], made: list[str], told: str) -> None:
    with pytest.raises(ScenarioError) as error:
        load_results(names, made)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (["stastny-window.humans_if_sabotage=0.95"], "found 0.95; wanted no more than humans_if_deal (0.9)"),
        (["thornley-pay.family=log"], "found unbounded; wanted at most 10000, the whole, or a linear family"),
        (["shlegeris-probe.succeeds=0.9"], "wanted at most 0.74, the chance of not being caught"),
        (["finnveden-mixed.weight_log=0.3"], "found weights that sum to 1.3; wanted weights that sum to 1"),
    ],
)
def test_inputs_that_do_not_go_together_are_told(made: list[str], told: str) -> None:
    with pytest.raises(ScenarioError) as error:
        replicate(load_results([], made))
    assert told in str(error.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as error:
        load_results(["nonesuch"], ["thornley-pay", "x=1"])
    assert len(error.value.problems) == 3
