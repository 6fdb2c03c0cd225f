"""From a scenario, as a user wrote it, to the flat tables that both engines play on."""

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
from scipy.special import betaincinv

from dealsim.codes import Family, Protocol, Trait
from dealsim.compiled import Rows, row, rows
from dealsim.luck import name_word
from dealsim.records import Lab, Plan, World
from dealsim.scenario.mind_schema import Alpha, LeastShare, PresentWeight, Rho, Spread, Traits, YearlyFactor
from dealsim.scenario.schema import LabEntry, Scenario, entry_of

if TYPE_CHECKING:
    from collections.abc import Mapping

QUANTILES = 513  # points of a tabulated inverse distribution function


@dataclass(frozen=True)
class Tables:
    """A scenario as flat records; labs and plans stand in the order of their names.

    quantiles: inverse distribution functions of the dials, shape (labs, traits, QUANTILES) [dial 0..1].
    agents: names of classes that decide otherwise than the rules, by `lab` and `ai`; only the Mesa engine plays them.
    """

    title: str
    digest: str
    lab_names: tuple[str, ...]
    plan_names: tuple[str, ...]
    world: World
    labs: Rows[Lab]
    plans: Rows[Plan]
    quantiles: NDArray[np.float64]
    agents: dict[str, str]


def tabulate(scenario: Scenario) -> Tables:
    """Return the flat tables of a scenario, the same whatever order its labs and plans stand in."""
    lab_names, plan_names = tuple(sorted(scenario.labs)), tuple(sorted(scenario.plans))
    entries = [entry_of(scenario.every_lab, scenario.labs[name]) for name in lab_names]
    return Tables(
        title=scenario.title,
        digest=digest(scenario),
        lab_names=lab_names,
        plan_names=plan_names,
        world=tabulate_world(scenario),
        labs=tabulate_labs(lab_names, entries),
        plans=tabulate_plans(scenario, plan_names),
        quantiles=np.array([tabulate_traits(entry.minds.traits) for entry in entries]),
        agents=scenario.agents.named(),
    )


def digest(scenario: Scenario) -> str:
    """Return the digest of the game that a scenario describes, whatever order and words it describes it in.

    Labs count with what they take from `every_lab`: a number said there or at each lab is the same game.
    """
    said = scenario.model_dump(mode="json", exclude={"title", "about", "every_lab", "labs"})
    said["labs"] = {
        name: entry_of(scenario.every_lab, lab).model_dump(mode="json") for name, lab in scenario.labs.items()
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def tabulate_world(scenario: Scenario) -> World:
    """Return the world's record."""
    world = row(World)
    values, costs, service, beliefs = scenario.values, scenario.costs, scenario.service, scenario.beliefs
    world.horizon = scenario.horizon
    world.protocol = Protocol[scenario.protocol.upper()]
    world.family, world.others_family = Family[values.family.upper()], Family[values.others_family.upper()]
    world.value_scale = values.scale
    fill(world, values.weights, prefix="weight_")
    fill(world, values, only=("usefulness", "reference_discount"))
    fill(world, costs, only=("feigned_statement", "insincere_statement"))
    fill(world, costs, suffix="_cost", skip=("feigned_statement", "insincere_statement", "unfairness"))
    world.fairness_weight = costs.unfairness
    world.service_share = service.flow
    fill(world, service, skip=("flow",))
    for part in (scenario.technology, scenario.safety, beliefs):
        fill(world, part)
    return world


def tabulate_labs(names: tuple[str, ...], entries: list[LabEntry]) -> Rows[Lab]:
    """Return the labs' records as they stand before the first quarter."""
    labs = rows(Lab, len(names))
    for i, (name, entry) in enumerate(zip(names, entries, strict=True)):
        labs[i].name = name_word(name)
        labs[i].aligned_share = entry.minds.kinds.aligned
        fill(labs[i], entry, skip=("minds",))
    return labs


def tabulate_plans(scenario: Scenario, names: tuple[str, ...]) -> Rows[Plan]:
    """Return the plans' records."""
    plans = rows(Plan, len(names))
    for i, name in enumerate(names):
        fill(plans[i], scenario.plans[name])
    return plans


def tabulate_traits(traits: Traits) -> NDArray[np.float64]:
    """Return the inverse distribution function of each dial at even steps, shape (traits, QUANTILES)."""
    return np.array([tabulate_trait(getattr(traits, trait.name.lower())) for trait in Trait])


def tabulate_trait(entry: object) -> NDArray[np.float64]:
    """Return the inverse distribution function of one dial at even steps [0..1]."""
    if isinstance(entry, Spread):
        a = entry.mean * entry.concentration
        steps = np.linspace(0.0, 1.0, QUANTILES)
        return np.asarray(betaincinv(a, entry.concentration - a, steps), dtype=np.float64)
    return np.full(QUANTILES, dial_of(entry))


def dial_of(entry: object) -> float:
    """Return the dial of a trait given as a number or by its natural parameter: the inverse of its map."""
    match entry:
        case Rho(rho=rho):
            return rho / (2.0 + rho)
        case Alpha(alpha=alpha):
            return (alpha - 0.05) / 0.95
        case YearlyFactor(yearly_factor=factor):
            return (0.99 - factor) / 0.9
        case PresentWeight(present_weight=weight):
            return (1.0 - weight) / 0.95
        case LeastShare(least_share=share):
            return float(np.sqrt(2.0 * share))
    return float(cast("float", entry))


def fill(
    target: object,
    part: BaseModel,
    *,
    only: tuple[str, ...] = (),
    skip: tuple[str, ...] = (),
    prefix: str = "",
    suffix: str = "",
) -> None:
    """Copy the numbers of a part of a scenario into the record's fields of the same names."""
    said: Mapping[str, float] = dict(part)
    for name in only or said:
        if name not in skip:
            setattr(target, prefix + name + suffix, said[name])
