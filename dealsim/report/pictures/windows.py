"""The deal windows of an experiment's base scenarios: computed, without chance."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from dealsim.experiment.study import Study
from dealsim.figures.captions import Caption, Exact, in_prose
from dealsim.figures.deal_window import draw_deal_window
from dealsim.report.pictures.planned import PlannedFigure, Undrawn

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.sheet import Drawn
    from dealsim.figures.style import Style

MOST_SCENARIOS = 4
GENERATIONS = {1: 2, 2: 4}  # that fit into so many columns
FEWEST_AGES = 3
READING = (
    "A schemer of expected traits, by age. Top: the smallest share for which it would sign and keep (reservation), and "
    "the largest that its lab would give (walk-away). Bottom: what keeping a contract must be worth, and the most that "
    "any promise can make it worth (ceiling). Shaded: a deal exists."
)


def deal_windows(study: Study) -> Iterator[PlannedFigure | Undrawn]:
    """Yield a figure for each base scenario and each set of labs that are alike."""
    if len(study.bases) > MOST_SCENARIOS:
        yield Undrawn(f"deal windows of {len(study.bases)} scenarios: `dealsim window` shows each")
        return
    for scenario in study.bases:
        groups = windows(study, scenario)
        if not groups:
            yield Undrawn(f"deal window of {scenario}: no schemers are expected there")
        for labs, rows in groups:
            yield window_figure(study, scenario, labs, rows)


def windows(study: Study, scenario: str) -> "list[tuple[tuple[str, ...], pd.DataFrame]]":
    """Return schemers' windows, labs with the same ones together."""
    import pandas as pd

    from dealsim.measure.window import windows_of

    rows = pd.DataFrame([asdict(each) for each in windows_of(study.worlds_of_bases[scenario].tables_of_median)])
    rows = rows[rows["mind"] == "schemer"]
    found: list[tuple[tuple[str, ...], pd.DataFrame]] = []
    for lab, mine in rows.groupby("lab", sort=False):
        mine = mine.drop(columns="lab").reset_index(drop=True)
        same = next((k for k, (_, other) in enumerate(found) if other.equals(mine)), None)
        if same is None:
            found.append(((str(lab),), mine))
        else:
            found[same] = ((*found[same][0], str(lab)), found[same][1])
    return found


def window_figure(study: Study, scenario: str, labs: tuple[str, ...], rows: "pd.DataFrame") -> PlannedFigure:
    """Return the figure of some labs that are alike."""
    why = "computed for expected traits and capability, without chance"
    if study.worlds_of_bases[scenario].uncertain:
        why += ", uncertain numbers at their medians"

    def draw(name: str, style: "Style") -> "Drawn":
        long = [g for g, mine in rows.groupby("generation") if len(mine) >= FEWEST_AGES]
        kept = (long or list(dict.fromkeys(rows["generation"])))[: GENERATIONS[style.columns]]
        title = f"Deal window of {in_prose(labs)}"
        said = Caption(title=title, reading=READING, scenarios=(scenario,), evidence=Exact(why=why))
        return draw_deal_window(rows[rows["generation"].isin(kept)], name, said, style)

    return PlannedFigure(("deal window", scenario, labs[0]), draw)
