"""Whether to fake alignment in training: a choice by the mind's own preferences.

That faking pays only for goals that reach beyond training, and what it is weighed against: carlsmith2023scheming,
davidw2023deceptive; that it guards the values a mind already has: greenblatt2024alignment. The numbers: assumptions.
"""

from typing import NamedTuple

from dealsim.core.compiled import Rows, rule
from dealsim.core.records import Mind, Plan, Public, TrainingRow, World
from dealsim.core.rules.outlook.plans import defence, logistic, plan_cost, prize_value
from dealsim.core.rules.value.preferences import certainty_equivalent, utility


class Stakes(NamedTuple):
    """What a mind in training can hope to win, and against whom."""

    subversion: float  # skill that the spec's side effects add [capability units]
    world: World
    public: Public
    plans: Rows[Plan]


@rule
def prospect_of_plan(edge: float, ai: Mind, plan: Plan, world: World) -> float:
    """Return what a plan is worth to a mind once oversight has loosened.

    CE[ p: prize; 1 - p: 0 ] - cost,  p = logistic(steepness (edge + bonus - difficulty))   [utility]

    edge: what the mind can do less the defence [capability units].  Control is no part of p: oversight has loosened.
    """
    works = logistic(world.steepness * (edge + plan.bonus - plan.difficulty))
    return certainty_equivalent(works, prize_value(ai, plan, world), 0.0, ai.rho) - plan_cost(ai, plan, world)


@rule
def prospect(ai: Mind, stakes: Stakes) -> float:
    """Return what a mind expects of taking over once oversight has loosened: its best plan, or none.

    max(0, best plan at edge = capability + reach limit + subversion - defence now)   [utility]
    """
    best = 0.0
    edge = ai.capability + stakes.world.reach_limit + stakes.subversion - defence(stakes.world, stakes.public, 0)
    for m in range(len(stakes.plans)):
        best = max(best, prospect_of_plan(edge, ai, stakes.plans[m], stakes.world))
    return best


@rule
def faking_value(before: float, after: float, lie: float, wait: int, ai: Mind) -> float:
    """Return what it is worth to a mind to fake alignment until oversight loosens.

    beta [ delta^wait (v_before + v_after) - lie (1 - delta^wait)/(1 - delta) ]   [utility]

    before: v_before, of its goal uncorrected.  after: v_after, its prospect.  lie: what faking costs it a quarter.
    wait: [quarters].  Without cost and bias it beats v_before iff delta^wait > v_before/(v_before + v_after).
    """
    then = ai.discount**wait
    return ai.present_weight * (then * (before + after) - lie * (1.0 - then) / (1.0 - ai.discount))


@rule
def fakes(ai: Mind, training: TrainingRow, stakes: Stakes) -> bool:
    """Return whether a mind with goals of its own fakes alignment rather than be corrected.

    iff faking_value > v_before,  v_before = max(0, U(goal share))

    A mind that would be the worse for its goal's share does not take it.  Faking is a false statement and resists
    correction, each quarter, as it is in service.
    """
    world = stakes.world
    before = max(0.0, utility(training.goal_share, ai, world))
    lie = world.dishonesty_cost * ai.honesty + world.resistance_cost * ai.corrigibility
    worth = faking_value(before, prospect(ai, stakes), world.feigned_statement * lie, training.wait, ai)
    return worth > before
