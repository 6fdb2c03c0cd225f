"""Two replications of a response, and what an average over one of them would be, free of the games' luck.

Let f be what a point would show over endless games, and e and o its means over the games with even and with odd
numbers: f and luck, and the luck of the two is independent. Every quadratic form Q (a variance; the numerator of
Saltelli's first-order and of Jansen's total estimator) then satisfies

    E[2 Q((e + o)/2) - (Q(e) + Q(o))/2] = E[B(e, o)] = Q(f)

where B is the symmetric bilinear form of Q: what is quadratic in the luck of one half falls out (polarisation).
That holds for luck that points share and for luck of their own.
Source: quenouille1956notes (the bias of an estimate, taken off by halves of its sample).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]
type Signs = NDArray[np.int8]


@dataclass(frozen=True)
class Halves:
    """Two replications of a response over the points of a design, in the order of the design."""

    even: Numbers
    odd: Numbers

    @property
    def whole(self) -> Numbers:
        """Their mean."""
        return (self.even + self.odd) / 2.0

    def standard(self) -> "Halves":
        """Return them with their mean taken to 0 and its spread to 1, as SALib does before it sums.

        Both are shifted by their own mean: the sums stay quadratic forms.
        """
        spread = float(self.whole.std()) or 1.0
        return Halves((self.even - self.even.mean()) / spread, (self.odd - self.odd.mean()) / spread)

    @property
    def share_of_luck(self) -> float:
        """The share of the variance of the points' means that is luck of their games, however few they were."""
        whole = float(self.whole.var())
        return float(((self.even - self.odd) / 2.0).var()) / whole if whole > 0.0 else 0.0
