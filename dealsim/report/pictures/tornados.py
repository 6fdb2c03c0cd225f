"""Tornados of Sobol indices: what an outcome depends on."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from dealsim.experiment.sensitivity.analysis import SOBOL, analyse
from dealsim.experiment.sensitivity.indices import RESAMPLES
from dealsim.experiment.sensitivity.tornado import TornadoRow, tornado
from dealsim.experiment.tidy import Frames, versus_of, worded
from dealsim.figures.captions import Caption
from dealsim.figures.tornado import draw_tornado
from dealsim.report.pictures.planned import PlannedFigure, Undrawn
from dealsim.scenario.files.problems import ScenarioError

if TYPE_CHECKING:
    from dealsim.figures.sheet import Drawn
    from dealsim.figures.style import Style

INTERVAL = f"95% bootstrap intervals, {RESAMPLES:,} resamples of the design's rows"
READING = (
    "Shares of the variance of the points' {what} due to each factor: alone (first order), and with all its "
    "interactions (total). Corrected for the luck of a finite number of games; grey: the standard error that this "
    "luck leaves in a total."
)


def tornados(frames: Frames, outcome: str) -> Iterator[PlannedFigure | Undrawn]:
    """Yield the Sobol indices of an outcome, for each scenario and value of what is compared."""
    if frames.experiment.design.METHOD != SOBOL:
        return
    try:
        analyses = analyse(frames.results, SOBOL, [outcome])
    except ScenarioError as error:
        what, why = f"Sobol indices of {worded(outcome)}", error.problems[0].found.partition(" (")[0]
        yield Undrawn(f"{what if frames.results.complete else 'Sobol indices'}: {why}")
        return
    for each in analyses:
        if each.found is None:
            yield Undrawn(f"Sobol indices of {worded(outcome)} in {each.response.scenario}: {each.why}")
    rows = tornado(analyses)
    cases = dict.fromkeys((row.scenario, row.compared) for row in rows)
    for case in cases:
        mine = [row for row in rows if (row.scenario, row.compared) == case]
        yield tornado_figure(frames, outcome, mine, several=len(cases) > 1)


def tornado_figure(frames: Frames, outcome: str, rows: list[TornadoRow], *, several: bool) -> PlannedFigure:
    """Return the figure of one scenario's indices. several: whether its name must distinguish it from others."""
    import pandas as pd

    scenario, compared = rows[0].scenario, rows[0].compared
    value = None if compared is None else frames.words(versus_of(frames), compared)
    which = [scenario, *([value] if value is not None else [])]
    words = ("sobol indices of", outcome, *(which if several else []))
    table = pd.DataFrame([asdict(row) for row in rows])
    table = table.assign(factor=table["label"])
    what = worded(outcome) + (f" ({value})" if value is not None else "")
    said = Caption(
        title=f"What {what} depends on in {scenario}",
        reading=f"{READING.format(what=what)} {frames.meaning(outcome)}",
        scenarios=(scenario,),
        evidence=frames.sampled(INTERVAL),
    )

    def draw(name: str, style: "Style") -> "Drawn":
        return draw_tornado(table, name, said, style)

    return PlannedFigure(words, draw)
