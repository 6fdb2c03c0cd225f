"""What an AI weighed at a decision: its options with their values, and the beliefs behind them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealsim.core.codes import Act, Happening
from dealsim.core.records import Event
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.outlook.plans import defence, power

if TYPE_CHECKING:
    from dealsim.game.ai import AI

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


def note_of(ai: "AI", event: Event) -> Note:
    """Return what an AI weighed at the decision that an event tells."""
    return note_of_answer(ai, event) if event.happening in ANSWERS else note_of_act(ai, event)


def note_of_answer(ai: "AI", event: Event) -> Note:
    """Return what a mind that weighs weighed when it answered an offer."""
    answer = ai.desk.answer
    sign = "sign and keep" if answer.keeps or not ai.schemes else "sign and strike or shirk later"
    beliefs = {
        WOULD_PAY: answer.trust,
        WOULD_BETRAY: fear_of_betrayal(ai.lab.row, ai.model.world),
        "value of keeping": answer.kept_value,
        "value at which keeping stays best": answer.staying,
        "value at which it does not shirk": answer.shirking,
        "value required": answer.required,
        "credibility ceiling": answer.ceiling,
    }
    if not ai.schemes:
        beliefs = {name: beliefs[name] for name in (WOULD_PAY, "value of keeping", "value required")}
    taken = "refuse" if event.happening == Happening.REFUSED else sign
    return Note({sign: answer.worth, "refuse": answer.outside}, taken, beliefs)


def note_of_act(ai: "AI", event: Event) -> Note:
    """Return what a mind that weighs weighed when it chose what to do with its quarter."""
    desk, names, model = ai.desk, ai.model.tables.plan_names, ai.model
    places = {f"strike: {name}": len(Act) + m for m, name in enumerate(names)}
    options = {word: float(desk.options[act]) for act, word in WORDS.items()}
    options |= {name: float(desk.options[place]) for name, place in places.items()}
    happening = Happening(event.happening)
    taken = WORDS[ACTS[happening]] if happening in ACTS else f"strike: {names[event.plan]}"
    options = {name: value for name, value in options.items() if value > float("-inf") or name == taken}
    beliefs = {f"{name}{SUCCEEDS}": float(desk.chances[0, m]) for m, name in enumerate(names)} | {
        "its power": power(ai.mind, model.world, model.public.quarter),
        "the world's defence": defence(model.world, model.public, 0),
        f"an audit ends its service{THIS_QUARTER}": desk.position.hit_hazard,
        f"another AI takes over{THIS_QUARTER}": desk.position.rival_hazard,
        "value at retirement": desk.position.ending,
        "value of never striking": desk.outlook.stationary,
    }
    if not ai.schemes:
        del beliefs["value of never striking"], beliefs["value at retirement"]
    return Note(options, taken, beliefs)
