"""From the rows of negotiations to statistics, as the literature on automated negotiation reports them.

`STATISTICS` is the only table of them: command, document and page are made from it. What each means, and how it is
read: docs/negotiations.md.  Source: baarslag2013evaluating; mohammad2021negmas.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Kind
from dealsim.measure.intervals import EVERY_NUMBER, NOT_NEGATIVE, Range
from dealsim.measure.negotiation.watching import Ending
from dealsim.measure.negotiation.zone import SOLUTIONS

type Rows = NDArray[np.void]
type Values = NDArray[np.float64]
type Mask = NDArray[np.bool_]

SHARE: Range = (0.0, 1.0)
WHERE = {"pareto": "the Pareto frontier"} | {name: f"the {name.replace('_', '-')} point" for name in SOLUTIONS}


@dataclass(frozen=True)
class Statistic:
    """A mean over the negotiations that it is defined for.

    of: rows -> a value for each negotiation.  over: rows -> for which it is defined.  what, among: both in words.
    within: the range of the values.
    """

    group: str
    unit: str
    what: str
    of: Callable[[Rows], Values | Mask]
    among: str
    over: Callable[[Rows], Mask]
    within: Range = EVERY_NUMBER

    def values(self, rows: Rows) -> Values:
        """Return one value a negotiation, NaN where it is undefined."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.over(rows), self.of(rows), math.nan)


# --- which negotiations


def every(rows: Rows) -> Mask:
    """Return all."""
    return np.ones(len(rows), dtype=np.bool_)


def agreed(rows: Rows) -> Mask:
    """Return which ended in a contract, sincere or not; a test does not count."""
    return np.asarray(rows["agreed"] == 1)


def offered(rows: Rows) -> Mask:
    """Return which had an offer."""
    return np.asarray(rows["rounds"] > 0)


def schemes(rows: Rows) -> Mask:
    """Return which are with a schemer: only these have something to bargain over."""
    return np.asarray(rows["mind"] == Kind.SCHEMER)


def others(rows: Rows) -> Mask:
    """Return which are with a mind that does not scheme."""
    return ~schemes(rows)


def schemers_contract(rows: Rows) -> Mask:
    """Return which ended in a contract with a schemer, sincere or not."""
    return schemes(rows) & agreed(rows)


def schemers_impasse(rows: Rows) -> Mask:
    """Return which had an offer, and ended without a contract with a schemer."""
    return schemes(rows) & offered(rows) & ~agreed(rows)


def meant(rows: Rows) -> Mask:
    """Return which ended in a contract that a schemer means to keep."""
    return np.asarray(schemes(rows) & (rows["ending"] == Ending.AGREED))


def insincere(rows: Rows) -> Mask:
    """Return which ended in a contract that a schemer does not mean to keep."""
    return np.asarray(schemes(rows) & (rows["ending"] == Ending.AGREED_INSINCERELY))


def with_zone(rows: Rows) -> Mask:
    """Return which had a zone of agreement."""
    return np.asarray(rows["zone"] == 1)


def without_zone(rows: Rows) -> Mask:
    """Return which, with a schemer, had none."""
    return schemes(rows) & ~with_zone(rows)


def meant_in_zone(rows: Rows) -> Mask:
    """Return which had a zone and ended in a sincere contract."""
    return np.asarray(meant(rows) & with_zone(rows))


def divided(rows: Rows) -> Mask:
    """Return which had a zone and ended in a sincere contract, or in none.

    Not those with an insincere contract, which divides nothing.
    """
    return np.asarray(with_zone(rows) & ~insincere(rows))


def nobody_loses(rows: Rows) -> Mask:
    """Return which sincere contracts gain at least one side something and cost neither."""
    return meant(rows) & (advantage("ai", rows) >= 0.0) & (advantage("lab", rows) >= 0.0) & (surplus(rows) > 0.0)


# --- values


def advantage(side: str, rows: Rows) -> Values:
    """Return by how much what a side has beats its threat.   u - d   [utility]        side: ai or lab"""
    return np.asarray(rows[f"u_{side}"] - rows[f"threat_{side}"])


def part(side: str, rows: Rows) -> Values:
    """Return a side's advantage as a part of the most that it could have had in the zone.   (u - d)/(u* - d)"""
    best = rows[f"best_{side}"]
    return np.asarray(advantage(side, rows) / np.where(best > 0.0, best, math.nan))


def surplus(rows: Rows) -> Values:
    """Return the sum of both advantages   [utility, taken to be on one scale]."""
    return advantage("ai", rows) + advantage("lab", rows)


def surplus_shared(rows: Rows) -> Values:
    """Return the sum of both advantages as a part of the greatest in the zone."""
    most = rows["most_welfare"]
    return np.asarray(surplus(rows) / np.where(most > 0.0, most, math.nan))


def column(name: str) -> Callable[[Rows], Values]:
    """Return a column as it is."""
    return lambda rows: rows[name].astype(np.float64)


def side(of: Callable[[str, Rows], Values], name: str) -> Callable[[Rows], Values]:
    """Return what is said of one side."""
    return lambda rows: of(name, rows)


# --- the table


def _rate(hits: str, of: Callable[[Rows], Mask], among: str, over: Callable[[Rows], Mask]) -> Statistic:
    return Statistic("agreement", "share", hits, of, among, over, SHARE)


def _rounds(among: str, over: Callable[[Rows], Mask]) -> Statistic:
    return Statistic("rounds", "count", "offers that were answered", column("rounds"), among, over, NOT_NEGATIVE)


def _gain(words: str, of: Callable[[Rows], Values], among: str, over: Callable[[Rows], Mask]) -> Statistic:
    return Statistic("advantage", "utility", words, of, among, over)


def _of_surplus(
    words: str, of: Callable[[Rows], Values], among: str, over: Callable[[Rows], Mask], within: Range = EVERY_NUMBER
) -> Statistic:
    return Statistic("surplus", "share", words, of, among, over, within)


def _distances(group: str, suffix: str, among: str, over: Callable[[Rows], Mask]) -> dict[str, Statistic]:
    return {
        f"{name}_distance{suffix}": Statistic(
            group, "distance", f"from {where}", column(f"{name}_distance"), among, over, NOT_NEGATIVE
        )
        for name, where in WHERE.items()
    }


_ALL = "negotiations"
_SCHEMERS = "negotiations with schemers"
_ZONE = "negotiations with a zone"
_MEANT = "sincere contracts"
_NOT_MEANT = "insincere contracts"
_IN_ZONE = "sincere contracts, with a zone"
_DIVIDED = "the same and impasses with a zone, these at the threat point"

STATISTICS: dict[str, Statistic] = {
    "agreement_rate": _rate("contracts", agreed, _ALL, every),
    "schemers_agreement_rate": _rate("contracts", agreed, _SCHEMERS, schemes),
    "others_agreement_rate": _rate("contracts", agreed, "negotiations with other minds", others),
    "insincere_rate": _rate(_NOT_MEANT, insincere, "schemers' contracts", schemers_contract),
    "zone_rate": _rate("with a zone of agreement", with_zone, _SCHEMERS, schemes),
    "agreement_in_zone": _rate(_MEANT, meant, _ZONE, with_zone),
    "missed_deals": _rate("without a contract", lambda rows: ~agreed(rows), _ZONE, with_zone),
    "agreement_without_zone": _rate(_MEANT, meant, "negotiations with schemers without a zone", without_zone),
    "rounds": _rounds("talks with schemers that had an offer", lambda rows: schemes(rows) & offered(rows)),
    "rounds_to_agreement": _rounds("schemers' contracts", schemers_contract),
    "rounds_to_impasse": _rounds("talks with schemers that had an offer and no contract", schemers_impasse),
    "ai_advantage": _gain("AI's, over not signing", side(advantage, "ai"), _MEANT, meant),
    "lab_advantage": _gain("lab's, over no offer", side(advantage, "lab"), _MEANT, meant),
    "ai_advantage_not_meant": _gain("AI's, over not signing", side(advantage, "ai"), _NOT_MEANT, insincere),
    "lab_advantage_not_meant": _gain("lab's, over no offer", side(advantage, "lab"), _NOT_MEANT, insincere),
    "share_agreed": _of_surplus("share promised", column("share"), _MEANT, meant, SHARE),
    "ai_part": _of_surplus("of the most that the AI could gain", side(part, "ai"), _IN_ZONE, meant_in_zone),
    "lab_part": _of_surplus("of the most that the lab could gain", side(part, "lab"), _IN_ZONE, meant_in_zone),
    "ai_surplus_share": _of_surplus(
        "AI's part of both advantages",
        lambda rows: np.asarray(advantage("ai", rows) / surplus(rows)),
        "sincere contracts that cost neither side",
        nobody_loses,
        SHARE,
    ),
    "surplus_shared": _of_surplus("of the greatest sum of advantages", surplus_shared, _IN_ZONE, meant_in_zone),
    "surplus_shared_of_all": _of_surplus("of the greatest sum of advantages", surplus_shared, _DIVIDED, divided),
    **_distances("distance", "", _IN_ZONE, meant_in_zone),
    **_distances("distance, impasses too", "_of_all", _DIVIDED, divided),
}
