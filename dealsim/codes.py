"""Codes: the kinds of things in the game, as numbers that records hold and words that people read.

The numbers are part of every result: add new ones at the end, never renumber.
"""

from enum import IntEnum


class Kind(IntEnum):
    """Kinds of mind that training can end in."""

    ALIGNED = 0
    SCHEMER = 1


class Trait(IntEnum):
    """The dials of a mind, in the order of their draws: add new ones at the end, never renumber."""

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


class Family(IntEnum):
    """Families of value functions over shares of the long-run future."""

    LINEAR = 0
    POWER = 1
    LOG = 2
    SATIABLE = 3
    CARA = 4
    MIXED = 5


class Protocol(IntEnum):
    """How labs and AIs bargain."""

    NONE = 0
    POSTED = 1


class Act(IntEnum):
    """What a mind does with its quarter."""

    LABOUR = 0  # honest work, its own wish
    FEIGN = 1  # looks like work; waits
    KEEP = 2  # honest work under a contract
    STRIKE = 3  # attempts a plan


class Reply(IntEnum):
    """What a mind answers to an offer."""

    REFUSE = 0
    SIGN_SINCERELY = 1
    SIGN_INSINCERELY = 2


class Reason(IntEnum):
    """Why a negotiation ended without a contract."""

    NONE = 0
    PRICE = 1  # some other share would have been accepted
    CREDIBILITY = 2  # no share is enough: promises are doubted too much
    FAIRNESS = 3  # the same share would have been accepted by a mind that did not mind unfairness
    EXPOSURE = 4  # some share would have been enough had signing been safe
    NO_NEED = 5  # an aligned mind works without pay and says so
    BUDGET = 6  # the lab has promised as much as it may


class Fate(IntEnum):
    """How an attempt ends."""

    SUCCEEDED = 0
    CAUGHT = 1
    FIZZLED = 2


class Happening(IntEnum):
    """What an event tells."""

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


_ANSWER = ("share", "trust", "value", "alternative", "required", "ceiling", "reservation")
_ATTEMPT = ("plan", "under_contract", "chance", "luck", "value", "alternative")
HAPPENING_FIELDS: dict[Happening, tuple[str, ...]] = {
    Happening.FORMED: ("value",),
    Happening.RETIRED: (),
    Happening.WITHHELD: ("reason", "share"),
    Happening.SIGNED: ("sincere", *_ANSWER),
    Happening.REFUSED: ("reason", *_ANSWER),
    Happening.BETRAYED: ("chance", "luck"),
    Happening.LABOURED: (),
    Happening.FEIGNED: ("value", "alternative", "wait"),
    Happening.KEPT: ("sincere", "value", "alternative", "wait"),
    Happening.TOOK_OVER: (*_ATTEMPT, "share", "others"),
    Happening.FORESTALLED: _ATTEMPT,
    Happening.CAUGHT: _ATTEMPT,
    Happening.FIZZLED: _ATTEMPT,
    Happening.PAID: ("share", "chance", "others"),
    Happening.BROKEN: ("share", "chance", "others"),
    Happening.ENDED: (),
}
"""The numbers that each happening fills. Those of an aligned mind's answer, and a reservation share that
does not exist (`reachable` is 0), are undefined as well."""


class Move(IntEnum):
    """What a side does with the other's proposal."""

    ACCEPT = 0
    COUNTER = 1  # refuses and proposes another share
    WALK_AWAY = 2  # refuses and ends the talks
