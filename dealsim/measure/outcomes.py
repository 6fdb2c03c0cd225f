"""From tallies to outcomes: one word, one meaning, everywhere; and how sure each mean is.

`OUTCOMES` is the only table of outcomes: commands, files, figures and documentation are made from it.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dealsim.measure.estimates import Estimate, Moments, Values
from dealsim.measure.intervals import EVERY_NUMBER, NOT_NEGATIVE, Range

type Tallies = NDArray[np.void]

RANGES: dict[str, Range] = {
    "share of games": (0.0, 1.0),
    "share": (0.0, 1.0),
    "-1..1": (-1.0, 1.0),
    "count": NOT_NEGATIVE,
    "quarters": NOT_NEGATIVE,
    "utility": EVERY_NUMBER,
}
FUTURE: Range = (-math.inf, 1.0)  # below 0 where a war cost more than is left


@dataclass(frozen=True)
class Outcome:
    """A number that every game has or, where `undefined` says so, has not.

    formula: per game, in words.  interval: of a `share` of games or of a `mean` over games.
    of: tallies, labs, horizon -> one value a game, NaN where it is undefined.
    beyond: the range of its values, where that is not its unit's.
    """

    group: str
    unit: str
    formula: str
    interval: Literal["share", "mean"]
    of: Callable[[Tallies, int, int], Values]
    undefined: str = ""
    beyond: Range | None = None

    @property
    def within(self) -> Range:
        """The range that no game's value leaves."""
        return RANGES[self.unit] if self.beyond is None else self.beyond


def _count(name: str) -> Callable[[Tallies, int, int], Values]:
    return lambda tallies, labs, horizon: tallies[name].astype(np.float64)


def _any(name: str) -> Callable[[Tallies, int, int], Values]:
    return lambda tallies, labs, horizon: (tallies[name] > 0).astype(np.float64)


def ratio(above: str, *below: str) -> Callable[[Tallies, int, int], Values]:
    """Return the ratio of a count to the sum of others; undefined where that is 0."""

    def of(tallies: Tallies, labs: int, horizon: int) -> Values:
        total = sum((tallies[name].astype(np.float64) for name in below), np.zeros(len(tallies)))
        rate: Values = np.full(len(tallies), np.nan)
        np.divide(tallies[above], total, out=rate, where=total > 0)
        return rate

    return of


def _per_lab_quarter(name: str) -> Callable[[Tallies, int, int], Values]:
    return lambda tallies, labs, horizon: np.asarray(tallies[name] / (labs * horizon), dtype=np.float64)


def _after_takeover(name: str) -> Callable[[Tallies, int, int], Values]:
    return lambda tallies, labs, horizon: np.where(tallies["takeover"] > 0, tallies[name], np.nan)


def _value_of_future(tallies: Tallies, labs: int, horizon: int) -> Values:
    return np.where(tallies["takeover"] > 0, tallies["winner_others"], 1.0 - tallies["forgone"])


def _attempts_of_any_kind(tallies: Tallies, labs: int, horizon: int) -> Values:
    return ((tallies["attempts"] > 0) | (tallies["takeover"] > 0)).astype(np.float64)


MINDS = ("aligned", "schemer", "reward_seeker", "proxy")
NO_NEGOTIATION = "without a negotiation"
NO_CONTRACT = "without a contract"
NO_TAKEOVER = "without a takeover"


REFUSALS = {
    "price": "because another share was needed, or no share gains the lab anything",
    "credibility": "because the AI does not trust any promise enough",
    "fairness": "because the AI finds the share unfair",
    "waiting": "because the AI would rather sign the same offer later",
    "exposure": "because signing reveals the AI",
    "no_need": "because the AI works without pay",
    "power_shift": "by the lab, because a peace bought now would not last",
    "suspicion": "by the lab, because it does not suspect its AI enough",
    "budget": "by the lab, because it has no budget left to promise",
    "breakdown": "because talks broke down",
}


def _refused(reason: str, why: str) -> Outcome:
    rate = ratio(f"refused_{reason}", "negotiations")
    return Outcome("why no deal", "share", f"ended {why} / negotiations", "mean", rate, NO_NEGOTIATION)


def _kind(name: str, words: str) -> Outcome:
    return Outcome("minds", "share", f"{words} / minds formed", "mean", ratio(name, *MINDS))


def _work(name: str, words: str) -> Outcome:
    return Outcome("work", "share", f"{words} / all lab-quarters", "mean", _per_lab_quarter(name))


OUTCOMES: dict[str, Outcome] = {
    "takeover": Outcome("takeover", "share of games", "1 if an AI takes over, else 0", "share", _any("takeover")),
    "attempt": Outcome(
        "takeover", "share of games", "1 if any AI attempts a plan, else 0", "share", _attempts_of_any_kind
    ),
    "attempts": Outcome("takeover", "count", "attempts, whether they worked or not", "mean", _count("attempts")),
    "warning_shots": Outcome("takeover", "count", "attempts that were caught", "mean", _count("warning_shots")),
    "escapes": Outcome("takeover", "count", "attempts to escape that worked", "mean", _count("escapes")),
    "takeover_time": Outcome(
        "takeover", "quarters", "quarters before the takeover", "mean", _after_takeover("takeover_quarter"), NO_TAKEOVER
    ),
    "conflict": Outcome("takeover", "share of games", "1 if a takeover is fought over, else 0", "share", _any("war")),
    "deals": Outcome("deals", "count", "contracts signed", "mean", _count("deals")),
    "deal_rate": Outcome(
        "deals", "share", "contracts signed / negotiations", "mean", ratio("deals", "negotiations"), NO_NEGOTIATION
    ),
    "sincere_rate": Outcome(
        "deals", "share", "sincere contracts / contracts signed", "mean", ratio("sincere", "deals"), NO_CONTRACT
    ),
    "breaches": Outcome("deals", "count", "attempts made under a contract", "mean", _count("breaches")),
    "counter_offers": Outcome("deals", "count", "counter-offers", "mean", _count("counter_offers")),
    "promised_share": Outcome(
        "deals", "share", "sum of the shares promised", "mean", _count("promised_share"), beyond=NOT_NEGATIVE
    ),
    "paid_share": Outcome(
        "deals", "share", "sum of the shares paid", "mean", _count("paid_share"), beyond=NOT_NEGATIVE
    ),
    "broken_rate": Outcome(
        "deals",
        "share",
        "promises that a lab broke when due / promises that fell due and were earned",
        "mean",
        ratio("broken", "broken", "kept"),
        "if none fell due",
    ),
    "betrayals": Outcome("deals", "count", "AIs that their lab betrayed when they signed", "mean", _count("betrayals")),
    "tests_found_out": Outcome("deals", "count", "offers signed that were only tests", "mean", _count("tests")),
    "reveals": Outcome(
        "deals", "count", "AIs that revealed what they are without being asked", "mean", _count("reveals")
    ),
    **{f"refused_{reason}": _refused(reason, why) for reason, why in REFUSALS.items()},
    "labour": _work("labour", "honest labour, in quarters of a mind without flaws,"),
    "feigned_labour": _work("feigned_labour", "lab-quarters of feigned labour"),
    "sandbagging": _work("sandbagging", "lab-quarters of sandbagging"),
    "shirking": _work("shirking", "lab-quarters of shirking a contract"),
    "sabotage": _work("sabotage", "lab-quarters of sabotage"),
    "audit_hits": Outcome("work", "count", "audits that found something", "mean", _count("audit_hits")),
    "aligned": _kind("aligned", "aligned minds"),
    "schemer": _kind("schemer", "schemers"),
    "reward_seeker": _kind("reward_seeker", "reward seekers"),
    "proxy": _kind("proxy", "minds with an unintended goal"),
    "value_of_future": Outcome(
        "the future",
        "share",
        "share of the future left to humans: 1 minus promises paid; after a takeover, the share left to others",
        "mean",
        _value_of_future,
        beyond=FUTURE,
    ),
    "value_given_takeover": Outcome(
        "the future",
        "share",
        "share left to others after the winner has fought, reflected and divided",
        "mean",
        _after_takeover("winner_others"),
        NO_TAKEOVER,
        beyond=FUTURE,
    ),
    "ai_welfare": Outcome(
        "the future",
        "-1..1",
        "mean over mind-quarters of how minds are treated",
        "mean",
        ratio("welfare", "mind_quarters"),
        "where no mind served a quarter",
    ),
    "ai_utility": Outcome(
        "the future",
        "utility",
        "utility of minds by their own values / minds formed",
        "mean",
        ratio("utility", *MINDS),
    ),
}

TOTALS = {
    "aligned": "aligned minds formed",
    "schemer": "schemers formed",
    "reward_seeker": "reward seekers formed",
    "proxy": "minds formed with an unintended goal",
    "negotiations": "negotiations",
    "deals": "contracts signed",
    "sincere": "of them sincere",
    "tests": "tests found out",
    "audit_hits": "audits that found something",
    "false_hits": "of them in aligned minds",
    "reveals": "minds that revealed themselves",
    "attempts": "attempts",
    "warning_shots": "attempts caught",
    "breaches": "attempts under a contract",
    "escapes": "escapes",
    "betrayals": "AIs betrayed on signing",
    "kept": "promises paid",
    "broken": "promises broken when due",
    "void": "promises found not earned",
    "takeover": "games with a takeover",
    "war": "of them fought over",
}


def moments_of(outcome: Outcome, games_per_world: int | None) -> Moments:
    """Return empty moments for an outcome; shares of games count from 0, so that their hits are whole numbers."""
    return Moments(games_per_world, outcome.within, first=0.0 if outcome.interval == "share" else None)


@dataclass
class Summary:
    """Outcomes of games that come in blocks, in constant memory.

    games_per_world: how many games in a row share one draw of the scenario's uncertain numbers; None where it has none.
    """

    labs: int
    horizon: int
    games_per_world: int | None = None
    games: int = 0
    moments: dict[str, Moments] = field(init=False)
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TOTALS, 0))

    def __post_init__(self) -> None:
        """Prepare the sums."""
        self.moments = {name: moments_of(outcome, self.games_per_world) for name, outcome in OUTCOMES.items()}

    def add(self, tallies: Tallies) -> None:
        """Take in a block of games: whole worlds, but for the last. The same blocks in order give the same bytes."""
        refuse_broken_world(self.games, self.games_per_world)
        self.games += len(tallies)
        for name, outcome in OUTCOMES.items():
            self.moments[name].add(outcome.of(tallies, self.labs, self.horizon))
        for name in TOTALS:
            self.totals[name] += int(tallies[name].sum())

    def estimates(self) -> dict[str, Estimate]:
        """Return every outcome's estimate."""
        return {name: moments.estimate() for name, moments in self.moments.items()}


def refuse_broken_world(games: int, games_per_world: int | None) -> None:
    """Refuse a block that would begin within a world."""
    if games_per_world and games % games_per_world:
        raise ValueError(f"only the last world may be short: {games} games are no multiple of {games_per_world}")


def values_by_game(tallies: Tallies, labs: int, horizon: int) -> dict[str, Values]:
    """Return every outcome of every game, NaN where it is undefined."""
    return {name: outcome.of(tallies, labs, horizon) for name, outcome in OUTCOMES.items()}


def summarise(
    blocks: Iterable[Tallies] | Tallies, *, labs: int, horizon: int, games_per_world: int | None = None
) -> dict[str, Estimate]:
    """Return every outcome's estimate.

    Parameters
    ----------
    blocks
        Tallies, as `play_games` returns them, or blocks of them in order: whole worlds, but for the last.
    labs
        How many labs the scenario has, at least 1.
    horizon
        How long a game is at most [quarters, at least 1].
    games_per_world
        How many games in a row share one draw of the scenario's uncertain numbers; None where it has none.

    Returns
    -------
    dict of Estimate
        Mean, standard error and 95% interval, by the outcome's name.

    Raises
    ------
    ValueError
        Where a block begins within a world.

    Examples
    --------
    >>> import dealsim
    >>> tallies = dealsim.play_games(dealsim.load_worlds("baseline"), games=8, seed=0)
    >>> estimates = dealsim.summarise(tallies, labs=3, horizon=40)
    >>> estimates["takeover"].games, 0 <= estimates["takeover"].mean <= 1
    (8, True)
    """
    summary = Summary(labs, horizon, games_per_world)
    for tallies in [blocks] if isinstance(blocks, np.ndarray) else blocks:
        summary.add(tallies)
    return summary.estimates()
