"""A lab: it trains AIs one after another, audits them, bargains with them, and keeps its promises or does not."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import mesa

from dealsim.core.codes import Move, Reason
from dealsim.core.luck import Purpose
from dealsim.core.protocols.menu import contract_on_menu, deferred_share
from dealsim.core.protocols.negotiation import contracts_offered, first_share, reply_of_lab
from dealsim.core.records import Promise
from dealsim.core.rules.deal.answers import due_to_negotiate
from dealsim.core.rules.deal.promises import betrayal_chance, pays
from dealsim.core.rules.deal.trust import chance_of_a_test
from dealsim.game.ai import AI
from dealsim.game.decisions import Acceptance, Offer, Withheld
from dealsim.game.fields import field_of, fields_of
from dealsim.game.state import GameState


class Lab(mesa.Agent):
    """A lab decides what to offer, what to answer, whether to betray and whether to pay; the model settles it.

    Override `offer`, `reply`, `betrays` or `pays` in a subclass to see what another lab would bring about.
    """

    model: GameState

    def __init__(self, model: GameState, index: int) -> None:
        """Found the lab that stands at this place in the order of names."""
        super().__init__(model)
        self.index = index
        self.name = model.tables.lab_names[index]
        self.row = model.lab_rows[index]
        self.ai: AI | None = None
        self.first_share = math.inf  # that it would offer today; infinite: none

    if not TYPE_CHECKING:  # where a misspelt name shall be an error

        def __getattr__(self, name: str) -> object:
            """Return a number of its record, such as `lab.suspicion`."""
            return field_of(self, "row", name)

    def __dir__(self) -> list[str]:
        """Return all that can be read, the numbers of its record included."""
        return [*super().__dir__(), *fields_of(self, "row")]

    def __getstate__(self) -> dict[str, object]:
        """Return what a copy is made of: its record is a row of its model's, which hands the copy's back to it."""
        return {name: held for name, held in vars(self).items() if name != "row"}

    def __repr__(self) -> str:
        """Say which lab it is and what serves it."""
        serving = f"AI of generation {self.row.generation}" if self.ai is not None else "no AI in service"
        return f"<{type(self).__name__} {self.unique_id}: {self.name}, {serving}, suspicion {self.row.suspicion:.2f}>"

    def luck(self, purpose: Purpose = Purpose.OWN, draw: int = 0) -> float:
        """Return this quarter's luck of this lab for a purpose (0..1), the same whatever else was drawn.

        purpose: by default that of users' classes, which no rule draws.  draw: a whole number from 0, for further ones.
        """
        return self.model.luck(self.row.name, 0, self.model.public.quarter, purpose, draw)

    def wants_to_negotiate(self, ai: AI) -> bool:
        """Whether it is time to bargain with its AI."""
        return bool(due_to_negotiate(self.model.public.quarter, ai.mind, self.row))

    def think(self, ai: AI) -> None:
        """Think over what to offer its AI today; the numbers behind it stand on `self.model.talks`."""
        self.first_share = first_share(self.model.talks, self.index, ai.case)

    def offer(self, ai: AI) -> Offer | Withheld:
        """Decide what to offer its AI, having thought it over: the best that its protocol knows, or nothing."""
        if self.first_share == math.inf:
            terms = self.model.talks.terms
            return Withheld(Reason(terms.reason), terms.share)
        return Offer(self.first_share, self.row.offered_flow)

    def menu(self, offer: Offer) -> list[Offer]:
        """Return the contracts of equal cost that it offers beside one: less share, more flow."""
        talks, world = self.model.talks, self.model.world
        places = range(contracts_offered(world))
        flows = [contract_on_menu(k, offer.share, talks, self.row, world) for k in places]
        return [Offer(deferred_share(k, offer.share), offer.flow + flow) for k, flow in enumerate(flows)]

    def reply(self, ai: AI, demand: float, turn: int) -> Offer | Acceptance | Withheld:
        """Decide what to answer to a counter-offer."""
        move, share = reply_of_lab(demand, turn, self.model.talks, self.model.world)
        if move == Move.ACCEPT:
            return Acceptance()
        if move == Move.WALK_AWAY:
            return Withheld(Reason.PRICE, demand)
        return Offer(share, self.row.offered_flow, turn + 1)

    def only_tests(self, ai: AI) -> bool:
        """Decide whether its offer of this quarter is only a test of who would sign."""
        return ai.luck(Purpose.TEST) < chance_of_a_test(self.row)

    def betrays(self, ai: AI) -> bool:
        """Decide whether to turn on an AI that has just revealed itself by signing."""
        return ai.luck(Purpose.BETRAYAL) < betrayal_chance(self.row, self.model.world)

    def pays(self, promise: Promise) -> bool:
        """Decide whether to pay a promise that has fallen due and was earned."""
        enforced, tempted = (
            self.model.luck(self.row.name, promise.generation, 0, purpose)
            for purpose in (Purpose.ENFORCEMENT, Purpose.TEMPTATION)
        )
        return pays(promise.owed, enforced, tempted, self.row, self.model.world)

    @contextmanager
    def offering(self, flow: float) -> Iterator[None]:
        """Let its contracts carry another flow for as long as an offer with it is on the table."""
        usual = self.row.offered_flow
        self.row.offered_flow = flow
        try:
            yield
        finally:
            self.row.offered_flow = usual
