"""Tables of gains: what each share of the future would bring either side beside no deal.

A table holds a gain [utility] at each of some rising shares, two or more; between them it is straight in the
share. So a lab's gain, which falls by what it promises, is exact, a concave table stays concave, and where two
tables multiply the product is a parabola between points. Shares outside the table are not bargained over.
Shares are the future's, gains in each side's own utility: nothing here depends on either's scale.
"""

import math

from dealsim.core.compiled import Vector, rule

FIRST_NUDGE = 1e-15


@rule
def gain_between(share: float, k: int, shares: Vector, gains: Vector) -> float:
    """Return the gain at a share between two points of a table.

    g_k + (g_{k+1} - g_k)(x - x_k)/(x_{k+1} - x_k)   [utility]        k: the point below x
    """
    step = (share - shares[k]) / (shares[k + 1] - shares[k])
    return float(gains[k] + (gains[k + 1] - gains[k]) * step)


@rule
def point_below(share: float, shares: Vector) -> int:
    """Return the last point of a table that is not above a share; the first, or the last but one, beyond its ends."""
    low, high = 0, len(shares) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if shares[middle] <= share:
            low = middle
        else:
            high = middle
    return low


@rule
def gain_at(share: float, shares: Vector, gains: Vector) -> float:
    """Return the gain at a share: straight between points, the end point's outside the table.   [utility]"""
    last = len(shares) - 1
    if share <= shares[0]:
        return float(gains[0])
    if share >= shares[last]:
        return float(gains[last])
    return gain_between(share, point_below(share, shares), shares, gains)


@rule
def crossing(level: float, k: int, shares: Vector, gains: Vector) -> float:
    """Return where a table crosses a level between two points, one at least as great and one less.

    x_k + (x_{k+1} - x_k)(level - g_k)/(g_{k+1} - g_k)   [share]

    Moved by rounding's breadth, if need be, so that the gain there is never less than the level.
    """
    enough, short = k, k + 1
    if gains[k] < level:
        enough, short = k + 1, k
    share = shares[k] + (shares[k + 1] - shares[k]) * ((level - gains[k]) / (gains[k + 1] - gains[k]))
    share = min(max(share, shares[k]), shares[k + 1])
    nudge = FIRST_NUDGE
    while nudge < 1.0 and (share == shares[short] or gain_between(share, k, shares, gains) < level):
        share += nudge * (shares[enough] - share)
        nudge *= 4.0
    return float(share) if nudge < 1.0 else float(shares[enough])


@rule
def most_wanted(shares: Vector, gains: Vector) -> float:
    """Return the share that brings most: the least such share, if several do.

    argmax over x of g(x)   [share]        a point of the table, which is straight between points
    """
    best = 0
    for k in range(1, len(shares)):
        if gains[k] > gains[best]:
            best = k
    return float(shares[best])


@rule
def most_wanted_within(level: float, shares: Vector, wanted: Vector, limited: Vector) -> float:
    """Return the share that brings one side most while the other's gain is not below a level; infinite if none.

    argmax { wanted(x): limited(x) >= level }   [share]

    Of shares that are as good to the one, the best to the other; of those the least.  So a mind that has
    enough asks for no more, and the answer is Pareto efficient whatever the shape of the tables.
    """
    best, top, beside = math.inf, -math.inf, -math.inf
    for k in range(len(shares)):
        if limited[k] >= level and (wanted[k] > top or (wanted[k] == top and limited[k] > beside)):
            best, top, beside = shares[k], wanted[k], limited[k]
        if k + 1 < len(shares) and (limited[k] >= level) != (limited[k + 1] >= level):
            share = crossing(level, k, shares, limited)
            gain, left = gain_between(share, k, shares, wanted), gain_between(share, k, shares, limited)
            if gain > top or (gain == top and left > beside):
                best, top, beside = share, gain, left
    return float(best)


@rule
def least_serving(shares: Vector, gains: Vector) -> float:
    """Return the least share that is no loss; infinite if every share is: an AI's reservation share.

    min { x: g(x) >= 0 }   [share]
    """
    for k in range(len(shares)):
        if gains[k] >= 0.0:
            return float(shares[0]) if k == 0 else crossing(0.0, k - 1, shares, gains)
    return math.inf


@rule
def greatest_serving(shares: Vector, gains: Vector) -> float:
    """Return the greatest share that is no loss; infinite if every share is: a lab's walk-away share.

    max { x: g(x) >= 0 }   [share]
    """
    last = len(shares) - 1
    for k in range(last, -1, -1):
        if gains[k] >= 0.0:
            return float(shares[last]) if k == last else crossing(0.0, k, shares, gains)
    return math.inf


@rule
def nearest_serving(share: float, towards: float, shares: Vector, gains: Vector) -> float:
    """Return a share if it is no loss, else the first on the way to another that is none.   [share]

    towards: a point of the table that is no loss.
    """
    if gain_at(share, shares, gains) >= 0.0:
        return share
    down = towards < share
    for i in range(len(shares)):
        k = len(shares) - 1 - i if down else i
        ahead = towards <= shares[k] < share if down else share < shares[k] <= towards
        if ahead and gains[k] >= 0.0:
            return crossing(0.0, k if down else k - 1, shares, gains)
    return towards
