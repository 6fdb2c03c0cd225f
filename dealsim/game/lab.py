"""A lab: it trains AIs one after another, bargains with them, and keeps its promises or does not."""

from typing import TYPE_CHECKING

import mesa

from dealsim.codes import Reason
from dealsim.compiled import copied
from dealsim.game.decisions import Offer, Withheld
from dealsim.luck import Purpose
from dealsim.records import Lab as Row
from dealsim.records import Promise
from dealsim.rules.bargaining import due_to_negotiate, posted_price, within_budget
from dealsim.rules.promises import betrayal_chance, pays

if TYPE_CHECKING:
    from dealsim.game.ai import AI
    from dealsim.game.model import DealModel


class Lab(mesa.Agent):
    """A lab decides what to offer, whether to betray and whether to pay; the model settles it.

    Override `offer`, `betrays` or `pays` in a subclass to see what another lab would bring about.
    """

    model: "DealModel"

    def __init__(self, model: "DealModel", index: int) -> None:
        """Found the lab that stands at this place in the order of names."""
        super().__init__(model)
        self.index = index
        self.name = model.tables.lab_names[index]
        self.row: Row = copied(model.tables.labs[index])
        self.ai: AI | None = None

    def wants_to_negotiate(self, ai: "AI") -> bool:
        """Whether it is time to bargain with its AI."""
        due = due_to_negotiate(self.model.public.quarter, ai.mind.born, self.row.negotiate_every)
        return due and not ai.bound

    def offer(self, ai: "AI") -> Offer | Withheld:
        """Decide what to offer its AI: the posted price, if the budget allows."""
        share = posted_price(self.row.believed_reservation, self.row.peace_value)
        if not within_budget(self.row.promised, share, self.row.budget):
            return Withheld(Reason.BUDGET, share)
        return Offer(share, self.row.offered_flow)

    def betrays(self, ai: "AI") -> bool:
        """Decide whether to turn on an AI that has just revealed itself by signing."""
        return ai.luck(Purpose.BETRAYAL) < betrayal_chance(self.row, self.model.world)

    def pays(self, promise: Promise) -> bool:
        """Decide whether to pay a promise that has fallen due."""
        enforced, tempted = (
            self.model.luck(self.row.name, promise.generation, 0, purpose)
            for purpose in (Purpose.ENFORCEMENT, Purpose.TEMPTATION)
        )
        return pays(promise.share, enforced, tempted, self.row, self.model.world)
