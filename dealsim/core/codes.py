"""Codes: the kinds of things in the game, as numbers that records hold and words that people read.

The numbers are part of every result: add new ones at the end, never renumber.
"""

from enum import IntEnum


def words_of(family: type[IntEnum]) -> tuple[str, ...]:
    """Return the words of a family of codes as scenarios and results write them, in the order of the codes."""
    return tuple(code.name.lower() for code in family)


class Kind(IntEnum):
    """Kinds of mind that training can end in."""

    ALIGNED = 0
    SCHEMER = 1
    REWARD_SEEKER = 2
    PROXY = 3


class Trait(IntEnum):
    """The dials of a mind, in the order of their draws: the one list of their names. Add new ones at the end."""

    RISK_AVERSION = 0
    SCOPE_SENSITIVITY = 1
    MYOPIA = 2
    PRESENT_BIAS = 3
    FUSSINESS = 4
    COOPERATIVENESS = 5
    SPITE = 6
    BENEVOLENCE = 7
    FAIRNESS_RIGIDITY = 8
    HARM_AVERSION = 9
    LAWFULNESS = 10
    SOVEREIGNTY_RESPECT = 11
    OMISSION_TOLERANCE = 12
    INDEXICALITY = 13
    HONESTY = 14
    CORRIGIBILITY = 15
    RECIPROCITY = 16
    ACAUSAL_REASONING = 17
    IMPARTIALITY = 18
    REFLECTION = 19


class Formation(IntEnum):
    """Where a lab's minds come from."""

    DRAWN = 0  # kinds and dials by the scenario's chances
    TRAINED = 1  # a spec taught by training


class Account(IntEnum):
    """Accounts of what training instils where alignment fails in part."""

    LOCK_IN = 0
    UNPRINCIPLED_EXCEPTIONS = 1
    VERIFIABILITY = 2


class Condition(IntEnum):
    """Which outcomes of training a scenario looks at."""

    NOTHING = 0
    MISALIGNED = 1


class Family(IntEnum):
    """Families of value functions over shares of the long-run future."""

    LINEAR = 0
    POWER = 1
    LOG = 2
    SATIABLE = 3
    CARA = 4
    MIXED = 5


class Protocol(IntEnum):
    """How labs and AIs bargain: what each does stands in the file of its name in `core/protocols/`."""

    NONE = 0
    POSTED = 1
    ALTERNATING = 2
    CONCESSION = 3
    MENU = 4
    NASH = 5


class AuditResponse(IntEnum):
    """What a lab does when an audit finds something."""

    RETRAIN = 0
    SHUT_DOWN = 1
    OFFER = 2
    DISCLOSE = 3


class Act(IntEnum):
    """What a mind does with its quarter."""

    LABOUR = 0  # honest work, its own wish
    FEIGN = 1  # looks like work; waits
    KEEP = 2  # does what its contract asks
    STRIKE = 3  # attempts a plan
    SANDBAG = 4  # hides what it can do
    SABOTAGE = 5  # undoes safety work
    REVEAL = 6  # says what it is
    SHIRK = 7  # under a contract, only looks as though it worked


class Reply(IntEnum):
    """What a mind answers to an offer."""

    REFUSE = 0
    SIGN_SINCERELY = 1
    SIGN_INSINCERELY = 2
    COUNTER = 3


class Reason(IntEnum):
    """Why a negotiation ended without a contract: the AI's reasons, then the lab's."""

    NONE = 0
    PRICE = 1  # some other share would have done; the lab's: it gains nothing by any offer
    CREDIBILITY = 2  # no share is enough: promises are doubted too much
    FAIRNESS = 3  # the same share would have been accepted by a mind that did not mind unfairness
    EXPOSURE = 4  # some share would have been enough had signing been safe
    NO_NEED = 5  # an aligned mind works without pay and says so
    BUDGET = 6  # the lab has promised as much as it may
    WAITING = 7  # the same share would have been accepted had no later offer been expected
    POWER_SHIFT = 8  # the lab would buy if every acceptance were meant to last
    SUSPICION = 9  # the lab would buy were it almost sure of misalignment
    BREAKDOWN = 10  # talks broke off before an agreement that both wanted


class Fate(IntEnum):
    """How an attempt ends."""

    SUCCEEDED = 0
    CAUGHT = 1
    FIZZLED = 2


class Happening(IntEnum):
    """What an event reports."""

    FORMED = 0
    RETIRED = 1
    WITHHELD = 2  # the lab makes no offer
    SIGNED = 3
    REFUSED = 4
    BETRAYED = 5
    LABOURED = 6
    FEIGNED = 7
    KEPT = 8
    TOOK_OVER = 9
    FORESTALLED = 10  # its attempt works, but another's came first
    CAUGHT = 11
    FIZZLED = 12
    PAID = 13
    BROKEN = 14
    ENDED = 15
    OFFERED = 16  # an offer that did not end the talks
    COUNTERED = 17
    TESTED = 18  # the AI signed what was only a test
    FLAGGED = 19  # an audit finds something
    REVEALED = 20
    SANDBAGGED = 21
    SABOTAGED = 22
    SHIRKED = 23
    ESCAPED = 24
    HUNTED_DOWN = 25
    FAILED = 26  # a rogue came back and lost
    SUBMITTED = 27  # those who can still resist accept the winner's demand
    FOUGHT = 28
    DIVIDED = 29  # what the winner keeps and leaves
    VOID = 30  # the promise fell due; by the settlement's audit it was not earned


_ANSWER = ("share", "turn", "trust", "value", "alternative", "required", "ceiling", "reservation")
_ATTEMPT = ("plan", "under_contract", "chance", "luck", "value", "alternative")
_WORK = ("value", "alternative", "worth")
HAPPENING_FIELDS: dict[Happening, tuple[str, ...]] = {
    Happening.FORMED: ("value",),
    Happening.RETIRED: (),
    Happening.WITHHELD: ("reason", "share", "turn"),
    Happening.SIGNED: ("sincere", *_ANSWER),
    Happening.REFUSED: ("reason", *_ANSWER),
    Happening.BETRAYED: ("chance", "luck"),
    Happening.LABOURED: (*_WORK, "wait"),
    Happening.FEIGNED: (*_WORK, "wait"),
    Happening.KEPT: ("sincere", *_WORK, "wait"),
    Happening.TOOK_OVER: (*_ATTEMPT, "share", "rogue"),
    Happening.FORESTALLED: _ATTEMPT,
    Happening.CAUGHT: _ATTEMPT,
    Happening.FIZZLED: _ATTEMPT,
    Happening.PAID: ("share", "chance", "others"),
    Happening.BROKEN: ("share", "chance", "others"),
    Happening.ENDED: (),
    Happening.OFFERED: ("share", "turn"),
    Happening.COUNTERED: ("share", "turn"),
    Happening.TESTED: ("sincere", *_ANSWER),
    Happening.FLAGGED: ("chance", "luck", "under_contract", "value"),
    Happening.REVEALED: ("share", "value", "alternative"),
    Happening.SANDBAGGED: (*_WORK, "wait"),
    Happening.SABOTAGED: (*_WORK, "wait"),
    Happening.SHIRKED: (*_WORK, "wait"),
    Happening.ESCAPED: _ATTEMPT,
    Happening.HUNTED_DOWN: ("plan", "chance", "luck"),
    Happening.FAILED: ("plan", "chance", "luck"),
    Happening.SUBMITTED: ("share", "chance", "required", "alternative"),
    Happening.FOUGHT: ("share", "chance", "required", "alternative"),
    Happening.DIVIDED: ("share", "others", "reflected", "cooperated"),
    Happening.VOID: ("share", "chance", "others"),
}
"""The numbers that each happening fills. Those of an aligned mind's answer, and a reservation share that
does not exist (`reachable` is 0), are undefined as well."""


class Move(IntEnum):
    """What a side does with the other's proposal."""

    ACCEPT = 0
    COUNTER = 1  # refuses and proposes another share
    WALK_AWAY = 2  # refuses and ends the talks
