"""Trade for ever or war once: how patient a side must be to keep the peace."""

from dataclasses import dataclass

from dealsim.core.compiled import row
from dealsim.core.records import Tomorrow
from dealsim.core.rules.outlook.tomorrow import foresee_tomorrow, stationary_value
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import mind, position, threshold

MOST_PATIENT = 1.0 - 1e-12


@dataclass(frozen=True)
class TradeOrWar:
    """A side that gains a little by each period of trade, or much by one war."""

    trade: float = number(1.0, "utility per period", 0.0, 1e6, "s: what a period of trade is worth")
    war: float = number(20.0, "utility", 1e-9, 1e9, "w: what war is worth, once and for all")
    ends: float = number(0.0, "per period", 0.0, 1.0, "chance that trade ends for good anyway")
    risk_aversion: float = number(0.0, "1/utility", 0.0, 1e4, "absolute")


@method(
    TradeOrWar,
    {"least_patience": Quantity("per period", "the least discount factor with which trade for ever beats war")},
    by=(foresee_tomorrow, stationary_value),
)
def trade_or_war(case: TradeOrWar) -> Figures:
    """Return the least discount factor with which trade for ever is worth as much as war; none if none is enough."""

    def trades(discount: float) -> bool:
        ai, stand, lottery = mind(discount=discount, rho=case.risk_aversion), position(), row(Tomorrow)
        foresee_tomorrow(lottery, 0.0, case.ends, ai, stand)
        return bool(stationary_value(case.trade, lottery, ai) >= case.war)

    return Figures({"least_patience": threshold(trades, 0.0, MOST_PATIENT)})
