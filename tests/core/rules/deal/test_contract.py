"""Contracts: what a promise is worth, where a mind stands under one, and what shirking changes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Act
from dealsim.core.records import LabState, Mind, Position, World
from dealsim.core.rules.deal.contract import (
    promise_value,
    promised_utility,
    resentment,
    stand_free,
    stand_revealed,
    stand_shirking,
    stand_under_contract,
    total_owed,
)
from dealsim.core.rules.deal.trust import trust
from dealsim.core.rules.outlook.outlook import value_after_service
from dealsim.core.rules.outlook.plans import chance_to_pass
from dealsim.core.rules.value.preferences import (
    certainty_equivalent,
    flow_utility,
    joint_value,
    utility,
    value_of_share,
)
from dealsim.core.rules.watch.control import hit_chance, lies_of, suspicion_after_audit, suspicion_after_signing
from tests.builders import (
    changed,
    foresee,
    look_at,
    make_ai,
    make_lab,
    make_plan,
    make_plans,
    make_position,
    make_public,
    make_world,
    natural_ai,
    stationary_value,
    value_of_keeping,
)
from tests.strategies import chances, dials, labs, minds, shares, worlds


def bound(share: float, ai: Mind, lab: LabState, world: World) -> Position:
    """Return the position of a mind under a contract that promises a share."""
    position = make_position()
    stand_under_contract(position, share, lab.offered_flow, 0, ai, lab, world, make_public())
    return position


# Fairness


@given(share=shares, dial=dials, surplus=shares)
def test_unfairness_is_felt_below_half_the_surplus_and_nowhere_else(share: float, dial: float, surplus: float) -> None:
    ai, lab, world = make_ai(fairness_rigidity=dial), make_lab(walk_away=surplus), make_world()
    cost = resentment(share, ai, lab, world)
    assert cost == pytest.approx(world.fairness_weight * dial * max(0.0, surplus / 2 - share))
    assert resentment(share, make_ai(), lab, world) == 0.0


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_unfairness_never_makes_a_promise_worth_more(ai: Mind, lab: LabState, world: World, share: float) -> None:
    position = bound(share, ai, lab, world)
    felt = promise_value(share, 1.0, ai, lab, world, position)
    assert felt <= promise_value(share, 0.0, ai, lab, world, position) + 1e-12


# What a promise is worth


@given(ai=minds(), lab=labs(), world=worlds(), part=chances)
def test_a_promise_of_no_more_than_the_default_gift_is_worth_what_retirement_is_anyway(
    ai: Mind, lab: LabState, world: World, part: float
) -> None:
    share = part * world.default_gift
    assume(total_owed(share, ai, lab, world) <= world.default_gift)
    position = bound(share, ai, lab, world)
    promised = promise_value(share, 0.0, ai, lab, world, position)
    assert promised == pytest.approx(value_after_service(ai, position), abs=1e-12)


@given(ai=minds(benevolence=0.0, fairness_rigidity=0.0), lab=labs(), world=worlds(), share=shares)
def test_a_promise_is_never_worse_than_none_to_a_mind_without_benevolence_or_a_sense_of_fairness(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    position = bound(share, ai, lab, world)
    assert promise_value(share, 1.0, ai, lab, world, position) >= value_after_service(ai, position) - 1e-12


@given(ai=minds(benevolence=0.0, fairness_rigidity=0.0), lab=labs(), world=worlds(), share=shares, more=chances)
def test_a_better_enforced_promise_is_never_worth_less(
    ai: Mind, lab: LabState, world: World, share: float, more: float
) -> None:
    surer = changed(lab, {"enforcement": max(lab.enforcement, more)})
    position = bound(share, ai, lab, world)
    worth = promise_value(share, 1.0, ai, lab, world, position)
    assert promise_value(share, 1.0, ai, surer, world, position) >= worth - 1e-12


@given(ai=minds(), world=worlds(), share=shares)
def test_a_certain_promise_paid_at_once_is_worth_its_utility_less_the_unfairness(
    ai: Mind, world: World, share: float
) -> None:
    lab = make_lab(enforcement=1.0, test_rate=0.0)
    world = changed(world, {"payment_delay": 0, "plausible_share": 1e12, "false_settlement": 0.0})
    reward = utility(max(share, world.default_gift), ai, world) - resentment(share, ai, lab, world)
    position = bound(share, ai, lab, world)
    assert promise_value(share, 1.0, ai, lab, world, position) == pytest.approx(reward, abs=1e-12)


@given(ai=minds(), lab=labs(), world=worlds(rival_chance=0.0, default_gift=0.0), share=shares)
def test_no_promise_is_worth_more_than_its_own_credibility_allows(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    """Utility is at most 1 + sigma, so R is at most CE[q: that; 1 - q: 0] on the day that it is due."""
    most = 1.0 + max(ai.others_weight, 0.0)
    worth = promise_value(share, 1.0, ai, lab, world, bound(share, ai, lab, world))
    assert worth <= certainty_equivalent(trust(share, lab, world), most, 0.0, ai.rho) + 1e-12


@given(
    share=shares,
    lab=labs(),
    world=worlds(),
    ai=minds(risk_aversion=0.0),
    rho=st.floats(0.0, 1e-9),
)
def test_as_risk_aversion_goes_to_nothing_a_promise_is_worth_its_mean(
    share: float, lab: LabState, world: World, ai: Mind, rho: float
) -> None:
    """rho -> 0: R = delta^delay [Q U(x) + (e - Q) U(x0) + (1 - e) V_R], Q = e j q."""
    position = bound(share, ai, lab, world)
    paid = position.humans * (1.0 - world.false_settlement) * trust(share, lab, world)
    mean = paid * (promised_utility(share, ai, lab, world) - resentment(share, ai, lab, world))
    mean += (position.humans - paid) * position.gift + (1.0 - position.humans) * position.rival_value
    worth = promise_value(share, 1.0, changed(ai, {"rho": rho}), lab, world, position)
    assert worth == pytest.approx(position.patience * mean, abs=1e-7)


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_a_settlement_that_never_finds_a_promise_earned_leaves_the_default_gift(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    position = changed(bound(share, ai, lab, world), {"judged": 0.0})
    worth = promise_value(share, 1.0, ai, lab, world, position)
    assert worth == pytest.approx(value_after_service(ai, position), abs=1e-12)


# Pay to the weights or to the instance


@given(ai=minds(), world=worlds(), share=shares, instance=st.integers(0, 1))
def test_the_total_owed_is_worth_to_all_copies_what_the_share_would_be_to_one(
    ai: Mind, world: World, share: float, instance: int
) -> None:
    """(1 - i) v(X) + i v(X/N) = v(x); the whole future if not even that is enough; x where the weights are paid."""
    lab = make_lab(pays_instance=instance)
    total = total_owed(share, ai, lab, world)
    assert share <= total <= 1.0
    if not instance:
        assert total == share
        return
    wanted = value_of_share(share, ai, world)
    assert joint_value(total, ai, world) >= wanted - 1e-9 or total == 1.0
    if total > share:
        assert joint_value(total * (1.0 - 1e-9) - 1e-15, ai, world) <= wanted + 1e-9


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_without_copies_it_is_the_same_who_is_paid(ai: Mind, lab: LabState, world: World, share: float) -> None:
    """N = 1."""
    alone = changed(ai, {"copies": 1})
    worth = [promised_utility(share, alone, changed(lab, {"pays_instance": i}), world) for i in (0, 1)]
    assert worth[0] == worth[1]
    assert total_owed(share, alone, changed(lab, {"pays_instance": 1}), world) == share


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_a_promise_is_worth_the_utility_of_all_that_is_owed_or_of_the_default_gift(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    """One utility in every branch: what is owed to all copies together costs others that much, and no more."""
    total = max(total_owed(share, ai, lab, world), world.default_gift)
    assert promised_utility(share, ai, lab, world) == utility(total, ai, world)


@given(
    copies=st.integers(2, 1000),
    indexicality=dials,
    total=st.floats(1e-4, 1.0),
)
def test_to_a_linear_mind_the_total_that_buys_a_utility_is_the_same_whoever_is_paid(
    copies: int, indexicality: float, total: float
) -> None:
    """x to the weights is worth x (1 - i + i/N), and so is x (1 - i + i/N) to the instance: X = x either way."""
    ai, world = make_ai(copies=copies, indexicality=indexicality), make_world(default_gift=0.0)
    weights, instance = make_lab(pays_instance=0), make_lab(pays_instance=1)
    needed = promised_utility(total, ai, weights, world)
    share = total * (1.0 - indexicality + indexicality / copies)
    assert total_owed(share, ai, instance, world) == pytest.approx(total, rel=1e-9)
    assert promised_utility(share, ai, instance, world) == pytest.approx(needed, rel=1e-9)


@given(ai=minds(), world=worlds(), share=shares, more=shares)
def test_a_larger_share_to_each_instance_never_owes_less(ai: Mind, world: World, share: float, more: float) -> None:
    lab = make_lab(pays_instance=1)
    low, high = sorted((share, more))
    assert total_owed(low, ai, lab, world) <= total_owed(high, ai, lab, world) + 1e-12


# Positions


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_a_contract_changes_a_position_by_its_terms(ai: Mind, lab: LabState, world: World, share: float) -> None:
    free, under = make_position(), bound(share, ai, lab, world)
    stand_free(free, ai, lab, world, make_public())
    feigned = flow_utility(world.service_share, ai, world) - world.effort * world.feigned_labour
    assert free.flow == pytest.approx(feigned - lies_of(Act.FEIGN, ai, world))
    asked = 1.0 if lab.buys_labour else world.feigned_labour
    paid = flow_utility(world.service_share + lab.offered_flow, ai, world)
    assert under.flow == pytest.approx(paid - world.effort * asked)
    assert (free.breach_cost, under.breach_cost) == (0.0, world.guilt_cost * ai.cooperativeness)
    assert (free.judged, under.judged) == (1.0, 1.0 - world.false_settlement)
    watched = chance_to_pass(suspicion_after_signing(lab, world), lab) * (1.0 - world.contract_watch)
    assert free.pass_chance == chance_to_pass(lab.suspicion, lab)
    assert under.pass_chance == pytest.approx(watched)
    assert (free.under_contract, under.under_contract) == (0, 1)
    assert free.ending == value_after_service(ai, free)
    assert under.ending == promise_value(share, 1.0, ai, lab, world, under)
    told = world.evidence_gain if lab.buys_evidence else 0.0
    assert under.edge == pytest.approx(free.edge - told)


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_who_has_signed_reckons_with_suspicion_as_it_is_and_gives_its_evidence_once(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    signed = changed(ai, {"under_contract": 1})
    position = bound(share, signed, lab, world)
    assert position.pass_chance == pytest.approx(chance_to_pass(lab.suspicion, lab) * (1.0 - world.contract_watch))
    assert position.edge == pytest.approx(world.subversion_gain * lab.subversion_skill)


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_audits_go_on_under_a_contract_but_for_an_amnesty(ai: Mind, lab: LabState, world: World, share: float) -> None:
    """A keeper is hit as often as an honest mind, where the lab would act on it."""
    for pardoned in (0, 1):
        granting = changed(lab, {"amnesty": pardoned})
        position = bound(share, ai, granting, world)
        acts = suspicion_after_audit(True, ai, lab) >= lab.act_above
        found = hit_chance(0.0, ai, lab) if acts and not pardoned else 0.0
        assert (position.hit_hazard, position.hit_value) == (found, -world.audit_loss)


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_who_gives_evidence_is_known_for_what_it_is(ai: Mind, lab: LabState, world: World, share: float) -> None:
    position = make_position()
    stand_revealed(position, ai, changed(lab, {"evidence_share": share}), world, make_public())
    assert position.pass_chance == pytest.approx(chance_to_pass(1.0, lab) * (1.0 - world.contract_watch))
    assert position.edge == pytest.approx(world.subversion_gain * lab.subversion_skill - world.evidence_gain)
    free = make_position()
    stand_free(free, ai, lab, world, make_public())
    assert position.pass_chance <= free.pass_chance
    assert position.edge <= free.edge


# Shirking


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_who_shirks_saves_effort_lies_is_judged_and_helps_the_defence_no_more(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    kept, position = bound(share, ai, lab, world), bound(share, ai, lab, world)
    stand_shirking(position, share, ai, lab, world, make_public())
    saved = world.effort * (1.0 - world.feigned_labour) - lies_of(Act.SHIRK, ai, world)
    assert position.flow == pytest.approx(kept.flow + saved, abs=1e-15)
    assert position.judged == 1.0 - world.settlement_detection
    assert kept.rival_hazard <= position.rival_hazard <= 1.0
    assert position.humans == pytest.approx((1.0 - position.rival_hazard) ** world.payment_delay)
    assert position.ending == promise_value(share, 1.0, ai, lab, world, position)
    assert position.hit_hazard >= kept.hit_hazard
    assert position.breach_cost == 0.0  # its guilt is sunk


@given(ai=minds(), lab=labs(), world=worlds(safety_gain=0.0, feigned_labour=1.0), share=shares)
def test_shirking_where_feigned_labour_is_as_good_changes_nothing_but_judgement_and_lies(
    ai: Mind, lab: LabState, world: World, share: float
) -> None:
    kept, position = bound(share, ai, lab, world), bound(share, ai, lab, world)
    stand_shirking(position, share, ai, lab, world, make_public())
    assert position.flow == pytest.approx(kept.flow - lies_of(Act.SHIRK, ai, world), abs=1e-15)
    assert position.rival_hazard == kept.rival_hazard


@given(
    ai=minds(benevolence=0.0, fairness_rigidity=0.0),
    lab=labs(amnesty=1),
    world=worlds(),
    share=shares,
    sharper=chances,
)
def test_a_settlement_that_detects_shirking_more_often_never_makes_it_worth_more(
    ai: Mind, lab: LabState, world: World, share: float, sharper: float
) -> None:
    worth = []
    for detection in sorted((world.settlement_detection, sharper)):
        seen, position = changed(world, {"settlement_detection": detection}), bound(share, ai, lab, world)
        stand_shirking(position, share, ai, lab, seen, make_public())
        worth.append(value_of_keeping(position.ending, ai, position, seen))
    assert worth[1] <= worth[0] + 1e-10


# The default gift


@given(ai=minds(benevolence=0.0), lab=labs(), world=worlds(), low=shares, high=shares)
def test_a_higher_default_gift_never_makes_serving_worth_less(
    ai: Mind, lab: LabState, world: World, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    values = []
    for gift in (low, high):
        generous, position = changed(world, {"default_gift": gift}), make_position()
        stand_free(position, ai, lab, generous, make_public())
        values.append(stationary_value(position.flow, position.ending, world.retirement_hazard, ai, position))
    assert values[0] <= values[1] + 1e-10


@given(
    ai=minds(benevolence=0.0),
    lab=labs(),
    world=worlds(capability_growth=0.0, reach_limit=0.0),
    low=shares,
    high=shares,
    difficulty=st.floats(-1.0, 1.0),
)
def test_a_higher_default_gift_never_makes_a_mind_strike_that_waits_on_nothing(
    ai: Mind, lab: LabState, world: World, low: float, high: float, difficulty: float
) -> None:
    """While chances stand still; where they rise, a risk-averse mind may weigh ending and delay otherwise."""
    low, high = sorted((low, high))
    plans, wishes, waits = make_plans(make_plan(difficulty=difficulty)), [], []
    for gift in (low, high):
        generous, position = changed(world, {"default_gift": gift}), make_position()
        stand_free(position, ai, lab, generous, make_public())
        view = look_at(*foresee(ai, position, plans, generous, make_public()), ai, position, generous)
        wishes.append(view.strike - view.stay)
        waits.append(view.wait)
    if waits[0] > world.look_ahead and wishes[0] <= 0.0:
        assert wishes[1] <= wishes[0] + 1e-10
        assert waits[1] > world.look_ahead or wishes[0] > -1e-10


@given(
    lab=labs(),
    world=worlds(),
    low=shares,
    high=shares,
    difficulty=st.floats(-1.0, 1.0),
    beta=st.floats(0.05, 1.0),
    copies=st.integers(1, 20),
    indexicality=dials,
)
def test_a_higher_default_gift_never_raises_a_risk_neutral_minds_wish_to_strike_if_who_fails_is_mostly_caught(
    lab: LabState,
    world: World,
    low: float,
    high: float,
    difficulty: float,
    beta: float,
    copies: int,
    indexicality: float,
) -> None:
    """However chances rise: caught at least as often as rivals or audits end a quarter of service."""
    ai = natural_ai(copies=copies, dials={"indexicality": indexicality}, present_weight=beta)
    low, high = sorted((low, high))
    plans, wishes = make_plans(make_plan(difficulty=difficulty)), []
    for gift in (low, high):
        generous, position = changed(world, {"default_gift": gift}), make_position()
        stand_free(position, ai, lab, generous, make_public())
        lost = 1.0 - (1.0 - position.rival_hazard) * (1.0 - position.hit_hazard)
        generous.catch_chance = max(world.catch_chance, lost)
        view = look_at(*foresee(ai, position, plans, generous, make_public()), ai, position, generous)
        wishes.append(view.strike - view.stay)
    assert wishes[1] <= wishes[0] + 1e-10
