"""What a mind has on its desk when it decides, what it chooses and what it answers."""

from typing import NamedTuple

import numpy as np

from dealsim.core.codes import Act
from dealsim.core.compiled import Matrix, Rows, Vector, record, row
from dealsim.core.records.lab import LabState
from dealsim.core.records.mind import Mind
from dealsim.core.records.outlook import Position, Tomorrow, View
from dealsim.core.records.world import Plan, Public, World


@record
class Choice:
    """What an AI does with its quarter, and the result."""

    act: int  # Act
    plan: int  # the plan attempted, or 0
    chance: float  # that the plan succeeds
    stay: float  # value of staying [utility]
    strike: float  # value of the best plan [utility]
    wait: int  # quarters until it foresees striking
    luck: float  # the uniform number that decided the attempt
    fate: int  # Fate, of an attempt


@record
class Answer:
    """What an AI answers to an offer, and the numbers behind it."""

    reply: int  # Reply
    reason: int  # Reason, if it refuses
    worth: float  # of signing [utility]
    outside: float  # of not signing [utility]
    kept_value: float  # K: of keeping the contract [utility]
    staying: float  # K at which keeping is best in every quarter ahead [utility]
    shirking: float  # K at which shirking is no better [utility]
    bound: float  # of being under the contract, as it feels now [utility]
    forecast: float  # the same as it forecasts it [utility]
    flow: float  # utility of a quarter under the contract
    keeps: int  # 1: it would keep the contract
    waits: int  # 1: the offer that it expects later makes waiting better
    required: float  # K that would make it sign and keep [utility]
    ceiling: float  # most that keeping could be worth at any share [utility]
    reservation: float  # least share that is enough [share]; 0 where none is
    reachable: int  # 1: some share is enough
    trust: float  # q: it believes that this promise would be kept


class Desk(NamedTuple):
    """What a mind has on its desk when it decides: where it stands, what it sees, what it might do."""

    position: Position
    aside: Position  # a second position, to compare with the first
    tomorrow: Tomorrow
    last: Tomorrow  # of the quarter after which service ends for sure
    outlook: View
    answer: Answer
    chances: Matrix  # one row a quarter ahead (look_ahead + 1), one column a plan
    prizes: Vector  # one a plan [utility]
    costs: Vector
    path: Vector  # value of each quarter ahead, and of the one after [utility]
    options: Vector  # value of each act this quarter, then of each plan [utility]


class Case(NamedTuple):
    """What a mind's decision rests on: the mind, its lab, its desk, what it might try, the world, what all can see."""

    ai: Mind
    lab: LabState
    desk: Desk
    plans: Rows[Plan]
    world: World
    public: Public


def lay_desk(look_ahead: int, plans: int) -> Desk:
    """Return an empty desk for a mind that looks so many quarters ahead at so many plans."""
    return Desk(
        position=row(Position),
        aside=row(Position),
        tomorrow=row(Tomorrow),
        last=row(Tomorrow),
        outlook=row(View),
        answer=row(Answer),
        chances=np.zeros((look_ahead + 1, plans)),
        prizes=np.zeros(plans),
        costs=np.zeros(plans),
        path=np.zeros(look_ahead + 2),
        options=np.zeros(len(Act) + plans),
    )
