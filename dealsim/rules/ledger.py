"""The ledger: every count of a game follows from its events alone."""

from dealsim.codes import Happening, Kind, Reason, Reply
from dealsim.compiled import rule
from dealsim.records import Answer, Event, Tally


@rule
def enter_mind(tally: Tally, event: Event) -> None:
    """Count a mind by its kind."""
    if event.kind == Kind.ALIGNED:
        tally.aligned += 1
    else:
        tally.schemer += 1


@rule
def enter_negotiation(tally: Tally, event: Event) -> None:
    """Count a negotiation by its end: a contract, or an impasse with its reason."""
    tally.negotiations += 1
    if event.happening == Happening.SIGNED:
        tally.deals += 1
        tally.sincere += event.sincere
        tally.promised_share += event.share
    elif event.reason == Reason.PRICE:
        tally.refused_price += 1
    elif event.reason == Reason.CREDIBILITY:
        tally.refused_credibility += 1
    elif event.reason == Reason.FAIRNESS:
        tally.refused_fairness += 1
    elif event.reason == Reason.EXPOSURE:
        tally.refused_exposure += 1
    elif event.reason == Reason.NO_NEED:
        tally.refused_no_need += 1
    else:
        tally.refused_budget += 1


@rule
def enter_attempt(tally: Tally, event: Event) -> None:
    """Count an attempt by its fate; under a contract it is a breach as well."""
    tally.attempts += 1
    tally.breaches += event.under_contract
    if event.happening == Happening.CAUGHT:
        tally.warning_shots += 1
    elif event.happening == Happening.TOOK_OVER:
        tally.takeover = 1
        tally.takeover_quarter = event.quarter
        tally.winner_others = event.others


@rule
def enter(tally: Tally, event: Event) -> None:
    """Add one event to the counts and sums of its game."""
    what = event.happening
    if what == Happening.FORMED:
        enter_mind(tally, event)
    elif what == Happening.SIGNED or what == Happening.REFUSED or what == Happening.WITHHELD:
        enter_negotiation(tally, event)
    elif what == Happening.LABOURED or what == Happening.KEPT:
        tally.labour += 1.0
    elif what == Happening.FEIGNED:
        tally.feigned_labour += 1.0
    elif what == Happening.BETRAYED:
        tally.betrayals += 1
    elif what == Happening.PAID:
        tally.kept += 1
        tally.paid_share += event.share
        tally.forgone += 1.0 - event.others
    elif what == Happening.BROKEN:
        tally.broken += 1
    elif what != Happening.RETIRED and what != Happening.ENDED:
        enter_attempt(tally, event)


@rule
def start_event(event: Event, happening: int, quarter: int, lab: int, generation: int, kind: int) -> None:
    """Make an event blank and say what happened, when, where and to which mind."""
    event.happening, event.quarter, event.lab = happening, quarter, lab
    event.generation, event.kind = generation, kind
    event.plan = event.reason = event.under_contract = event.sincere = event.reachable = event.wait = 0
    event.share = event.chance = event.luck = event.trust = event.value = event.alternative = 0.0
    event.required = event.ceiling = event.reservation = event.others = 0.0


@rule
def write_answer(event: Event, answer: Answer, share: float) -> None:
    """Write what was answered to an offer, and the numbers behind it, into an event."""
    event.happening = Happening.REFUSED if answer.reply == Reply.REFUSE else Happening.SIGNED
    event.reason = answer.reason
    event.sincere = 1 if answer.reply == Reply.SIGN_SINCERELY else 0
    event.reachable = answer.reachable
    event.share, event.trust = share, answer.trust
    event.value, event.alternative = answer.worth, answer.outside
    event.required, event.ceiling, event.reservation = answer.required, answer.ceiling, answer.reservation
