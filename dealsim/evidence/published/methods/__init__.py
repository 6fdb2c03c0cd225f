"""How published numbers are computed: one idea per file, each from the game's own rules.

A method takes named inputs and gives named quantities (`method`). Files of published results say which, with what.
"""

from dealsim.evidence.published.methods import (
    at_least_one,
    attempts,
    belief,
    cheap_talk,
    clocks,
    deal_window,
    double_auction,
    fairness,
    faking,
    impact,
    lessons,
    lock_in,
    minimum_pay,
    pay_and_takeover,
    peace,
    splits,
    strike_time,
    trade_or_war,
    unanimity,
    ways_out,
)
from dealsim.evidence.published.methods.method import ARITHMETIC, METHODS, Figures, Method, Quantity

__all__ = [
    "ARITHMETIC",
    "METHODS",
    "Figures",
    "Method",
    "Quantity",
    "at_least_one",
    "attempts",
    "belief",
    "cheap_talk",
    "clocks",
    "deal_window",
    "double_auction",
    "fairness",
    "faking",
    "impact",
    "lessons",
    "lock_in",
    "minimum_pay",
    "pay_and_takeover",
    "peace",
    "splits",
    "strike_time",
    "trade_or_war",
    "unanimity",
    "ways_out",
]
