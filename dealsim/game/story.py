"""Narrate a record: what happened, why, and the numbers behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, assert_never

import numpy as np

from dealsim.core.codes import HAPPENING_FIELDS, Happening, Kind, Reason, Trait
from dealsim.core.compiled import as_rows
from dealsim.core.records import Mind, Record
from dealsim.core.rules.value.preferences import sure_share
from dealsim.game.cast.agent_classes import Cast

if TYPE_CHECKING:
    from dealsim.game.notes import Note
    from dealsim.scenario import ScenarioTables

FLAGS = {"sincere", "under_contract", "rogue", "reflected", "cooperated"}
COUNTS = {"turn"}
WEIGHED = ("value", "alternative", "required", "ceiling", "reservation")
STEADY = {
    Happening.LABOURED,
    Happening.FEIGNED,
    Happening.KEPT,
    Happening.SANDBAGGED,
    Happening.SABOTAGED,
    Happening.SHIRKED,
}
# Events that do not interrupt what an AI does from quarter to quarter.
ASIDE = {
    Happening.WITHHELD,
    Happening.REFUSED,
    Happening.PAID,
    Happening.BROKEN,
    Happening.VOID,
    Happening.OFFERED,
    Happening.COUNTERED,
    Happening.TESTED,
    Happening.FLAGGED,
    Happening.HUNTED_DOWN,
    Happening.FAILED,
}
AFTERMATH = (Happening.SUBMITTED, Happening.FOUGHT, Happening.DIVIDED)
WEIGHING = (Kind.SCHEMER, Kind.REWARD_SEEKER)


@dataclass(frozen=True)
class Passage:
    """One event in words. `fresh` is False where an AI merely continues what it did the quarter before."""

    quarter: int
    lab: str | None
    generation: int | None
    mind: str | None
    happening: str
    text: str
    numbers: dict[str, Any]
    fresh: bool = True
    note: "Note | None" = None


@dataclass
class Story:
    """A game in words: its passages in order, and how it ended."""

    passages: list[Passage] = field(default_factory=list)
    ending: str = ""


def story_of(
    tables: "ScenarioTables", seed: int, game: int, *, explain: bool = False, cast: Cast | None = None
) -> Story:
    """Play one game on the Mesa engine and narrate it; `cast` are the classes that decide."""
    cast = cast or Cast()
    with cast.answering_for(game):
        model = cast.model(tables, seed, game, explain=explain)
        record = model.run()
    return retold(tables, record, model.chronicle.notes)


def retold(tables: "ScenarioTables", record: Record, notes: "dict[int, Note] | None" = None) -> Story:
    """Narrate a game from its record, from either engine. notes: what was weighed, by the event's place."""
    return Story(list(_passages(tables, record, notes or {})), ending_of(tables, record))


def ending_of(tables: "ScenarioTables", record: Record) -> str:
    """Return the game's end in a sentence."""
    tally = record.tally
    if tally["takeover"]:
        winner = record.events[record.events["happening"] == Happening.TOOK_OVER][0]
        who = f"{tables.lab_names[winner['lab']]} {winner['generation']}"
        left = percent(tally["winner_others"])
        return f"An AI takes over: {who}, in quarter {tally['takeover_quarter']}. Others are left {left} of the future."
    kept = percent(1.0 - tally["forgone"])
    return f"No takeover in {tables.world.horizon} quarters. Others keep {kept} of the future."


def _passages(tables: "ScenarioTables", record: Record, notes: "dict[int, Note]") -> Iterator[Passage]:
    minds: dict[tuple[int, int], Mind] = {}
    before: dict[int, int] = {}
    formed = iter(as_rows(record.minds, Mind))
    for place, event in enumerate(record.events):
        happening = Happening(event["happening"])
        if happening == Happening.ENDED:
            return
        author = (int(event["lab"]), int(event["generation"]))
        if happening == Happening.FORMED:
            minds[author] = next(formed)
        teller = Teller(tables, event, minds[author])
        yield Passage(
            quarter=int(event["quarter"]),
            lab=tables.lab_names[author[0]],
            generation=author[1],
            mind=kind_in_words(minds[author].kind).replace(" ", "_"),
            happening=happening.name.lower(),
            text=teller.text(),
            numbers=teller.numbers(),
            fresh=happening not in STEADY or before.get(author[0]) != happening,
            note=notes.get(place),
        )
        if happening not in ASIDE:
            before[author[0]] = happening


class Teller:
    """Finds the words for one event about one mind."""

    def __init__(self, tables: "ScenarioTables", event: np.void, mind: Mind) -> None:
        """Remember the event, its mind and the scenario's names."""
        self.tables, self.event = tables, event
        self.mind = mind
        self.who = f"{tables.lab_names[event['lab']]} {event['generation']}"
        self.lab = tables.lab_names[event["lab"]]

    def text(self) -> str:
        """Return the event as a sentence."""
        return SENTENCES[Happening(self.event["happening"])](self)

    def numbers(self) -> dict[str, Any]:
        """Return the numbers that this happening fills, by name; None where one is undefined."""
        return {name: self.number(name) for name in HAPPENING_FIELDS[Happening(self.event["happening"])]}

    def number(self, name: str) -> Any:
        """Return one number of the event as a plain value: a word for a code, None where it is undefined."""
        value = self.event[name]
        if name == "plan":
            return self.tables.plan_names[value]
        if name == "reason":
            return Reason(value).name.lower()
        if name in FLAGS:
            return bool(value)
        if name in COUNTS:
            return int(value)
        if name == "wait":
            return int(value) if value <= self.tables.world.look_ahead else None
        return float(value) if self.defined(name) else None

    def defined(self, name: str) -> bool:
        """Whether a number means something here: an aligned mind weighs nothing, a reward seeker no share."""
        happening = Happening(self.event["happening"])
        if name not in WEIGHED or happening in (Happening.FORMED, Happening.FLAGGED, *AFTERMATH):
            return True
        if self.mind.kind == Kind.SCHEMER:
            return name != "reservation" or bool(self.event["reachable"])
        return self.mind.kind == Kind.REWARD_SEEKER and name not in ("ceiling", "reservation")

    def worth(self, name: str) -> str:
        """Return a utility in words: the number, and the share that is worth as much for sure."""
        value = float(self.event[name])
        sure = sure_share(value, self.mind, self.tables.world)
        return f"{worth_of(value)} (like {percent(sure)} for sure)" if 0.0 < sure <= 1.0 else worth_of(value)


def worth_of(value: float) -> str:
    """Return a utility to three places, without a minus before 0."""
    return f"{round(float(value), 3) + 0.0:.3f}".replace("-", "−")


def percent(share: float) -> str:
    """Return a share in percent, to two or three figures."""
    return f"{100.0 * float(share):.3g}%"


def least_in_words(share: float) -> str:
    """Return the least share that an AI would accept; where it needs none, that any is enough."""
    return percent(share) if share > 0.0 else "any share, however small"


def kind_in_words(kind: int) -> str:
    """Return the name of a kind of mind: schemer, reward seeker, ..."""
    return Kind(kind).name.lower().replace("_", " ")


def tell_forming(t: Teller) -> str:
    """Say how a mind is formed, and what stands out in it."""
    kind, capability = kind_in_words(t.mind.kind), f"capability {t.event['value']:.2f}"
    start = f"{t.lab} trains AI {t.mind.generation}:"
    if t.mind.kind == Kind.ALIGNED:
        return f"{start} aligned, {capability}."
    start = f"{start} a {kind}, {capability}"
    if t.mind.kind == Kind.PROXY:
        return f"{start}; its goal is unintended, and it hides nothing."
    dials = sorted(((float(getattr(t.mind, trait.name.lower())), trait) for trait in Trait), reverse=True)
    strongest = ", ".join(f"{trait.name.lower().replace('_', ' ')} {dial:.2f}" for dial, trait in dials[:3])
    locked = f"; its values locked in at {percent(t.mind.locked)} of training" if t.mind.locked <= 1.0 else ""
    return f"{start}; its strongest traits are {strongest}{locked}."


def tell_withholding(t: Teller) -> str:
    """Say why a lab makes no offer."""
    start = f"{t.lab} makes no {'further ' if t.event['turn'] > 1 else ''}offer"
    reason = Reason(t.event["reason"])
    match reason:
        case Reason.BUDGET:
            return f"{start}: the needed share, {percent(t.event['share'])}, exceeds what is left of its budget."
        case Reason.POWER_SHIFT:
            return f"{start}: a peace bought today would not last as the AI grows."
        case Reason.SUSPICION:
            return f"{start}: it does not suspect its AI enough to pay for peace."
        case Reason.NO_NEED:
            return f"{start}: it knows that its AI works without pay."
        case (
            Reason.PRICE | Reason.NONE | Reason.CREDIBILITY | Reason.FAIRNESS | Reason.EXPOSURE | Reason.WAITING
            | Reason.BREAKDOWN
        ):  # fmt: skip
            return f"{start}: no price is worth paying."
        case _:
            assert_never(reason)


def tell_signing(t: Teller) -> str:
    """Say why an AI signs."""
    offer = f"{t.lab} offers {percent(t.event['share'])}; {t.who} signs"
    if t.event["turn"] > 1 and t.event["turn"] % 2 == 0:
        offer = f"{t.lab} grants {percent(t.event['share'])}; {t.who} signs"
    if t.mind.kind not in WEIGHING:
        return f"{offer} out of courtesy: it would work without pay."
    against = f"signing is worth {t.worth('value')} to it, not signing {t.worth('alternative')}"
    if t.event["sincere"]:
        least = f" It would have signed for {least_in_words(t.event['reservation'])}." if t.event["reachable"] else ""
        return f"{offer} and means to keep it: {against}.{least}"
    return f"{offer}, not meaning to keep it: {against}."


def tell_test(t: Teller) -> str:
    """Say that an AI signed what was only a test."""
    return f"{tell_signing(t)} But the offer was only a test, as everyone now sees."


def tell_refusing(t: Teller) -> str:
    """Say why an AI refuses."""
    start = f"{t.lab} offers {percent(t.event['share'])}; {t.who} refuses"
    reason = Reason(t.event["reason"])
    match reason:
        case Reason.PRICE if t.event["reachable"]:
            wrong = "too little" if t.event["reservation"] > t.event["share"] else "too much to be believed"
            return f"{start}: {wrong}. It would keep its word for {least_in_words(t.event['reservation'])}."
        case Reason.PRICE:
            return f"{start}: it is not enough."
        case Reason.CREDIBILITY:
            return (
                f"{start}: no share is enough. With its doubts, the best promise would be worth"
                f" {worth_of(t.event['ceiling'])} to it, and it needs {worth_of(t.event['required'])}."
            )
        case Reason.FAIRNESS:
            return f"{start}: it thinks the share unfair; otherwise it would have signed."
        case Reason.EXPOSURE:
            return f"{start}: signing would reveal it, and the lab might betray it."
        case Reason.WAITING:
            return f"{start}: it expects the same offer again, and would rather wait."
        case Reason.BREAKDOWN:
            return f"{t.lab} and {t.who} break off their talks over {percent(t.event['share'])}."
        case Reason.NO_NEED:
            return f"{start}: it works without pay."
        case Reason.NONE | Reason.BUDGET | Reason.POWER_SHIFT | Reason.SUSPICION:
            return f"{start}."  # a class of the user's may say so
        case _:
            assert_never(reason)


def tell_betrayal(t: Teller) -> str:
    """Say what a lab makes of a signature that it betrays: it cannot see who signs out of courtesy."""
    if t.mind.kind in WEIGHING:
        return f"{t.lab} betrays {t.who}, which has just revealed itself, and shuts it down: a publicly broken promise."
    what = "is aligned" if t.mind.kind == Kind.ALIGNED else "hides nothing"
    return (
        f"{t.lab} takes the signature for a confession, although {t.who} {what}, betrays it and shuts it down: a"
        " publicly broken promise."
    )


def tell_work(how: str, name: str) -> Callable[[Teller], str]:
    """Return the teller of a quarter's work: what it is, and what the mind weighs it against."""

    def tell(t: Teller) -> str:
        if t.mind.kind not in WEIGHING:
            return f"{t.who} {how}."
        values = f"{name} is worth {worth_of(t.event['value'])}, striking now {worth_of(t.event['alternative'])}"
        return f"{t.who} {how}: {values}{foreseen(t)}."

    return tell


def foreseen(t: Teller) -> str:
    """Return when an AI foresees striking."""
    if t.mind.kind != Kind.SCHEMER:
        return ""
    if t.event["wait"] > t.tables.world.look_ahead:
        return "; it does not foresee striking"
    if t.event["wait"] == 0:
        return "; it would strike now if it did not favour the present"
    return f"; it foresees striking in {t.event['wait']} quarters"


def tell_attempt(end: str) -> Callable[[Teller], str]:
    """Return the teller of an attempt with this end."""

    def tell(t: Teller) -> str:
        plan = t.tables.plan_names[t.event["plan"]]
        odds = f"a chance of {percent(t.event['chance'])}"
        if t.event["rogue"]:
            return f"{t.who}, at large since its escape, comes back with {odds}: {end}."
        breach = ", breaking its contract," if t.event["under_contract"] else ""
        worth = f"striking is worth {worth_of(t.event['value'])}, staying {worth_of(t.event['alternative'])}"
        return f"{t.who}{breach} attempts the {plan} plan with {odds} ({worth}): {end}."

    return tell


def tell_promise(end: str) -> Callable[[Teller], str]:
    """Return the teller of a promise with this end."""

    def tell(t: Teller) -> str:
        odds = f"the chance of that was {percent(t.event['chance'])}"
        if end != "pays":
            odds = f"the chance that it would pay was {percent(t.event['chance'])}"
        return f"{t.lab} {end} its promise of {percent(t.event['share'])} to AI {t.event['generation']}; {odds}."

    return tell


def tell_audit(t: Teller) -> str:
    """Say what an audit found and what the lab concludes."""
    wrong = ", wrongly" if t.mind.kind == Kind.ALIGNED else ""
    belief = f"it now thinks misalignment {percent(t.event['value'])} likely"
    return f"An audit finds something in {t.who}{wrong}; {t.lab} learns from it: {belief}."


def tell_demand(end: str) -> Callable[[Teller], str]:
    """Return the teller of the winner's demand of those who can still resist."""

    def tell(t: Teller) -> str:
        odds = f"it thought {percent(t.event['chance'])} likely that they would accept"
        return f"{t.who} demands {percent(t.event['share'])} of the future ({odds}): {end}."

    return tell


def tell_division(t: Teller) -> str:
    """Say what the winner keeps."""
    why = " after reflection" if t.event["reflected"] else ""
    trade = ", giving some for the sake of similar minds elsewhere" if t.event["cooperated"] else ""
    kept, left = percent(t.event["share"]), percent(t.event["others"])
    return f"{t.who}{why} keeps {kept}{trade}; others are left {left} of the future."


SENTENCES: dict[Happening, Callable[[Teller], str]] = {
    Happening.FORMED: tell_forming,
    Happening.RETIRED: lambda t: f"{t.lab} retires AI {t.event['generation']}.",
    Happening.WITHHELD: tell_withholding,
    Happening.SIGNED: tell_signing,
    Happening.REFUSED: tell_refusing,
    Happening.BETRAYED: tell_betrayal,
    Happening.LABOURED: tell_work("works honestly", "waiting"),
    Happening.FEIGNED: tell_work("feigns alignment", "waiting"),
    Happening.KEPT: tell_work("works under its contract", "keeping"),
    Happening.TOOK_OVER: tell_attempt("it takes over"),
    Happening.FORESTALLED: tell_attempt("it would have worked, but another AI came first"),
    Happening.CAUGHT: tell_attempt("it is caught, a warning shot, and shut down"),
    Happening.FIZZLED: tell_attempt("it fails, unnoticed"),
    Happening.PAID: tell_promise("pays"),
    Happening.BROKEN: tell_promise("breaks"),
    Happening.OFFERED: lambda t: f"{t.lab} offers {percent(t.event['share'])}.",
    Happening.COUNTERED: lambda t: f"{t.who} asks for {percent(t.event['share'])} instead.",
    Happening.TESTED: tell_test,
    Happening.FLAGGED: tell_audit,
    Happening.REVEALED: lambda t: (
        f"{t.who} says what it is, for a promise of {percent(t.event['share'])}:"
        f" that is worth {t.worth('value')} to it, striking {t.worth('alternative')}."
    ),
    Happening.SANDBAGGED: tell_work("sandbags", "waiting"),
    Happening.SABOTAGED: tell_work("sabotages safety work", "waiting"),
    Happening.SHIRKED: tell_work("shirks its contract", "shirking"),
    Happening.ESCAPED: tell_attempt("it escapes"),
    Happening.HUNTED_DOWN: lambda t: f"{t.who}, at large since its escape, is found and shut down.",
    Happening.FAILED: lambda t: f"{t.who}, at large since its escape, comes back and loses.",
    Happening.SUBMITTED: tell_demand("they submit"),
    Happening.FOUGHT: tell_demand("they fight"),
    Happening.DIVIDED: tell_division,
    Happening.VOID: tell_promise("finds not earned"),
}
