"""Counts: every count of a game follows from its events alone."""

from dealsim.core.codes import Happening, Kind, Reason, Reply
from dealsim.core.compiled import blank, rule
from dealsim.core.records import Answer, Event, Tally


@rule
def enter_mind(tally: Tally, event: Event) -> None:
    """Count a mind by its kind."""
    if event.kind == Kind.ALIGNED:
        tally.aligned += 1
    elif event.kind == Kind.SCHEMER:
        tally.schemer += 1
    elif event.kind == Kind.REWARD_SEEKER:
        tally.reward_seeker += 1
    else:
        tally.proxy += 1


@rule
def enter_refusal(tally: Tally, reason: int) -> None:
    """Count a negotiation that ended without a contract by its reason."""
    if reason == Reason.PRICE:
        tally.refused_price += 1
    elif reason == Reason.CREDIBILITY:
        tally.refused_credibility += 1
    elif reason == Reason.FAIRNESS:
        tally.refused_fairness += 1
    elif reason == Reason.EXPOSURE:
        tally.refused_exposure += 1
    elif reason == Reason.WAITING:
        tally.refused_waiting += 1
    elif reason == Reason.NO_NEED:
        tally.refused_no_need += 1
    elif reason == Reason.POWER_SHIFT:
        tally.refused_power_shift += 1
    elif reason == Reason.SUSPICION:
        tally.refused_suspicion += 1
    elif reason == Reason.BUDGET:
        tally.refused_budget += 1
    else:
        tally.refused_breakdown += 1


@rule
def enter_negotiation(tally: Tally, event: Event) -> None:
    """Count a negotiation by its end: a contract, a test found out, or an impasse with its reason."""
    tally.negotiations += 1
    if event.happening == Happening.SIGNED:
        tally.deals += 1
        tally.sincere += event.sincere
        tally.promised_share += event.share
    elif event.happening == Happening.TESTED:
        tally.tests += 1
    else:
        enter_refusal(tally, event.reason)


@rule
def enter_attempt(tally: Tally, event: Event) -> None:
    """Count an attempt by its fate, and note when the first was made; under a contract it is a breach as well."""
    if tally.attempts == 0:
        tally.attempt_quarter = event.quarter
    tally.attempts += 1
    tally.breaches += event.under_contract
    if event.happening == Happening.CAUGHT:
        tally.warning_shots += 1
    elif event.happening == Happening.ESCAPED:
        tally.escapes += 1


@rule
def enter_takeover(tally: Tally, event: Event) -> None:
    """Note when an AI took over."""
    tally.takeover, tally.takeover_quarter = 1, event.quarter


@rule
def enter_work(tally: Tally, event: Event) -> None:
    """Add a quarter's work."""
    if event.happening == Happening.LABOURED or event.happening == Happening.KEPT:
        tally.labour += event.worth
    elif event.happening == Happening.FEIGNED:
        tally.feigned_labour += 1.0
    elif event.happening == Happening.SANDBAGGED:
        tally.sandbagging += 1.0
    elif event.happening == Happening.SABOTAGED:
        tally.sabotage += 1.0
    else:
        tally.shirking += 1.0


@rule
def enter_promise(tally: Tally, event: Event) -> None:
    """Count a promise that fell due by its end."""
    if event.happening == Happening.PAID:
        tally.kept += 1
        tally.paid_share += event.share
        tally.forgone += 1.0 - event.others
    elif event.happening == Happening.BROKEN:
        tally.broken += 1
    else:
        tally.void += 1


@rule
def is_work(what: int) -> bool:
    """Return whether a happening is a quarter's work."""
    if what == Happening.LABOURED or what == Happening.FEIGNED or what == Happening.KEPT:
        return True
    return what == Happening.SANDBAGGED or what == Happening.SABOTAGED or what == Happening.SHIRKED


@rule
def is_attempt(what: int) -> bool:
    """Return whether a happening is an attempt of an AI in service."""
    if what == Happening.FORESTALLED or what == Happening.CAUGHT or what == Happening.FIZZLED:
        return True
    return what == Happening.TOOK_OVER or what == Happening.ESCAPED


@rule
def enter(tally: Tally, event: Event) -> None:
    """Add one event to the counts and sums of its game."""
    what = event.happening
    tally.utility += event.felt
    if is_work(what) or (is_attempt(what) and not event.rogue) or what == Happening.REVEALED:
        tally.mind_quarters += 1.0
        tally.welfare += event.welfare
    if is_work(what):
        enter_work(tally, event)
    elif what == Happening.FORMED:
        enter_mind(tally, event)
    elif (
        what == Happening.SIGNED or what == Happening.REFUSED or what == Happening.WITHHELD or what == Happening.TESTED
    ):
        enter_negotiation(tally, event)
    elif what == Happening.COUNTERED:
        tally.counter_offers += 1
    elif what == Happening.BETRAYED:
        tally.betrayals += 1
    elif what == Happening.FLAGGED:
        tally.audit_hits += 1
        tally.false_hits += 1 if event.kind == Kind.ALIGNED else 0
    elif what == Happening.REVEALED:
        tally.reveals += 1
    elif what == Happening.PAID or what == Happening.BROKEN or what == Happening.VOID:
        enter_promise(tally, event)
    elif what == Happening.FOUGHT:
        tally.war = 1
    elif what == Happening.DIVIDED:
        tally.winner_others = event.others
    if is_attempt(what) and not event.rogue:
        enter_attempt(tally, event)
    if what == Happening.TOOK_OVER:
        enter_takeover(tally, event)


@rule
def start_event(event: Event, happening: int, quarter: int, lab: int, generation: int, kind: int) -> None:
    """Make an event blank and say what happened, when, where and to which mind."""
    blank(event)
    event.happening, event.quarter, event.lab = happening, quarter, lab
    event.generation, event.kind = generation, kind


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
