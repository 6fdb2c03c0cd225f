"""The numbers of an experiment as one table: by point or, of a sampled design, how they spread over points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dealsim.experiment.dead import never_changed
from dealsim.experiment.design.family import SampledDesign
from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.labels import OWN
from dealsim.experiment.results import StudyResults
from dealsim.experiment.tidy import (
    PAIRED,
    Frames,
    Place,
    outcomes_shown,
    refuse_nothing_played,
    unit_of,
    versus_of,
    worded,
)
from dealsim.figures.captions import Caption
from dealsim.figures.tables import Cell, Head, Number, PrintedTable, Value, number
from dealsim.measure.changes import change_in
from dealsim.measure.estimates import Moments
from dealsim.measure.outcomes import OUTCOMES
from dealsim.results.file_names import file_name

if TYPE_CHECKING:
    import pandas as pd

UNMOVED: list[Cell] = [Value(OWN, None), Value("", None)]
PAGE = 40  # rows that fit on a page
QUANTILES = (0.05, 0.5, 0.95)
SPREAD = "of means over points, which hold both the factors' spread and luck"
SPREAD_KIND = f"95% Student's intervals {SPREAD}"
SPREAD_OF_DIFFERENCES = f"95% paired intervals {SPREAD}"


@dataclass(frozen=True)
class Listing:
    """A table, and how many of its rows there would be in all."""

    table: PrintedTable
    every: int


def listing(results: StudyResults, asked: Sequence[str] = (), *, every: bool = False, whole: bool = False) -> Listing:
    """Return the table of an experiment.

    asked: outcomes; without any the usual ones.  every: every point, however many, and of samples as well.
    whole: every row of the usual table, not a page of it.
    Raises ScenarioError where there are no results yet.
    """
    frames = Frames(results)
    outcomes = outcomes_shown(results, asked)
    refuse_nothing_played(frames)
    if isinstance(frames.experiment.design, SampledDesign) and not every:
        return over_points(frames, outcomes)
    return by_point(frames, outcomes, every=every or whole)


def by_point(frames: Frames, outcomes: Sequence[str], *, every: bool) -> Listing:
    """Return the table with a row a point: its means or, of points that are compared, differences."""
    points = [row for _, row in frames.points.iterrows()]
    shown = points if every else points[:PAGE]
    numbers = {
        (row["point"], row["outcome"]): mean_or_difference(row)
        for row in frames.outcomes[frames.outcomes["outcome"].isin(outcomes)].to_dict("records")
    }
    words, heads = words_of(frames)
    rows = tuple((*words(point), *(numbers[point["point"], name] for name in outcomes)) for point in shown)
    left = f"Rows: the first {len(shown):,} of {len(points):,}." if len(shown) < len(points) else ""
    caption = caption_of(frames, outcomes, left)
    units = [Head(worded(name), unit_of(name), "intervals", key=name) for name in outcomes]
    return Listing(PrintedTable(table_name(frames), (*heads, *units), rows, caption), len(points))


def mean_or_difference(row: dict[str, Any]) -> Number:
    """Return a mean or, where the point is compared, a difference."""
    if "difference" in row and row["compared_with"] == row["compared_with"]:  # not NaN
        names = ("difference", "difference_se", "difference_low", "difference_high")
        return number(*(row[name] for name in names), signed=True)
    return number(row["mean"], row["se"], row["low"], row["high"])


def words_of(frames: Frames) -> tuple[Any, list[Head]]:
    """Return what distinguishes a point from the others, as cells, and the heads of these columns."""
    several = len(frames.study.bases) > 1
    heads = [Head("scenario")] * several
    by_number = {place.number: place for place in frames.places}
    if frames.experiment.design.ONE_AT_A_TIME:

        def one_factor(point: "pd.Series[Any]") -> list[Cell]:
            place = by_number[point["place"]]
            moved = [d for d in frames.varied if place.value_of(d) is not None]
            said = [Value(moved[0].label, moved[0].name), cell(frames, moved[0], place)] if moved else UNMOVED
            return [point["scenario"]] * several + said

        return one_factor, [*heads, Head("factor"), Head("value")]

    def all_factors(point: "pd.Series[Any]") -> list[Cell]:
        place = by_number[point["place"]]
        return [point["scenario"]] * several + [cell(frames, d, place) for d in frames.varied]

    return all_factors, [*heads, *(Head(d.label, key=d.name) for d in frames.varied)]


def cell(frames: Frames, dimension: Dimension, place: Place) -> Value:
    """Return a factor's value at a place; for programs, the scenario's own is empty."""
    value = place.value_of(dimension)
    return Value(frames.words(dimension, value), value)


def caption_of(frames: Frames, outcomes: Sequence[str], left: str) -> Caption:
    """Return the caption of a table by point."""
    reading = [frames.meaning(name) for name in outcomes]
    kinds: dict[str, list[str]] = {}
    for name in outcomes:
        kinds.setdefault(frames.interval_of_mean(name), []).append(worded(name))
    said = [kind if len(kinds) == 1 else f"of {', '.join(names)} {kind}" for kind, names in kinds.items()]
    if frames.experiment.paired:
        versus = versus_of(frames) if frames.experiment.versus else None
        first = f"{versus.label} = {frames.words(versus, versus.values()[0])}" if versus else f"the {OWN} scenario"
        reading.append(f"Rows of {first} give means, all others differences from these.")
        said.append(f"of differences {PAIRED}")
    evidence = frames.sampled("; ".join(said), "Brackets")
    text = " ".join(filter(None, [*reading, *dead_in_words(frames), left]))
    return Caption(title=frames.experiment.title, reading=text, scenarios=frames.scenarios, evidence=evidence)


def over_points(frames: Frames, outcomes: Sequence[str]) -> Listing:
    """Return the table of a sampled design: a row an outcome, with its mean over points and its quantiles."""
    compared = frames.experiment.versus is not None
    by = ["scenario", *([versus_of(frames).name] if compared else [])]
    rows = []
    for name in outcomes:
        mine = frames.independent(frames.of(name))
        for key, group in mine.groupby(by, sort=False):
            words = [key[0], *(Value(frames.words(versus_of(frames), value), value) for value in key[1:])]
            values = group["difference" if compared else "mean"].dropna()
            if len(values) > 1:
                rows.append((*words, *spread_cells(name, values, signed=compared)))
    heads = [Head("scenario"), *([Head(versus_of(frames).label, key=by[1])] if compared else []), Head("outcome")]
    heads += [Head("points", holds="counts"), Head("mean", holds="intervals")]
    heads += [Head(f"{q:.0%} below", holds="numbers", key=f"quantile_{q:.2f}") for q in QUANTILES]
    what = "Differences, compared point by point" if compared else "Means"
    reading = f"{what}, over points drawn by themselves, and below what so many of them lie. " + " ".join(
        [*(frames.meaning(name) for name in outcomes), *dead_in_words(frames)]
    )
    evidence = frames.sampled(SPREAD_OF_DIFFERENCES if compared else SPREAD_KIND, "Brackets")
    caption = Caption(
        title=f"{frames.experiment.title}: spread over points", reading=reading, scenarios=frames.scenarios,
        evidence=evidence,
    )  # fmt: skip
    return Listing(PrintedTable(table_name(frames), tuple(heads), tuple(rows), caption), len(rows))


def dead_in_words(frames: Frames) -> list[str]:
    """Return in sentences which factors never changed the game, of several scenarios in each of them."""
    said = [never_changed(frames.study, scenario, frames.varied) for scenario in frames.scenarios]
    return [f"{each[0].upper()}{each[1:]}." for each in said[0] if all(each in others for others in said[1:])]


def spread_cells(name: str, values: "pd.Series[float]", *, signed: bool) -> list[Cell]:
    """Return an outcome's name, its points, its mean over them and its quantiles, to the digits of the mean."""
    moments, ends = Moments(), OUTCOMES[name].within
    moments.add(values.to_numpy())
    mean, se = moments.mean, moments.se
    if signed:
        low, high = change_in(values.to_numpy(), ends[1] - ends[0]).interval()
    else:
        low, high = moments.interval()
        low, high = max(low, ends[0]), min(high, ends[1])
    quantiles = [number(float(q), se, None, None, signed=signed) for q in values.quantile(list(QUANTILES))]
    label, count = Value(f"{worded(name)} [{unit_of(name)}]", name), Value(f"{len(values):,}", len(values))
    return [label, count, number(mean, se, low, high, signed=signed), *quantiles]


def table_name(frames: Frames) -> str:
    """Return a short word for the table."""
    return file_name(frames.study.name)
