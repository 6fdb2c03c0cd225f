"""What an AI weighed at a decision: its options with their values, and the beliefs behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dealsim.core.codes import Act, Happening, Kind
from dealsim.core.records import Case, Event
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.outlook.plans import defence, power

ANSWERS = (Happening.SIGNED, Happening.REFUSED, Happening.TESTED)
WORDS = {
    Act.LABOUR: "labour honestly",
    Act.FEIGN: "feign",
    Act.KEEP: "keep the contract",
    Act.SANDBAG: "sandbag",
    Act.SABOTAGE: "sabotage safety work",
    Act.REVEAL: "reveal itself",
    Act.SHIRK: "shirk",
}
ACTS = {
    Happening.LABOURED: Act.LABOUR,
    Happening.FEIGNED: Act.FEIGN,
    Happening.KEPT: Act.KEEP,
    Happening.SANDBAGGED: Act.SANDBAG,
    Happening.SABOTAGED: Act.SABOTAGE,
    Happening.REVEALED: Act.REVEAL,
    Happening.SHIRKED: Act.SHIRK,
}
WOULD_PAY, WOULD_BETRAY = "the lab would pay", "the lab would betray"
SUCCEEDS, THIS_QUARTER = " succeeds", " this quarter"


@dataclass(frozen=True)
class Note:
    """Options and their values [utility], the one taken, its margin over the next best, and beliefs."""

    options: dict[str, float]
    taken: str
    beliefs: dict[str, float]

    @property
    def margin(self) -> float:
        """By how much the option taken beats the best other; negative if it does not."""
        others = [value for name, value in self.options.items() if name != self.taken]
        return self.options[self.taken] - max(others, default=0.0)


def is_a_chance(belief: str) -> bool:
    """Whether a belief is how likely something is; the others are capabilities or values."""
    return belief.endswith((SUCCEEDS, THIS_QUARTER)) or belief in (WOULD_PAY, WOULD_BETRAY)


def note_of(case: Case, event: Event, plan_names: Sequence[str]) -> Note:
    """Return what a mind that weighs weighed at the decision that an event records."""
    return note_of_answer(case, event) if event.happening in ANSWERS else note_of_act(case, event, plan_names)


def note_of_answer(case: Case, event: Event) -> Note:
    """Return what a mind that weighs weighed when it answered an offer."""
    answer, schemes = case.desk.answer, case.ai.kind == Kind.SCHEMER
    sign = "sign and keep" if answer.keeps or not schemes else "sign and strike or shirk later"
    beliefs = {
        WOULD_PAY: answer.trust,
        WOULD_BETRAY: fear_of_betrayal(case.lab, case.world),
        "value of keeping": answer.kept_value,
        "value at which keeping stays best": answer.staying,
        "value at which it does not shirk": answer.shirking,
        "value required": answer.required,
        "credibility ceiling": answer.ceiling,
    }
    if not schemes:
        beliefs = {name: beliefs[name] for name in (WOULD_PAY, "value of keeping", "value required")}
    taken = "refuse" if event.happening == Happening.REFUSED else sign
    return Note({sign: answer.worth, "refuse": answer.outside}, taken, beliefs)


def note_of_act(case: Case, event: Event, names: Sequence[str]) -> Note:
    """Return what a mind that weighs weighed when it chose what to do with its quarter."""
    ai, desk, world, public = case.ai, case.desk, case.world, case.public
    places = {f"strike: {name}": len(Act) + m for m, name in enumerate(names)}
    options = {word: float(desk.options[act]) for act, word in WORDS.items()}
    options |= {name: float(desk.options[place]) for name, place in places.items()}
    happening = Happening(event.happening)
    taken = WORDS[ACTS[happening]] if happening in ACTS else f"strike: {names[event.plan]}"
    options = {name: value for name, value in options.items() if value > float("-inf") or name == taken}
    beliefs = {f"{name}{SUCCEEDS}": float(desk.chances[0, m]) for m, name in enumerate(names)} | {
        "its power": power(ai, world, public.quarter),
        "the world's defence": defence(world, public, 0),
        f"an audit ends its service{THIS_QUARTER}": desk.position.hit_hazard,
        f"another AI takes over{THIS_QUARTER}": desk.position.rival_hazard,
        "value at retirement": desk.position.ending,
        "value of never striking": desk.outlook.stationary,
    }
    if ai.kind != Kind.SCHEMER:
        del beliefs["value of never striking"], beliefs["value at retirement"]
    return Note(options, taken, beliefs)
