"""The board of the batch engine: all that one game needs, laid out once and used again."""

from typing import NamedTuple

import numpy as np

from dealsim.codes import Trait
from dealsim.compiled import Cube, Matrix, Rows, Vector, record, row, rows
from dealsim.records import AI, Answer, Choice, Event, Lab, Plan, Position, Promise, Public, Tally, View, World
from dealsim.scenario import Tables


@record
class Book:
    """Where the engine stands in its own lists."""

    events: int  # written so far
    promises: int  # made so far
    recording: int  # 1: keep every event; 0: keep its counts alone
    over: int  # 1: a takeover has ended the game


class Board(NamedTuple):
    """A game's records and the scratch space of its decisions."""

    world: World
    start: Rows[Lab]  # the labs before the first quarter
    labs: Rows[Lab]
    ais: Rows[AI]  # the AI in service at each lab
    plans: Rows[Plan]
    public: Public
    promises: Rows[Promise]
    choices: Rows[Choice]  # of the AI at each lab, this quarter
    quantiles: Cube
    dials: Vector
    chances: Matrix
    prizes: Vector
    costs: Vector
    position: Position
    outlook: View
    answer: Answer
    events: Rows[Event]
    minds: Rows[AI]  # every mind of the game as it was formed, if recording
    tally: Rows[Tally]  # one row
    book: Book


def lay_out(tables: Tables, *, recording: bool) -> Board:
    """Return a board for games of a scenario; with `recording`, one with room for every event of a game."""
    labs, plans, quarters = len(tables.labs), len(tables.plans), tables.world.horizon
    most_minds = labs * quarters
    board = Board(
        world=tables.world,
        start=tables.labs,
        labs=rows(Lab, labs),
        ais=rows(AI, labs),
        plans=tables.plans,
        public=row(Public),
        promises=rows(Promise, most_minds + 1),
        choices=rows(Choice, labs),
        quantiles=tables.quantiles,
        dials=np.zeros(len(Trait)),
        chances=np.zeros((tables.world.look_ahead + 1, plans)),
        prizes=np.zeros(plans),
        costs=np.zeros(plans),
        position=row(Position),
        outlook=row(View),
        answer=row(Answer),
        # A mind-quarter is at most a retirement, a formation, an answer, a betrayal, an act and a payment.
        events=rows(Event, 6 * most_minds + 1 if recording else 1),
        minds=rows(AI, most_minds if recording else 1),
        tally=rows(Tally, 1),
        book=row(Book),
    )
    board.book.recording = int(recording)
    return board
