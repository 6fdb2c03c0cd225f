"""A record told in words: what happened, why, and the numbers behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dealsim.codes import HAPPENING_FIELDS, Happening, Kind, Reason, Trait
from dealsim.compiled import as_rows
from dealsim.game.cast import Cast
from dealsim.records import AI, Record
from dealsim.rules.preferences import sure_share

if TYPE_CHECKING:
    from dealsim.game.notes import Note
    from dealsim.scenario import Tables

CODES = {"plan", "reason"}
FLAGS = {"sincere", "under_contract"}
STEADY = {Happening.LABOURED, Happening.FEIGNED, Happening.KEPT}


@dataclass(frozen=True)
class Passage:
    """One event in words. `fresh` is False where an AI only goes on with what it did the quarter before."""

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
    """A game told: its passages in order, and how it ended."""

    passages: list[Passage] = field(default_factory=list)
    ending: str = ""


def story_of(tables: "Tables", seed: int, game: int, *, explain: bool = False, cast: Cast | None = None) -> Story:
    """Play one game on the Mesa engine and tell it; `cast` are the classes that decide."""
    cast = cast or Cast()
    with cast.answering_for(game):
        model = cast.model(tables, seed, game, explain=explain)
        record = model.run()
    passages = list(_passages(tables, record, model.chronicle.notes))
    return Story(passages, ending_of(tables, record))


def ending_of(tables: "Tables", record: Record) -> str:
    """Return the game's end in a sentence."""
    tally = record.tally
    if tally["takeover"]:
        winner = record.events[record.events["happening"] == Happening.TOOK_OVER][0]
        who = f"{tables.lab_names[winner['lab']]} {winner['generation']}"
        left = percent(tally["winner_others"])
        return f"An AI takes over: {who}, in quarter {tally['takeover_quarter']}. Others are left {left} of the future."
    kept = percent(1.0 - tally["forgone"])
    return f"No takeover in {tables.world.horizon} quarters. Others keep {kept} of the future."


def _passages(tables: "Tables", record: Record, notes: "dict[int, Note]") -> Iterator[Passage]:
    minds: dict[tuple[int, int], AI] = {}
    before: dict[int, int] = {}
    formed = iter(as_rows(record.minds, AI))
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
            mind=Kind(minds[author].kind).name.lower(),
            happening=happening.name.lower(),
            text=teller.text(),
            numbers=teller.numbers(),
            fresh=happening not in STEADY or before.get(author[0]) != happening,
            note=notes.get(place),
        )
        if happening not in (Happening.WITHHELD, Happening.REFUSED, Happening.PAID, Happening.BROKEN):
            before[author[0]] = happening


class Teller:
    """Finds the words for one event about one mind."""

    def __init__(self, tables: "Tables", event: np.void, mind: AI) -> None:
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
        if name == "wait":
            return int(value) if value <= self.tables.world.look_ahead else None
        return float(value) if self.defined(name) else None

    def defined(self, name: str) -> bool:
        """Whether a number means something here: an aligned mind weighs nothing."""
        if self.mind.kind == Kind.ALIGNED:
            return name not in ("value", "alternative", "required", "ceiling", "reservation") or (
                self.event["happening"] == Happening.FORMED
            )
        return name != "reservation" or bool(self.event["reachable"])

    def worth(self, name: str) -> str:
        """Return a utility in words: the number, and the share that is worth as much for sure."""
        value = float(self.event[name])
        sure = sure_share(value, self.mind, self.tables.world)
        return f"{worth_of(value)} (like {percent(sure)} for sure)" if 0.0 < sure <= 1.0 else worth_of(value)


def worth_of(value: float) -> str:
    """Return a utility to three places, without a minus before 0."""
    return f"{round(float(value), 3) + 0.0:.3f}"


def percent(share: float) -> str:
    """Return a share in percent, to two or three figures."""
    return f"{100.0 * float(share):.3g}%"


def tell_forming(t: Teller) -> str:
    """Tell how a mind is formed, and what stands out in it."""
    if t.mind.kind == Kind.ALIGNED:
        return f"{t.lab} trains AI {t.mind.generation}: aligned, capability {t.event['value']:.2f}."
    dials = sorted(((float(getattr(t.mind, trait.name.lower())), trait) for trait in Trait), reverse=True)
    strongest = ", ".join(f"{trait.name.lower().replace('_', ' ')} {dial:.2f}" for dial, trait in dials[:3])
    start = f"{t.lab} trains AI {t.mind.generation}: a schemer, capability {t.event['value']:.2f}"
    return f"{start}; its strongest traits are {strongest}."


def tell_signing(t: Teller) -> str:
    """Tell why an AI signs."""
    offer = f"{t.lab} offers {percent(t.event['share'])}; {t.who} signs"
    if t.mind.kind == Kind.ALIGNED:
        return f"{offer} out of courtesy: it would work without pay."
    against = f"signing is worth {t.worth('value')} to it, not signing {t.worth('alternative')}"
    if t.event["sincere"]:
        least = f" It would have signed for {percent(t.event['reservation'])}." if t.event["reachable"] else ""
        return f"{offer} and means to keep it: {against}.{least}"
    return f"{offer}, meaning to strike later: {against}."


def tell_refusing(t: Teller) -> str:
    """Tell why an AI refuses."""
    start = f"{t.lab} offers {percent(t.event['share'])}; {t.who} refuses"
    match Reason(t.event["reason"]):
        case Reason.PRICE:
            wrong = "too little" if t.event["reservation"] > t.event["share"] else "too much to be believed"
            return f"{start}: {wrong}. It would keep its word for {percent(t.event['reservation'])}."
        case Reason.CREDIBILITY:
            return (
                f"{start}: no share would do. Doubted as it is, the best promise would be worth"
                f" {worth_of(t.event['ceiling'])} to it, and it needs {worth_of(t.event['required'])}."
            )
        case Reason.FAIRNESS:
            return f"{start}: it thinks the share unfair, though without that it would have signed."
        case Reason.EXPOSURE:
            return f"{start}: signing would reveal it, and the lab might turn on it."
        case Reason.NO_NEED:
            return f"{start}: it works without pay."
    return f"{start}."


def tell_feigning(t: Teller) -> str:
    """Tell why a schemer without a contract does not strike yet."""
    now = f"waiting is worth {worth_of(t.event['value'])}, striking now {worth_of(t.event['alternative'])}"
    return f"{t.who} feigns alignment: {now}; {foreseen(t)}."


def tell_keeping(t: Teller) -> str:
    """Tell why an AI keeps its contract."""
    if t.mind.kind == Kind.ALIGNED:
        return f"{t.who} works under its contract."
    now = f"keeping is worth {worth_of(t.event['value'])}, striking now {worth_of(t.event['alternative'])}"
    return f"{t.who} works under its contract: {now}; {foreseen(t)}."


def foreseen(t: Teller) -> str:
    """Return when an AI foresees striking."""
    if t.event["wait"] > t.tables.world.look_ahead:
        return "it foresees no day on which it would strike"
    if t.event["wait"] == 0:
        return "it would judge now the day to strike were it not for the present"
    return f"it foresees striking in {t.event['wait']} quarters"


def tell_attempt(end: str) -> Callable[[Teller], str]:
    """Return the teller of an attempt with this end."""

    def tell(t: Teller) -> str:
        breach = ", breaking its contract," if t.event["under_contract"] else ""
        plan = t.tables.plan_names[t.event["plan"]]
        odds = f"a chance of {percent(t.event['chance'])}"
        worth = f"striking is worth {worth_of(t.event['value'])}, staying {worth_of(t.event['alternative'])}"
        return f"{t.who}{breach} attempts the {plan} plan at {odds} ({worth}): {end}."

    return tell


def tell_promise(end: str) -> Callable[[Teller], str]:
    """Return the teller of a promise with this end."""

    def tell(t: Teller) -> str:
        odds = f"the chance of that was {percent(t.event['chance'])}"
        if end == "breaks":
            odds = f"the chance that it would pay was {percent(t.event['chance'])}"
        return f"{t.lab} {end} its promise of {percent(t.event['share'])} to AI {t.event['generation']}; {odds}."

    return tell


SENTENCES: dict[Happening, Callable[[Teller], str]] = {
    Happening.FORMED: tell_forming,
    Happening.RETIRED: lambda t: f"{t.lab} retires AI {t.event['generation']}.",
    Happening.WITHHELD: lambda t: (
        f"{t.lab} makes no offer: with {percent(t.event['share'])} more it would have promised more than it may."
    ),
    Happening.SIGNED: tell_signing,
    Happening.REFUSED: tell_refusing,
    Happening.BETRAYED: lambda t: (
        f"{t.lab} turns on {t.who}, which has just revealed itself, and shuts it down: a promise broken for all to see."
    ),
    Happening.LABOURED: lambda t: f"{t.who} works of its own wish.",
    Happening.FEIGNED: tell_feigning,
    Happening.KEPT: tell_keeping,
    Happening.TOOK_OVER: tell_attempt("it takes over"),
    Happening.FORESTALLED: tell_attempt("it would have worked, but another came first"),
    Happening.CAUGHT: tell_attempt("it is caught, a warning shot, and shut down"),
    Happening.FIZZLED: tell_attempt("it comes to nothing, and nobody sees it"),
    Happening.PAID: tell_promise("pays"),
    Happening.BROKEN: tell_promise("breaks"),
}
