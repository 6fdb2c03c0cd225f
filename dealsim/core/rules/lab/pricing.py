"""What a lab offers: the best price for the minds that it may have, its walk-away share, or why it offers none.

That a lab bargains with a mind it cannot read: stastny2025deals.
"""

from dealsim.core.codes import Reason
from dealsim.core.compiled import Matrix, Rows, Vector, rule
from dealsim.core.records import LabState, Mind, Position, Shadow, Terms, World
from dealsim.core.rules.deal.contract import largest_promise
from dealsim.core.rules.lab.acceptance import imagine_answer, trust_shares
from dealsim.core.rules.lab.lab_worth import weigh_shadow, worth_of_no_offer, worth_of_offer
from dealsim.core.rules.lab.shadows import FIELDS, LEAST_SHARE, SHADOWS

ALMOST_SURE = 0.95  # suspicion at which a lab asks whether it is only doubt that keeps it from an offer
HALVINGS = 24


@rule
def best_gain(
    suspicion: float,
    all_keep: bool,
    most: float,
    shadows: Rows[Shadow],
    minds: Rows[Mind],
    first: int,
    terms: Terms,
    lab: LabState,
    world: World,
) -> float:
    """Set the best offer up to a largest share, at the lower ends of the shadows' acceptance; return its gain.

    Between two such ends a larger share is paid for nothing.  If all keep, who would cheat can be had for the least
    share that there is.  terms.share: 0 if no shadow can be had.  [utility]
    """
    terms.share, best = 0.0, 0.0
    none = worth_of_no_offer(suspicion, shadows, terms, lab, world)
    if all_keep and most >= LEAST_SHARE:
        gain = worth_of_offer(LEAST_SHARE, suspicion, True, shadows, minds, first, terms, lab, world) - none
        if gain > best:
            terms.share, best = LEAST_SHARE, gain
    for j in range(SHADOWS):
        share = shadows[j].least
        if share <= most:
            gain = worth_of_offer(share, suspicion, all_keep, shadows, minds, first, terms, lab, world) - none
            if gain > best:
                terms.share, best = share, gain
    return best


@rule
def most_it_would_give(
    shadows: Rows[Shadow], minds: Rows[Mind], first: int, terms: Terms, lab: LabState, world: World
) -> float:
    """Return a lab's walk-away share: the largest that it would still offer, were it asked; 0 if none.

    the greatest x up to its largest offer with gain(x) >= 0: from the greatest end of acceptance that still gains,
    up to where what it pays for more than it needs has used up the gain   [share]
    """
    start, mu = 0.0, lab.suspicion
    none = worth_of_no_offer(mu, shadows, terms, lab, world)
    for j in range(SHADOWS):
        share = shadows[j].least
        if start < share <= lab.largest_offer:
            offered = worth_of_offer(share, mu, False, shadows, minds, first, terms, lab, world)
            start = share if offered >= none else start
    if start == 0.0:
        return 0.0
    low, high = start, lab.largest_offer
    if worth_of_offer(high, mu, False, shadows, minds, first, terms, lab, world) >= none:
        return high
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if worth_of_offer(middle, mu, False, shadows, minds, first, terms, lab, world) >= none:
            low = middle
        else:
            high = middle
    return low


@rule
def reason_to_withhold(
    most: float, shadows: Rows[Shadow], minds: Rows[Mind], first: int, terms: Terms, lab: LabState, world: World
) -> Reason:
    """Return why a lab makes no offer: the first change that would have made it offer.

    budget: it might promise more;  power shift: every acceptance were meant to last;  suspicion: it were almost sure
    of misalignment;  price: none of these        most: what its budget leaves [share]
    """
    cost, mu = lab.offer_cost, lab.suspicion
    budget_binds = most < lab.largest_offer
    if budget_binds and best_gain(mu, False, lab.largest_offer, shadows, minds, first, terms, lab, world) > cost:
        return Reason.BUDGET
    if best_gain(mu, True, lab.largest_offer, shadows, minds, first, terms, lab, world) > cost:
        return Reason.POWER_SHIFT
    if best_gain(ALMOST_SURE, False, lab.largest_offer, shadows, minds, first, terms, lab, world) > cost:
        return Reason.SUSPICION
    return Reason.PRICE


@rule
def price_offer(
    terms: Terms,
    shadows: Rows[Shadow],
    minds: Rows[Mind],
    worths: Matrix,
    shares: Vector,
    paid: Vector,
    numbers: Vector,
    first: int,
    lab: LabState,
    world: World,
    position: Position,
) -> None:
    """Set a lab's terms of the day: its best offer or its reason for none, its walk-away share, what peace is worth.

    numbers: what its table says (`consult_table`).  terms: the day is set.  first: place of its first shadow.
    """
    trust_shares(paid, shares, terms, lab, world)
    for j in range(SHADOWS):
        ai, told = minds[first + j], numbers[j * FIELDS : (j + 1) * FIELDS]
        imagine_answer(shares, shadows[first + j], worths[first + j], paid, told, ai, terms, lab, world, position)
        weigh_shadow(shadows[first + j], terms, lab, world)
    mine = shadows[first : first + SHADOWS]
    terms.walk_away = most_it_would_give(mine, minds, first, terms, lab, world)
    most = largest_promise(lab)
    terms.gain = best_gain(lab.suspicion, False, most, mine, minds, first, terms, lab, world)
    terms.reason = Reason.NONE
    if terms.gain <= lab.offer_cost:
        terms.reason = reason_to_withhold(most, mine, minds, first, terms, lab, world)
