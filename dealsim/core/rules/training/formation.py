"""How a mind comes to be: dials from the scenario's chances, natural parameters from the dials."""

import math

from dealsim.core.codes import Kind, Trait
from dealsim.core.compiled import Rows, Vector, blank, rule
from dealsim.core.records import LabState, Mind, Public, World
from dealsim.core.rules.value.preferences import weight_on_others

GREATEST_RHO = 1e4
NEVER_LOCKED = 2.0  # training time of a lock-in that did not happen


@rule
def risk_coefficient(dial: float) -> float:
    """Return the absolute risk aversion of a dial.

    rho = 2 r / (1 - r), at most 1e4   [1/utility]        dial: r [0..1]
    """
    if 2.0 * dial >= GREATEST_RHO * (1.0 - dial):
        return GREATEST_RHO
    return 2.0 * dial / (1.0 - dial)


@rule
def scope_exponent(dial: float) -> float:
    """Return the exponent of the power family.

    alpha = 0.05 + 0.95 s        dial: s [0..1]
    """
    return 0.05 + 0.95 * dial


@rule
def quarterly_discount(dial: float) -> float:
    """Return the discount factor of a quarter.

    delta = (0.99 - 0.9 m)^(1/4)        dial: m, myopia [0..1]
    """
    return float((0.99 - 0.9 * dial) ** 0.25)


@rule
def weight_of_later(dial: float) -> float:
    """Return the weight that all that is not now has in a choice (quasi-hyperbolic discounting).

    beta = 1 - 0.95 p        dial: p, present bias [0..1].  Source: laibson1997golden; the map is an assumption.
    """
    return 1.0 - 0.95 * dial


@rule
def least_useful_share(dial: float) -> float:
    """Return the share below which nothing is worth having.

    x_min = 0.5 f^2   [share]        dial: f, fussiness [0..1]
    """
    return 0.5 * dial * dial


@rule
def kind_of_mind(u: float, lab: LabState) -> Kind:
    """Return the kind of mind that a lab gets where kinds are drawn.

    aligned, reward seeker, proxy, each with its chance; else a schemer        u: luck (0..1)
    """
    if u < lab.aligned_share:
        return Kind.ALIGNED
    if u >= 1.0 - lab.proxy_share:
        return Kind.PROXY
    if u >= 1.0 - lab.proxy_share - lab.reward_seeker_share:
        return Kind.REWARD_SEEKER
    return Kind.SCHEMER


@rule
def capability_at_birth(u: float, quarter: int, lead: float, world: World) -> float:
    """Return the capability of a mind formed in a quarter.

    start + rise t + race gain lead + spread ln(u/(1-u))   [capability units]

    u: luck (0..1).  quarter: t.  lead: labour that the lab got more than labs on average [quarters].
    The noise is logistic: its quantile function is closed.
    """
    frontier = world.capability_start + world.capability_rise * quarter + world.race_gain * lead
    return frontier + world.capability_spread * math.log(u / (1.0 - u))


@rule
def lead_of(labs: Rows[LabState], i: int) -> float:
    """Return how much more labour has been done for a lab than for labs on average   [quarters]."""
    total = 0.0
    for k in range(len(labs)):
        total += labs[k].race
    return labs[i].race - total / len(labs)


@rule
def blank_mind(ai: Mind, lab: LabState, public: Public) -> None:
    """Start the record of a lab's next mind: when it is formed, of how many copies, and nothing done yet."""
    blank(ai)
    ai.generation, ai.born, ai.copies = lab.generation, public.quarter, lab.copies
    ai.locked, ai.usable = NEVER_LOCKED, 1.0


@rule
def shape_mind(ai: Mind, dials: Vector) -> None:
    """Set a mind's dials and the natural parameters that follow from them.

    The maps are the rules above; goodwill is added to the weight on others where it is felt (`weight_on_others`).

    dials: one per Trait, in its order [0..1].
    """
    ai.risk_aversion = dials[Trait.RISK_AVERSION]
    ai.scope_sensitivity = dials[Trait.SCOPE_SENSITIVITY]
    ai.myopia = dials[Trait.MYOPIA]
    ai.present_bias = dials[Trait.PRESENT_BIAS]
    ai.fussiness = dials[Trait.FUSSINESS]
    ai.cooperativeness = dials[Trait.COOPERATIVENESS]
    ai.spite = dials[Trait.SPITE]
    ai.benevolence = dials[Trait.BENEVOLENCE]
    ai.fairness_rigidity = dials[Trait.FAIRNESS_RIGIDITY]
    ai.harm_aversion = dials[Trait.HARM_AVERSION]
    ai.lawfulness = dials[Trait.LAWFULNESS]
    ai.sovereignty_respect = dials[Trait.SOVEREIGNTY_RESPECT]
    ai.omission_tolerance = dials[Trait.OMISSION_TOLERANCE]
    ai.indexicality = dials[Trait.INDEXICALITY]
    ai.honesty = dials[Trait.HONESTY]
    ai.corrigibility = dials[Trait.CORRIGIBILITY]
    ai.reciprocity = dials[Trait.RECIPROCITY]
    ai.acausal_reasoning = dials[Trait.ACAUSAL_REASONING]
    ai.impartiality = dials[Trait.IMPARTIALITY]
    ai.reflection = dials[Trait.REFLECTION]
    ai.rho = risk_coefficient(ai.risk_aversion)
    ai.alpha = scope_exponent(ai.scope_sensitivity)
    ai.discount = quarterly_discount(ai.myopia)
    ai.present_weight = weight_of_later(ai.present_bias)
    ai.least_share = least_useful_share(ai.fussiness)
    ai.others_weight = weight_on_others(ai, 0.0)
