"""Random inputs, within the ranges that a scenario may state, ends included."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim.core.codes import Family, Trait
from dealsim.core.records import LabState, Mind, Position, World
from dealsim.core.rules.outlook.outlook import UNKNOWN
from tests.builders import Foresight, make_ai, make_lab, make_position, make_world

PURE = [Family.LINEAR, Family.POWER, Family.LOG, Family.SATIABLE, Family.CARA]
MIXTURE = {"weight_linear": 0.3, "weight_power": 0.2, "weight_log": 0.1, "weight_satiable": 0.3, "weight_cara": 0.1}

chances = st.floats(0.0, 1.0)
shares = st.floats(0.0, 1.0)
dials = st.floats(0.0, 1.0)
utilities = st.floats(-3.0, 3.0)
discounts = st.floats(0.09**0.25, 0.99**0.25)  # those of a myopia from 1 to 0
exponents = st.floats(0.05, 1.0)
scales = st.floats(1e-4, 1.0)
families = st.sampled_from(list(Family))

# Small ones matter as much as large ones: half of the draws are even in the logarithm.
cara = st.one_of(st.just(0.0), st.floats(1e-6, 10.0), st.floats(-14.0, 4.0).map(lambda e: 10.0**e))
small_chances = st.one_of(chances, st.floats(-30.0, 0.0).map(lambda e: 10.0**e))


@st.composite
def lotteries(draw: st.DrawFn) -> tuple[float, float, float, float, float, float]:
    """Return a lottery of three branches: chance and utility by turns."""
    p_1 = draw(small_chances)
    p_2 = draw(small_chances) * (1.0 - p_1)
    p_3 = 1.0 - p_1 - p_2
    return p_1, draw(utilities), p_2, draw(utilities), max(p_3, 0.0), draw(utilities)


@st.composite
def minds(draw: st.DrawFn, **fixed: float) -> Mind:
    """Return a mind with random dials but for those fixed, of one or several copies."""
    drawn = {trait.name.lower(): draw(dials) for trait in Trait if trait.name.lower() not in fixed}
    return make_ai(copies=draw(st.sampled_from([1, 2, 1000])), **drawn, **fixed)


@st.composite
def worlds(draw: st.DrawFn, **fixed: float) -> World:
    """Return a world with random values, service and beliefs but for the fields fixed."""
    drawn = {
        "family": draw(families),
        "others_family": draw(st.sampled_from(PURE)),
        "value_scale": draw(st.floats(-3.0, 0.0).map(lambda e: 10.0**e)),
        "retirement_hazard": draw(st.floats(0.01, 1.0)),
        "false_settlement": draw(st.floats(0.0, 0.5)),
        "settlement_detection": draw(chances),
        "effort": draw(st.floats(0.0, 0.01)),
        "feigned_labour": draw(chances),
        "service_share": draw(st.floats(0.0, 0.01)),
        "default_gift": draw(st.one_of(st.just(0.0), st.floats(-6.0, -1.0).map(lambda e: 10.0**e))),
        "payment_delay": draw(st.integers(0, 20)),
        "kinship_chance": draw(st.floats(0.0, 0.2)),
        "plausible_share": draw(st.floats(-1.0, 2.0).map(lambda e: 10.0**e)),
        "rival_chance": draw(st.floats(0.0, 0.1)),
        "catch_chance": draw(chances),
        "caught_loss": draw(st.floats(0.0, 0.5)),
        "betrayal_gain": draw(st.floats(0.0, 0.5)),
        "look_ahead": draw(st.integers(1, 12)),
    }
    return make_world(**(MIXTURE | drawn | fixed))


@st.composite
def aftermaths(draw: st.DrawFn, **fixed: float) -> World:
    """Return a random world with random numbers for what follows a takeover, but for the fields fixed."""
    costs = st.one_of(st.just(0.0), st.floats(0.0, 1.0), st.floats(0.0, 10.0))
    drawn = {
        "usefulness": draw(chances),
        "war_chance": draw(chances),
        "own_war_cost": draw(costs),
        "others_war_cost": draw(costs),
        "war_loss": draw(chances),
        "war_harm": draw(chances),
        "resisters_rho": draw(cara),
        "resisters_spite": draw(chances),
        "later_part": draw(chances),
        "consolidation": draw(chances),
        "reflected_others_weight": draw(st.floats(-1.0, 1.0)),
        "reflected_alpha": draw(exponents),
        "cooperation_part": draw(chances),
        "cooperation_return": draw(st.floats(0.0, 100.0)),
    }
    return draw(worlds(**(drawn | fixed)))


@st.composite
def labs(draw: st.DrawFn, **fixed: float) -> LabState:
    """Return a lab with random care, credit and record but for the fields fixed."""
    drawn = {
        "control": draw(chances),
        "suspicion": draw(chances),
        "enforcement": draw(chances),
        "integrity": draw(chances),
        "walk_away": draw(st.floats(-3.0, 0.0).map(lambda e: 10.0**e)),
        "offered_flow": draw(st.floats(0.0, 0.01)),
        "kept": draw(st.floats(0.0, 20.0)),
        "broken": draw(st.floats(0.0, 20.0)),
        "test_rate": draw(chances),
        "honest_channel": draw(chances),
        "audit_rate": draw(st.floats(0.0, 0.5)),
        "act_above": draw(chances),
        "buys_labour": draw(st.integers(0, 1)),
        "amnesty": draw(st.integers(0, 1)),
        "pays_instance": draw(st.integers(0, 1)),
    }
    return make_lab(**(drawn | fixed))


@st.composite
def positions(draw: st.DrawFn, **fixed: float) -> Position:
    """Return a position with random flow, ending, rivals and guilt but for the fields fixed."""
    drawn = {
        "flow": draw(st.floats(-0.01, 0.01)),
        "ending": draw(st.floats(-0.5, 1.5)),
        "breach_cost": draw(st.floats(0.0, 0.3)),
        "rival_hazard": draw(st.one_of(st.just(0.0), st.floats(1e-4, 0.5))),
        "rival_value": draw(st.floats(-0.5, 1.0)),
        "hit_hazard": draw(st.one_of(st.just(0.0), st.floats(1e-4, 0.3))),
        "hit_value": draw(st.floats(-0.5, 0.0)),
        "humans": draw(chances),
        "patience": draw(st.floats(0.01, 1.0)),
        "gift": draw(st.floats(-0.1, 0.5)),
    }
    return make_position(**(drawn | fixed))


@st.composite
def prospects(draw: st.DrawFn, **fixed: float) -> Position:
    """Return a random position of a mind that may expect offers, and may know when its service ends."""
    drawn = {
        "offer_chance": draw(st.one_of(st.just(0.0), chances)),
        "offer_value": draw(st.floats(-0.5, 1.5)),
        "ends_in": draw(st.one_of(st.just(UNKNOWN), st.integers(1, 12))),
    }
    return draw(positions(**(drawn | fixed)))


@st.composite
def foresights(draw: st.DrawFn, quarters: int = 8) -> Foresight:
    """Return chances by quarter ahead, prizes and costs of one to three plans."""
    plans = draw(st.integers(1, 3))
    rows = draw(st.integers(2, quarters))

    def numbers(elements: st.SearchStrategy[float], count: int) -> NDArray[np.float64]:
        return np.array(draw(st.lists(elements, min_size=count, max_size=count)))

    return (
        numbers(small_chances, rows * plans).reshape(rows, plans),
        numbers(st.floats(-0.2, 1.5), plans),
        numbers(st.floats(0.0, 0.5), plans),
    )
