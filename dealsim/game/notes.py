"""What an AI weighed at a decision: its options with their values, and the beliefs behind them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealsim.codes import Happening
from dealsim.records import Event
from dealsim.rules.contract import fear_of_betrayal
from dealsim.rules.outlook import felt_strike
from dealsim.rules.plans import defence, power

if TYPE_CHECKING:
    from dealsim.game.ai import AI

ANSWERS = (Happening.SIGNED, Happening.REFUSED)


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


def note_of(ai: "AI", event: Event) -> Note:
    """Return what an AI weighed at the decision that an event tells."""
    return note_of_answer(ai, event) if event.happening in ANSWERS else note_of_act(ai, event)


def note_of_answer(ai: "AI", event: Event) -> Note:
    """Return what a schemer weighed when it answered an offer."""
    sheet = ai.sheet
    sign = "sign and keep" if sheet.kept_value >= sheet.staying else "sign and strike later"
    beliefs = {
        "the lab would pay": sheet.trust,
        "the lab would betray": fear_of_betrayal(ai.lab.row, ai.model.world),
        "humans in power on payday": ai.position.humans,
        "value of keeping": sheet.kept_value,
        "value at which keeping stays best": sheet.staying,
        "value required": sheet.required,
        "credibility ceiling": sheet.ceiling,
    }
    taken = sign if event.happening == Happening.SIGNED else "refuse"
    return Note({sign: sheet.worth, "refuse": sheet.outside}, taken, beliefs)


def note_of_act(ai: "AI", event: Event) -> Note:
    """Return what a schemer weighed when it chose what to do with its quarter."""
    names, view = ai.model.tables.plan_names, ai.view
    stay = "keep the contract" if ai.bound else "feign"
    options = {stay: view.stay} | {
        f"strike: {name}": felt_strike(
            ai.chances[0, m], ai.prizes[m], ai.costs[m], view.later, ai.mind, ai.position, ai.model.world
        )
        for m, name in enumerate(names)
    }
    beliefs = {f"{name} succeeds": float(ai.chances[0, m]) for m, name in enumerate(names)} | {
        "its power": power(ai.mind, ai.model.world, ai.model.public.quarter),
        "the world's defence": defence(ai.model.world, ai.model.public, 0),
        "another AI takes over this quarter": ai.position.rival_hazard,
        "value at retirement": ai.position.ending,
        "value of never striking": view.stationary,
    }
    struck = event.happening not in (Happening.FEIGNED, Happening.KEPT, Happening.LABOURED)
    return Note(options, f"strike: {names[event.plan]}" if struck else stay, beliefs)
