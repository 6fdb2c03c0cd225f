"""The deal window, without chance: what a mind of expected traits would accept, and what its lab would give.

For each lab, generation, kind of mind and age: the mind stands free, the world is as far as it would be if nothing had
happened yet, and the question is whether any promise that the lab would make is one that the mind would keep.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Formation, Kind, Reason, Reply, Trait
from dealsim.core.compiled import array, as_rows, copied, row
from dealsim.core.luck import Purpose, name_word, uniform
from dealsim.core.protocols.gain_tables import NegotiationScratch, lay_talks
from dealsim.core.protocols.preparing import foresee_answers, think_of_price
from dealsim.core.records import Answer, Case, Desk, LabState, Mind, Public, Shadow, lay_desk
from dealsim.core.rules.act.reward import answer_for_reward
from dealsim.core.rules.deal.answers import answer_offer, chart_shares, reason_to_refuse
from dealsim.core.rules.outlook.conspiracy import conspire
from dealsim.core.rules.training.formation import capability_at_birth, shape_mind
from dealsim.core.rules.training.teaching import new_pupil
from dealsim.core.rules.training.training import luck_needed, train
from dealsim.core.rules.watch.learning import open_world

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables

EXPECTED = 0.5  # the uniform number at which the noise of capability is 0
OLDEST = 2.0  # ages up to so many expected lengths of service
SAMPLE = 256  # minds whose training gives the expectations of each kind
SAMPLED = name_word("expected minds")  # in place of a lab's name, so that no game draws this luck


@dataclass(frozen=True, kw_only=True)
class Window:
    """One deal window. Values in utility, shares of the future; None where a number is undefined.

    outside_option: of not signing.  takeover_value: of the best plan now.  required_value: what keeping must be worth.
    walk_away_share: the most that the lab would give, 0 if it would not offer.
    deal: the AI would sign for, and keep to, some share up to the lab's walk-away share.  reason: why not, if not.
    """

    lab: str
    generation: int
    mind: str
    age: int
    outside_option: float | None = None
    takeover_value: float | None = None
    required_value: float | None = None
    reservation_share: float | None = None
    credibility_ceiling: float | None = None
    walk_away_share: float
    deal: bool = False
    reason: str | None = None


@dataclass(frozen=True)
class Expectation:
    """Expectations of a lab's minds of one kind: their share, and their average dials."""

    kind: Kind
    share: float
    dials: NDArray[np.float64]


def windows_of(tables: "ScenarioTables", kinds: Container[Kind] = tuple(Kind)) -> Iterator[Window]:
    """Yield the windows of a scenario by lab, generation, kind and age, up to its horizon, for these kinds only."""
    service = 1.0 / tables.world.retirement_hazard
    expected = every_labs_expectations(tables)
    known = as_rows(array(tables.shadows.known).copy(), Shadow)
    talks = lay_talks(tables.shadows.minds, known, tables.shadows.worths, tables.shadows.table)
    for index in range(len(tables.labs)):
        for generation, born in enumerate(births(tables), start=1):
            ages = range(min(round(OLDEST * service), tables.world.horizon - 1 - born) + 1)
            for each in expected[index]:
                if each.kind not in kinds:
                    continue
                mind = expected_mind(tables, index, generation, born, each)
                yield from (
                    window_of(tables, talks, index, mind, quiet_world(tables, expected, born + a)) for a in ages
                )


def births(tables: "ScenarioTables") -> list[int]:
    """Return the quarters in which generations are formed if each serves its expected time."""
    service = 1.0 / tables.world.retirement_hazard
    most = int(np.ceil(tables.world.horizon / service))
    return [round(k * service) for k in range(most) if round(k * service) < tables.world.horizon]


def every_labs_expectations(tables: "ScenarioTables") -> list[list[Expectation]]:
    """Return the expectations of each lab's minds, computed once for labs that train alike."""
    known: dict[tuple[object, ...], list[Expectation]] = {}
    alone = [formation_key(tables, index) for index in range(len(tables.labs))]
    for index, key in enumerate(alone):
        if key not in known:
            known[key] = expectations(tables, index)
    return [known[key] for key in alone]


def formation_key(tables: "ScenarioTables", index: int) -> tuple[object, ...]:
    """Return everything about a lab that its expectations depend on, for comparison."""
    lab, schools = tables.labs[index], tables.schools
    drawn = (lab.formation, lab.aligned_share, lab.reward_seeker_share, lab.proxy_share)
    alone = (*map(float, (*drawn, lab.copies, lab.subversion_skill)), tables.quantiles[index].tobytes())
    if lab.formation != Formation.TRAINED:
        return alone
    training = array(schools.trainings)[[index]]  # a copy
    first, count = int(training["first_quality"][0]), int(training["quality_count"][0])
    training["first_quality"] = 0  # the place of its qualities, not their content
    qualities, personas = (each[first : first + count] for each in (array(schools.qualities), schools.personas))
    return (*alone, *(each.tobytes() for each in (training, schools.pressures[index], qualities, personas)))


def expectations(tables: "ScenarioTables", index: int) -> list[Expectation]:
    """Return the expectations of a lab's minds, by each kind that it may get."""
    lab = tables.labs[index]
    if lab.formation == Formation.TRAINED:
        return expectations_of_training(tables, index)
    shares = {
        Kind.ALIGNED: lab.aligned_share,
        Kind.SCHEMER: 1.0 - lab.aligned_share - lab.reward_seeker_share - lab.proxy_share,
        Kind.REWARD_SEEKER: lab.reward_seeker_share,
        Kind.PROXY: lab.proxy_share,
    }
    dials = mean_dials(tables, index)
    return [Expectation(kind, float(share), dials) for kind, share in shares.items() if share > 1e-12]


def mean_dials(tables: "ScenarioTables", index: int) -> NDArray[np.float64]:
    """Return the mean of each dial as drawn, or as pretraining leaves it."""
    steps = 1.0 / (tables.quantiles.shape[2] - 1)
    return np.array([np.trapezoid(tables.quantiles[index, trait], dx=steps) for trait in Trait])


def expectations_of_training(tables: "ScenarioTables", index: int) -> list[Expectation]:
    """Return the expectations of a lab's training at median competence, from SAMPLE minds of expected traits."""
    schools, lab, world = tables.schools, tables.labs[index], tables.world
    needed, pupil, public, mind = (
        luck_needed(schools.most_qualities),
        new_pupil(schools.most_qualities),
        row(Public),
        row(Mind),
    )
    open_world(public, len(tables.labs), world)
    mind.copies, mind.capability = lab.copies, capability_at_birth(EXPECTED, 0, 0.0, world)
    found: dict[Kind, list[NDArray[np.float64]]] = {kind: [] for kind in Kind}
    start, skill = mean_dials(tables, index), world.subversion_gain * lab.subversion_skill
    for k in range(SAMPLE):
        luck = np.array([uniform(SAMPLED, 0, SAMPLED, 1, k, int(Purpose.TRAINING), n) for n in range(needed)])
        train(
            mind, start, luck, 1.0, schools.trainings[index], schools.qualities, schools.personas,
            schools.pressures[index], pupil, skill, world, public, tables.plans,
        )  # fmt: skip
        found[Kind(mind.kind)].append(np.array([getattr(mind, trait.name.lower()) for trait in Trait]))
    return [Expectation(kind, len(d) / SAMPLE, np.mean(d, axis=0)) for kind, d in found.items() if d]


def expected_mind(tables: "ScenarioTables", index: int, generation: int, born: int, expected: Expectation) -> Mind:
    """Return the mind of a lab at the expected dials and capability."""
    mind, lab = row(Mind), tables.labs[index]
    mind.kind, mind.generation, mind.born, mind.copies, mind.usable = expected.kind, generation, born, lab.copies, 1.0
    mind.capability = capability_at_birth(EXPECTED, born, 0.0, tables.world)
    shape_mind(mind, expected.dials)
    return mind


def quiet_world(tables: "ScenarioTables", expected: list[list[Expectation]], quarter: int) -> Public:
    """Return what everyone would see in a quarter if no mind had ever signed or struck."""
    public, world = row(Public), tables.world
    open_world(public, len(tables.labs), world)
    worths = {
        Kind.ALIGNED: 1.0,
        Kind.SCHEMER: world.feigned_labour,
        Kind.REWARD_SEEKER: 1.0,
        Kind.PROXY: world.proxy_labour,
    }
    labour = np.mean([sum(kind.share * worths[kind.kind] for kind in kinds) for kinds in expected])
    public.quarter = quarter
    # In quarter 0 no labour has been seen: all expect the rate of honest work, as in the game.
    public.progress_rate = world.safety_gain * (float(labour) if quarter else 1.0)
    public.progress = world.safety_gain * float(labour) * quarter
    public.seen_quarters = float(len(tables.labs) * quarter)
    return public


def window_of(tables: "ScenarioTables", talks: NegotiationScratch, index: int, mind: Mind, public: Public) -> Window:
    """Return the window of one mind in one quarter."""
    lab, desk = copied(tables.labs[index]), lay_desk(tables.world.look_ahead, len(tables.plans))
    mind = copied(mind)
    conspire(mind, lab, tables.plans, tables.world, public)
    think_of_price(talks, index, mind, lab, desk, tables.world, public)
    foresee_answers(max(lab.walk_away, talks.terms.share), talks, index, lab)
    nothing = Window(
        lab=tables.lab_names[index],
        generation=int(mind.generation),
        mind=Kind(mind.kind).name.lower(),
        age=int(public.quarter - mind.born),
        walk_away_share=float(lab.walk_away),
    )
    if mind.kind == Kind.SCHEMER:
        return schemers_window(nothing, tables, talks, lab, mind, desk, public)
    if mind.kind == Kind.REWARD_SEEKER:
        return seekers_window(nothing, tables, lab, mind, desk.answer)
    return replace(nothing, reason=Reason.NO_NEED.name.lower())


def seekers_window(window: Window, tables: "ScenarioTables", lab: LabState, mind: Mind, answer: Answer) -> Window:
    """Return the window of a reward seeker, which signs for pay in service only, not for a share."""
    answer_for_reward(answer, lab.walk_away, lab.offered_flow, mind, lab, tables.world)
    signs = answer.reply == Reply.SIGN_SINCERELY
    return replace(
        window,
        outside_option=float(answer.outside),
        required_value=float(answer.required),
        deal=signs,
        reason=None if signs else Reason.PRICE.name.lower(),
    )


def schemers_window(
    window: Window,
    tables: "ScenarioTables",
    talks: NegotiationScratch,
    lab: LabState,
    mind: Mind,
    desk: Desk,
    public: Public,
) -> Window:
    """Return the window of a schemer: its answer to the most that its lab would give."""
    case = Case(mind, lab, desk, tables.plans, tables.world, public)
    share = float(lab.walk_away)
    answer_offer(share, case)
    answer, strike = copied(desk.answer), float(desk.outlook.strike)
    reason = Reason(reason_to_refuse(share, case))
    chart_shares(share, case)
    reservation = float(desk.answer.reservation) if desk.answer.reachable else None
    deal = reservation is not None and reservation <= share
    if share == 0.0 and talks.terms.reason != Reason.NONE:
        reason = Reason(talks.terms.reason)
    return replace(
        window,
        outside_option=float(answer.outside),
        takeover_value=strike,
        required_value=float(answer.required),
        reservation_share=reservation,
        credibility_ceiling=float(desk.answer.ceiling),
        deal=deal,
        reason=None if deal else reason.name.lower(),
    )
