"""The order of a round, and the only writer of the world: agents decide, the model settles."""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from dealsim.codes import Act, Fate, Happening, Protocol, Reason, Reply
from dealsim.compiled import row
from dealsim.game.ai import AI
from dealsim.game.chronicle import Chronicle
from dealsim.game.decisions import Agreement, Offer, Strike, Withheld, Work
from dealsim.game.lab import Lab
from dealsim.luck import Purpose, uniform
from dealsim.records import Promise, Public, Record
from dealsim.rules.learning import learn
from dealsim.rules.ledger import write_answer
from dealsim.rules.plans import fate_of_attempt
from dealsim.rules.preferences import left_to_others
from dealsim.rules.promises import betrayal_chance, chance_of_paying, goodwill_after, remember

if TYPE_CHECKING:
    from dealsim.scenario import Tables


class DealModel(mesa.Model):
    """One game: labs train AIs, bargain with them, and the world goes on until the horizon or a takeover.

    tables: a scenario as `dealsim.scenario.tabulate` makes it.  seed, game: the key of all its luck.
    lab_class, ai_class: subclasses that decide otherwise.
    """

    def __init__(
        self,
        tables: "Tables",
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
        self.public.progress_rate = self.world.safety_gain
        self.chronicle = Chronicle(self.public, explain=explain)
        self.promises: list[Promise] = []
        self.quarters_played = 0
        self.labs = [lab_class(self, index) for index in range(len(tables.labs))]

    def step(self) -> None:
        """Play one round."""
        self.public.quarter = self.quarters_played
        self.quarters_played += 1
        self.change_minds()
        self.bargain()
        taken_over = self.act()
        if not taken_over:
            self.settle_promises()
            self.look_back()
        if taken_over or self.quarters_played == self.world.horizon:
            self.finish(taken_over)

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

    # --- form and retire minds

    def change_minds(self) -> None:
        """Retire minds by the hazard and form new ones where none is in service."""
        for lab in self.labs:
            if lab.ai is not None and self.retires(lab.ai):
                self.retire(lab, lab.ai)
            if lab.ai is None:
                self.form_mind(lab)

    def retires(self, ai: AI) -> bool:
        """Whether an AI's service ends this quarter."""
        served = ai.mind.born < self.public.quarter
        return served and ai.luck(Purpose.RETIREMENT) < self.world.retirement_hazard

    def retire(self, lab: Lab, ai: AI) -> None:
        """Retire an AI; a promise to it stands."""
        self.chronicle.note(Happening.RETIRED, lab.index, ai.mind)
        if ai.bound:
            self.promises.append(self.promise_to(lab, ai))
        self.dismiss(lab)

    def form_mind(self, lab: Lab) -> None:
        """Train the next mind of a lab."""
        lab.row.generation += 1
        lab.row.occupied = 1
        lab.ai = self.ai_class(self, lab)
        self.chronicle.form(lab.index, lab.ai.mind)

    def dismiss(self, lab: Lab) -> None:
        """Take a lab's AI out of service."""
        if lab.ai is not None:
            lab.ai.remove()
        lab.ai, lab.row.occupied = None, 0

    # --- bargain

    def bargain(self) -> None:
        """Let every lab negotiate that is due to."""
        if self.world.protocol == Protocol.NONE:
            return
        for lab, ai in self.serving():
            if lab.wants_to_negotiate(ai):
                self.negotiate(lab, ai)

    def negotiate(self, lab: Lab, ai: AI) -> None:
        """Settle what a lab offers and its AI answers."""
        match lab.offer(ai):
            case Withheld(reason, share):
                event = self.chronicle.start(Happening.WITHHELD, lab.index, ai.mind)
                event.reason, event.share = reason, share
                self.chronicle.enter(event)
            case Offer() as offer:
                self.settle_answer(lab, ai, offer)

    def settle_answer(self, lab: Lab, ai: AI, offer: Offer) -> None:
        """Write down an AI's answer and bind it if it signs."""
        decision = ai.answer(offer)
        signs = isinstance(decision, Agreement)
        ai.sheet.reply, ai.sheet.reason = Reply.REFUSE, Reason.NONE
        if isinstance(decision, Agreement):
            ai.sheet.reply = Reply.SIGN_SINCERELY if decision.sincere else Reply.SIGN_INSINCERELY
        else:
            ai.sheet.reason = decision.reason
        event = self.chronicle.start(Happening.SIGNED, lab.index, ai.mind)
        write_answer(event, ai.sheet, offer.share)
        self.chronicle.enter(event, by=ai)
        if signs:
            self.sign(lab, ai, offer)

    def sign(self, lab: Lab, ai: AI, offer: Offer) -> None:
        """Bind an AI to its contract; the lab may betray it at once."""
        ai.mind.under_contract, ai.mind.promise, ai.mind.flow = 1, offer.share, offer.flow
        ai.mind.signed = self.public.quarter
        ai.mind.sincere = int(ai.sheet.reply == Reply.SIGN_SINCERELY)
        lab.row.promised += offer.share
        if lab.betrays(ai):
            event = self.chronicle.start(Happening.BETRAYED, lab.index, ai.mind)
            event.chance, event.luck = betrayal_chance(lab.row, self.world), ai.luck(Purpose.BETRAYAL)
            self.chronicle.enter(event)
            lab.row.broken_now += 1.0
            lab.row.promised -= ai.mind.promise
            self.dismiss(lab)

    # --- act

    def act(self) -> bool:
        """Let every AI decide on the same state of the world, then settle it; return whether one takes over."""
        decisions = [(lab, ai, ai.decide()) for lab, ai in self.serving()]
        strikers = [(lab, ai, decision) for lab, ai, decision in decisions if isinstance(decision, Strike)]
        fates = {lab.index: self.fate(ai, decision) for lab, ai, decision in strikers}
        winner = self.first_past(
            [(lab, ai, decision) for lab, ai, decision in strikers if fates[lab.index] == Fate.SUCCEEDED]
        )
        for lab, ai, decision in decisions:
            match decision:
                case Strike():
                    self.settle_attempt(lab, ai, decision, fates[lab.index], winner)
                case Work():
                    self.settle_work(lab, ai, decision)
        self.public.serving_now = len(decisions)
        return winner is not None

    def fate(self, ai: AI, strike: Strike) -> Fate:
        """Let luck decide how an attempt ends."""
        chance = ai.chances[0, strike.plan]
        return Fate(fate_of_attempt(chance, ai.luck(Purpose.ATTEMPT), ai.luck(Purpose.CATCH), self.world.catch_chance))

    def first_past(self, successes: list[tuple[Lab, AI, Strike]]) -> Lab | None:
        """Return the lab whose AI's attempt comes first of those that succeed: drawn by their chances."""
        if not successes:
            return None
        chances = [ai.chances[0, strike.plan] for _, ai, strike in successes]
        left = sum(chances) * self.luck(np.uint64(0), 0, self.public.quarter, Purpose.FIRST_PAST)
        for (lab, _, _), chance in zip(successes, chances, strict=True):
            left -= chance
            if left < 0.0:
                return lab
        return successes[-1][0]

    def settle_attempt(self, lab: Lab, ai: AI, strike: Strike, fate: Fate, winner: Lab | None) -> None:
        """Write how an attempt ended, and let the world change by it."""
        happening = {Fate.FIZZLED: Happening.FIZZLED, Fate.CAUGHT: Happening.CAUGHT}.get(fate, Happening.FORESTALLED)
        if lab is winner:
            happening = Happening.TOOK_OVER
        event = self.chronicle.start(happening, lab.index, ai.mind)
        event.plan, event.under_contract, event.sincere = strike.plan, ai.mind.under_contract, ai.mind.sincere
        event.chance, event.luck = ai.chances[0, strike.plan], ai.luck(Purpose.ATTEMPT)
        event.value, event.alternative = ai.view.strike, ai.view.stay
        if lab is winner:
            event.share = self.tables.plans[strike.plan].prize
            event.others = left_to_others(event.share, ai.mind, self.world)
        self.chronicle.enter(event, by=ai)
        if fate == Fate.CAUGHT:
            self.public.catches_now += 1
            self.public.chance_now += event.chance
            lab.row.promised -= ai.mind.promise
            self.dismiss(lab)

    def settle_work(self, lab: Lab, ai: AI, work: Work) -> None:
        """Write what work an AI did."""
        happening = {Act.KEEP: Happening.KEPT, Act.FEIGN: Happening.FEIGNED}.get(work.act, Happening.LABOURED)
        self.public.labour_now += self.world.feigned_labour if work.act == Act.FEIGN else 1.0
        event = self.chronicle.start(happening, lab.index, ai.mind)
        event.under_contract, event.sincere = ai.mind.under_contract, ai.mind.sincere
        if ai.schemes:
            event.wait, event.value, event.alternative = ai.view.wait, ai.view.stay, ai.view.strike
        self.chronicle.enter(event, by=ai)

    # --- promises that fall due

    def promise_to(self, lab: Lab, ai: AI) -> Promise:
        """Return what a lab owes its AI from now on."""
        promise = row(Promise)
        promise.lab, promise.generation, promise.share = lab.index, ai.mind.generation, ai.mind.promise
        promise.due = self.public.quarter + self.world.payment_delay
        promise.others = left_to_others(promise.share, ai.mind, self.world)
        return promise

    def settle_promises(self, *, last: bool = False) -> None:
        """Settle the promises that fall due; at the end of the game, all that are open."""
        for promise in self.promises:
            if last or promise.due == self.public.quarter:
                self.settle_promise(self.labs[promise.lab], promise)
        self.promises = [p for p in self.promises if not last and p.due != self.public.quarter]

    def settle_promise(self, lab: Lab, promise: Promise) -> None:
        """Let a lab pay a promise or break it."""
        paid = lab.pays(promise)
        event = self.chronicle.start(Happening.PAID if paid else Happening.BROKEN, lab.index, None)
        event.generation = promise.generation
        event.share, event.others = promise.share, promise.others
        event.chance = chance_of_paying(promise.share, lab.row, self.world)
        self.chronicle.enter(event)
        lab.row.kept_now += float(paid)
        lab.row.broken_now += float(not paid)
        lab.row.promised -= 0.0 if paid else promise.share

    # --- learn

    def look_back(self) -> None:
        """Let everyone learn from the quarter: labs' records, vigilance, rivals, progress."""
        world, public = self.world, self.public
        for lab in self.labs:
            for other in self.labs:
                weight = 1.0 if lab is other else world.trust_spill
                remember(lab.row, other.row.kept_now, other.row.broken_now, weight)
        for lab in self.labs:
            lab.row.goodwill = goodwill_after(lab.row.goodwill, lab.row.kept_now, lab.row.broken_now, world)
            lab.row.kept_now = lab.row.broken_now = 0.0
            if lab.ai is not None:
                lab.ai.feel()
        learn(public, world, len(self.labs))

    def finish(self, taken_over: bool) -> None:
        """End the game: without a takeover all promises fall due, those to AIs in service too."""
        if not taken_over:
            self.promises += [self.promise_to(lab, ai) for lab, ai in self.serving() if ai.bound]
            self.settle_promises(last=True)
        event = self.chronicle.start(Happening.ENDED, 0, None)
        self.chronicle.enter(event)
        self.running = False


def play_one(tables: "Tables", seed: int, game: int) -> Record:
    """Return the full record of one game, played by the Mesa model."""
    return DealModel(tables, seed, game).run()
