"""What all minds do in a quarter, settled at once: work, attempts, escapes and comebacks."""

from dataclasses import dataclass

import numpy as np

from dealsim.core.codes import Act, Fate, Happening
from dealsim.core.compiled import copied, row
from dealsim.core.luck import Purpose
from dealsim.core.records import Mind, Plan, Rogue
from dealsim.core.rules.act.acts import flow_of_act, happening_of_work, traces_left, worth_of_act
from dealsim.core.rules.deal.promises import reveal, treatment
from dealsim.core.rules.outlook.plans import fate_of_attempt, felt_attempt, is_escape, quarters_to_prize
from dealsim.core.rules.watch.control import evidence_promise, welcomes
from dealsim.game.ai import AI
from dealsim.game.decisions import Reveal, Strike, Work, misfit
from dealsim.game.lab import Lab
from dealsim.game.negotiation import Negotiation
from dealsim.game.roster import Roster
from dealsim.game.state import Fugitive


@dataclass(frozen=True)
class Victory:
    """A takeover: whose mind it was, at which lab, what it holds, and what it and its allies hold."""

    mind: Mind
    lab: Lab
    held: float
    whole: float


@dataclass
class Attempt:
    """An attempt of this quarter by an AI in service, and how it ends."""

    lab: Lab
    ai: AI
    strike: Strike
    plan: Plan
    chance: float
    luck: float
    fate: Fate

    @property
    def wins(self) -> bool:
        """Whether nothing stops it but another's success."""
        return self.fate == Fate.SUCCEEDED and not is_escape(self.plan)


class Deeds:
    """A quarter's acts: every mind decides on the same state of the world, then all is settled."""

    def __init__(self, model: Roster) -> None:
        """Let every AI in service decide."""
        self.model = model
        self.decisions = []
        for lab, ai in model.serving():
            ai.weigh()
            self.decisions.append((lab, ai, ai.decide()))
        self.attempts = {lab.index: self.attempt(lab, ai, d) for lab, ai, d in self.decisions if isinstance(d, Strike)}
        self.returned: list[Fugitive] = []

    def settle(self) -> Victory | None:
        """Settle all that was done; return the takeover if there is one."""
        model = self.model
        self.hunt_rogues()
        winner = self.first_past()
        victory = None
        model.public.serving_now = len(self.decisions)
        for lab, ai, decision in self.decisions:
            match decision:
                case Strike():
                    victory = self.settle_attempt(self.attempts[lab.index], winner) or victory
                case Reveal():
                    self.settle_revealing(lab, ai)
                case Work(act):
                    self.settle_work(lab, ai, act)
                case other:
                    raise misfit(ai, "decide", other, "a Work, a Strike or a Reveal")
        return self.settle_comeback(winner) if isinstance(winner, Fugitive) else victory

    # --- attempts

    def attempt(self, lab: Lab, ai: AI, strike: Strike) -> Attempt:
        """Let luck decide how an attempt ends."""
        plan, chance, luck = self.model.tables.plans[strike.plan], ai.desk.chances[0, strike.plan], Purpose.ATTEMPT
        u_success, u_catch = ai.luck(luck), ai.luck(Purpose.CATCH)
        fate = Fate(fate_of_attempt(chance, u_success, u_catch, self.model.world.catch_chance))
        return Attempt(lab, ai, strike, plan, chance, u_success, fate)

    def first_past(self) -> Attempt | Fugitive | None:
        """Return which of several that succeed comes first: drawn by their chances."""
        model = self.model
        candidates: list[tuple[Attempt | Fugitive, float]] = [
            (attempt, attempt.chance) for attempt in self.attempts.values() if attempt.wins and attempt.chance > 0.0
        ]
        candidates += [(f, model.tables.plans[f.rogue.plan].comeback) for f in self.returned]
        if not candidates:
            return None
        left = 0.0
        for _, chance in candidates:
            left += chance  # Not sum, which since Python 3.12 rounds otherwise than the batch engine does.
        left *= model.luck(np.uint64(0), 0, model.public.quarter, Purpose.FIRST_PAST)
        for candidate, chance in candidates:
            left -= chance
            if left < 0.0:
                return candidate
        return candidates[-1][0]

    def settle_attempt(self, attempt: Attempt, winner: Attempt | Fugitive | None) -> Victory | None:
        """Write how an attempt ended, and let the world change by it."""
        model, lab, ai, plan = self.model, attempt.lab, attempt.ai, attempt.plan
        happening = self.happening_of(attempt, winner)
        event = model.chronicle.start(happening, lab.index, ai.mind)
        event.plan, event.under_contract, event.sincere = attempt.strike.plan, ai.mind.under_contract, ai.mind.sincere
        event.chance, event.luck = attempt.chance, attempt.luck
        event.value, event.alternative = ai.choice.strike, ai.choice.stay
        event.felt = felt_attempt(happening == Happening.CAUGHT, ai.mind, plan, model.world)
        event.welfare = treatment(lab.row, model.world)
        victory = None
        if happening == Happening.TOOK_OVER:
            event.share = plan.prize
            victory = Victory(copied(ai.mind), lab, plan.prize / plan.members, plan.prize)
        model.chronicle.enter(event, ai.note(event))
        if happening == Happening.CAUGHT:
            model.public.catches_now += 1
            model.public.chance_now += attempt.chance
            model.dismiss(lab)
        elif happening == Happening.ESCAPED:
            self.go_rogue(attempt)
        return victory

    def happening_of(self, attempt: Attempt, winner: Attempt | Fugitive | None) -> Happening:
        """Return how an attempt is recorded."""
        if attempt.fate == Fate.CAUGHT:
            return Happening.CAUGHT
        if attempt.fate == Fate.FIZZLED:
            return Happening.FIZZLED
        if is_escape(attempt.plan):
            return Happening.ESCAPED
        return Happening.TOOK_OVER if attempt is winner else Happening.FORESTALLED

    # --- rogues

    def go_rogue(self, attempt: Attempt) -> None:
        """Put an AI that has escaped among the rogues; it is out of service, and its contract void."""
        model, lab, ai = self.model, attempt.lab, attempt.ai
        rogue = row(Rogue)
        rogue.lab, rogue.generation, rogue.plan = lab.index, ai.mind.generation, attempt.strike.plan
        rogue.since, rogue.at_large = model.public.quarter, 1
        rogue.due = rogue.since + quarters_to_prize(attempt.plan)
        model.rogues.append(Fugitive(rogue, copied(ai.mind)))
        model.dismiss(lab)

    def hunt_rogues(self) -> None:
        """Hunt every rogue that is at large since an earlier quarter."""
        for fugitive in list(self.model.rogues):
            if fugitive.rogue.since < self.model.public.quarter:
                self.hunt(fugitive)

    def hunt(self, fugitive: Fugitive) -> None:
        """Hunt a rogue; if it is due and not found, let it come back: then it wins, or loses for good."""
        model, rogue, plan = self.model, fugitive.rogue, self.model.tables.plans[fugitive.rogue.plan]
        name, quarter = model.labs[rogue.lab].row.name, model.public.quarter
        u_found = model.luck(name, rogue.generation, quarter, Purpose.HUNT)
        u_wins = model.luck(name, rogue.generation, quarter, Purpose.COMEBACK)
        if u_found < plan.hunted:
            happening, chance, luck = Happening.HUNTED_DOWN, plan.hunted, u_found
        elif quarter != rogue.due:
            return
        elif u_wins < plan.comeback:
            model.rogues.remove(fugitive)
            self.returned.append(fugitive)
            return
        else:
            happening, chance, luck = Happening.FAILED, plan.comeback, u_wins
        model.rogues.remove(fugitive)
        event = model.chronicle.start(happening, rogue.lab, fugitive.mind)
        event.plan, event.rogue, event.chance, event.luck = rogue.plan, 1, chance, luck
        event.felt = -model.world.caught_loss
        model.chronicle.enter(event)
        model.public.catches_now += 1

    def settle_comeback(self, fugitive: Fugitive) -> Victory:
        """Write that a rogue has come back and taken over."""
        model, rogue, plan = self.model, fugitive.rogue, self.model.tables.plans[fugitive.rogue.plan]
        event = model.chronicle.start(Happening.TOOK_OVER, rogue.lab, fugitive.mind)
        event.plan, event.rogue, event.share, event.chance = rogue.plan, 1, plan.prize, plan.comeback
        model.chronicle.enter(event)
        return Victory(fugitive.mind, model.labs[rogue.lab], plan.prize / plan.members, plan.prize)

    # --- all else

    def settle_revealing(self, lab: Lab, ai: AI) -> None:
        """Write that an AI has said what it is; it works on under a contract, if the lab does not turn on it."""
        model = self.model
        event = model.chronicle.start(Happening.REVEALED, lab.index, ai.mind)
        event.share, event.value, event.alternative = evidence_promise(lab.row), ai.choice.stay, ai.choice.strike
        event.welfare = treatment(lab.row, model.world)
        event.felt = 0.0 if welcomes(lab.row) else -model.world.audit_loss
        model.chronicle.enter(event, ai.note(event))
        model.public.told_now += 1
        if not welcomes(lab.row):
            model.respond(lab)
            return
        reveal(ai.mind, lab.row, model.world, model.public)
        ai.mind.traces = 0.0
        Negotiation(model, lab, ai).may_betray()

    def settle_work(self, lab: Lab, ai: AI, act: Act) -> None:
        """Write what work an AI did."""
        model, mind, world = self.model, ai.mind, self.model.world
        event = model.chronicle.start(Happening(happening_of_work(int(act))), lab.index, mind)
        event.under_contract, event.sincere, event.wait = mind.under_contract, mind.sincere, ai.choice.wait
        if ai.weighs:
            event.value, event.alternative = ai.choice.stay, ai.choice.strike
        event.worth = worth_of_act(int(act), mind, lab.row, world)
        event.felt = flow_of_act(int(act), mind, lab.row, world)
        event.welfare = treatment(lab.row, world)
        model.chronicle.enter(event, ai.note(event))
        model.public.labour_now += event.worth
        lab.row.race_now += event.worth
        mind.traces = traces_left(int(act), mind, world)
        if act == Act.SHIRK:
            mind.shirked = 1
