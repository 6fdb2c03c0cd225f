"""What an experiment would take, in words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealsim.api.estimating import SweepEstimate

SECONDS_OF = (("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0))


def estimate_in_words(estimate: "SweepEstimate") -> str:
    """Return an estimate for people."""
    document, title, tried = estimate.document, estimate.title, estimate.tried
    size = f"{document.points:,} points in {document.chunks:,} chunks"
    if document.points_there == document.points:
        return f"{title}: {size}, all of them there. Nothing is left to play."
    there = f", of which {document.points_there:,} points are there" if document.points_there else ""
    return (
        f"{title}: {size}{there}.\n"
        f"Still to play: {document.games_left:,} games, about {in_time(document.seconds_left)} "
        f"with {document.workers} worker{'s' * (document.workers > 1)}; {in_bytes(document.bytes)} in all.\n"
        f"Estimated by playing {tried} of its points. Nothing was written."
    )


def in_time(seconds: float) -> str:
    """Return a time in the largest unit that it fills twice."""
    for unit, length in SECONDS_OF:
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds" if seconds >= 2 else "a second or two"


def in_bytes(size: float) -> str:
    """Return a size in the largest unit that it fills."""
    for unit, length in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= length:
            return f"{size / length:.3g} {unit}"
    return f"{size:.0f} bytes"
