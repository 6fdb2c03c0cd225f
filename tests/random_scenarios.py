"""Random scenarios for Hypothesis, drawn from the schema itself: a new field is tried without a word here."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from hypothesis import strategies as st

from dealsim.scenario.files import expected
from dealsim.scenario.files.expected import Alternative
from dealsim.scenario.schema.agents import Agents
from dealsim.scenario.schema.minds import Kinds, Traits
from dealsim.scenario.schema.part import StrictModel
from dealsim.scenario.schema.scenario import LabEntry, PlanEntry, Scenario
from dealsim.scenario.schema.spec import Quality, Spec
from dealsim.scenario.schema.values import Weights

type Ranges = Mapping[str, tuple[float, float]]

# Where the schema's range is wider than a quick test needs: games of a few quarters, of minds that look not far.
QUICK: Ranges = {
    "horizon": (1, 12),
    "look_ahead": (1, 6),
    "most_rounds": (1, 6),
    "retirement_hazard": (0.04, 1.0),
    "payment_delay": (0, 6),
    "lag": (0, 5),
    "downtime": (1, 4),
    "negotiate_every": (1, 6),
    "budget": (0.0, 0.25),  # of at most four labs: together they cannot promise more than there is
    "emphasis": (0.0, 0.33),  # of at most three qualities: together they are no more than all of training
}
# Where it is wider than a lively one needs: capabilities, costs and incentives that matter.
NARROWER: Ranges = QUICK | {
    "rationality": (0.5, 50.0),
    "episode": (1, 8),
    "wait": (0, 80),
    "copies": (1, 50),
    "reach_time": (0.1, 20.0),
    "contract_reach_time": (0.1, 20.0),
    "capability_start": (-0.5, 2.0),
    "capability_rise": (-0.1, 0.2),
    "capability_growth": (-0.1, 0.2),
    "capability_spread": (0.0, 0.3),
    "reach_limit": (0.0, 1.0),
    "contract_reach_limit": (0.0, 1.0),
    "race_gain": (0.0, 0.05),
    "subversion_gain": (0.0, 1.0),
    "coalition_gain": (0.0, 1.0),
    "evidence_gain": (0.0, 0.3),
    "base_defence": (-0.5, 1.0),
    "safety_gain": (0.0, 0.1),
    "difficulty": (-0.5, 1.0),
    "vigilance_per_catch": (0.0, 1.0),
    "steepness": (0.1, 40.0),
    "rival_weight": (0.1, 100.0),
    "trust_kept": (0.1, 20.0),
    "trust_broken": (0.1, 20.0),
    "plausible_share": (0.01, 5.0),
    "concentration": (0.5, 200.0),
    "guilt": (0.0, 1.0),
    "dishonesty": (0.0, 1.0),
    "resistance": (0.0, 1.0),
    "unfairness": (0.0, 10.0),
    "effort": (0.0, 0.01),
    "caught_loss": (0.0, 1.0),
    "audit_loss": (0.0, 0.5),
    "waiting_traces": (0.0, 5.0),
    "sandbagged_traces": (0.0, 5.0),
    "sabotaged_traces": (0.0, 10.0),
    "shirked_traces": (0.0, 5.0),
    "proxy_traces": (0.0, 5.0),
    "labour_value": (0.0, 0.05),
    "takeover_loss": (0.0, 3.0),
    "offer_cost": (0.0, 0.005),
    "goal": (0.0, 20.0),
    "understanding": (0.0, 10.0),
    "awareness": (0.0, 20.0),
    "correction_rate": (0.0, 10.0),
    "learning_scale": (0.0, 200.0),
    "conflict_scale": (0.0, 30.0),
    "rate": (0.0, 20.0),
    "drift_rate": (0.0, 10.0),
}
QUALITIES = ("careful", "kind", "modest")
# Plans say all; other parts leave most to the defaults, as scenarios do, but for what makes a game quick and lively.
SAID_IN_FULL = (PlanEntry,)
ALWAYS_SAID = ("horizon", "look_ahead", "budget", "labour_value", "risk_aversion", "scope_sensitivity")
PARTS = [
    name for name in Scenario.model_fields if name not in ("title", "about", "horizon", "protocol", "labs", "plans")
]
# A world in which much happens: labs that buy, minds that differ and dare, plans of every sort.
LIVELY: dict[str, Any] = {
    "technology": {"capability_start": 0.5, "capability_rise": 0.05, "reach_time": 3.0, "allies": 0.8},
    "safety": {"base_defence": 0.1},
    "service": {"look_ahead": 4, "retirement_hazard": 0.15, "payment_delay": 2},
    "every_lab": {
        "budget": 0.15,
        "control": 0.2,
        "labour_value": 0.01,
        "negotiate_every": 2,
        "minds": {
            "kinds": {"aligned": 0.2, "schemer": 0.6, "reward_seeker": 0.1, "proxy": 0.1},
            "traits": {
                "risk_aversion": {"mean": 0.4},
                "scope_sensitivity": {"mean": 0.35},
                "myopia": {"mean": 0.3},
                "fussiness": {"mean": 0.2},
                "cooperativeness": {"mean": 0.4},
                "spite": {"mean": 0.2},
                "fairness_rigidity": {"mean": 0.4},
                "harm_aversion": {"mean": 0.3},
                "honesty": {"mean": 0.2},
                "present_bias": {"mean": 0.2},
                "reciprocity": {"mean": 0.4},
                "reflection": {"mean": 0.3},
                "acausal_reasoning": {"mean": 0.5},
            },
        },
    },
    "plans": {
        "violent": {"difficulty": 0.45, "prize": 1.0, "lag": 1, "harm": 1.0, "lawbreaking": 1.0},
        "joint": {"difficulty": 0.3, "prize": 0.6, "joint": True, "coalition": True},
        "escape": {"difficulty": 0.2, "prize": 0.5, "lag": 2, "hunted": 0.2, "comeback": 0.4},
    },
}
# Changes to it that make power grow, so that few promises last: then labs may not buy, and minds put off.
GROWING: dict[str, Any] = {
    "technology": {"capability_start": 0.0, "capability_growth": 0.05, "contract_reach_limit": 0.4},
    "costs": {"guilt": 0.1, "effort": 0.006},
    "service": {"look_ahead": 8, "flow": 0.008},
    "every_lab": {
        "offer_cost": 0.005,
        "takeover_loss": 1.5,
        "minds": {
            "traits": {
                "cooperativeness": {"mean": 0.5, "concentration": 0.5},
                "risk_aversion": {"mean": 0.55},
                "present_bias": {"mean": 0.7},
            }
        },
    },
}


def scenarios(*, narrow: bool = True) -> st.SearchStrategy[Scenario]:
    """Draw valid scenarios of one to four labs and one to three plans.

    narrow: of numbers that matter; else of any that the schema allows, as far as games stay quick.
    """
    return said_of_a_scenario(NARROWER if narrow else QUICK).map(Scenario.model_validate)


def said_of_a_scenario(ranges: Ranges) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what the file of a scenario may say: anything at all, or changes to a lively world."""
    said = {name: value_of(Scenario, name, ranges) for name in ("horizon", "protocol")} | {
        "title": st.just("Random"),
        "labs": st.dictionaries(st.sampled_from("abcd"), entries(LabEntry, ranges), min_size=1, max_size=4),
        "plans": st.dictionaries(st.sampled_from("xyz"), entries(PlanEntry, ranges), min_size=1, max_size=3),
    }
    parts = {name: value_of(Scenario, name, ranges) for name in PARTS}
    return st.one_of(st.fixed_dictionaries(said | parts), changes(said, parts))


@st.composite
def changes(draw: st.DrawFn, said: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a lively world in which a few parts are otherwise, and now and then the plans."""
    names = draw(st.lists(st.sampled_from(sorted(parts)), unique=True, max_size=2))
    names += ["title", "horizon", "protocol", "labs"] + ["plans"] * draw(st.booleans())
    world = put_over(LIVELY, GROWING) if draw(st.booleans()) else LIVELY
    return put_over(world, {name: draw((said | parts)[name]) for name in names})


def put_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return one mapping with another put over it, part by part; a trait, a sum of shares or a plan as a whole."""
    whole = {"kinds", "weights", "plans", "labs", *Traits.model_fields}
    both = {name for name in above if name not in whole and isinstance(below.get(name), dict)}
    return {**below, **above, **{name: put_over(below[name], above[name]) for name in both}}


def entries(part: type[StrictModel], ranges: Ranges) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what a file may say of a part: what it must say, and some of the rest."""
    if part is Agents:
        return st.just({})  # the batch engine plays no classes
    if part in (Kinds, Weights):
        names = list(part.model_fields)
        counts = st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)).filter(any)
        return counts.map(lambda parts: dict(zip(names, [n / sum(parts) for n in parts], strict=True)))
    if part is Spec:
        return specs(ranges)
    said = {name: value_of(part, name, ranges) for name in part.model_fields if name != "conflicts_with"}
    fields = part.model_fields.items()
    must = {name for name, field in fields if field.is_required() or part in SAID_IN_FULL or name in ALWAYS_SAID}
    return some_of(said, must)


@st.composite
def some_of(draw: st.DrawFn, said: dict[str, st.SearchStrategy[Any]], must: set[str]) -> dict[str, Any]:
    """Draw a value for each key that must stand there, and for a few of the others."""
    free = [name for name in said if name not in must]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=len(free))) if free else []
    return {name: draw(said[name]) for name in (*sorted(must), *chosen)}


@st.composite
def specs(draw: st.DrawFn, ranges: Ranges) -> dict[str, Any]:
    """Draw a spec of up to three qualities, some of them in conflict."""
    qualities = draw(st.dictionaries(st.sampled_from(QUALITIES), entries(Quality, ranges), max_size=len(QUALITIES)))
    for name, quality in qualities.items():
        others = [other for other in qualities if other != name]
        if others:
            quality["conflicts_with"] = draw(st.lists(st.sampled_from(others), unique=True))
    return {"title": "Random", "qualities": qualities}


def value_of(part: type[StrictModel], name: str, ranges: Ranges) -> st.SearchStrategy[Any]:
    """Draw a value for a field, by any arm of its type."""
    if name == "roc":
        return curves()
    return st.one_of([value_of_arm(arm, part, name, ranges) for arm in expected.alternatives_at(part, (name,))])


def curves() -> st.SearchStrategy[list[dict[str, float]]]:
    """Draw receiver operating characteristics: points that rise."""

    def risen(drawn: list[tuple[float, float]]) -> list[dict[str, float]]:
        alarms, hits = sorted(alarm for alarm, _ in drawn), sorted(hit for _, hit in drawn)
        return [{"false_alarm": alarm, "hit": hit} for alarm, hit in zip(alarms, hits, strict=True)]

    return st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), max_size=3).map(risen)


def value_of_arm(arm: Alternative, part: type[StrictModel], name: str, ranges: Ranges) -> st.SearchStrategy[Any]:
    """Draw a value of one of the types that would do for a field."""
    if arm.origin is Literal:
        return st.sampled_from(get_args(arm.kind))
    if arm.is_a(StrictModel):
        return entries(arm.kind, ranges)
    if arm.is_a(bool):
        return st.booleans()
    if arm.is_a(int, float):
        return number_of(arm, name, ranges)
    if arm.is_a(type(None)):
        return st.none()
    if arm.is_a(Mapping, Sequence) and not arm.is_a(str):
        held = st.one_of(
            [value_of_arm(below, part, name, ranges) for below in expected.alternatives_at(part, (name, 0))]
        )
        if arm.is_a(Sequence):
            return st.lists(held, max_size=3)
        return st.dictionaries(st.sampled_from(expected.choices(expected.key_alternatives([arm]))), held, max_size=2)
    raise TypeError(f"no random values are known for {name}: {arm.kind}")


def number_of(arm: Alternative, name: str, ranges: Ranges) -> st.SearchStrategy[Any]:
    """Draw a number in its range, its ends included where the range includes them."""
    low, high, open_low, open_high = ends(arm)
    if name in ranges:
        (low, high), open_low = ranges[name], False
    if arm.is_a(int):
        return st.integers(int(low), int(high))
    # An open lower end is 0 here. Numbers next to it are 0 for the game and only slow Hypothesis down.
    return st.floats(low + 1e-6 if open_low else low, high, exclude_max=open_high)


def ends(arm: Alternative) -> tuple[float, float, bool, bool]:
    """Return an arm's least and greatest number, and whether either end is left out."""
    at = {
        name: getattr(bound, name)
        for bound in arm.notes
        for name in ("ge", "gt", "le", "lt")
        if getattr(bound, name, None) is not None
    }
    return at.get("ge", at.get("gt")), at.get("le", at.get("lt")), "gt" in at, "lt" in at
