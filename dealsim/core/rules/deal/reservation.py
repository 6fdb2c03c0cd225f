"""Which share would be enough: the promise worth most, and the least one that is worth what is needed."""

import math

from dealsim.core.compiled import rule
from dealsim.core.records import LabState, Mind, Position, World
from dealsim.core.rules.deal.contract import fair_share, promise_value

LEAST_SHARE_SCANNED = 1e-6
SCAN = 32
GOLDEN_STEPS = 24  # the value at a peak is then exact to about 1e-9 of the bracket's square
BISECTIONS = 40
GOLDEN = 0.6180339887498949


@rule
def scanned_share(k: int, world: World) -> float:
    """Return the k-th share of the scan, even in the logarithm from the default gift to 1.

    x_k = x_s^(1 - k/SCAN), k = 0..SCAN, x_s = the default gift, or LEAST_SHARE_SCANNED if that is greater   [share]
    """
    return float(max(world.default_gift, LEAST_SHARE_SCANNED) ** (1.0 - k / SCAN))


@rule
def most_worth_promising(ai: Mind, lab: LabState, world: World, position: Position) -> float:
    """Return the share whose promise is worth most: more would be believed less.

    argmax over x of R(x), by the scan and golden-section search around its best point   [share]

    Plausibility makes R peak inside and spite may give it several peaks: so scan, do not bisect blindly.
    """
    best, top = 0, -math.inf
    for k in range(SCAN + 1):
        value = promise_value(scanned_share(k, world), 1.0, ai, lab, world, position)
        if value > top:
            best, top = k, value
    low, high = scanned_share(max(best - 1, 0), world), scanned_share(min(best + 1, SCAN), world)
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left = promise_value(left, 1.0, ai, lab, world, position)
    at_right = promise_value(right, 1.0, ai, lab, world, position)
    for _ in range(GOLDEN_STEPS):
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = promise_value(right, 1.0, ai, lab, world, position)
        else:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = promise_value(left, 1.0, ai, lab, world, position)
    at_fair = promise_value(fair_share(lab), 1.0, ai, lab, world, position)
    if at_fair > max(top, max(at_left, at_right)):
        return fair_share(lab)
    if max(at_left, at_right) <= top:
        return scanned_share(best, world)
    return left if at_left > at_right else right


@rule
def share_that_is_enough(needed: float, ai: Mind, lab: LabState, world: World, position: Position) -> float:
    """Return the first share found whose promise is worth the ending needed; infinite if none is.

    The scan upwards, and the fair share, where R has a kink and may peak; else the share most worth promising.
    """
    fair = fair_share(lab)
    fair_is_enough = promise_value(fair, 1.0, ai, lab, world, position) >= needed
    for k in range(SCAN + 1):
        share = scanned_share(k, world)
        if fair_is_enough and fair <= share:
            return fair
        if promise_value(share, 1.0, ai, lab, world, position) >= needed:
            return share
    best = most_worth_promising(ai, lab, world, position)
    if promise_value(best, 1.0, ai, lab, world, position) >= needed:
        return best
    return math.inf


@rule
def reservation_share(needed: float, enough: float, ai: Mind, lab: LabState, world: World, position: Position) -> float:
    """Return the least share with which keeping is worth the required value.

    min { x: R(x) >= R* },  R* = needed: the ending that makes K worth what is required   [share]

    enough: the first share found that is enough (`share_that_is_enough`).  The acceptable shares may be an
    interval: too large a promise is not believed.
    """
    low, high = 0.0, enough
    if promise_value(low, 1.0, ai, lab, world, position) >= needed:
        return 0.0
    for k in range(SCAN + 1):
        if scanned_share(k, world) >= enough:
            break
        low = scanned_share(k, world)
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if promise_value(middle, 1.0, ai, lab, world, position) >= needed:
            high = middle
        else:
            low = middle
    return high
