"""Stage one: minds are retired and formed."""

import numpy as np

from dealsim.core.codes import Formation, Happening
from dealsim.core.compiled import stage
from dealsim.core.luck import Purpose, uniform
from dealsim.core.rules.deal.promises import owe
from dealsim.core.rules.outlook.conspiracy import conspire
from dealsim.core.rules.outlook.outlook import retires
from dealsim.core.rules.training.clocks import competence
from dealsim.core.rules.training.formation import blank_mind, capability_at_birth, kind_of_mind, lead_of, shape_mind
from dealsim.core.rules.training.training import MOST_ATTEMPTS, meets, train
from dealsim.core.rules.value.preferences import quantile, utility, weight_on_others
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event


@stage
def make_promise(board: Board, i: int) -> None:
    """Put what lab i owes its AI on the list of promises; it falls due after the delay."""
    promise = board.promises[board.book.promises]
    owe(promise, i, board.public.quarter, board.ais[i], board.labs[i], board.world)
    board.book.promises += 1


@stage
def retire(board: Board, i: int) -> None:
    """Retire the AI at lab i; a promise to it stands, else it is left the default gift."""
    ai = board.ais[i]
    place = open_event(board, Happening.RETIRED, i)
    if ai.under_contract and ai.owed > 0.0:
        make_promise(board, i)
    else:
        board.events[place].felt = utility(board.world.default_gift, ai, board.world)
    close_event(board, place)
    board.labs[i].occupied = 0


@stage
def draw_dials(board: Board, i: int, attempt: int, seed: np.uint64, game: int) -> None:
    """Draw the dials of the next mind of lab i: as they are, or as pretraining leaves them."""
    lab = board.labs[i]
    for k in range(len(board.dials)):
        u = uniform(seed, game, lab.name, lab.generation, attempt, Purpose.TRAIT, k)
        board.dials[k] = quantile(u, board.quantiles[i, k])


@stage
def draw_mind(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Draw the kind and the dials of the next mind of lab i."""
    lab, ai = board.labs[i], board.ais[i]
    draw_dials(board, i, 0, seed, game)
    ai.kind = kind_of_mind(uniform(seed, game, lab.name, lab.generation, 0, Purpose.KIND, 0), lab)
    shape_mind(ai, board.dials)


@stage
def train_mind(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Train the next mind of lab i, again and again until it is one that the scenario asks for.

    How competent the lab is in this game is drawn with its first mind.
    """
    lab, ai, world, school = board.labs[i], board.ais[i], board.world, board.school
    training = school.trainings[i]
    for attempt in range(MOST_ATTEMPTS):
        if lab.generation == 1:
            u = uniform(seed, game, lab.name, 0, attempt, Purpose.COMPETENCE, 0)
            lab.competence = competence(u, training.competence_spread)
        draw_dials(board, i, attempt, seed, game)
        for k in range(len(school.luck)):
            school.luck[k] = uniform(seed, game, lab.name, lab.generation, attempt, Purpose.TRAINING, k)
        skill = world.subversion_gain * lab.subversion_skill
        train(
            ai, board.dials, school.luck, lab.competence, training, school.qualities, school.personas,
            school.pressures[i], school.pupil, skill, world, board.public, board.plans,
        )  # fmt: skip
        if meets(training.conditional_on, ai.kind):
            return


@stage
def form_mind(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Form the next mind of lab i: drawn, or trained to its spec."""
    lab, ai, world = board.labs[i], board.ais[i], board.world
    lab.generation += 1
    lab.occupied = 1
    lab.suspicion, lab.jumped, lab.believed_signing = lab.first_suspicion, 0, 0.0
    u = uniform(seed, game, lab.name, lab.generation, 0, Purpose.CAPABILITY, 0)
    blank_mind(ai, lab, board.public)
    ai.capability = capability_at_birth(u, ai.born, lead_of(board.labs, i), world)
    if lab.formation == Formation.TRAINED:
        train_mind(board, i, seed, game)
    else:
        draw_mind(board, i, seed, game)
    ai.others_weight = weight_on_others(ai, lab.goodwill)
    conspire(ai, lab, board.plans, world, board.public)
    if board.book.recording:
        tally = board.tally[0]
        board.minds[tally.aligned + tally.schemer + tally.reward_seeker + tally.proxy] = ai
    place = open_event(board, Happening.FORMED, i)
    board.events[place].value = ai.capability
    close_event(board, place)


@stage
def change_minds(board: Board, seed: np.uint64, game: int) -> None:
    """Retire minds whose service ends and form new ones where none is in service."""
    quarter = board.public.quarter
    for i in range(len(board.labs)):
        lab = board.labs[i]
        if lab.occupied and board.ais[i].born < quarter:
            u = uniform(seed, game, lab.name, lab.generation, quarter, Purpose.RETIREMENT, 0)
            if retires(u, board.ais[i], board.world, board.public):
                retire(board, i)
        if not lab.occupied and quarter >= lab.idle_until:
            form_mind(board, i, seed, game)
