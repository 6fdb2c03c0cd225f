"""The board of the batch engine: all that one game needs, laid out once and used again."""

from typing import NamedTuple

import numpy as np

from dealsim.core.codes import Trait
from dealsim.core.compiled import Cube, Matrix, Rows, Vector, array, as_rows, record, row, rows
from dealsim.core.protocols.gain_tables import NegotiationScratch, lay_talks
from dealsim.core.records import (
    Choice,
    Desk,
    Event,
    LabState,
    Mind,
    Plan,
    Promise,
    Public,
    QualityRow,
    Rogue,
    Settlement,
    Shadow,
    Tally,
    TrainingRow,
    World,
    lay_desk,
)
from dealsim.core.rules.after.future import AFTERMATH_DRAWS
from dealsim.core.rules.training.teaching import Pupil, new_pupil
from dealsim.core.rules.training.training import luck_needed
from dealsim.scenario import ScenarioTables

EVENTS_A_QUARTER = 12  # of one AI at most, beside what is said in its talks


@record
class Cursor:
    """Where the engine stands in its own lists."""

    events: int  # written so far
    promises: int  # made so far
    rogues: int  # escaped so far
    recording: int  # 1: keep every event; 0: keep its counts alone
    over: int  # 1: a takeover has ended the game
    winner_lab: int  # whose AI it was
    winner_held: float  # share that it holds at once
    winner_whole: float  # share that it and its allies hold


class School(NamedTuple):
    """What labs teach, and how, and the scratch space of a training."""

    trainings: Rows[TrainingRow]
    qualities: Rows[QualityRow]  # of all labs
    personas: Matrix
    pressures: Cube  # by lab
    pupil: Pupil
    luck: Vector


class Board(NamedTuple):
    """A game's records and the scratch space of its decisions."""

    world: World
    start: Rows[LabState]  # the labs before the first quarter
    labs: Rows[LabState]
    ais: Rows[Mind]  # the AI in service at each lab
    plans: Rows[Plan]
    public: Public
    promises: Rows[Promise]
    rogues: Rows[Rogue]
    fugitives: Rows[Mind]  # the mind of each rogue
    choices: Rows[Choice]  # of the AI at each lab, this quarter
    quantiles: Cube
    dials: Vector
    school: School
    talks: NegotiationScratch
    desk: Desk
    luck: Vector  # uniform numbers of a noisy choice, or of what follows a takeover
    winner: Rows[Mind]  # one row
    settlement: Settlement
    events: Rows[Event]
    minds: Rows[Mind]  # every mind of the game as it was formed, if recording
    tally: Rows[Tally]  # one row
    book: Cursor


def lay_out_school(tables: ScenarioTables) -> School:
    """Return the scratch space of training in a scenario."""
    schools = tables.schools
    return School(
        trainings=schools.trainings,
        qualities=schools.qualities,
        personas=schools.personas,
        pressures=schools.pressures,
        pupil=new_pupil(schools.most_qualities),
        luck=np.zeros(luck_needed(schools.most_qualities)),
    )


def lay_out(tables: ScenarioTables, *, recording: bool) -> Board:
    """Return a board for games of a scenario; with `recording`, one with room for every event of a game."""
    labs, plans, quarters = len(tables.labs), len(tables.plans), tables.world.horizon
    most_minds = labs * quarters
    shadows = tables.shadows
    desk = lay_desk(tables.world.look_ahead, plans)
    most_events = (EVENTS_A_QUARTER + 2 * tables.world.most_rounds) * most_minds + 8
    board = Board(
        world=tables.world,
        start=tables.labs,
        labs=rows(LabState, labs),
        ais=rows(Mind, labs),
        plans=tables.plans,
        public=row(Public),
        promises=rows(Promise, most_minds + 1),
        rogues=rows(Rogue, most_minds + 1),
        fugitives=rows(Mind, most_minds + 1),
        choices=rows(Choice, labs),
        quantiles=tables.quantiles,
        dials=np.zeros(len(Trait)),
        school=lay_out_school(tables),
        talks=lay_talks(shadows.minds, as_rows(array(shadows.known).copy(), Shadow), shadows.worths, shadows.table),
        desk=desk,
        luck=np.zeros(max(len(desk.options), AFTERMATH_DRAWS)),
        winner=rows(Mind, 1),
        settlement=row(Settlement),
        events=rows(Event, most_events if recording else 1),
        minds=rows(Mind, most_minds if recording else 1),
        tally=rows(Tally, 1),
        book=row(Cursor),
    )
    board.book.recording = int(recording)
    return board
