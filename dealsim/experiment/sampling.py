"""Which points of a sampled design are drawn by themselves, so that a mean over them has an error."""

from typing import TYPE_CHECKING

from dealsim.experiment.schema import Sobol

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.experiment.tidy import Frames


def drawn_by_themselves(frames: "Frames", rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows of such points: of Saltelli's design only its two base samples.

    SALib writes a point of the first sample, its mixtures with one of the second, and that one last.
    """
    design = frames.experiment.design
    if not isinstance(design, Sobol):
        return rows
    count = len([d for d in frames.study.dimensions if d.name != frames.experiment.versus])
    step = (2 * count if design.second_order else count) + 2
    return rows[(rows["row"] % step).isin((0, step - 1))]
