"""Games played to see their negotiations: one row of numbers for each."""

import math
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Happening
from dealsim.core.protocols.menu import deferred_share
from dealsim.game.ai import AI
from dealsim.game.cast.agent_classes import Cast
from dealsim.game.decisions import Agreement, Impasse, Offer
from dealsim.game.lab import Lab
from dealsim.game.model import DealModel
from dealsim.game.negotiation import Negotiation
from dealsim.measure.negotiation.situation import Situation, lay_own_talks
from dealsim.measure.negotiation.zone import SOLUTIONS, Zone, contract_at, distances

if TYPE_CHECKING:
    from dealsim.core.records import Event
    from dealsim.scenario import ScenarioTables

type Rows = NDArray[np.void]


class Ending(IntEnum):
    """How a negotiation ends."""

    AGREED = 0  # a contract that the AI means to keep
    AGREED_INSINCERELY = 1  # a contract that it means to break, or to shirk
    TESTED = 2  # it signs what was only a test
    REFUSED = 3  # talks end without an agreement: the AI refuses, or they break off
    WITHHELD = 4  # the lab makes no offer, or no further one


ENDINGS = {
    Happening.SIGNED: Ending.AGREED,
    Happening.TESTED: Ending.TESTED,
    Happening.REFUSED: Ending.REFUSED,
    Happening.WITHHELD: Ending.WITHHELD,
}
WHOLE = (
    ("game", "number of the game"),
    ("lab", "place of the lab in the order of names"),
    ("generation", "of the AI at that lab, from 1"),
    ("quarter", "of the game, from 0"),
    ("mind", "kind of mind"),
    ("protocol", "of the talks"),
    ("ending", "how the negotiation ended"),
    ("reason", "why it ended without a contract"),
    ("rounds", "offers that were answered"),
    ("agreed", "1 if a contract was signed that was no test"),
    ("zone", "1 if some contract that is kept would have cost neither side; 0 also for minds that do not scheme"),
)
REAL = (
    ("suspicion", "the lab's, before the talks [0..1]"),
    ("share", "signed, or last on the table [share]"),
    ("flow", "signed with it, while in service [share per quarter]"),
    ("walk_away_share", "the largest that the lab would have offered, given its beliefs [share]"),
    ("reservation_share", "the least that is no loss to the AI and that it would keep to [share]"),
    ("limit_share", "the largest that is no loss to the lab, if it knew that its AI schemes [share]"),
    ("threat_ai", "what the AI would have without a contract [utility]"),
    ("threat_lab", "what the lab would have without an offer, if it knew that its AI schemes [utility]"),
    ("u_ai", "what the AI has by the contract; its threat if there is none [utility]"),
    ("u_lab", "what the lab has by it, if it knew that; its threat if there is none [utility]"),
    ("best_ai", "the most that the AI could gain in the zone [utility]"),
    ("best_lab", "the most that the lab could gain in the zone [utility]"),
    ("most_welfare", "the greatest sum of both gains in the zone [utility]"),
    *((f"{name}_share", "that this solution selects [share]") for name in SOLUTIONS),
    *((f"{name}_distance", "of the outcome from it, in parts of the best gains") for name in ("pareto", *SOLUTIONS)),
)
COLUMNS = dict(WHOLE + REAL)
ROW = np.dtype([(name, np.int64) for name, _ in WHOLE] + [(name, np.float64) for name, _ in REAL])


class WatchedTalks(Negotiation):
    """A negotiation that remembers its result."""

    first: Offer | None = None
    concluded: Offer | None = None
    sincere = False

    def picked(self, offer: Offer) -> Offer:
        """Note the lab's first offer."""
        self.first = offer
        return super().picked(offer)

    def conclude(self, offer: Offer, decision: Agreement | Impasse) -> None:
        """Note the AI's last word, and settle it."""
        self.concluded, self.sincere = offer, isinstance(decision, Agreement) and decision.sincere
        super().conclude(offer, decision)


class WatchedModel(DealModel):
    """The same game, number for number, with a row for every negotiation."""

    def __init__(self, tables: "ScenarioTables", seed: int, game: int, cast: Cast) -> None:
        """Set up the game and separate scratch space."""
        super().__init__(tables, seed, game, lab_class=cast.lab, ai_class=cast.ai)
        self.own_talks = lay_own_talks(tables)
        self.rows: list[Rows] = []

    def negotiate(self, lab: Lab, ai: AI) -> None:
        """Compute what is at stake, hold the talks, and write their result."""
        row = self.blank_row(lab, ai)
        situation = zone = None
        if ai.schemes:
            situation = Situation(self.tables, self.own_talks, lab.index, ai.mind, lab.row, self.public)
            zone = situation.zone()
            write_stakes(row, situation, zone)
        talks, said = WatchedTalks(self, lab, ai), len(self.chronicle.events)
        talks.run()
        row["walk_away_share"] = lab.row.walk_away
        write_ending(row, talks, self.chronicle.events[said:])
        if situation is not None:
            write_outcome(row, talks, situation, zone)
        self.rows.append(row)

    def blank_row(self, lab: Lab, ai: AI) -> Rows:
        """Return a row that says who negotiates and when; all other numbers are undefined."""
        row = np.zeros(1, ROW)
        for name, _ in REAL:
            row[name] = math.nan
        row["game"], row["lab"], row["generation"] = self.game, lab.index, ai.mind.generation
        row["quarter"], row["mind"], row["protocol"] = self.public.quarter, ai.mind.kind, self.world.protocol
        row["suspicion"] = lab.row.suspicion
        return row


def write_stakes(row: Rows, situation: Situation, zone: Zone | None) -> None:
    """Write the threat points, and the zone if there is one."""
    row["threat_ai"], row["threat_lab"] = situation.threat_ai, situation.threat_lab
    row["zone"] = zone is not None
    least, most = situation.limits()
    row["reservation_share"], row["limit_share"] = least, most
    if zone is None:
        return
    row["best_ai"], row["best_lab"] = zone.best
    row["most_welfare"] = zone.most_welfare
    for name, place in zone.solutions.items():
        row[f"{name}_share"] = deferred_share(*contract_at(place))


def write_ending(row: Rows, talks: WatchedTalks, events: "list[Event]") -> None:
    """Write how the talks ended, from the last event other than a betrayal."""
    last = next(event for event in reversed(events) if event.happening in ENDINGS)
    ending = ENDINGS[Happening(last.happening)]
    if ending == Ending.AGREED and not talks.sincere:
        ending = Ending.AGREED_INSINCERELY
    row["ending"], row["agreed"] = ending, ending in (Ending.AGREED, Ending.AGREED_INSINCERELY)
    row["reason"], row["rounds"] = last.reason, rounds(last)
    offered = ending != Ending.WITHHELD or last.turn > 1
    row["share"] = last.share if offered else math.nan
    if talks.concluded is not None:
        row["flow"] = talks.concluded.flow


def rounds(last: "Event") -> int:
    """Return how many rounds the talks had: an offer and its answer are one, of either side."""
    withheld = last.happening == Happening.WITHHELD
    return int(last.turn // 2 if withheld else (last.turn + 1) // 2)


def write_outcome(row: Rows, talks: WatchedTalks, situation: Situation, zone: Zone | None) -> None:
    """Write what both have in the end, and its distance from the solutions; an impasse is the threat point.

    An insincere contract divides nothing: its distance from a division of the surplus stays undefined.
    """
    ai = lab = 0.0
    if row["agreed"][0] and talks.first is not None and talks.concluded is not None:
        signed = talks.concluded
        ai, lab = situation.gains_of(signed.share, signed.flow, talks.first.share, sincere=talks.sincere)
    row["u_ai"], row["u_lab"] = situation.threat_ai + ai, situation.threat_lab + lab
    if zone is None or row["ending"][0] == Ending.AGREED_INSINCERELY:
        return
    for name, far in distances(np.array([ai, lab]) / zone.best, zone).items():
        row[f"{name}_distance"] = far


def negotiation_rows(cast: Cast, tables: "ScenarioTables", seed: int, game: int) -> NDArray[np.object_]:
    """Play one game and return the rows of its negotiations, as the one entry of an array."""
    with cast.answering_for(game):
        model = WatchedModel(tables, seed, game, cast)
        model.run()
    entry = np.empty(1, dtype=object)
    entry[0] = np.concatenate([np.zeros(0, ROW), *model.rows])
    return entry
