"""Fit parameters to observations: the best ones, how well they fit, and the range of those that fit well enough.

A fit replicates nothing: as many parameters as observations fit whatever was seen (`freedom` 0).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.stats import qmc

from dealsim.evidence.published.document import FitDocument, FittedParameterDocument, ObservationDocument
from dealsim.evidence.published.loading import Result
from dealsim.evidence.published.schema import Observed

SCANNED = 2048  # places that are tried first, evenly spread
STARTS = 6  # the best of them, from which the best parameters are sought
HALVINGS = 14  # of each end of a range
EXACT = 1e-3  # how far beyond a range counts as within it, in half widths
WIDE = 100.0  # positive ends so far apart are searched in the logarithm
HOPELESS = 1e3  # a misfit in half widths where a quantity has no value

type Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Search:
    """The parameters of a result, each between 0 and 1 of where it is sought."""

    result: Result
    names: tuple[str, ...]

    @classmethod
    def of(cls, result: Result) -> "Search":
        """Return the search for a result's parameters."""
        return cls(result, tuple(result.file.fitted))

    def value(self, name: str, place: float) -> float:
        """Return a parameter's value at a place from 0 to 1 of where it is sought."""
        low, high = self.result.file.fitted[name].between
        if low > 0.0 and high / low > WIDE:
            return float(low * (high / low) ** place)
        return low + (high - low) * place

    def predicted(self, places: Numbers) -> list[float]:
        """Return what the method says of each observation."""
        values = {name: self.value(name, float(place)) for name, place in zip(self.names, places, strict=True)}
        said = []
        for seen in self.result.file.observed:
            used = seen.using if seen.using is not None else self.names
            fitted = {self.result.file.fitted[name].sets: values[name] for name in used}
            figures = self.result.method.figures({**self.result.inputs, **seen.given, **fitted})
            said.append(figures.values[seen.of])
        return said

    def misfits(self, places: Numbers) -> Numbers:
        """Return how far each prediction is from the middle of its range, in half widths."""
        seen = self.result.file.observed
        pairs = zip(self.predicted(places), seen, strict=True)
        off = [(ours - 0.5 * (each.low + each.high)) / (0.5 * (each.high - each.low)) for ours, each in pairs]
        return np.asarray(np.clip(np.nan_to_num(np.array(off), nan=HOPELESS), -HOPELESS, HOPELESS), dtype=np.float64)

    def beyond(self, places: Numbers) -> Numbers:
        """Return how far each prediction is outside of its range, in half widths."""
        return np.maximum(np.abs(self.misfits(places)) - 1.0 + 0.5 * EXACT, 0.0)


def fit(result: Result) -> FitDocument:
    """Return the parameters that fit a result's observations best, and those that fit within all ranges."""
    search = Search.of(result)
    best = closest(search.misfits, len(search.names))
    inside = settled(search, best)
    off = search.misfits(best)
    seen = zip(result.file.observed, search.predicted(best), off, strict=True)
    return FitDocument(
        parameters=[estimate(search, i, best, inside) for i in range(len(search.names))],
        observations=[seen_as(each, ours, float(far)) for each, ours, far in seen],
        freedom=len(result.file.observed) - len(search.names),
        misfit=math.sqrt(float(np.mean(off**2))),
    )


def seen_as(each: Observed, ours: float, far: float) -> ObservationDocument:
    """Return an observation beside what the fit says of it. far: from its middle, in half widths."""
    off = ours - 0.5 * (each.low + each.high)
    return ObservationDocument.of(each, quantity=each.of, ours=ours, off=off, within=abs(far) <= 1.0 + EXACT)


def solved(misfits: Callable[[Numbers], Numbers], start: Numbers, most: int = 200) -> Numbers:
    """Return places with the least sum of squared misfits near a start. most: steps."""
    end = least_squares(misfits, start, bounds=(0.0, 1.0), x_scale=0.1, diff_step=1e-4, max_nfev=most)  # type: ignore[call-overload]
    return np.asarray(end.x, dtype=np.float64)


def closest(misfits: Callable[[Numbers], Numbers], parameters: int) -> Numbers:
    """Return the places with the least sum of squared misfits, from the best of many starts: always the same ones.

    Where every mind does a thing, or none, a rate has no effect: without a scan a search might end there.
    """
    scanned = qmc.Sobol(parameters, rng=np.random.default_rng(0)).random(SCANNED)
    starts = sorted(scanned, key=lambda place: float(np.sum(misfits(place) ** 2)))[:STARTS]
    ends = [solved(misfits, start) for start in starts]
    return min(ends, key=lambda place: float(np.sum(misfits(place) ** 2)))


def estimate(search: Search, i: int, best: Numbers, inside: Numbers | None) -> FittedParameterDocument:
    """Return a parameter with the range in which it can fit within all ranges, the others then being what they must.

    inside: places at which all fit so, None where there are none.
    """
    name = search.names[i]
    said, ends = search.result.file.fitted[name], search.result.file.fitted[name].between
    low = high = None
    if inside is not None:
        low = search.value(name, furthest(search, i, inside, 0.0))
        high = search.value(name, furthest(search, i, inside, 1.0))
    value = search.value(name, float(best[i]))
    return FittedParameterDocument(parameter=name, sets=said.sets, value=value, low=low, high=high, sought=ends)


def settled(search: Search, best: Numbers) -> Numbers | None:
    """Return places at which every prediction is within its range, or None where none were found."""
    if np.all(search.beyond(best) <= EXACT):
        return best
    found = solved(search.beyond, best)
    return found if np.all(search.beyond(found) <= EXACT) else None


def furthest(search: Search, i: int, inside: Numbers, end: float) -> float:
    """Return the place of one parameter, towards an end, up to which the others can still make all fit."""
    good, bad = inside, end
    for k in range(HALVINGS + 1):
        tried = end if k == 0 else 0.5 * (float(good[i]) + bad)
        found = with_one_held(search, i, good, tried)
        if found is None:
            bad = tried
        elif k == 0:
            return tried
        else:
            good = found
    return float(good[i])


def with_one_held(search: Search, i: int, near: Numbers, held: float) -> Numbers | None:
    """Return places at which all predictions are within their ranges and one parameter is as given, or None."""
    places = near.copy()
    places[i] = held
    if np.all(search.beyond(places) <= EXACT):
        return places
    others = [k for k in range(len(places)) if k != i]
    if not others:
        return None

    def beyond(moved: Numbers) -> Numbers:
        places[others] = moved
        return search.beyond(places)

    places[others] = solved(beyond, near[others].copy(), most=40)
    return places if np.all(search.beyond(places) <= EXACT) else None
