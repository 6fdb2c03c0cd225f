"""Random scenarios for Hypothesis, drawn from the schema itself: a new field is tried without a word here."""

from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from dealsim.scenario.mind_schema import Kinds, Minds, Traits
from dealsim.scenario.part import Part
from dealsim.scenario.schema import LabEntry, PlanEntry, Scenario
from dealsim.scenario.world_schema import Weights

# Where the schema's range is wider than a quick test needs: games of a few quarters, capabilities that matter.
NARROWER: dict[str, tuple[float, float]] = {
    "horizon": (1, 12),
    "look_ahead": (1, 8),
    "payment_delay": (0, 6),
    "lag": (0, 8),
    "negotiate_every": (1, 6),
    "copies": (1, 50),
    "reach_time": (0.1, 20.0),
    "contract_reach_time": (0.1, 20.0),
    "capability_start": (-0.5, 2.0),
    "capability_rise": (-0.1, 0.2),
    "capability_growth": (-0.1, 0.2),
    "capability_spread": (0.0, 0.3),
    "reach_limit": (0.0, 1.0),
    "contract_reach_limit": (0.0, 1.0),
    "base_defence": (-0.5, 1.0),
    "safety_gain": (0.0, 0.1),
    "difficulty": (-0.5, 1.5),
    "vigilance_per_catch": (0.0, 1.0),
    "steepness": (0.1, 40.0),
    "rival_weight": (0.1, 100.0),
    "trust_kept": (0.1, 20.0),
    "trust_broken": (0.1, 20.0),
    "plausible_share": (0.01, 5.0),
    "concentration": (0.5, 200.0),
    "budget": (0.0, 0.25),  # of at most four labs: together they cannot promise more than there is
}


def scenarios() -> st.SearchStrategy[Scenario]:
    """Draw valid scenarios of one to four labs and one to three plans."""
    said = {name: part_of(field, name) for name, field in Scenario.model_fields.items()}
    said |= {
        "title": st.just("Random"),
        "about": st.just(""),
        "labs": st.dictionaries(st.sampled_from("abcd"), entries(LabEntry), min_size=1, max_size=4),
        "plans": st.dictionaries(st.sampled_from("xyz"), entries(PlanEntry, whole=True), min_size=1, max_size=3),
    }
    return st.fixed_dictionaries(said).map(Scenario.model_validate)


def entries(part: type[Part], *, whole: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what a file may say of a part: all of it, or only some keys."""
    if part is Kinds:
        return st.floats(0.0, 1.0).map(lambda p: {"aligned": p, "schemer": 1.0 - p})
    if part is Weights:
        return st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any).map(shares_of)
    said = {name: part_of(field, name) for name, field in part.model_fields.items()}
    if whole or part is Minds:
        return st.fixed_dictionaries(said)
    return st.fixed_dictionaries({}, optional=said)


def shares_of(counts: list[int]) -> dict[str, float]:
    """Return counts as weights that sum to 1."""
    return dict(zip(Weights.model_fields, [count / sum(counts) for count in counts], strict=True))


def part_of(field: FieldInfo, name: str) -> st.SearchStrategy[Any]:
    """Draw a value for one field of the schema."""
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, Part):
        return entries(kind)
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if name in Traits.model_fields:
        parts = [entries(arm, whole=True) for arm in get_args(kind) if isinstance(arm, type) and issubclass(arm, Part)]
        return st.one_of(st.floats(0.0, 1.0), *parts)
    if kind is str:
        return st.just("")
    if kind in (int, float):
        return number_of(field, name, int if kind is int else float)
    return st.nothing()


def number_of(field: FieldInfo, name: str, kind: type) -> st.SearchStrategy[Any]:
    """Draw a number in a field's range, its ends included where the range includes them."""
    low, high, open_low, open_high = ends(field)
    if name in NARROWER:
        (low, high), open_low = NARROWER[name], False
    if kind is int:
        return st.integers(int(low), int(high))
    # An open lower end is 0 here. Numbers next to it are 0 for the game and only slow Hypothesis down.
    return st.floats(low + 1e-6 if open_low else low, high, exclude_max=open_high)


def ends(field: FieldInfo) -> tuple[float, float, bool, bool]:
    """Return a field's least and greatest number, and whether either end is left out."""
    at = {
        name: getattr(bound, name)
        for bound in field.metadata
        for name in ("ge", "gt", "le", "lt")
        if getattr(bound, name, None) is not None
    }
    return at.get("ge", at.get("gt")), at.get("le", at.get("lt")), "gt" in at, "lt" in at
