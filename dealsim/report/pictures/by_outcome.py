"""Figures of one outcome: effects, levels, response curves and heat maps, by what varies."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, assert_never

from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.tidy import PAIRED, Frames, axis_of, versus_of, worded
from dealsim.figures.captions import Caption
from dealsim.figures.curves import draw_curves
from dealsim.figures.effects import draw_effects
from dealsim.figures.heat_map import draw_heat_map
from dealsim.report.pictures.planned import PlannedFigure, Undrawn
from dealsim.report.pictures.responses import response_curves

if TYPE_CHECKING:
    import pandas as pd

LONG = 3  # distinct values from which a number becomes an axis
MOST_ROWS, MOST_SERIES, MOST_PANELS = 48, 7, 12
DIFFERENCE = ("difference", "difference_low", "difference_high")
MEAN = ("mean", "low", "high")


def figures_of(frames: Frames, outcome: str) -> Iterator[PlannedFigure | Undrawn]:
    """Yield what can be drawn of an outcome."""
    match frames.experiment.design.SHOWN:
        case "effects":
            yield effects_figure(frames, outcome)
        case "levels":
            yield levels(frames, outcome, frames.varied, compared=False)
        case "curves":
            yield response_curves(frames, outcome)
        case "trajectories":
            yield Undrawn("a Morris design: its points lie on trajectories; use `dealsim sensitivity`")
        case "axes":
            yield from of_grid(frames, outcome)
        case other:
            assert_never(other)


def of_grid(frames: Frames, outcome: str) -> Iterator[PlannedFigure | Undrawn]:
    """Yield the figures of a grid, depending on how many factors are numbers with many values."""
    versus = frames.experiment.versus
    axes = [d for d in frames.varied if d.name != versus and d.numeric and len(d.values()) >= LONG]
    others = [d for d in frames.varied if d not in axes]
    ways = [True, False] if versus is not None and len(axes) < 2 else [versus is not None]
    for compared in ways:
        if not axes:
            yield levels(frames, outcome, others, compared=compared)
        elif len(axes) == 1:
            yield curves(frames, outcome, axes[0], others, compared=compared)
        elif len(axes) == 2:
            yield heat_map(frames, outcome, (axes[0], axes[1]), others, compared=compared)
        else:
            yield Undrawn(f"a grid over {len(axes)} ranges: a heat map shows two; the table has them all")


def outcome_rows(frames: Frames, outcome: str, *, compared: bool) -> "pd.DataFrame":
    """Return an outcome's rows with `value`, `low` and `high`: means, or differences where points are compared."""
    rows = frames.of(outcome)
    if compared:
        rows = rows[rows["compared_with"].notna()]
    names = dict(zip(DIFFERENCE if compared else MEAN, ("value", "low", "high"), strict=True))
    kept = [name for name in rows.columns if name not in ("mean", "low", "high") or name in names]
    return rows[kept].rename(columns=names)


def axis_said(outcome: str, *, compared: bool) -> str:
    """Return the label of the outcome's axis."""
    return f"difference in {axis_of(outcome)}" if compared else axis_of(outcome)


def caption(frames: Frames, outcome: str, title: str, marks: str, *, compared: bool, more: str = "") -> Caption:
    """Return the caption of a figure of one outcome."""
    reading = [frames.meaning(outcome)]
    if compared and frames.experiment.versus is not None:
        dimension = versus_of(frames)
        reading.append(f"Differences are from {dimension.label} = {frames.words(dimension, dimension.values()[0])}.")
    elif compared:
        reading.append("Differences are from the unchanged scenario.")
    interval = PAIRED if compared else frames.interval_of_mean(outcome)
    said = " ".join(filter(None, [*reading, more]))
    return Caption(title=title, reading=said, scenarios=frames.scenarios, evidence=frames.sampled(interval, marks))


def effects_figure(frames: Frames, outcome: str) -> PlannedFigure | Undrawn:
    """Return the figure of one factor at a time, each value against the unchanged scenario."""
    rows = outcome_rows(frames, outcome, compared=True)
    if rows["value"].isna().all():
        return nothing(outcome, compared=True)
    moved = [next(d for d in frames.varied if p.value_of(d) is not None) for p in places_in(frames, rows)]
    rows = rows.assign(
        group=[d.label for d in moved],
        level=[frames.words(d, p.value_of(d)) for d, p in zip(moved, places_in(frames, rows), strict=True)],
        series=rows["scenario"],
    )
    said = caption(frames, outcome, f"Effects on {worded(outcome)}", "Bars", compared=True)
    words, axis = ("effects on", outcome), axis_said(outcome, compared=True)
    return PlannedFigure(words, lambda name, style: draw_effects(rows, axis, name, said, style, differences=True))


def levels(frames: Frames, outcome: str, by: Sequence[Dimension], *, compared: bool) -> PlannedFigure | Undrawn:
    """Return dots and intervals of points that are labelled by words."""
    rows = outcome_rows(frames, outcome, compared=compared)
    if len(set(rows["place"])) > MOST_ROWS:
        return Undrawn(f"{len(set(rows['place']))} points: too many rows for a figure; the table has them all")
    if rows["value"].isna().all():
        return nothing(outcome, compared=compared)
    last = versus_of(frames) if frames.experiment.versus else by[-1]
    first = [d for d in by if d is not last]
    places = places_in(frames, rows)
    ends = [frames.words(last, p.value_of(last)) for p in places]
    rows = rows.assign(
        group=[p.label(first) for p in places] if first else ends,
        level=ends if first else "",
        series=rows["scenario"],
    )
    labels = " and ".join(d.label for d in by)
    effect = f"Effects of {last.label} on" if compared else ""
    what = f"{effect} {worded(outcome)}".strip() + ("" if compared and not first else f" by {labels}")
    said = caption(frames, outcome, what[0].upper() + what[1:], "Bars", compared=compared)
    axis = axis_said(outcome, compared=compared)
    return PlannedFigure((what,), lambda name, style: draw_effects(rows, axis, name, said, style, differences=compared))


def curves(
    frames: Frames, outcome: str, x: Dimension, others: Sequence[Dimension], *, compared: bool
) -> PlannedFigure | Undrawn:
    """Return response curves along one factor, a series for each combination of the others."""
    rows = outcome_rows(frames, outcome, compared=compared)
    if rows["value"].isna().all():
        return nothing(outcome, compared=compared)
    differing, alike = differing_factors(frames, rows, others)
    rows = rows.assign(
        x=rows[x.name],
        x_label=x.label,
        panel=panels(frames, rows),
        series=[p.label(differing) if differing else "" for p in places_in(frames, rows)],
    )
    series_are = differing[0].label if len(differing) == 1 else ""
    count = len(set(rows["series"]))
    if count > MOST_SERIES:
        return Undrawn(f"{count} curves in one panel: too many to distinguish; the table has them all")
    effect = f"effects of {versus_of(frames).label} on " if compared else ""
    what = f"{effect}{worded(outcome)} by {x.label}"
    said = caption(frames, outcome, what[0].upper() + what[1:], "Bands", compared=compared, more=alike)
    axis = axis_said(outcome, compared=compared)
    return PlannedFigure(
        (what,),
        lambda name, style: draw_curves(rows, axis, name, said, style, differences=compared, series_are=series_are),
    )


def heat_map(
    frames: Frames, outcome: str, axes: tuple[Dimension, Dimension], others: Sequence[Dimension], *, compared: bool
) -> PlannedFigure | Undrawn:
    """Return heat maps over two factors, a panel for each scenario and combination of the others."""
    rows = outcome_rows(frames, outcome, compared=compared)
    if rows["value"].isna().all():
        return nothing(outcome, compared=compared)
    x, y = axes
    differing, alike = differing_factors(frames, rows, others)
    combined = [p.label(differing) if differing else "" for p in places_in(frames, rows)]
    panel = [": ".join(filter(None, pair)) for pair in zip(panels(frames, rows), combined, strict=True)]
    count = len(set(panel))
    if count > MOST_PANELS:
        return Undrawn(f"{count} heat maps: too many for one figure; the table has them all")
    rows = rows.assign(x=rows[x.name], y=rows[y.name], panel=panel)
    effect = f"effects of {versus_of(frames).label} on " if compared else ""
    what = f"{effect}{worded(outcome)} by {x.label} and {y.label}"
    more = " ".join(filter(None, [alike, widest(rows), of_map(compared)]))
    said = caption(frames, outcome, what[0].upper() + what[1:], "Intervals", compared=compared, more=more)
    labels = (x.label, y.label, axis_said(outcome, compared=compared))
    return PlannedFigure(
        (what,), lambda name, style: draw_heat_map(rows, labels, name, said, style, differences=compared)
    )


def of_map(compared: bool) -> str:
    """Return how to read a heat map."""
    signs = "Signs: the interval lies above or below 0. Heavy line: 0; dashed: below it." if compared else ""
    return f"{signs} Hatched: not played, or undefined.".strip()


def widest(rows: "pd.DataFrame") -> str:
    """Return a sentence on how precise the cells of a heat map are."""
    half = ((rows["high"] - rows["low"]) / 2).dropna()
    if half.empty:
        return ""
    return f"Half-widths of the cells' intervals: median {half.median():.2g}, largest {half.max():.2g}."


def differing_factors(frames: Frames, rows: "pd.DataFrame", others: Sequence[Dimension]) -> tuple[list[Dimension], str]:
    """Return the factors in which rows differ and, in a sentence, the values of the others."""
    places = places_in(frames, rows)
    values = {d.name: {frames.words(d, p.value_of(d)) for p in places} for d in others}
    alike = [f"{d.label} = {next(iter(values[d.name]))}" for d in others if len(values[d.name]) == 1]
    return [d for d in others if len(values[d.name]) > 1], f"Shown: {', '.join(alike)}." if alike else ""


def panels(frames: Frames, rows: "pd.DataFrame") -> "list[str]":
    """Return the panel of each row: its scenario, where there are several."""
    return list(rows["scenario"]) if len(frames.scenarios) > 1 else [""] * len(rows)


def places_in(frames: Frames, rows: "pd.DataFrame") -> list:  # type: ignore[type-arg]
    """Return what each row's point plays."""
    by_number = {place.number: place for place in frames.places}
    return [by_number[number] for number in rows["place"]]


def nothing(outcome: str, *, compared: bool) -> Undrawn:
    """Return why an outcome is not drawn: undefined in every game, or never defined at both compared points."""
    if compared:
        return Undrawn(f"differences in {worded(outcome)}: it is never defined at both of two points")
    return Undrawn(f"{worded(outcome)} is undefined in every game")
