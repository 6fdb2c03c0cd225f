"""The record of a game as it is written: events in order, minds as they were formed, counts."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Happening
from dealsim.core.compiled import copied, layout, row
from dealsim.core.records import Event, Mind, Public, Record, Tally
from dealsim.core.rules.event_counts import enter, start_event
from dealsim.game.notes import Note


class Chronicle:
    """Writes events, and counts them by the ledger's rule."""

    def __init__(self, public: Public, *, explain: bool) -> None:
        """Start an empty record; with `explain`, keep what was weighed at each decision."""
        self.public, self.explain = public, explain
        self.events: list[Event] = []
        self.minds: list[Mind] = []
        self.notes: dict[int, Note] = {}
        self.tally = row(Tally)

    def start(self, happening: Happening, lab: int, mind: Mind | None) -> Event:
        """Return a blank event of this round about a mind, or about none."""
        event = row(Event)
        generation, kind = (mind.generation, mind.kind) if mind is not None else (0, 0)
        start_event(event, int(happening), self.public.quarter, lab, generation, kind)
        return event

    def enter(self, event: Event, note: Note | None = None) -> None:
        """Count an event that is complete and keep it, with what its author weighed."""
        enter(self.tally, event)
        if note is not None:
            self.notes[len(self.events)] = note
        self.events.append(event)

    def note(self, happening: Happening, lab: int, mind: Mind) -> None:
        """Write an event that has no numbers of its own."""
        self.enter(self.start(happening, lab, mind))

    def form(self, lab: int, mind: Mind) -> None:
        """Write the formation of a mind."""
        self.minds.append(copied(mind))
        event = self.start(Happening.FORMED, lab, mind)
        event.value = mind.capability
        self.enter(event)

    def record(self) -> Record:
        """Return all that was written."""
        tally = cast("np.void", self.tally)
        return Record(_stack(self.events, Event), _stack(self.minds, Mind), tally)


def _stack(records: list[Event] | list[Mind], kind: type) -> NDArray[np.void]:
    """Return records as one structured array."""
    stacked = np.zeros(len(records), layout(kind))
    for place, entry in enumerate(records):
        stacked[place] = entry
    return stacked
