"""Why there was no deal: shares of negotiations by reason, the most frequent on top."""

from typing import TYPE_CHECKING

from dealsim.figures.dots import dots
from dealsim.figures.sheet import Drawn
from dealsim.figures.style import Style

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

AXIS = "negotiations that end this way [share]"


def draw_refusals(rows: "pd.DataFrame", name: str, caption: "Caption", style: Style) -> Drawn:
    """Draw dots and intervals by reason.

    rows: `reason`, `series` (a point), `value`, `low`, `high`.
    """
    rows = rows.assign(group=rows["reason"], level="")
    means = rows.groupby("group", sort=False)["value"].mean().sort_values(ascending=False, kind="stable")
    return dots(rows, [(reason, "") for reason in means.index], AXIS, ("refusals", name), caption, style, zero=False)
