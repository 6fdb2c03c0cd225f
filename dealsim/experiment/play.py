"""Play the points of a chunk: a pure function of the study, in whatever process or on whatever machine."""

from collections.abc import Iterator
from functools import lru_cache

import pyarrow as pa

from dealsim.engine import BLOCK
from dealsim.engine.batch import block_size, play_block
from dealsim.experiment.points import Point
from dealsim.experiment.rows import Columns, Played, PointSums, key_of
from dealsim.experiment.schema import Until
from dealsim.experiment.study import Study
from dealsim.measure.outcomes import Summary, Tallies
from dealsim.measure.pairs import PairedSummary
from dealsim.scenario import ScenarioError, Worlds
from dealsim.work.in_order import spans

BASES_KEPT = 64  # blocks of games with which others are compared: some 400 kB each
LONGEST_ERROR = 500


class NothingToCompare(Exception):
    """The point with which another one is compared cannot be played, in a sentence."""


def play_chunk(study: Study, number: int) -> dict[str, pa.Table]:
    """Return the rows of a chunk; a point that fails is a row that says why."""
    return Columns(study).tables([play_or_note(study, point) for point in study.chunk(number)])


def play_or_note(study: Study, point: Point) -> Played:
    """Play a point, or note why it cannot be played."""
    try:
        return play_point(study, point)
    except NothingToCompare as error:
        return failed(study, point, str(error))
    except ScenarioError as error:
        return failed(study, point, "; ".join(str(problem) for problem in error.problems))
    except Exception as error:  # whatever it is: the other points go on
        return failed(study, point, f"{type(error).__name__}: {error}")


def failed(study: Study, point: Point, why: str) -> Played:
    """Return a point that could not be played."""
    return Played(point, "", study.seed(point), None, error=" ".join(why.split())[:LONGEST_ERROR])


def play_point(study: Study, point: Point) -> Played:
    """Play a point's games: so many, or until an interval is narrow enough."""
    others_follow = study.experiment.paired and point.compared_with is None
    worlds = base_worlds(study, point.number) if others_follow else study.worlds(point)
    seed = study.seed(point)
    base = None if point.compared_with is None else study.points[point.compared_with]
    sums = lay_out(study, worlds, base)
    kept: list[Tallies] = []
    for first, games in blocks(study, sums):
        if others_follow:
            tallies = games_of_base(study, point.number, first, games)
        else:
            tallies = play(worlds, seed, first, games)
        sums.add(tallies, None if base is None else games_of_base(study, base.number, first, games))
        if study.experiment.keep == "games":
            kept.append(tallies)
    said = study.experiment.model_dump(mode="json")["games"]
    return Played(point, key_of(worlds.digest, seed, said, study.identity["model"]), seed, sums, kept, worlds)


def lay_out(study: Study, worlds: Worlds, base: Point | None) -> PointSums:
    """Return empty sums for a point, and for its comparison with another."""
    labs, horizon = len(worlds.median.labs), worlds.median.horizon
    against = None
    if base is not None:
        try:
            other = base_worlds(study, base.number)
        except ScenarioError as error:
            raise NothingToCompare(f"point {base.number}, with which it is compared, failed: {error}") from None
        sizes = (len(other.median.labs), labs), (other.median.horizon, horizon)
        same = worlds.digest == other.digest
        against = PairedSummary(*sizes, worlds.games_per_world or other.games_per_world, same=same)
    return PointSums(study.experiment.kept, Summary(labs, horizon, worlds.games_per_world), against)


def blocks(study: Study, sums: PointSums) -> Iterator[tuple[int, int]]:
    """Yield the first game and the number of games of each block, as long as there are more to play."""
    games = study.experiment.games
    most = games.at_most if isinstance(games, Until) else games
    for first in range(0, most, BLOCK):
        if isinstance(games, Until) and first and narrow(sums, games):
            return
        yield first, min(BLOCK, most - first)


def narrow(sums: PointSums, until: Until) -> bool:
    """Whether the interval that is looked at is narrow enough."""
    estimate = sums.summary.moments[until.until].estimate()
    ci95 = estimate.ci95
    if sums.against is not None:
        ci95 = sums.against.pairs[until.until].difference(same=sums.against.same).ci95
    return ci95 is not None and ci95[1] - ci95[0] <= until.width


def play(worlds: Worlds, seed: int, first: int, games: int) -> Tallies:
    """Play consecutive games, world by world where a scenario is uncertain."""
    import numpy as np

    pieces = [play_block(worlds, seed, *span) for span in spans(first + games, block_size(worlds), first)]
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


@lru_cache(maxsize=8)
def base_worlds(study: Study, number: int) -> Worlds:
    """Return the worlds of a point with which others are compared: often asked for."""
    return study.worlds(study.points[number])


@lru_cache(maxsize=BASES_KEPT)
def games_of_base(study: Study, number: int, first: int, games: int) -> Tallies:
    """Return games of a point with which others are compared: the same for all of them."""
    return play(base_worlds(study, number), study.seed(study.points[number]), first, games)
