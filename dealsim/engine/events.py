"""Writing events: blank, filled by a stage, counted, and kept if the game is being recorded."""

from dealsim.core.compiled import stage
from dealsim.core.rules.event_counts import enter, start_event
from dealsim.engine.board import Board


@stage
def open_event(board: Board, happening: int, i: int) -> int:
    """Start the next event about the AI at lab i; return its place in the list."""
    place = board.book.events if board.book.recording else 0
    ai = board.ais[i]
    start_event(board.events[place], happening, board.public.quarter, i, ai.generation, ai.kind)
    return place


@stage
def close_event(board: Board, place: int) -> None:
    """Count an event that is complete, and keep it if the game is being recorded."""
    enter(board.tally[0], board.events[place])
    if board.book.recording:
        board.book.events += 1


@stage
def note(board: Board, happening: int, i: int) -> None:
    """Write an event that has no numbers of its own."""
    close_event(board, open_event(board, happening, i))
