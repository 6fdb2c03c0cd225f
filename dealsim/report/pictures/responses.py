"""Response curves of a sampled design: means over points with similar values of one factor."""

from typing import TYPE_CHECKING, Any

import numpy as np

from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.tidy import Frames, axis_of, ends, worded
from dealsim.figures.captions import Caption, span_in_words
from dealsim.figures.curves import draw_curves
from dealsim.measure.intervals import Range, students
from dealsim.measure.outcomes import OUTCOMES
from dealsim.report.pictures.planned import PlannedFigure, Undrawn

if TYPE_CHECKING:
    import pandas as pd

PARTS = 8  # of a factor's points, by rank
A_PART = 5  # fewest points in a part
FEWEST = 3  # parts that make a curve
MOST_FACTORS = 12
KIND = "95% Student's intervals of means over points, which include both the spread of the other factors and luck"


def response_curves(frames: Frames, outcome: str) -> PlannedFigure | Undrawn:
    """Return a curve for each factor: its points in parts of equal number, and the mean over each part's points."""
    import pandas as pd

    compared = frames.experiment.versus is not None
    rows = frames.independent(frames.of(outcome))
    rows = rows.assign(value=rows["difference" if compared else "mean"])
    rows = rows[rows["value"].notna()]
    factors = [d for d in frames.varied if d.numeric and d.name != frames.experiment.versus]
    groups = list(rows.groupby(["scenario", *([frames.experiment.versus] if compared else [])], sort=False))
    parts = min([PARTS, *(len(mine) // A_PART for _, mine in groups)], default=0)
    if parts < FEWEST or not factors:
        return Undrawn(
            f"{worded(outcome)}: fewer than {FEWEST * A_PART} points where it is defined, too few for a curve"
        )
    low, high = OUTCOMES[outcome].within
    within = (low - high, high - low) if compared else (low, high)
    curves = [curve(mine, d, " ".join(map(str, key)), parts, within) for key, mine in groups for d in factors]
    made = strongest(pd.concat(curves, ignore_index=True))
    what = f"{'effects on ' if compared else ''}{worded(outcome)} by factor"
    sizes = span_in_words(ends(made["points"]))
    reading = (
        f"{frames.meaning(outcome)} Each mark: the mean over {sizes} points, neighbours in one factor "
        "while all others vary. Factors in order of how far their curve reaches."
    )
    evidence = frames.sampled(KIND, "Bands")
    said = Caption(title=what[0].upper() + what[1:], reading=reading, scenarios=frames.scenarios, evidence=evidence)
    axis = f"{'difference in ' if compared else ''}{axis_of(outcome)}"
    return PlannedFigure((what,), lambda name, style: draw_curves(made, axis, name, said, style, differences=compared))


def curve(rows: "pd.DataFrame", dimension: Dimension, series: str, parts: int, within: Range) -> "pd.DataFrame":
    """Return one factor's curve: a row for each part of its points. within: the range of the values."""
    import pandas as pd

    values: Any = rows.sort_values(dimension.name, kind="stable")
    made = []
    for mine in np.array_split(np.arange(len(values)), parts):
        part = values.iloc[mine]
        mean, se = float(part["value"].mean()), float(part["value"].sem())
        low, high = students(mean, se, len(part))
        ends = max(low, within[0]), min(high, within[1])
        made.append((float(part[dimension.name].mean()), mean, *ends, len(part)))
    curve = pd.DataFrame(made, columns=["x", "value", "low", "high", "points"])
    return curve.assign(panel="", x_label=dimension.label, series=series)


def strongest(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return the factors whose curves reach farthest, in that order."""
    spread = rows.groupby(["x_label", "series"], sort=False)["value"].agg(np.ptp).groupby(level=0).max()
    order = list(spread.sort_values(ascending=False, kind="stable").index[:MOST_FACTORS])
    rows = rows[rows["x_label"].isin(order)]
    return rows.iloc[np.argsort([order.index(label) for label in rows["x_label"]], kind="stable")]
