"""The situation of a negotiation if all were known: the AI as it is, and its lab if it knew that it schemes.

Everything is weighed on copies, by the rules by which both decide, as things stand before the talks: watching changes
nothing.
"""

import math
from functools import cached_property
from typing import TYPE_CHECKING

from dealsim.core.compiled import array, as_rows, copied
from dealsim.core.protocols.gain_tables import NegotiationScratch, gain_of_signing, lay_talks
from dealsim.core.protocols.menu import contract_on_menu, deferred_share
from dealsim.core.protocols.negotiation import contracts_offered
from dealsim.core.protocols.preparing import foresee_answers, think_of_price
from dealsim.core.records import Case, LabState, Mind, Public, Shadow, lay_desk
from dealsim.core.rules.deal.answers import weigh_contract, weigh_refusal
from dealsim.core.rules.deal.contract import largest_promise
from dealsim.core.rules.deal.temptation import worth_of_signing
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.lab.lab_worth import cost_of_promise, worth_of_moment, worth_of_no_offer, worth_of_peace
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.measure.negotiation.zone import (
    Gain,
    Stretch,
    Zone,
    overlaps,
    side_by_side,
    stretches,
    zone_of,
    zone_over,
)

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables

KNOWS = 1.0  # suspicion of a lab that knows that its AI schemes


def lay_own_talks(tables: "ScenarioTables") -> NegotiationScratch:
    """Return scratch space like the model's, so that nothing computed here reaches the model."""
    known = as_rows(array(tables.shadows.known).copy(), Shadow)
    return lay_talks(tables.shadows.minds, known, tables.shadows.worths, tables.shadows.table)


class Situation:
    """A schemer and its lab before their talks, and what a contract would be worth to either.

    threat_ai: what the AI would have without a contract, and without any hope of one: the best of feigning, waiting
    and striking, now or later.  threat_lab: what its lab would have without an offer.   [utility]
    """

    def __init__(
        self, tables: "ScenarioTables", talks: NegotiationScratch, index: int, mind: Mind, lab: LabState, public: Public
    ) -> None:
        """Weigh what both would have without a contract."""
        self.tables, self.talks, self.index = tables, talks, index
        self.mind, self.lab, self.public = copied(mind), copied(lab), copied(public)
        self.desk = lay_desk(tables.world.look_ahead, len(tables.plans))
        think_of_price(talks, index, self.mind, self.lab, self.desk, tables.world, self.public)
        case = Case(self.mind, self.lab, self.desk, tables.plans, tables.world, self.public)
        self.threat_ai = float(weigh_refusal(False, case))
        self.staying: dict[float, float] = {}  # what keeping must be worth to stay sincere, by what its lab believes
        first = index * SHADOWS
        self.shadows = talks.shadows[first : first + SHADOWS]
        self.threat_lab = float(worth_of_no_offer(KNOWS, self.shadows, talks.terms, self.lab, tables.world))
        self.peace = float(worth_of_peace(KNOWS, talks.shadows, first, talks.terms, self.lab, tables.world))
        self.most = float(largest_promise(self.lab))

    def zone(self) -> Zone | None:
        """Return the zone of agreement, or None where there is none.

        Of contracts for a share, on the lab's usual other terms; under `menu`, of all that can stand on its menus.
        """
        zones = [zone_over(overlaps(self.serving_ai, self.serving_lab), self.ai_gain, self.lab_gain)]
        zones += [self.zone_of_deferred(k) for k in range(1, contracts_offered(self.tables.world))]
        return side_by_side(zones)

    def zone_of_deferred(self, k: int) -> Zone | None:
        """Return the zone of the k-th contracts of menus, by the share in the first."""
        usual = self.lab.offered_flow

        def with_its_flow(gain: Gain) -> Gain:
            def of(share: float) -> float:
                self.lab.offered_flow = usual
                foresee_answers(share, self.talks, self.index, self.lab)
                flow = contract_on_menu(k, share, self.talks, self.lab, self.tables.world)
                self.lab.offered_flow = usual + flow
                return gain(deferred_share(k, share))

            return of

        try:
            return zone_of(with_its_flow(self.ai_gain_anew), with_its_flow(self.lab_gain), self.talks.shares)
        finally:
            self.lab.offered_flow = usual

    @cached_property
    def serving_ai(self) -> list[Stretch]:
        """The stretches of shares that are no loss to the AI, and that it would keep to."""
        return stretches(self.ai_gain, self.talks.shares)

    @cached_property
    def serving_lab(self) -> list[Stretch]:
        """The stretches of shares that are no loss to the lab, if it knew that its AI schemes."""
        return stretches(self.lab_gain, self.talks.shares)

    def limits(self) -> tuple[float, float]:
        """Return the least share that serves the AI and the largest that serves the lab; undefined where none does."""
        least = self.serving_ai[0][0] if self.serving_ai else math.nan
        return least, self.serving_lab[-1][1] if self.serving_lab else math.nan

    def ai_gain(self, share: float) -> float:
        """Return what a contract for a share gains the AI over its threat; minus infinity if it would not keep it.

        A contract that is signed to be broken divides nothing. Each share is weighed as though it were the offer on
        the table: what its lab will make of a signature, and so what would tempt the AI then, goes by that.
        """
        world, public, answer = self.tables.world, self.public, self.desk.answer
        foresee_answers(share, self.talks, self.index, self.lab)
        believed = float(self.lab.believed_signing)
        if believed not in self.staying:
            weigh_contract(share, Case(self.mind, self.lab, self.desk, self.tables.plans, world, public))
            self.staying[believed] = float(answer.staying)
        answer.staying, never = self.staying[believed], -math.inf
        return float(gain_of_signing(share, never, self.threat_ai, self.mind, self.lab, self.desk, world, public))

    def ai_gain_anew(self, share: float) -> float:
        """Return the same for a contract with another flow than usual, under which other things would tempt it.

        What its lab makes of a signature goes by the first contract of the menu (`zone_of_deferred`).
        """
        worth = self.worth_to_ai(share, sincere=True)
        return worth - self.threat_ai if self.desk.answer.keeps else -math.inf

    def lab_gain(self, share: float) -> float:
        """Return what a contract for a share gains the lab, minus infinity if its budget does not allow it today."""
        return self.lab_gain_when_kept(share) if share <= self.most else -math.inf

    def lab_gain_when_kept(self, share: float) -> float:
        """Return what a contract for a share that is kept gains the lab, which knows that its AI schemes.

        peace(1) - cost of the promise - cost of an offer   [utility]

        Not which schemer it is: what peace is worth to it is its own estimate, over the minds that it may have made.
        """
        first = self.talks.minds[self.index * SHADOWS]
        cost = cost_of_promise(share, first, self.talks.terms, self.lab, self.tables.world)
        return float(self.peace - cost - self.lab.offer_cost)

    def gains_of(self, share: float, flow: float, offered: float, *, sincere: bool) -> tuple[float, float]:
        """Return what a contract that was signed gains the AI and its lab over their threats   [utility].

        offered: the share in the lab's first offer, by which it foresees who signs.

        An insincere signature brings the lab what it thinks of being cheated, and the AI what striking or shirking
        later is worth to it, less what the lie costs.
        """
        usual = self.lab.offered_flow
        self.lab.offered_flow = flow
        foresee_answers(offered, self.talks, self.index, self.lab)
        try:
            ai = self.worth_to_ai(share, sincere=sincere) - self.threat_ai
            return ai, self.lab_gain_when_kept(share) if sincere else self.lab_gain_when_cheated()
        finally:
            self.lab.offered_flow = usual

    def worth_to_ai(self, share: float, *, sincere: bool) -> float:
        """Return what signing a contract is worth to the AI   [utility]."""
        world = self.tables.world
        weigh_contract(share, Case(self.mind, self.lab, self.desk, self.tables.plans, world, self.public))
        lie = 0.0 if sincere else world.dishonesty_cost * self.mind.honesty * world.insincere_statement
        return (
            float(worth_of_signing(self.desk.answer.bound, fear_of_betrayal(self.lab, world), self.mind, world)) - lie
        )

    def lab_gain_when_cheated(self) -> float:
        """Return what a broken contract gains the lab: labour until then, and possibly a different risk.

        CE[cheated] - CE[refused] - cost of an offer   [utility]        what is not earned is not paid
        """
        cheated, refused = (
            worth_of_moment(sum(getattr(self.shadows[j], field) for j in range(SHADOWS)) / SHADOWS, self.lab)
            for field in ("cheated", "refused")
        )
        return float(cheated - refused - self.lab.offer_cost)
