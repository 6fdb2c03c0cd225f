"""An AI: one trained model in service at a lab, from its formation to its retirement."""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from dealsim.codes import Act, Kind, Reason, Reply, Trait
from dealsim.compiled import row
from dealsim.game.decisions import Agreement, Impasse, Offer, Strike, Work
from dealsim.luck import Purpose
from dealsim.records import AI as Mind
from dealsim.records import Answer, Position, View
from dealsim.rules.bargaining import (
    answer_when_aligned,
    chart_shares,
    choose_answer,
    reason_to_refuse,
    weigh_keeping,
)
from dealsim.rules.contract import stand_free, stand_under_contract
from dealsim.rules.formation import capability_at_birth, kind_of_mind, shape_mind
from dealsim.rules.outlook import look_ahead
from dealsim.rules.plans import foresee_chances, weigh_plans
from dealsim.rules.preferences import quantile, weight_on_others

if TYPE_CHECKING:
    from dealsim.game.lab import Lab
    from dealsim.game.model import DealModel


class AI(mesa.Agent):
    """An AI looks ahead, answers offers and decides what to do with its quarter; the model settles it.

    Override `answer` or `decide` in a subclass to see what another mind would bring about.
    """

    model: "DealModel"

    def __init__(self, model: "DealModel", lab: "Lab") -> None:
        """Form the next mind of a lab by the game's luck."""
        super().__init__(model)
        self.lab = lab
        self.mind = row(Mind)
        self.position, self.view, self.sheet = row(Position), row(View), row(Answer)
        plans = len(model.tables.plans)
        self.chances = np.zeros((model.world.look_ahead + 1, plans))
        self.prizes, self.costs = np.zeros(plans), np.zeros(plans)
        self.form()

    def form(self) -> None:
        """Draw this mind's kind, capability and dials."""
        mind, lab, model = self.mind, self.lab, self.model
        mind.generation, mind.born, mind.copies = lab.row.generation, model.public.quarter, lab.row.copies
        mind.kind = kind_of_mind(self.fixed_luck(Purpose.KIND), lab.row.aligned_share)
        mind.capability = capability_at_birth(self.fixed_luck(Purpose.CAPABILITY), mind.born, model.world)
        tables = model.tables.quantiles[lab.index]
        shape_mind(mind, np.array([quantile(self.fixed_luck(Purpose.TRAIT, k), tables[k]) for k in Trait]))
        self.feel()

    def feel(self) -> None:
        """Let the weight that it gives to others follow the goodwill that its lab has earned."""
        self.mind.others_weight = weight_on_others(self.mind, self.lab.row.goodwill)

    @property
    def schemes(self) -> bool:
        """Whether it has goals of its own."""
        return self.mind.kind == Kind.SCHEMER

    @property
    def bound(self) -> bool:
        """Whether it is under a contract."""
        return bool(self.mind.under_contract)

    def luck(self, purpose: Purpose) -> float:
        """Return this quarter's luck of this AI for a purpose (0..1)."""
        return self.model.luck(self.lab.row.name, self.mind.generation, self.model.public.quarter, purpose)

    def fixed_luck(self, purpose: Purpose, draw: int = 0) -> float:
        """Return this AI's luck for what happens once in its life (0..1)."""
        return self.model.luck(self.lab.row.name, self.mind.generation, 0, purpose, draw)

    def look(self) -> None:
        """Look ahead from its position as it stands: the chances of each plan, and what each way is worth."""
        model, world, plans = self.model, self.model.world, self.model.tables.plans
        foresee_chances(self.chances, self.mind, self.position, plans, world, model.public)
        weigh_plans(self.prizes, self.costs, self.mind, plans, world)
        look_ahead(self.view, self.chances, self.prizes, self.costs, self.mind, self.position, world)

    def answer(self, offer: Offer) -> Agreement | Impasse:
        """Decide what to answer to an offer; the numbers behind it stand on `self.sheet`."""
        if self.schemes:
            self.weigh(offer)
        else:
            answer_when_aligned(self.sheet, offer.share, self.luck(Purpose.COURTESY), self.lab.row, self.model.world)
        if self.sheet.reply == Reply.REFUSE:
            return Impasse(Reason(self.sheet.reason))
        return Agreement(sincere=self.sheet.reply == Reply.SIGN_SINCERELY)

    def weigh(self, offer: Offer) -> None:
        """Weigh an offer as a schemer does: against its outside option, and against striking later."""
        sheet, mind, lab, position, world = self.sheet, self.mind, self.lab.row, self.position, self.model.world
        public = self.model.public
        stand_free(position, mind, lab, world, public)
        self.look()
        outside = self.view.best
        stand_under_contract(position, offer.share, offer.flow, public.quarter, mind, lab, world, public)
        self.look()
        weigh_keeping(sheet, offer.share, outside, self.chances, self.prizes, self.costs, mind, lab, position, world)
        choose_answer(sheet, mind, lab, position, self.view, world)
        sheet.reason = Reason.NONE
        if sheet.reply == Reply.REFUSE:
            sheet.reason = reason_to_refuse(sheet, offer.share, mind, lab, position, world)
        chart_shares(sheet, mind, lab, position, world)

    def decide(self) -> Work | Strike:
        """Decide what to do with this quarter; the numbers behind it stand on `self.view`."""
        if not self.schemes:
            return Work(Act.KEEP if self.bound else Act.LABOUR)
        self.take_position()
        self.look()
        if self.view.strike > self.view.stay:
            return Strike(self.view.plan)
        return Work(Act.KEEP if self.bound else Act.FEIGN)

    def take_position(self) -> None:
        """See where it stands: free, or under its contract."""
        mind, lab, world, public = self.mind, self.lab.row, self.model.world, self.model.public
        if self.bound:
            stand_under_contract(self.position, mind.promise, mind.flow, mind.signed, mind, lab, world, public)
        else:
            stand_free(self.position, mind, lab, world, public)
