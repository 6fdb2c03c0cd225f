"""Effects by factor, or means by level: dots and intervals, the largest on top."""

from typing import TYPE_CHECKING

from dealsim.figures.dots import Label, dots
from dealsim.figures.sheet import Drawn
from dealsim.figures.style import Style

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption


def draw_effects(
    rows: "pd.DataFrame", axis: str, name: str, caption: "Caption", style: Style, *, differences: bool
) -> Drawn:
    """Draw dots and intervals by factor and level, factors ordered by size.

    rows: `group` (a factor), `level` (in display order), `series`, `value`, `low`, `high`.
    differences: whether values are differences; then size means distance from 0.
    """
    kind = "effects" if differences else "levels"
    order = ordered(rows, differences=differences)
    return dots(rows, order, axis, (kind, name), caption, style, zero=differences)


def ordered(rows: "pd.DataFrame", *, differences: bool) -> list[Label]:
    """Return every group and level, groups by the largest value in them (of differences: farthest from 0)."""
    sizes: dict[str, float] = {}
    for group, value in zip(rows["group"], rows["value"].fillna(0.0), strict=True):
        sizes[group] = max(
            sizes.get(group, 0.0 if differences else -float("inf")), abs(value) if differences else value
        )
    groups = sorted(sizes, key=lambda group: -sizes[group])
    labels = list(dict.fromkeys(zip(rows["group"], rows["level"], strict=True)))
    return [label for group in groups for label in labels if label[0] == group]
