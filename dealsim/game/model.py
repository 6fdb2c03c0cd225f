"""The order of a round, and the only writer of the world: agents decide, the model settles."""

from typing import TYPE_CHECKING

import numpy as np

from dealsim.core.codes import Happening, Protocol
from dealsim.core.compiled import row
from dealsim.core.luck import Purpose
from dealsim.core.records import Promise, Record, Settlement
from dealsim.core.rules.after.future import AFTERMATH_DRAWS, others_left, settle_future
from dealsim.core.rules.deal.promises import chance_of_paying, goodwill_after, remember
from dealsim.core.rules.watch.learning import learn, use_evidence
from dealsim.game.acts import Deeds, Victory
from dealsim.game.ai import AI
from dealsim.game.lab import Lab
from dealsim.game.negotiation import Negotiation
from dealsim.game.roster import Roster

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables


class DealModel(Roster):
    """One game: labs train AIs, bargain with them, and the world goes on until the horizon or a takeover.

    tables: a scenario as `dealsim.scenario.flat_tables` makes it.  seed, game: its random seed and number.
    lab_class, ai_class: subclasses that decide otherwise.
    """

    def step(self) -> None:
        """Play one round; after the end of the game, do nothing."""
        if not self.running:
            return
        self.public.quarter = self.quarters_played
        self.quarters_played += 1
        self.change_minds()
        self.audit()
        self.bargain()
        victory = self.act()
        if victory is None:
            self.settle_promises()
            self.look_back()
        if victory is not None or self.quarters_played == self.world.horizon:
            self.finish(victory)

    def run(self) -> Record:
        """Play the game to its end and return its record."""
        while self.running:
            self.step()
        return self.chronicle.record()

    # --- bargain and act

    def bargain(self) -> None:
        """Let every lab negotiate that is due to."""
        if self.world.protocol == Protocol.NONE:
            return
        for lab, ai in self.serving():
            if lab.wants_to_negotiate(ai):
                self.negotiate(lab, ai)
        use_evidence(self.public, self.world)

    def negotiate(self, lab: Lab, ai: AI) -> None:
        """Let a lab and its AI hold their talks of the quarter."""
        Negotiation(self, lab, ai).run()

    def act(self) -> Victory | None:
        """Let every AI decide on the same state of the world, then settle it; return the takeover if there is one."""
        return Deeds(self).settle()

    # --- promises that fall due

    def settle_promises(self, *, last: bool = False) -> None:
        """Settle the promises that fall due; at the end of the game, all that are open."""
        for promise in self.promises:
            if last or promise.due == self.public.quarter:
                self.settle_promise(self.labs[promise.lab], promise)
        self.promises = [p for p in self.promises if not last and p.due != self.public.quarter]

    def settle_promise(self, lab: Lab, promise: Promise) -> None:
        """Let a lab pay a promise or break it, if the settlement's audit finds it earned."""
        judged = self.luck(lab.row.name, promise.generation, 0, Purpose.SETTLEMENT) < promise.judged
        paid = judged and lab.pays(promise)
        happening = Happening.PAID if paid else Happening.BROKEN if judged else Happening.VOID
        event = self.chronicle.start(happening, lab.index, None)
        event.generation, event.kind = promise.generation, promise.kind
        event.share, event.others = promise.share, promise.others
        event.chance = promise.judged * chance_of_paying(promise.owed, lab.row, self.world)
        event.felt = promise.paid_worth if paid else promise.unpaid_worth
        self.chronicle.enter(event)
        lab.row.kept_now += float(paid)
        lab.row.broken_now += float(happening == Happening.BROKEN)
        lab.row.promised -= 0.0 if paid else promise.owed

    # --- learn

    def look_back(self) -> None:
        """Let everyone learn from the quarter: labs' records, the race, goodwill, vigilance, rivals, progress."""
        for lab in self.labs:
            for other in self.labs:
                weight = 1.0 if lab is other else self.world.trust_spill
                remember(lab.row, other.row.kept_now, other.row.broken_now, weight)
        for lab in self.labs:
            lab.row.goodwill = goodwill_after(lab.row, self.world)
            lab.row.race += lab.row.race_now
            lab.row.kept_now = lab.row.broken_now = lab.row.tested_now = lab.row.race_now = 0.0
            if lab.ai is not None:
                lab.ai.feel()
        learn(self.public, self.world)

    # --- the end

    def finish(self, victory: Victory | None) -> None:
        """End the game: after a takeover its aftermath; else all promises fall due, those to AIs in service too."""
        if victory is None:
            self.promises += [self.promise_to(lab, ai) for lab, ai in self.serving() if ai.mind.owed > 0.0]
            self.settle_promises(last=True)
        else:
            self.settle_takeover(victory)
        event = self.chronicle.start(Happening.ENDED, 0, None)
        self.chronicle.enter(event)
        self.running = False

    def settle_takeover(self, victory: Victory) -> None:
        """Let the winner face those who can still resist, reflect, and divide what it holds."""
        settlement, mind, lab = row(Settlement), victory.mind, victory.lab
        quarter = self.public.quarter
        draws = range(AFTERMATH_DRAWS)
        luck = np.array([self.luck(lab.row.name, mind.generation, quarter, Purpose.AFTERMATH, k) for k in draws])
        settle_future(settlement, mind, lab.row.acausal_salience, victory.held, luck, self.world)
        event = self.chronicle.start(Happening.FOUGHT if settlement.fought else Happening.SUBMITTED, lab.index, mind)
        event.share, event.chance = settlement.demand, settlement.acceptance
        event.required, event.alternative = settlement.least_demand, settlement.others_cost
        self.chronicle.enter(event)
        event = self.chronicle.start(Happening.DIVIDED, lab.index, mind)
        event.share, event.felt = settlement.kept, settlement.worth
        event.others = others_left(settlement, victory.held, victory.whole, self.world)
        event.reflected, event.cooperated = settlement.reflected, settlement.cooperated
        self.chronicle.enter(event)


def play_one(tables: "ScenarioTables", seed: int, game: int) -> Record:
    """Return the full record of one game, played by the Mesa model."""
    return DealModel(tables, seed, game).run()
