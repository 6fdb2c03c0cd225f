"""Random tables of gains, of the shapes that bargaining meets and of any shape at all."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

type Table = NDArray[np.float64]


class Zone(NamedTuple):
    """What both sides would gain at each share."""

    shares: Table
    ai: Table
    lab: Table

    def dense(self) -> "Zone":
        """Return the same tables read at many shares, the given ones among them."""
        many = np.union1d(np.concatenate([np.linspace(a, b, 12) for a, b in pairwise(self.shares)]), self.shares)
        return Zone(many, np.interp(many, self.shares, self.ai), np.interp(many, self.shares, self.lab))


@st.composite
def grids(draw: st.DrawFn) -> Table:
    """Return rising shares up to 1, even in the logarithm, with or without 0."""
    points = draw(st.integers(2, 40))
    grid = np.geomspace(10 ** draw(st.floats(-6.0, -0.5)), 1.0, points)
    return np.concatenate([[0.0], grid]) if draw(st.booleans()) else grid


@st.composite
def concave_zones(draw: st.DrawFn, *, served: bool = False) -> Zone:
    """Return an AI's rising and a lab's falling gains, both concave.

    served: only tables with shares that bring both sides something.
    """
    shares = draw(grids())
    alpha, power = draw(st.floats(0.05, 1.0)), draw(st.floats(1.0, 4.0))
    ai = shares**alpha * draw(st.floats(0.1, 3.0))
    # Never flat: of shares that cost the lab the same to the last bit, the split need not be the least.
    lab = -(0.8 * shares**power + 0.2 * shares) * draw(st.floats(0.1, 3.0))
    if served:
        # Each side's limit somewhere on the table, in the right order.
        low, high = sorted((draw(st.floats(0.0, 0.9)), draw(st.floats(0.1, 1.0))))
        high = max(high, low + 0.1)
        at = shares[0] + (shares[-1] - shares[0]) * np.array([low, high])
        reservation, walk_away = np.interp(at[0], shares, ai), np.interp(at[1], shares, lab)
        return Zone(shares, ai - reservation, lab - walk_away)
    return Zone(shares, ai - draw(st.floats(-0.5, 2.0)), lab + draw(st.floats(-0.5, 2.0)))


@st.composite
def peaked_zones(draw: st.DrawFn) -> Zone:
    """Return an AI's gains that rise and then fall, and a lab's that fall."""
    zone = draw(concave_zones())
    doubted = 1.0 + (zone.shares / 10 ** draw(st.floats(-3.0, 0.5))) ** 2
    value = zone.shares ** draw(st.floats(0.05, 1.0)) / doubted
    return Zone(zone.shares, value - draw(st.floats(-0.2, 1.0)) * value.max(), zone.lab)


@st.composite
def wild_zones(draw: st.DrawFn) -> Zone:
    """Return gains of any shape, with losses beyond measure and gains that are equal."""
    shares = draw(grids())
    gain = st.one_of(st.floats(-1.0, 1.0), st.sampled_from([-1e6, -1.0, 0.0, 0.25, 1.0]))
    gains = [draw(st.lists(gain, min_size=len(shares), max_size=len(shares))) for _ in range(2)]
    return Zone(shares, np.array(gains[0]), np.array(gains[1]))


def zones() -> st.SearchStrategy[Zone]:
    """Return gains of every kind."""
    return st.one_of(concave_zones(), peaked_zones(), wild_zones())
