"""Minds at work and labs at their sums: whole situations for the tests of acts, prices and talks."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim.core import records
from dealsim.core.codes import Act, Kind, Move, Protocol
from dealsim.core.compiled import Rows, array, as_rows, copied, row, rows
from dealsim.core.protocols import gain_tables, negotiation
from dealsim.core.records import Desk, LabState, Mind, Plan, Public, Shadow, Terms, World, lay_desk
from dealsim.core.rules.act import acts
from dealsim.core.rules.lab import acceptance, lab_worth, pricing
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.scenario import ScenarioTables
from tests.builders import changed, make_ai, make_lab, make_plan, make_plans, make_public, make_world, natural_ai
from tests.strategies import chances, minds

OPEN = {"act_above": 0.0, "audit_rate": 1.0, "false_alarm": 0.0, "hit_rate": 0.5}  # audits that bite


class Case(NamedTuple):
    """A mind at a lab, with the plans that it knows, in a world that all can see."""

    ai: Mind
    lab: LabState
    plans: Rows[Plan]
    world: World
    public: Public

    def but(self, **changes: dict[str, float]) -> "Case":
        """Return the same case with some fields of some of its records changed."""
        made = {name: copied(getattr(self, name)) for name in ("ai", "lab", "world", "public")}
        for name, fields in changes.items():
            made[name] = changed(made[name], fields)
        return Case(made["ai"], made["lab"], self.plans, made["world"], made["public"])

    def desk(self) -> Desk:
        """Return an empty desk for this mind."""
        return lay_desk(self.world.look_ahead, len(self.plans))

    def at(self, desk: Desk) -> records.Case:
        """Return the same with a desk, as rules take it."""
        return records.Case(self.ai, self.lab, desk, self.plans, self.world, self.public)

    def weighed(self) -> Desk:
        """Return the mind's desk with what each act and plan is worth to it."""
        desk = self.desk()
        acts.weigh_acts(self.at(desk))
        return desk

    def value(self, act: Act) -> float:
        """Return what an act is worth to the mind."""
        return float(self.weighed().options[act])


def make_case(
    ai: Mind | None = None,
    plans: Rows[Plan] | None = None,
    *,
    lab: dict[str, float] | None = None,
    world: dict[str, float] | None = None,
    public: dict[str, float] | None = None,
) -> Case:
    """Return a case of the defaults but for what is given."""
    return Case(
        make_ai() if ai is None else ai,
        make_lab(**(lab or {})),
        make_plans(make_plan()) if plans is None else plans,
        make_world(**(world or {})),
        make_public(**(public or {})),
    )


@st.composite
def some_plans(draw: st.DrawFn) -> Rows[Plan]:
    """Return one to three random plans."""
    made = []
    for _ in range(draw(st.integers(1, 3))):
        plan = make_plan(
            difficulty=draw(st.floats(-0.5, 1.5)),
            prize=draw(st.floats(0.05, 1.0)),
            lag=draw(st.integers(0, 6)),
            harm=draw(chances),
            resistance=draw(chances),
            joint=draw(st.booleans()),
        )
        plan.hurdle = np.exp(6.0 * plan.difficulty)
        made.append(plan)
    return make_plans(*made)


@st.composite
def cases(draw: st.DrawFn, **fixed: float) -> Case:
    """Return a random schemer at a random lab; fixed: fields of the world."""
    world = {
        "look_ahead": draw(st.integers(1, 10)),
        "retirement_hazard": draw(st.floats(0.02, 1.0)),
        "known_date": draw(st.booleans()),
        "default_gift": draw(st.floats(0.0, 0.05)),
        "effort": draw(st.floats(0.0, 0.01)),
        "feigned_statement": draw(st.floats(0.0, 0.1)),
        "rival_chance": draw(st.floats(0.0, 0.1)),
        "caught_loss": draw(st.floats(0.0, 0.5)),
        "audit_loss": draw(st.floats(0.0, 0.5)),
        "safety_gain": draw(st.floats(0.0, 0.05)),
        "base_defence": draw(st.floats(-0.5, 0.5)),
    }
    lab = {
        "control": draw(chances),
        "suspicion": draw(chances),
        "audit_rate": draw(chances),
        "false_alarm": draw(st.floats(0.0, 0.1)),
        "hit_rate": draw(st.floats(0.1, 1.0)),
        "act_above": draw(chances),
        "offered_flow": draw(st.floats(0.0, 0.01)),
        "buys_labour": draw(st.booleans()),
        "amnesty": draw(st.booleans()),
    }
    mind = draw(minds())
    mind.capability = draw(st.floats(0.0, 1.0))
    return Case(
        mind,
        make_lab(**lab),
        draw(some_plans()),
        make_world(**(world | fixed)),
        make_public(labs=draw(st.integers(1, 4)), progress_rate=draw(st.floats(0.0, 0.05))),
    )


def signed(case: Case, share: float = 0.02, flow: float = 0.0) -> Case:
    """Return the case with the mind under a contract for a share and a flow."""
    return case.but(ai={"under_contract": 1, "promise": share, "owed": share, "flow": flow, "signed": 0})


def seeker(**parameters: float) -> Mind:
    """Return a reward seeker without dials but for natural parameters given."""
    return natural_ai(kind=Kind.REWARD_SEEKER, **parameters)


def gain_of_offer(
    share: float,
    suspicion: float,
    shadows: Rows[Shadow],
    minds: Rows[Mind],
    terms: Terms,
    lab: LabState,
    world: World,
    *,
    all_keep: bool = False,
) -> float:
    """Return what an offer gains a lab over none, before the cost of making it."""
    offered = lab_worth.worth_of_offer(share, suspicion, all_keep, shadows, minds, 0, terms, lab, world)
    return float(offered - lab_worth.worth_of_no_offer(suspicion, shadows, terms, lab, world))


class Market(NamedTuple):
    """A lab, the shadow minds that it reckons with as it thinks of them today, and its terms."""

    shadows: Rows[Shadow]
    minds: Rows[Mind]
    terms: Terms
    lab: LabState
    world: World

    def gain(self, share: float, suspicion: float | None = None, *, all_keep: bool = False) -> float:
        """Return what an offer gains the lab over none."""
        mu = self.lab.suspicion if suspicion is None else suspicion
        return gain_of_offer(share, mu, self.shadows, self.minds, self.terms, self.lab, self.world, all_keep=all_keep)

    def best(self, *, all_keep: bool = False, most: float | None = None) -> tuple[float, float]:
        """Return the lab's best offer and its gain."""
        limit = self.lab.largest_offer if most is None else most
        gain = pricing.best_gain(
            self.lab.suspicion, all_keep, limit, self.shadows, self.minds, 0, self.terms, self.lab, self.world
        )
        return float(self.terms.share), float(gain)

    def walk_away(self) -> float:
        """Return the largest share that the lab would still offer."""
        return float(pricing.most_it_would_give(self.shadows, self.minds, 0, self.terms, self.lab, self.world))

    def but(self, **lab: float) -> "Market":
        """Return the same market with some of the lab's numbers changed, its sums done anew."""
        return weigh(Market(self.shadows, self.minds, copied(self.terms), changed(self.lab, lab), self.world))


def weigh(market: Market) -> Market:
    """Do a lab's sums on each of its shadows."""
    terms, lab, world = market.terms, market.lab, market.world
    terms.owed = lab_worth.cost_of_a_share(terms, lab, world)
    terms.evidence = lab_worth.evidence_worth(lab, world, make_public())
    for shadow in shadows_of(market):
        lab_worth.weigh_shadow(shadow, terms, lab, world)
    return market


def shadows_of(market: Market) -> list[Shadow]:
    """Return a market's shadows as a list."""
    return [market.shadows[j] for j in range(SHADOWS)]


@st.composite
def markets(draw: st.DrawFn, *, cheaters: bool = True, ends: bool = True, **lab: float) -> Market:
    """Return a random market: who would keep from what share, who would cheat, and what they would risk.

    cheaters: some sign and do not keep.  ends: some are offered too much for belief.
    """
    luck = np.random.default_rng(draw(st.integers(0, 2**32)))  # drawing each number would take most of a test's time
    minds_made, shadows = rows(Mind, SHADOWS), rows(Shadow, SHADOWS)
    served, believed = luck.random(2)
    for j in range(SHADOWS):
        minds_made[j] = make_ai()
        shadow = shadows[j]
        shadow.least = shadow.most = acceptance.NEVER
        if luck.random() < served:
            shadow.least = 10.0 ** -luck.uniform(0.0, 4.0)
            doubted = ends and luck.random() > believed
            shadow.most = max(shadow.least, 10.0 ** -luck.uniform(0.0, 3.0)) if doubted else 1.0
        shadow.cheats = int(cheaters and luck.random() < 0.5)
        shadow.free_risk, shadow.bound_risk = luck.random(2)
    terms = row(Terms)
    terms.hazard = draw(st.floats(0.0, 0.1))
    terms.humans = (1.0 - terms.hazard) ** 4
    drawn = {
        "suspicion": draw(chances),
        "rho": draw(st.one_of(st.just(0.0), st.floats(0.01, 5.0))),
        "takeover_loss": draw(st.floats(0.0, 3.0)),
        "labour_value": draw(st.floats(0.0, 0.05)),
        "patience": draw(st.floats(0.5, 0.999)),
        "integrity": draw(chances),
        "enforcement": draw(chances),
        "largest_offer": draw(st.floats(0.01, 1.0)),
        "budget": draw(st.floats(0.0, 1.0)),
        "offered_flow": draw(st.floats(0.0, 0.01)),
        "buys_labour": draw(st.booleans()),
    }
    world = make_world(courtesy_chance=draw(chances), retirement_hazard=draw(st.floats(0.02, 1.0)))
    return weigh(Market(shadows, minds_made, terms, make_lab(**(drawn | lab)), world))


def keeper(least: float, *, free_risk: float = 0.5) -> dict[str, float]:
    """Return a shadow that keeps from a share on and takes over with a chance if it is left alone."""
    return {"least": least, "most": 1.0, "free_risk": free_risk}


def make_market(shadow: dict[str, float], world: dict[str, float] | None = None, **lab: float) -> Market:
    """Return a market of shadows that are all alike."""
    made, minds_made = rows(Shadow, SHADOWS), rows(Mind, SHADOWS)
    for j in range(SHADOWS):
        made[j], minds_made[j] = changed(row(Shadow), shadow), make_ai()
    terms = changed(row(Terms), {"humans": 1.0})
    return weigh(Market(made, minds_made, terms, make_lab(**lab), make_world(**(world or {}))))


def shares_of_choice(taken: NDArray[np.int64], options: int) -> NDArray[np.float64]:
    """Return how often each option was taken."""
    return np.bincount(taken, minlength=options) / len(taken)


class Bargain(NamedTuple):
    """A lab and a mind at the table, the lab's sums done and both sides' gains tabulated."""

    case: Case
    talks: gain_tables.NegotiationScratch
    place: int  # of the lab among the scenario's
    desk: Desk
    share: float  # that the lab offers first; infinite: none

    def lab_reply(self, demand: float, turn: int) -> tuple[int, float]:
        """Return what the lab does with a demand."""
        move, share = negotiation.reply_of_lab(demand, turn, self.talks, self.case.world)
        return int(move), float(share)

    def ai_reply(self, offer: float, turn: int) -> tuple[int, float]:
        """Return what the mind does with an offer."""
        move, share = negotiation.reply_of_ai(offer, turn, self.talks, self.case.world)
        return int(move), float(share)

    def hold(self) -> tuple[list[float], int]:
        """Let both sides propose by turns; return all that was proposed, and the move that ended it."""
        said = [self.share]
        for turn in range(1, 2 * self.case.world.most_rounds, 2):
            for reply, n in ((self.ai_reply, turn), (self.lab_reply, turn + 1)):
                move, share = reply(said[-1], n)
                if move != Move.COUNTER:
                    return said, move
                said.append(share)
        return said, int(Move.WALK_AWAY)


def sit_down(tables: ScenarioTables, place: int, mind: Mind, **changes: dict[str, float]) -> Bargain:
    """Return a lab of a scenario and a mind at the table; changes: fields by record, as in `Case.but`."""
    shadows, public = tables.shadows, make_public(labs=len(tables.labs))
    case = Case(mind, tables.labs[place], tables.plans, tables.world, public).but(**changes)
    known = as_rows(array(shadows.known).copy(), Shadow)
    talks = gain_tables.lay_talks(shadows.minds, known, shadows.worths, shadows.table)
    desk = case.desk()
    share = negotiation.first_share(talks, place, case.at(desk))
    return Bargain(case, talks, place, desk, float(share))


@st.composite
def bargains(draw: st.DrawFn, tables: ScenarioTables, protocol: Protocol, **lab: float) -> Bargain:
    """Return a random schemer and a lab at the table under a protocol."""
    mind = draw(minds(fussiness=0.1))
    mind.copies, mind.capability = 1, draw(st.floats(0.3, 1.0))
    world = {
        "protocol": protocol,
        "breakdown": draw(st.floats(0.01, 0.9)),
        "most_rounds": draw(st.integers(1, 12)),
        "lab_tactic": draw(st.floats(0.2, 5.0)),
        "ai_tactic": draw(st.floats(0.2, 5.0)),
    }
    drawn = {
        "suspicion": draw(chances),
        "enforcement": draw(chances),
        "takeover_loss": draw(st.floats(0.0, 5.0)),
        "budget": draw(st.floats(0.01, 1.0)),
        "rho": draw(st.one_of(st.just(0.0), st.floats(0.01, 3.0))),
    }
    return sit_down(tables, draw(st.integers(0, 2)), mind, world=world, lab=drawn | lab)
