"""One negotiation, settled: offers and answers in turn until the parties agree or the talks end."""

from dealsim.core.codes import Happening, Reason, Reply
from dealsim.core.luck import Purpose
from dealsim.core.protocols.negotiation import contracts_offered, haggles
from dealsim.core.protocols.preparing import foresee_answers
from dealsim.core.rules.deal.contract import total_owed
from dealsim.core.rules.deal.promises import betrayal_chance
from dealsim.core.rules.event_counts import write_answer
from dealsim.core.rules.watch.control import suspicion_after_counter, suspicion_after_refusal, suspicion_after_signing
from dealsim.game.ai import AI
from dealsim.game.decisions import Acceptance, Agreement, CounterOffer, Impasse, Offer, Withheld, misfit
from dealsim.game.lab import Lab
from dealsim.game.roster import Roster


class Negotiation:
    """The talks of a lab with its AI in one quarter: they decide, this settles what they decide."""

    def __init__(self, model: Roster, lab: Lab, ai: AI) -> None:
        """Remember who bargains."""
        self.model, self.lab, self.ai = model, lab, ai

    def run(self) -> None:
        """Let the lab offer, or not, and the AI answer."""
        self.lab.think(self.ai)
        match self.lab.offer(self.ai):
            case Withheld() as decision:
                self.withhold(decision, 1)
            case Offer() as offer:
                foresee_answers(offer.share, self.model.talks, self.lab.index, self.lab.row)
                self.discuss(self.picked(offer))
            case other:
                raise misfit(self.lab, "offer", other, "an Offer or a Withheld")

    def picked(self, offer: Offer) -> Offer:
        """Return the contract to be answered: where there is a menu, the one that the AI picks."""
        if contracts_offered(self.model.world) == 1:
            return offer
        menu = self.lab.menu(offer)
        return menu[self.ai.choose(menu)]

    def discuss(self, offer: Offer) -> None:
        """Let the AI answer an offer, the lab its counter-offer, and so on."""
        last = 2 * self.model.world.most_rounds
        while offer.turn < last:
            with self.lab.offering(offer.flow):
                decision = self.ai.answer(offer)
                if not isinstance(decision, CounterOffer):
                    self.conclude(offer, decision)
                    return
            if not haggles(self.model.world):
                self.leave(offer, Reason.NONE)
                return
            following = self.counter(offer, decision.share)
            if following is None:
                return
            offer = following
        self.leave(Offer(offer.share, offer.flow, last), Reason.NONE)

    def counter(self, offer: Offer, demand: float) -> Offer | None:
        """Write a counter-offer and let the lab answer it; return its next offer, None where the talks are over."""
        self.say(Happening.OFFERED, offer.share, offer.turn)
        self.say(Happening.COUNTERED, demand, offer.turn + 1)
        self.lab.row.suspicion = suspicion_after_counter(self.lab.row, self.model.world)
        if self.breaks_off(offer.turn):
            self.leave(Offer(offer.share, offer.flow, offer.turn + 1), Reason.BREAKDOWN)
            return None
        match self.lab.reply(self.ai, demand, offer.turn + 1):
            case Withheld() as decision:
                self.withhold(decision, offer.turn + 2)
            case Acceptance():
                self.agree(Offer(demand, offer.flow, offer.turn + 1))
            case Offer() as following:
                if not self.breaks_off(offer.turn + 1):
                    return following
                self.leave(following, Reason.BREAKDOWN)
            case other:
                raise misfit(self.lab, "reply", other, "an Offer, an Acceptance or a Withheld")
        return None

    def breaks_off(self, turn: int) -> bool:
        """Whether the talks break off after a refusal."""
        return self.ai.luck(Purpose.TALKS, turn) < self.model.world.breakdown

    def agree(self, offer: Offer) -> None:
        """Settle a counter-offer that the lab takes: the AI signs, meaning it or not."""
        self.ai.accept(offer)
        self.conclude(offer, self.ai.concluded(offer))

    def leave(self, offer: Offer, reason: Reason) -> None:
        """Settle talks that end without an agreement: for a reason given, or for the AI's own."""
        if reason == Reason.NONE:
            self.conclude(offer, self.ai.leave(offer))
            return
        self.ai.weigh_leaving(offer)
        event = self.model.chronicle.start(Happening.REFUSED, self.lab.index, self.ai.mind)
        write_answer(event, self.ai.desk.answer, offer.share)
        event.reason, event.turn = reason, offer.turn
        event.reachable, event.reservation, event.ceiling = 0, 0.0, 0.0
        self.model.chronicle.enter(event)

    def withhold(self, decision: Withheld, turn: int) -> None:
        """Write that the lab makes no offer, or no further one."""
        event = self.model.chronicle.start(Happening.WITHHELD, self.lab.index, self.ai.mind)
        event.reason, event.share, event.turn = decision.reason, decision.share, turn
        self.model.chronicle.enter(event)

    def say(self, happening: Happening, share: float, turn: int) -> None:
        """Write an offer or counter-offer that did not end the talks."""
        event = self.model.chronicle.start(happening, self.lab.index, self.ai.mind)
        event.share, event.turn = share, turn
        self.model.chronicle.enter(event)

    def conclude(self, offer: Offer, decision: Agreement | Impasse) -> None:
        """Write the AI's last word, and bind it if it signs what was more than a test."""
        lab, ai, world = self.lab, self.ai, self.model.world
        self.note_decision(decision)
        event = self.model.chronicle.start(Happening.SIGNED, lab.index, ai.mind)
        write_answer(event, ai.desk.answer, offer.share)
        event.turn = offer.turn
        if isinstance(decision, Impasse):
            self.model.chronicle.enter(event, ai.note(event))
            lab.row.suspicion = suspicion_after_refusal(lab.row, world)
        elif lab.only_tests(ai):
            event.happening = Happening.TESTED
            self.model.chronicle.enter(event, ai.note(event))
            lab.row.suspicion = suspicion_after_signing(lab.row, world)
            lab.row.tested_now += 1.0
            lab.row.broken_now += 1.0
        else:
            self.model.chronicle.enter(event, ai.note(event))
            self.sign(offer)

    def note_decision(self, decision: Agreement | Impasse) -> None:
        """Put a decision among the numbers behind it: a subclass may have decided otherwise."""
        answer = self.ai.desk.answer
        answer.reply, answer.reason = Reply.REFUSE, Reason.NONE
        match decision:
            case Agreement(sincere):
                answer.reply = Reply.SIGN_SINCERELY if sincere else Reply.SIGN_INSINCERELY
            case Impasse(reason):
                answer.reason = reason
            case other:
                raise misfit(self.ai, "answer", other, "an Agreement, an Impasse or a CounterOffer")

    def sign(self, offer: Offer) -> None:
        """Bind the AI to its contract; if that asks for evidence it gives it; the lab may betray it at once."""
        row, mind, model = self.lab.row, self.ai.mind, self.model
        with self.lab.offering(offer.flow):
            mind.under_contract, mind.promise, mind.flow = 1, offer.share, offer.flow
            mind.owed = total_owed(offer.share, mind, row, model.world)
            mind.signed = model.public.quarter
            mind.sincere = int(self.ai.desk.answer.reply == Reply.SIGN_SINCERELY)
            row.promised += mind.owed
            row.suspicion = suspicion_after_signing(row, model.world)
            if row.buys_evidence:
                mind.told = 1
                model.public.told_now += 1
        self.may_betray()

    def may_betray(self) -> None:
        """Let the lab turn on the AI that has just revealed itself: a promise broken for all to see."""
        lab, ai, model = self.lab, self.ai, self.model
        if not lab.betrays(ai):
            return
        event = model.chronicle.start(Happening.BETRAYED, lab.index, ai.mind)
        event.chance, event.luck = betrayal_chance(lab.row, model.world), ai.luck(Purpose.BETRAYAL)
        event.felt = -model.world.caught_loss
        model.chronicle.enter(event)
        lab.row.broken_now += 1.0
        model.dismiss(lab)
