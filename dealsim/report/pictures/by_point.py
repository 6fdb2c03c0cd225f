"""Figures of points by name: the frontier, survival of peace, and refusals by reason."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from dealsim.experiment.design.family import SampledDesign
from dealsim.experiment.labels import OWN
from dealsim.experiment.tidy import Frames, axis_of
from dealsim.figures.captions import Caption
from dealsim.figures.frontier import draw_frontier
from dealsim.figures.refusals import draw_refusals
from dealsim.figures.survival import draw_survival
from dealsim.measure.outcomes import REFUSALS
from dealsim.measure.peace import survival_by_quarter
from dealsim.report.pictures.planned import PlannedFigure, Undrawn

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED, MOST_CURVES, MOST_SERIES = 30, 5, 4
TAKEOVER, LEFT = "takeover", "value_given_takeover"
REASONS = {f"refused_{reason}": reason.replace("_", " ") for reason in REFUSALS}
WHY = {f"refused_{reason}": why for reason, why in REFUSALS.items()}
NAMELESS = "points of a sample have no names, so no frontier, survival or refusals"


def nameless(frames: Frames) -> bool:
    """Whether points are drawn at random, so that no word distinguishes them."""
    return isinstance(frames.experiment.design, SampledDesign)


def frontier(frames: Frames, asked: tuple[str, ...]) -> Iterator[PlannedFigure | Undrawn]:
    """Yield takeover against the value of the future given takeover."""
    if not {TAKEOVER, LEFT} <= set(frames.experiment.kept) or (asked and not {TAKEOVER, LEFT} <= set(asked)):
        return
    if nameless(frames):
        yield Undrawn(NAMELESS)
        return
    x, y = (
        frames.of(name)[["point", "place", "scenario", "mean", "low", "high"]].dropna(subset=["mean"])
        for name in (TAKEOVER, LEFT)
    )
    rows: Any = x.merge(y[["point", "mean", "low", "high"]], on="point", suffixes=("_x", "_y"))
    most = rows.groupby("scenario").size().max() if len(rows) else 0
    if not 2 <= most <= MOST_NAMED:
        yield Undrawn(f"frontier: {most} points in a scenario with a takeover; it shows 2 to {MOST_NAMED}")
        return
    names = {"mean_x": "x", "low_x": "x_low", "high_x": "x_high", "mean_y": "y", "low_y": "y_low", "high_y": "y_high"}
    rows = rows.rename(columns=names).assign(
        panel=rows["scenario"], label=[frames.labels[place] for place in rows["place"]]
    )
    reading = f"{frames.meaning(LEFT)} Dashed: points that no other beats in one direction without losing in the other."
    kind = f"across {frames.interval_of_mean(TAKEOVER)}, upwards {frames.interval_of_mean(LEFT)}"
    said = Caption(
        title="Takeover against the value of the future given takeover", reading=reading,
        scenarios=frames.scenarios, evidence=frames.sampled(kind),
    )  # fmt: skip
    yield PlannedFigure(
        ("frontier",), lambda name, style: draw_frontier(rows, (axis_of(TAKEOVER), axis_of(LEFT)), name, said, style)
    )


def survival_of_peace(frames: Frames, asked: tuple[str, ...]) -> Iterator[PlannedFigure | Undrawn]:
    """Yield the share of games without a takeover, by quarter."""
    if nameless(frames) or (asked and TAKEOVER not in asked):
        return
    import pandas as pd

    chosen, note = some_places(frames, MOST_CURVES)
    points = frames.points[frames.points["place"].isin(chosen)]
    rows = pd.concat([peace(frames, point) for point in points.to_dict("records")], ignore_index=True)
    reading = f"Share of games without a takeover so far; games without one end at the horizon. {note}".strip()
    kind = "95% Wilson score intervals, quarter by quarter"
    if frames.uncertain:
        kind += ", for the number of independent games that gives the last share its standard error by world"
    evidence = frames.sampled(kind, "Bands")
    said = Caption(title="Survival of peace", reading=reading, scenarios=frames.scenarios, evidence=evidence)
    yield PlannedFigure(("survival of peace",), lambda name, style: draw_survival(rows, name, said, style))


def peace(frames: Frames, point: dict[str, Any]) -> "pd.DataFrame":
    """Return a point's share of games without a takeover at the end of each quarter, and at the start."""
    import pandas as pd

    rows = frames.of(TAKEOVER)
    mine = rows[(rows["point"] == point["point"]) & rows["worlds"].notna()]
    known = frames.uncertain and not mine.empty
    se, worlds = (float(mine["se"].iloc[0]), int(mine["worlds"].iloc[0])) if known else (None, None)
    quarters = survival_by_quarter(np.asarray(point["takeovers"]), point["games"], se, worlds)
    return pd.DataFrame(
        {
            "panel": point["scenario"],
            "series": frames.labels[point["place"]],
            "quarter": [each.quarter for each in quarters],
            "share": [each.share for each in quarters],
            "low": [each.low for each in quarters],
            "high": [each.high for each in quarters],
        }
    )


def refusals(frames: Frames, asked: tuple[str, ...]) -> Iterator[PlannedFigure | Undrawn]:
    """Yield how often negotiations end without a deal, by reason."""
    reasons = [name for name in REASONS if name in frames.experiment.kept and (not asked or name in asked)]
    if nameless(frames) or not reasons:
        return
    for scenario in frames.scenarios:
        rows = frames.outcomes
        rows = rows[rows["outcome"].isin(reasons) & (rows["scenario"] == scenario) & rows["mean"].notna()]
        chosen, note = some_places(frames, MOST_SERIES, set(rows["place"]))
        rows = rows[rows["place"].isin(chosen)]
        met = set(rows.loc[rows["mean"] > 0.0, "outcome"])
        if not met:
            yield Undrawn(f"refusals in {scenario}: there are none")
            continue
        never = [REASONS[name] for name in reasons if name not in met]
        yield refused(frames, scenario, rows[rows["outcome"].isin(met)], note, never)


def refused(frames: Frames, scenario: str, rows: "pd.DataFrame", note: str, never: list[str]) -> PlannedFigure:
    """Return the figure of one scenario's refusals."""
    rows = rows.assign(
        reason=[REASONS[name] for name in rows["outcome"]],
        series=[frames.labels[place] for place in rows["place"]],
        value=rows["mean"],
    )
    without = f"Never: {', '.join(never)}." if never else ""
    words = [f"{REASONS[name]}: {WHY[name]}" for name in dict.fromkeys(rows["outcome"])]
    meaning = f"Negotiations that end without a deal, by reason ({'; '.join(words)})."
    reading = " ".join(filter(None, [meaning, without, note]))
    said = Caption(
        title=f"Refusals by reason in {scenario}", reading=reading, scenarios=(scenario,),
        evidence=frames.sampled(frames.interval_of_mean(rows["outcome"].iloc[0])),
    )  # fmt: skip
    return PlannedFigure(("refusals", scenario), lambda name, style: draw_refusals(rows, name, said, style))


def some_places(frames: Frames, most: int, among: set[int] | None = None) -> tuple[list[int], str]:
    """Return the places that a figure of few points shows, and a sentence about them: from peace to takeover.

    among: places that have what the figure shows; None for all of them.  The unchanged scenario stays, if played.
    """
    points = frames.points if among is None else frames.points[frames.points["place"].isin(among)]
    shares = points.assign(share=[sum(t) / n for t, n in zip(points["takeovers"], points["games"], strict=True)])
    order = list(shares.groupby("place", sort=True)["share"].mean().sort_values(kind="stable").index)
    if len(order) <= most:
        return sorted(order), ""
    own = [place for place in order if frames.labels[place] == OWN]
    others = [place for place in order if place not in own]
    free = most - len(own)
    chosen = own + [others[round(k * (len(others) - 1) / (free - 1))] for k in range(free)]
    besides = f" besides the {OWN} scenario" * len(own)
    return chosen, f"Shows {free} of {len(others)} points{besides}, from the fewest takeovers to the most."
