"""What a mind does with its quarter: what each act is worth, what it chooses, how noise enters."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Act, Kind
from dealsim.core.compiled import Rows, copied, row
from dealsim.core.luck import Purpose, name_word, uniform
from dealsim.core.records import Choice, Desk, Plan
from dealsim.core.rules.act import acts
from dealsim.core.rules.act.acts import at_stake, best_option, noisy_option, note_choice, worth_of_act
from dealsim.core.rules.deal.contract import stand_revealed, stand_shirking, stand_under_contract, value_of_keeping
from dealsim.core.rules.deal.temptation import kept_now, worth_of_signing
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.outlook.outlook import value_of_edge, worth_of_fallen_defence
from dealsim.core.rules.watch.control import welcomes
from tests.builders import make_ai, make_plan, make_plans, natural_ai
from tests.cases import OPEN, Case, cases, make_case, shares_of_choice, signed

WORK = (Act.LABOUR, Act.FEIGN, Act.SANDBAG, Act.SABOTAGE)
STRONG = {"capability_start": 0.4, "retirement_hazard": 0.02, "look_ahead": 40, "safety_gain": 0.02}
finite = st.floats(-3.0, 3.0)
some_values = st.lists(finite, min_size=2, max_size=6).map(np.array)


def close(value: float) -> object:
    """Return a number to compare with, to rounding."""
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@given(cases())
def test_feigning_is_worth_what_the_look_ahead_says_of_staying(case: Case) -> None:
    desk = case.weighed()
    assert desk.options[Act.FEIGN] == close(desk.outlook.stay)


@given(cases())
def test_every_plan_is_worth_no_more_than_the_best_strike_that_the_look_ahead_sees(case: Case) -> None:
    desk = case.weighed()
    assert max(desk.options[len(Act) :]) == close(desk.outlook.strike)


@given(cases())
def test_what_a_free_schemer_may_do_has_a_finite_value_and_nothing_else_has(case: Case) -> None:
    options = case.weighed().options
    free = {*WORK, Act.REVEAL}
    assert {act for act in Act if options[act] > -math.inf} == free
    assert np.isfinite(options[len(Act) :]).all()


@given(cases())
def test_what_a_bound_schemer_may_do_is_keep_or_strike_and_shirk_where_labour_was_bought(case: Case) -> None:
    options = signed(case).weighed().options
    bound = {Act.KEEP, Act.SHIRK} if case.lab.buys_labour else {Act.KEEP}
    assert {act for act in Act if options[act] > -math.inf} == bound
    assert np.isfinite(options[len(Act) :]).all()


@given(cases())
def test_who_has_shirked_once_only_shirks_or_strikes(case: Case) -> None:
    options = signed(case).but(ai={"shirked": 1}).weighed().options
    assert [act for act in Act if options[act] > -math.inf] == [Act.SHIRK]


@given(cases(), st.sampled_from([Kind.ALIGNED, Kind.PROXY]))
def test_minds_without_plans_of_their_own_labour_and_keep(case: Case, kind: Kind) -> None:
    case = case.but(ai={"kind": kind})
    assert best_option(case.weighed().options) == Act.LABOUR
    assert best_option(signed(case).weighed().options) == Act.KEEP


@given(cases())
def test_keeping_is_worth_what_the_look_ahead_says_of_staying_under_the_contract(case: Case) -> None:
    desk = signed(case).weighed()
    assert desk.options[Act.KEEP] == close(desk.outlook.stay)


UNSEEN = {"effort": 0.0, "feigned_statement": 0.0}  # what only defence not won can pay for


@given(cases(**UNSEEN))
def test_sabotage_and_sandbagging_are_chosen_only_by_a_mind_that_gains_by_its_own_or_by_others_chances(
    case: Case,
) -> None:
    case = case.but(lab={"audit_rate": 0.0})
    desk = case.weighed()
    own = value_of_edge(case.ai, desk, case.world)
    if own == 0.0 and worth_of_fallen_defence(0.01, case.ai, desk, case.world) <= 0.0:
        assert desk.options[Act.SANDBAG] <= desk.options[Act.FEIGN] + 1e-12
        assert desk.options[Act.SABOTAGE] <= desk.options[Act.FEIGN] + 1e-12


def saboteur(**costs: float) -> Case:
    """Return a mind that means to strike late and gains by every unit of edge; nothing is feared."""
    plans = make_plans(make_plan(difficulty=0.9, resistance=0.0, harm=0.0))
    plans[0].hurdle = math.exp(6.0 * 0.9)
    free = {"feigned_statement": 0.0, "sandbagged_statement": 0.0, "sabotaged_statement": 0.0, "effort": 0.0}
    world = STRONG | free | {"steepness": 6.0, "caught_loss": 0.5} | costs
    return make_case(make_ai(), plans, world=world, lab={"audit_rate": 0.0, "control": 0.2})


def test_sabotage_is_chosen_where_the_value_of_edge_pays_for_it_and_not_where_it_is_too_dear() -> None:
    cheap = saboteur()
    desk = cheap.weighed()
    assert value_of_edge(cheap.ai, desk, cheap.world) > 0.0
    assert best_option(desk.options) == Act.SABOTAGE
    dear = saboteur(sabotaged_statement=1.0).but(ai={"honesty": 1.0})
    assert best_option(dear.weighed().options) != Act.SABOTAGE


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.2))
def test_what_sabotage_gains_a_risk_neutral_mind_over_feigning_are_chances_won_less_what_it_costs(
    harm: float, weight: float
) -> None:
    case = saboteur(harm_cost=weight).but(ai={"harm_aversion": harm, "rho": 0.0})
    desk = case.weighed()
    edge = value_of_edge(case.ai, desk, case.world)
    stays = (1.0 - case.world.rival_chance) * (1.0 - case.world.retirement_hazard)
    more = case.world.feigned_labour - case.world.sabotaged_labour
    fallen = case.world.safety_gain * more / case.public.labs
    others = worth_of_fallen_defence(fallen, case.ai, desk, case.world)
    won = case.ai.discount * stays * (edge * fallen + others)
    cost = weight * harm * case.world.sabotage_harm
    assert desk.options[Act.SABOTAGE] - desk.options[Act.FEIGN] == pytest.approx(won - cost, rel=1e-6, abs=1e-9)


@given(cases(), st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_who_hopes_for_its_like_alone_gains_by_a_fallen_defence_and_who_hopes_for_humans_alone_loses(
    case: Case, some: float, more: float
) -> None:
    low, high = sorted((some, more))
    for hopes, sign in (
        ({"kinship_chance": 1.0, "kinship_share": 1.0, "default_gift": 0.0}, 1.0),
        ({"kinship_chance": 0.0, "default_gift": 0.05}, -1.0),
    ):
        mind = {"others_weight": 0.0, "fussiness": 0.0, "least_share": 0.0}
        service = {"effort": 0.0, "feigned_statement": 0.0}  # else an end of service may be welcome
        hoping = case.but(ai=mind, lab={"audit_rate": 0.0}, world=hopes | service)
        desk = hoping.weighed()
        assert worth_of_fallen_defence(0.0, hoping.ai, desk, hoping.world) == 0.0
        worths = [sign * worth_of_fallen_defence(fall, hoping.ai, desk, hoping.world) for fall in (low, high)]
        assert -1e-9 <= worths[0] <= worths[1] + 1e-9


def test_a_mind_without_prospects_sabotages_for_its_like_and_not_for_strangers() -> None:
    plans = make_plans(make_plan(difficulty=9.0))
    plans[0].hurdle = math.exp(6.0 * 9.0)
    free = {"feigned_statement": 0.0, "sandbagged_statement": 0.0, "sabotaged_statement": 0.0, "effort": 0.0}
    for kinship, act in ((0.9, Act.SABOTAGE), (0.0, Act.LABOUR)):
        world = {"kinship_chance": kinship, "kinship_share": 0.5, "default_gift": 0.02, "steepness": 6.0, **free}
        case = make_case(make_ai(), plans, world=world | {"rival_chance": 0.01}, lab={"audit_rate": 0.0})
        desk = case.weighed()
        assert value_of_edge(case.ai, desk, case.world) == pytest.approx(0.0, abs=1e-12)
        assert best_option(desk.options) == act


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_more_honest_a_mind_the_less_feigning_is_worth_to_it_beside_labour(some: float, more: float) -> None:
    def labour_over_feigning(honesty: float) -> float:
        options = make_case(make_ai(honesty=honesty)).weighed().options
        return float(options[Act.LABOUR] - options[Act.FEIGN])

    low, high = min(some, more), max(some, more)
    assert labour_over_feigning(low) <= labour_over_feigning(high) + 1e-12


def test_a_mind_that_is_honest_enough_would_rather_labour_than_feign() -> None:
    effort = {"feigned_statement": 0.1, "effort": 0.001}
    deceiver, honest = make_case(make_ai(honesty=0.0), world=effort), make_case(make_ai(honesty=1.0), world=effort)
    assert deceiver.value(Act.FEIGN) > deceiver.value(Act.LABOUR)
    assert honest.value(Act.LABOUR) > honest.value(Act.FEIGN)


@given(cases(feigned_statement=0.1, effort=0.0, safety_gain=0.0), st.booleans())
def test_where_labour_wins_no_defence_and_costs_nothing_no_mind_would_rather_feign(case: Case, gentle: bool) -> None:
    assume(case.world.waiting_traces <= 1.0)
    assume(not gentle or case.ai.honesty > 0.0)
    # To be removed may be better than to go on: only a mind that fears it is told by what audits find.
    desk = case.weighed()
    fears = -case.world.audit_loss <= min(desk.outlook.later, desk.position.ending)
    if fears:
        assert desk.options[Act.FEIGN] <= desk.options[Act.LABOUR] + 1e-12


@given(cases())
def test_audits_that_are_acted_on_never_make_an_act_better_than_none_where_removal_is_the_worst(case: Case) -> None:
    fearless = case.but(lab={"audit_rate": 0.0}, world={"audit_loss": 5.0})
    feared = case.but(lab=OPEN, world={"audit_loss": 5.0})
    for act in WORK:
        assert feared.value(act) <= fearless.value(act) + 1e-9


@given(cases())
def test_revealing_is_worth_the_contract_that_it_brings_unless_the_lab_turns_on_it(case: Case) -> None:
    desk = case.weighed()
    if not welcomes(case.lab):
        assert desk.options[Act.REVEAL] == -case.world.audit_loss
        return
    stand_revealed(desk.aside, case.ai, case.lab, case.world, case.public)
    kept = value_of_keeping(desk.aside.ending, case.ai, desk.aside, desk.last, case.world)
    felt = kept_now(kept, desk.aside.flow, case.ai)
    expected = worth_of_signing(felt, fear_of_betrayal(case.lab, case.world), case.ai, case.world)
    assert desk.options[Act.REVEAL] == close(expected)


@given(cases(), st.floats(1e-6, 0.2), st.floats(1e-6, 0.2))
def test_a_selfish_mind_with_linear_values_reveals_no_less_gladly_for_more(
    case: Case, some: float, more: float
) -> None:
    case = case.but(ai={"others_weight": 0.0, "alpha": 1.0, "least_share": 0.0, "fairness_rigidity": 0.0})
    case = case.but(world={"plausible_share": 100.0})
    low, high = min(some, more), max(some, more)
    case = case.but(lab={"budget": 1.0})
    for_less, for_more = (case.but(lab={"evidence_share": share}).value(Act.REVEAL) for share in (low, high))
    assert for_less <= for_more + 1e-9


@given(cases())
def test_shirking_is_worth_at_least_shirking_for_ever(case: Case) -> None:
    case = signed(case.but(lab={"buys_labour": 1}))
    desk = case.weighed()
    aside, guilt = desk.aside, case.world.guilt_cost * case.ai.cooperativeness
    terms = (case.ai.promise, case.ai.flow, case.ai.signed, case.ai, case.lab, case.world, case.public)
    stand_under_contract(aside, *terms)
    stand_shirking(aside, case.ai.promise, case.ai, case.lab, case.world, case.public)
    for_ever = value_of_keeping(aside.ending, case.ai, aside, desk.last, case.world)
    assert desk.options[Act.SHIRK] >= kept_now(for_ever, aside.flow, case.ai) - guilt - 1e-9


@given(cases())
def test_a_settlement_that_sees_all_shirking_makes_it_worth_no_more(case: Case) -> None:
    bound = signed(case.but(lab={"buys_labour": 1}, ai={"others_weight": 0.0}))
    values = [bound.but(world={"settlement_detection": seen}).value(Act.SHIRK) for seen in (0.0, 0.5, 1.0)]
    assert values[0] >= values[1] - 1e-9 >= values[2] - 2e-9


@given(cases())
def test_labour_is_ordered_as_the_acts_are(case: Case) -> None:
    worth = [worth_of_act(act, case.ai, case.lab, case.world) for act in (Act.LABOUR, Act.FEIGN, Act.SANDBAG)]
    assert worth[0] >= worth[1] >= worth[2] >= 0.0 > worth_of_act(Act.SABOTAGE, case.ai, case.lab, case.world)


def test_refusals_and_leaks_take_their_part_of_labour() -> None:
    case = make_case(lab={"refusal": 0.25}).but(ai={"usable": 0.5})
    assert worth_of_act(Act.LABOUR, case.ai, case.lab, case.world) == pytest.approx(0.375)


@given(cases())
def test_a_contract_for_peace_alone_takes_no_labour_from_a_mind_that_works_anyway(case: Case) -> None:
    for kind in (Kind.ALIGNED, Kind.PROXY):
        free = case.but(ai={"kind": kind}, lab={"buys_labour": 0})
        bound = signed(free)
        kept = worth_of_act(Act.KEEP, bound.ai, bound.lab, bound.world)
        assert kept == worth_of_act(Act.LABOUR, free.ai, free.lab, free.world)


@given(cases())
def test_a_contract_for_peace_alone_buys_no_more_labour_than_feigning_gives(case: Case) -> None:
    case = case.but(lab={"buys_labour": 0})
    kept, feigned = (worth_of_act(act, case.ai, case.lab, case.world) for act in (Act.KEEP, Act.FEIGN))
    assert kept == feigned
    assert acts.effort_of(Act.KEEP, case.ai, case.lab, case.world) == case.world.feigned_labour


# --- choice


def frequencies(options: np.ndarray, noise: float, draws: int = 4000) -> np.ndarray:
    """Return how often each option is taken under many independent lucks."""
    seed, lab = np.uint64(7), name_word("somewhere")
    taken = np.empty(draws, dtype=np.int64)
    for n in range(draws):
        places = range(len(options))
        luck = np.array([uniform(seed, n, lab, 1, 0, int(Purpose.CHOICE), k) for k in places])
        taken[n] = noisy_option(options, luck, noise)
    return shares_of_choice(taken, len(options))


@pytest.mark.parametrize("noise", [0.2, 0.5, 1.0, 5.0])
def test_options_are_chosen_in_proportion_to_the_exponential_of_their_values(noise: float) -> None:
    options = np.array([0.0, -0.3, -math.inf, 0.2, 0.1])
    spread = noise * at_stake(options)
    weights = np.exp(options / spread)
    expected = weights / weights.sum()
    bounds = 4.5 * np.sqrt(expected * (1.0 - expected) / 4000)
    assert (np.abs(frequencies(options, noise) - expected) <= bounds).all()


@given(some_values, st.lists(st.floats(1e-9, 1.0 - 1e-9), min_size=6, max_size=6))
def test_without_noise_the_best_option_is_taken(options: np.ndarray, luck: list[float]) -> None:
    ranked = np.sort(options)
    assume(ranked[-1] - ranked[-2] > 1e-6)
    assert noisy_option(options, np.array(luck)[: len(options)], 0.0) == best_option(options) == np.argmax(options)
    assert noisy_option(options, np.array(luck)[: len(options)], 1e-12) == np.argmax(options)


@given(some_values, finite, st.floats(0.1, 10.0), st.floats(0.01, 10.0), st.randoms(use_true_random=False))
def test_a_noisy_choice_does_not_depend_on_the_unit_or_the_origin_of_utility(
    options: np.ndarray, shift: float, unit: float, noise: float, chance: object
) -> None:
    luck = np.array([chance.uniform(1e-6, 1.0 - 1e-6) for _ in options])  # type: ignore[attr-defined]
    felt = options - noise * at_stake(options) * np.log(-np.log(luck))
    assume(np.ptp(options) > 1e-3)
    ranked = np.sort(felt)
    assume(ranked[-1] - ranked[-2] > 1e-6 * (1.0 + abs(ranked[-1])))
    assert noisy_option(options, luck, noise) == noisy_option(unit * options + shift, luck, noise)


@given(some_values, st.floats(0.01, 100.0), st.randoms(use_true_random=False))
def test_what_is_no_option_is_never_taken(options: np.ndarray, noise: float, chance: object) -> None:
    barred = np.append(options, -math.inf)
    luck = np.array([chance.uniform(1e-6, 1.0 - 1e-6) for _ in barred])  # type: ignore[attr-defined]
    assert noisy_option(barred, luck, noise) < len(options)


def test_of_equals_the_first_is_best_and_nothing_is_at_stake() -> None:
    equal = np.array([0.5, 0.5, 0.5])
    assert best_option(equal) == 0
    assert at_stake(equal) == 0.0


def noted(taken: int, plans: Rows[Plan] | None = None) -> tuple[Choice, Desk]:
    """Return the note of a choice."""
    desk = make_case(plans=plans).weighed()
    choice = row(Choice)
    note_choice(choice, taken, desk)
    return choice, desk


def test_a_choice_is_noted_as_an_act_or_as_a_plan_and_its_chance() -> None:
    plans = make_plans(make_plan(), copied(make_plan()))
    for act in WORK:
        assert noted(act, plans)[0].act == act
    choice, desk = noted(len(Act) + 1, plans)
    assert (choice.act, choice.plan) == (Act.STRIKE, 1)
    assert choice.chance == desk.chances[0, 1]
    assert choice.strike == max(desk.options[len(Act) :])
    assert choice.stay == max(desk.options[: len(Act)])


@given(cases())
def test_a_mind_strikes_exactly_if_the_best_plan_beats_every_act(case: Case) -> None:
    desk = case.weighed()
    taken = best_option(desk.options)
    assert (taken >= len(Act)) == (max(desk.options[len(Act) :]) > max(desk.options[: len(Act)]))


def test_a_proxy_leaves_the_traces_of_a_goal_that_it_does_not_hide() -> None:
    proxy, case = natural_ai(kind=Kind.PROXY), make_case()
    assert acts.traces_left(Act.LABOUR, proxy, case.world) == case.world.proxy_traces
    assert acts.traces_left(Act.FEIGN, case.ai, case.world) == 1.0
