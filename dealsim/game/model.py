"""The order of a round, and the only writer of the world: agents decide, the model settles."""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from dealsim.core.codes import AuditResponse, Happening, Protocol
from dealsim.core.compiled import array, as_rows, row
from dealsim.core.luck import Purpose, uniform
from dealsim.core.protocols.gain_tables import lay_talks
from dealsim.core.records import LabState as LabRow
from dealsim.core.records import Promise, Public, Record, Rogue, Settlement, Shadow
from dealsim.core.rules.after.future import AFTERMATH_DRAWS, others_left, settle_future
from dealsim.core.rules.deal.promises import chance_of_paying, goodwill_after, owe, remember
from dealsim.core.rules.outlook.outlook import retires
from dealsim.core.rules.training.teaching import new_pupil
from dealsim.core.rules.training.training import luck_needed
from dealsim.core.rules.value.preferences import utility
from dealsim.core.rules.watch.control import hit_chance, removes, suspicion_after_audit
from dealsim.core.rules.watch.learning import learn, open_world, use_evidence
from dealsim.game.acts import Deeds, Fugitive, Victory
from dealsim.game.ai import AI
from dealsim.game.lab import Lab
from dealsim.game.negotiation import Negotiation
from dealsim.game.record import Chronicle

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables


class DealModel(mesa.Model):
    """One game: labs train AIs, bargain with them, and the world goes on until the horizon or a takeover.

    tables: a scenario as `dealsim.scenario.flat_tables` makes it.  seed, game: the key of all its luck.
    lab_class, ai_class: subclasses that decide otherwise.
    """

    def __init__(
        self,
        tables: "ScenarioTables",
        seed: int = 0,
        game: int = 0,
        *,
        lab_class: type[Lab] = Lab,
        ai_class: type[AI] = AI,
        explain: bool = False,
    ) -> None:
        """Set up the world before its first quarter."""
        super().__init__(rng=0)  # Mesa's own chance is never used: all luck has an address
        # Not self.scenario: Mesa 3.5 writes to that object, and ours is frozen.
        self.tables, self.world = tables, tables.world
        self.key, self.game, self.ai_class = np.uint64(seed), game, ai_class
        self.public = row(Public)
        open_world(self.public, len(tables.labs), self.world)
        self.chronicle = Chronicle(self.public, explain=explain)
        shadows, schools = tables.shadows, tables.schools
        known = as_rows(array(shadows.known).copy(), Shadow)
        self.talks = lay_talks(shadows.minds, known, shadows.worths, shadows.table)
        self.pupil, self.training_draws = new_pupil(schools.most_qualities), luck_needed(schools.most_qualities)
        self.promises: list[Promise] = []
        self.rogues: list[Fugitive] = []
        self.quarters_played = 0
        self.lab_rows = as_rows(array(tables.labs).copy(), LabRow)
        self.labs = [lab_class(self, index) for index in range(len(tables.labs))]

    def step(self) -> None:
        """Play one round."""
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

    def luck(self, lab: np.uint64, generation: int, period: int, purpose: Purpose, draw: int = 0) -> float:
        """Return the luck at an address of this game (0..1)."""
        # int: Numba takes long to find out what an enumeration is.
        return uniform(self.key, self.game, lab, generation, period, int(purpose), int(draw))

    def serving(self) -> list[tuple[Lab, AI]]:
        """Return the AIs in service with their labs, in the order of the labs' names."""
        return [(lab, lab.ai) for lab in self.labs if lab.ai is not None]

    def new_rogue(self) -> Rogue:
        """Return a blank record of an AI at large."""
        return row(Rogue)

    # --- form and retire minds

    def change_minds(self) -> None:
        """Retire minds whose service ends and form new ones where none is in service."""
        for lab in self.labs:
            if lab.ai is not None and self.retires(lab.ai):
                self.retire(lab, lab.ai)
            if lab.ai is None and self.public.quarter >= lab.row.idle_until:
                self.form_mind(lab)

    def retires(self, ai: AI) -> bool:
        """Whether an AI's service ends this quarter."""
        served = ai.mind.born < self.public.quarter
        return served and bool(retires(ai.luck(Purpose.RETIREMENT), ai.mind, self.world, self.public))

    def retire(self, lab: Lab, ai: AI) -> None:
        """Retire an AI; a promise to it stands, else it is left the default gift."""
        event = self.chronicle.start(Happening.RETIRED, lab.index, ai.mind)
        if ai.bound and ai.mind.owed > 0.0:
            self.promises.append(self.promise_to(lab, ai))
        else:
            event.felt = utility(self.world.default_gift, ai.mind, self.world)
        self.chronicle.enter(event)
        lab.ai = None
        lab.row.occupied = 0
        ai.remove()

    def form_mind(self, lab: Lab) -> None:
        """Form the next mind of a lab."""
        lab.row.generation += 1
        lab.row.occupied = 1
        lab.row.suspicion, lab.row.jumped, lab.row.believed_signing = lab.row.first_suspicion, 0, 0.0
        lab.ai = self.ai_class(self, lab)
        self.chronicle.form(lab.index, lab.ai.mind)

    def dismiss(self, lab: Lab) -> None:
        """Take a lab's AI out of service; what it was promised is void."""
        if lab.ai is not None:
            lab.row.promised -= lab.ai.mind.owed
            lab.ai.remove()
        lab.ai, lab.row.occupied = None, 0

    # --- audit

    def audit(self) -> None:
        """Audit every AI that has served a quarter, but for those to whom a contract grants amnesty."""
        for lab in self.labs:
            lab.row.jumped = 0
        for lab, ai in self.serving():
            if ai.mind.born < self.public.quarter and not (ai.bound and lab.row.amnesty):
                self.audit_one(lab, ai)

    def audit_one(self, lab: Lab, ai: AI) -> None:
        """Audit an AI by the traces of its last quarter, and let its lab act on what that finds."""
        chance, luck = hit_chance(ai.mind.traces, ai.mind, lab.row), ai.luck(Purpose.AUDIT)
        found, before = luck < chance, lab.row.suspicion
        lab.row.suspicion = suspicion_after_audit(found, ai.mind, lab.row)
        lab.row.jumped = int(lab.row.suspicion - before >= lab.row.negotiate_jump)
        if not found:
            return
        event = self.chronicle.start(Happening.FLAGGED, lab.index, ai.mind)
        event.chance, event.luck, event.under_contract = chance, luck, ai.mind.under_contract
        event.value = lab.row.suspicion
        gone = removes(lab.row.suspicion, lab.row)
        event.felt = -self.world.audit_loss if gone else 0.0
        self.chronicle.enter(event)
        if gone:
            self.respond(lab)

    def respond(self, lab: Lab) -> None:
        """Let a lab act on what an audit of its AI has found."""
        if lab.row.response == AuditResponse.SHUT_DOWN:
            lab.row.idle_until = self.public.quarter + lab.row.downtime
        elif lab.row.response == AuditResponse.DISCLOSE:
            self.public.catches_now += 1
        self.dismiss(lab)

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

    def promise_to(self, lab: Lab, ai: AI) -> Promise:
        """Return what a lab owes its AI from now on."""
        promise = row(Promise)
        owe(promise, lab.index, self.public.quarter, ai.mind, lab.row, self.world)
        return promise

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
