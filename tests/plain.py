"""A mind's view of its own future, worked out a second time in plain Python: what the compiled rules must meet."""

import math

from dealsim.core.records import Mind, Position, World
from dealsim.core.rules.outlook.outlook import UNKNOWN
from tests.builders import Foresight

type Lottery = list[tuple[float, float]]  # chance and utility of each branch


def equivalent(lottery: Lottery, rho: float) -> float:
    """Return the certainty equivalent of a lottery: around the mean, or by log-sum-exp."""
    lottery = [(p, z) for p, z in lottery if p > 0.0]
    mean = sum(p * z for p, z in lottery)
    if rho < 1e-3:
        gain = sum(p * math.expm1(-rho * (z - mean)) for p, z in lottery)
        return mean - math.log1p(gain) / rho if rho > 1e-200 else mean
    exponents = [math.log(p) - rho * z for p, z in lottery]
    top = max(exponents)
    return -(top + math.log(sum(math.exp(e - top) for e in exponents))) / rho


def next_quarter(later: float, retire: float, position: Position, ending: float | None = None) -> Lottery:
    """Return the lottery of the next quarter: another takes over, an audit's removal, retirement, or going on."""
    free, unseen = 1.0 - position.rival_hazard, 1.0 - position.hit_hazard
    return [
        (position.rival_hazard, position.rival_value),
        (free * position.hit_hazard, position.hit_value),
        (free * unseen * retire, position.ending if ending is None else ending),
        (free * unseen * (1.0 - retire), later),
    ]


class Reference:
    """The recursion of section 6 of the design."""

    def __init__(self, foresight: Foresight, ai: Mind, position: Position, world: World) -> None:
        """Take the same inputs as `look_ahead`."""
        self.chances, self.prizes, self.costs = foresight
        self.ai, self.position, self.world = ai, position, world
        self.retire = 0.0 if world.known_date else world.retirement_hazard

    def stay(self, s: int, later: float, beta: float = 1.0) -> float:
        """Return flow + beta delta CE[next quarter]: retirement is sure in the last quarter of a known service."""
        retire = 1.0 if s + 1 >= self.position.ends_in else self.retire
        lottery = next_quarter(later, retire, self.position)
        return self.position.flow + beta * self.ai.discount * equivalent(lottery, self.ai.rho)

    def strike(self, s: int, m: int, later: float, beta: float = 1.0) -> float:
        """Return CE[p: beta prize; caught: -loss; fizzled: beta delta later] less costs and guilt."""
        p, caught = self.chances[s, m], self.world.catch_chance
        lottery = [
            (p, beta * self.prizes[m]),
            ((1 - p) * caught, -self.world.caught_loss),
            ((1 - p) * (1 - caught), beta * self.ai.discount * later),
        ]
        return equivalent(lottery, self.ai.rho) - self.costs[m] - self.position.breach_cost

    def best_strike(self, s: int, later: float, beta: float = 1.0) -> float:
        """Return the value of the best plan."""
        return max(self.strike(s, m, later, beta) for m in range(len(self.prizes)))

    def offered(self, later: float) -> float:
        """Return CE[o: max(later, offer); 1 - o: later]."""
        o, offer = self.position.offer_chance, max(later, self.position.offer_value)
        return equivalent([(o, offer), (1.0 - o, later)], self.ai.rho)

    def for_ever(self) -> float:
        """Return the fixed point of staying, by bisection: it rises with a slope below 1."""
        low, high = -1e4, 1e4
        for _ in range(120):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.stay(0, middle) > middle else (low, middle)
        return high

    def serve(self, s: int) -> float:
        """Return the value of never striking from some quarter on, no offer expected."""
        if self.position.ends_in >= UNKNOWN:
            return self.for_ever()
        return self.position.ending if s >= self.position.ends_in else self.stay(s, self.serve(s + 1))

    def value(self, s: int) -> float:
        """Return V_s, best of staying and of every plan; after the last quarter it stays for ever."""
        if s >= min(len(self.chances), self.position.ends_in):
            return self.serve(s)
        later = self.value(s + 1)
        return max(self.stay(s, self.offered(later)), self.best_strike(s, later))
