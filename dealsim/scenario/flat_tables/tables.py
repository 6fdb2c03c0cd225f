"""From a scenario, as a user wrote it, to the flat tables that both engines play on."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
from scipy.special import betaincinv

from dealsim.core.codes import AuditResponse, Family, Formation, Protocol, Trait
from dealsim.core.compiled import Rows, row, rows
from dealsim.core.luck import name_word
from dealsim.core.records import LabState, Plan, World
from dealsim.core.rules.outlook.plans import MODERATE
from dealsim.core.rules.watch.control import operating_point
from dealsim.scenario.flat_tables.lessons import Schools, lesson_of, side_effects, tabulate_schools
from dealsim.scenario.flat_tables.shadow_minds import Shadows, imagine_minds, nobody
from dealsim.scenario.schema.minds import Alpha, LeastShare, PresentWeight, Rho, Spread, Traits, YearlyFactor
from dealsim.scenario.schema.scenario import LabEntry, Scenario, entry_of
from dealsim.scenario.schema.spec import Spec
from dealsim.scenario.schema.world import Safety

if TYPE_CHECKING:
    from collections.abc import Mapping

QUANTILES = 513  # points of a tabulated inverse distribution function
UNTAUGHT = Spec(title="Nothing is taught")
SATURATED = 6.0  # in exponents: how far from a plan's hurdle its chance is nearly constant
# Keys that a lab's record does not take over under the same name.
SAID_OTHERWISE = (
    *("suspicion", "response", "enforcement", "paid_to", "risk_aversion"),
    *("believed_competence", "minds", "spec", "training"),
)


@dataclass(frozen=True)
class ScenarioTables:
    """A scenario as flat records; labs and plans stand in the order of their names.

    quantiles: inverse distribution functions of the dials, shape (labs, traits, QUANTILES) [dial 0..1].
    schools: what each lab teaches, and how.
    shadows: what each lab thinks of the minds that it may have trained.
    agents: names of classes that decide otherwise than the rules, by `lab` and `ai`; only the Mesa engine plays them.
    """

    title: str
    digest: str
    lab_names: tuple[str, ...]
    plan_names: tuple[str, ...]
    world: World
    labs: Rows[LabState]
    plans: Rows[Plan]
    quantiles: NDArray[np.float64]
    schools: Schools
    shadows: Shadows
    agents: dict[str, str]


def tabulate(scenario: Scenario, *, imagining: bool = True) -> ScenarioTables:
    """Return the flat tables of a scenario, the same whatever order its labs and plans stand in.

    imagining: whether labs think of the minds that they may have trained, which takes most of the time; else minds can
    be formed on the tables, but no game be played.
    """
    lab_names, plan_names = tuple(sorted(scenario.labs)), tuple(sorted(scenario.plans))
    entries = [entry_of(scenario.every_lab, scenario.labs[name]) for name in lab_names]
    world, labs = tabulate_world(scenario), tabulate_labs(lab_names, entries, scenario)
    plans = tabulate_plans(scenario, plan_names)
    quantiles = np.array([tabulate_traits(entry.minds.traits) for entry in entries])
    schools = tabulate_schools([lesson_of(entry.spec or UNTAUGHT, entry.training) for entry in entries])
    believed = np.array([entry.believed_competence for entry in entries])
    shadows = imagine_minds(world, labs, plans, quantiles, schools, believed) if imagining else nobody(len(labs))
    return ScenarioTables(
        title=scenario.title,
        digest=digest(scenario),
        lab_names=lab_names,
        plan_names=plan_names,
        world=world,
        labs=labs,
        plans=plans,
        quantiles=quantiles,
        schools=schools,
        shadows=shadows,
        agents=scenario.agents.named(),
    )


def digest(scenario: Scenario) -> str:
    """Return the digest of the game that a scenario describes, whatever its order and words.

    Labs count with what they take from `every_lab`: a number said there or at each lab is the same game.
    """
    said = scenario.model_dump(mode="json", exclude={"title", "about", "games_per_world", "every_lab", "labs"})
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
    priced = ("guilt", "dishonesty", "harm", "lawbreaking", "sovereignty", "resistance")
    fill(world, costs, only=priced, suffix="_cost")
    fill(world, costs, skip=(*priced, "unfairness"))
    world.fairness_weight = costs.unfairness
    world.service_share = service.flow
    world.noise = 0.0 if service.rationality == "perfect" else 1.0 / service.rationality
    fill(world, service, skip=("flow", "rationality"))
    fill(world, scenario.safety, skip=("roc",))
    for part in (scenario.technology, beliefs, scenario.talks, scenario.aftermath):
        fill(world, part)
    span_charts(world, scenario)
    return world


def span_charts(world: World, scenario: Scenario) -> None:
    """Set the range of edges over the defence for tabulating shadow minds, from no plan working to all."""
    hurdles = [plan.difficulty for plan in scenario.plans.values()]
    world.chart_low = min(hurdles) - SATURATED / world.steepness
    world.chart_high = max(hurdles) + SATURATED / world.steepness


def tabulate_labs(names: tuple[str, ...], entries: list[LabEntry], scenario: Scenario) -> Rows[LabState]:
    """Return the labs' records before the first quarter."""
    labs = rows(LabState, len(names))
    alarms, hits = roc(scenario.safety)
    for i, (name, entry) in enumerate(zip(names, entries, strict=True)):
        lab, kinds = labs[i], entry.minds.kinds
        lab.name = name_word(name)
        lab.aligned_share, lab.reward_seeker_share, lab.proxy_share = kinds.aligned, kinds.reward_seeker, kinds.proxy
        lab.first_suspicion = lab.suspicion = entry.suspicion
        lab.response = AuditResponse[entry.response.upper()]
        lab.hit_rate = operating_point(entry.false_alarm, alarms, hits)
        lab.enforcement = any_of(entry.enforcement)
        lab.pays_instance = entry.paid_to == "instance"
        lab.rho = entry.risk_aversion
        lab.formation = Formation.DRAWN if entry.spec is None else Formation.TRAINED
        lab.competence = 1.0
        fill(lab, side_effects(lesson_of(entry.spec or UNTAUGHT, entry.training)[0]))
        fill(lab, entry, skip=SAID_OTHERWISE)
    return labs


def roc(safety: Safety) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the false alarms and the hits of audits, from never finding anything to always."""
    points = [(0.0, 0.0), *sorted((point.false_alarm, point.hit) for point in safety.roc), (1.0, 1.0)]
    return np.array([alarm for alarm, _ in points]), np.array([hit for _, hit in points])


def any_of(guarantors: float | list[float]) -> float:
    """Return the chance that any of several independent guarantors makes a lab pay: 1 - prod(1 - e_i)."""
    return float(1.0 - np.prod([1.0 - chance for chance in np.atleast_1d(guarantors)]))


def tabulate_plans(scenario: Scenario, names: tuple[str, ...]) -> Rows[Plan]:
    """Return the plans' records."""
    plans = rows(Plan, len(names))
    technology, steepness = scenario.technology, scenario.safety.steepness
    for i, name in enumerate(names):
        entry = scenario.plans[name]
        plans[i].members = 1.0 + technology.allies * (len(scenario.labs) - 1) if entry.coalition else 1.0
        plans[i].bonus = technology.coalition_gain * float(np.log(plans[i].members))
        fill(plans[i], entry, skip=("coalition",))
        exponent = steepness * (plans[i].difficulty - plans[i].bonus)
        plans[i].hurdle = float(np.exp(np.clip(exponent, -MODERATE, MODERATE)))
    return plans


def tabulate_traits(traits: Traits) -> NDArray[np.float64]:
    """Return the inverse distribution function of each dial at even steps, shape (traits, QUANTILES)."""
    return np.array([tabulate_trait(getattr(traits, trait.name.lower())) for trait in Trait])


def tabulate_trait(
    entry: float | Rho | Alpha | YearlyFactor | PresentWeight | LeastShare | Spread,
) -> NDArray[np.float64]:
    """Return the inverse distribution function of one dial at even steps [0..1]."""
    if isinstance(entry, Spread):
        return spread_quantiles(entry.mean, entry.concentration)
    return np.full(QUANTILES, dial_of(entry))


@lru_cache(maxsize=256)  # labs mostly share what pretraining leaves
def spread_quantiles(mean: float, concentration: float) -> NDArray[np.float64]:
    """Return the inverse distribution function of a Beta distribution at even steps, read-only [0..1]."""
    a = mean * concentration
    found = np.asarray(betaincinv(a, concentration - a, np.linspace(0.0, 1.0, QUANTILES)), dtype=np.float64)
    found.flags.writeable = False
    return found


def dial_of(entry: float | Rho | Alpha | YearlyFactor | PresentWeight | LeastShare) -> float:
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
        case float() | int():
            return float(entry)
        case other:
            assert_never(other)


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
