"""Effects that were planted are found, those that were not are not, and what an effect hangs on is named."""

from pathlib import Path

import numpy as np
import pytest

from dealsim.evidence.claims.ledger import LedgerSums, numbers_of
from dealsim.evidence.claims.loading import Sizes, Trial
from dealsim.evidence.claims.verdicts import Finding, Verdict, confidence_of_each
from dealsim.measure.estimates import Moments
from tests.evidence.claims.planted import CONTROL, SIZES, TAKEOVER, Numbers, claim, found, shares

SAMPLE = {"worlds": ["unsure.yaml"]}
LEAST = 0.01  # smallest effect worth naming of a share of games


@pytest.mark.parametrize(
    ("less", "more", "verdict"),
    [
        (0.4, 0.2, Verdict.HOLDS),
        (0.2, 0.4, Verdict.FAILS),
        (0.3, 0.3, Verdict.NO_EFFECT),
        (0.3, 0.299, Verdict.NO_EFFECT),
        (0.3, 0.29, Verdict.CANNOT_SAY),
        (0.0, 0.0, Verdict.NO_EFFECT),
    ],
)
def test_a_planted_effect_gets_its_verdict(tmp_path: Path, less: float, more: float, verdict: Verdict) -> None:
    assert found(claim(tmp_path), shares(less, more)).verdict == verdict


def test_what_cannot_be_said_yet_says_how_many_games_would_do(tmp_path: Path) -> None:
    """An effect of 3 points in 300 games: with as many as it says, it is found."""
    few = Sizes(300, 64, 16)
    first = found(claim(tmp_path, few), shares(0.30, 0.27), sizes=few, decisions=50).parts[0].tried[0]
    assert first.judged.finding == Finding.UNSURE
    enough = first.judged.enough
    assert enough is not None
    more = Sizes(4 * enough, 64, 16)  # the effect that was seen is not the true one: the number is a guide
    assert found(claim(tmp_path, more), shares(0.30, 0.27), sizes=more, decisions=50).verdict == Verdict.HOLDS


@pytest.mark.parametrize("direction", ["rises", "falls"])
def test_chance_alone_makes_a_verdict_in_one_ledger_of_twenty_at_most(tmp_path: Path, direction: str) -> None:
    """The worst case: each effect is exactly the smallest worth naming, so that any finding is a mistake."""
    decisions, ledgers = 10, 200
    ready = claim(tmp_path, predictions={"takeover": TAKEOVER | {"direction": direction}})
    wrong = 0
    for ledger in range(ledgers):
        found_here = [
            found(ready, shares(0.30, 0.31), seed=1000 * ledger + k, decisions=decisions).parts[0].tried[0]
            for k in range(decisions)
        ]
        wrong += any(each.judged.finding != Finding.UNSURE for each in found_here)
    assert wrong / ledgers <= 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / ledgers)


def test_without_correction_chance_would_make_far_more(tmp_path: Path) -> None:
    """The same ledgers, each interval of 95%: so the test above can fail."""
    ready, ledgers = claim(tmp_path), 60
    wrong = sum(
        any(
            found(ready, shares(0.30, 0.31), seed=1000 * ledger + k).parts[0].tried[0].judged.finding != Finding.UNSURE
            for k in range(10)
        )
        for ledger in range(ledgers)
    )
    assert wrong / ledgers > 0.15


@pytest.mark.parametrize("confidence", [0.8, 0.99, 0.999])
def test_intervals_of_any_confidence_hold_the_mean_that_often(confidence: float) -> None:
    luck, tries, hits = np.random.default_rng(1), 4000, 0
    for _ in range(tries):
        moments = Moments(within=(0.0, 1.0), first=0.0)
        moments.add((luck.random(400) < 0.2).astype(float))
        low, high = moments.interval(confidence)
        hits += low <= 0.2 <= high
    assert hits / tries == pytest.approx(confidence, abs=0.005 + 4.0 * np.sqrt(confidence * (1 - confidence) / tries))


def trial_of(tmp_path: Path) -> Trial:
    """Return the trial of a claim in a sample of worlds."""
    return claim(tmp_path, **SAMPLE).parts[0].trials[0]


def by_defence(trial: Trial, low: float, high: float, limit: float) -> object:
    """Return games with one effect where the defence is up to a limit, and another above; half of them have it."""
    numbers = numbers_of(trial, 0, SIZES.worlds)["safety.base_defence"]

    def plant(world: str, luck: np.random.Generator, games: int) -> tuple[Numbers, Numbers]:
        change = np.repeat(np.where(numbers <= limit, low, high), SIZES.games_per_world)
        u = luck.random(games)
        return (u < 0.5).astype(float), (u < 0.5 + change).astype(float)

    return plant


def test_an_effect_that_flips_by_world_depends_and_the_number_is_named(tmp_path: Path) -> None:
    plant = by_defence(trial_of(tmp_path), -0.3, 0.3, 0.6)
    part = found(claim(tmp_path, **SAMPLE), plant, decisions=100).parts[0]  # type: ignore[arg-type]
    assert part.verdict == Verdict.DEPENDS
    assert part.dependence is not None
    assert part.dependence.separation.address == "safety.base_defence"
    assert part.dependence.separation.limit == pytest.approx(0.6, abs=0.1)
    assert part.dependence.below.finding == Finding.AS_PREDICTED
    assert part.dependence.above.finding == Finding.OPPOSITE


def test_an_effect_that_is_the_same_everywhere_depends_on_nothing(tmp_path: Path) -> None:
    """Fifty samples of worlds in which only luck differs: the separation is tried in worlds that it never saw."""
    ready, samples = claim(tmp_path, **SAMPLE), 50
    named = [found(ready, shares(0.4, 0.2), seed=k, decisions=40).parts[0].dependence for k in range(samples)]
    assert sum(each is not None for each in named) <= samples * 0.05 + 3.0 * np.sqrt(samples * 0.05 * 0.95)
    assert not any(each.separation.clear for each in named if each is not None)


def test_two_worlds_that_disagree_make_a_verdict_that_depends(tmp_path: Path) -> None:
    def plant(world: str, luck: np.random.Generator, games: int) -> tuple[Numbers, Numbers]:
        return (shares(0.4, 0.2) if world == "small" else shares(0.2, 0.4))(world, luck, games)

    assert found(claim(tmp_path, worlds=["small.yaml", "other.yaml"]), plant).verdict == Verdict.DEPENDS


def test_of_two_conditions_the_difference_of_effects_is_judged(tmp_path: Path) -> None:
    """Planted: the same effect under both, so that their difference is none, however large the effect."""
    prediction = {"measure": "takeover", "direction": "rises", "given": {"safety.steepness": 9}, "rather_than": {}}
    ready = claim(tmp_path, predictions={"weaker": prediction})
    part = found(ready, shares(0.4, 0.2)).parts[0]
    assert len(part.part.trials[0].arms) == 4
    assert part.tried[0].effect.change == pytest.approx(0.0, abs=1e-12)
    assert part.verdict == Verdict.NO_EFFECT


def test_of_two_conditions_the_first_is_what_the_change_is_greater_under(tmp_path: Path) -> None:
    prediction = {"measure": "takeover", "direction": "rises", "given": {"safety.steepness": 9}, "rather_than": {}}
    ready = claim(tmp_path, predictions={"more": prediction})
    part = ready.parts[0]
    book, luck = LedgerSums([ready], SIZES, 0, 1), np.random.default_rng(0)
    u = luck.random(SIZES.games)
    chances = (0.2, 0.5, 0.2, 0.3)  # less and more given, less and more otherwise
    columns = [{"takeover": (u < chance).astype(float)} for chance in chances]
    book.add({arm.key: each for arm, each in zip(part.trials[0].arms, columns, strict=True)})
    tried = book.ledger(0).claims[0].parts[0].tried[0]
    assert tried.effect.change == pytest.approx(0.2, abs=0.04)
    assert tried.judged.finding == Finding.AS_PREDICTED


def test_a_claim_of_an_effect_in_worlds_where_nothing_happens_has_none(tmp_path: Path) -> None:
    part = found(claim(tmp_path), shares(0.001, 0.0)).parts[0]
    assert part.tried[0].judged.finding == Finding.NOTHING_TO_MOVE
    assert part.verdict == Verdict.NO_EFFECT


def test_a_verdict_of_a_larger_ledger_is_no_surer(tmp_path: Path) -> None:
    """With more decisions intervals are wider: what one ledger cannot say, a larger one cannot either."""
    ready = claim(tmp_path)
    for seed in range(20):
        small, large = (
            found(ready, shares(0.30, 0.26), seed=seed, decisions=count).parts[0].tried[0] for count in (1, 1000)
        )
        assert small.effect.change == large.effect.change
        assert small.effect.interval is not None
        assert large.effect.interval is not None
        assert large.effect.interval[0] < small.effect.interval[0] < small.effect.interval[1] < large.effect.interval[1]
        if small.judged.finding == Finding.UNSURE:
            assert large.judged.finding == Finding.UNSURE
    assert confidence_of_each(1000) > confidence_of_each(1) == pytest.approx(0.95)


def test_the_lever_is_what_differs_between_less_and_more(tmp_path: Path) -> None:
    """Settings of a condition are laid below the lever's, in both arms."""
    given = {"every_lab.control": 0.5, "every_lab.enforcement": 0.7}
    ready = claim(tmp_path, predictions={"takeover": TAKEOVER | {"given": given}})
    less, more = ready.parts[0].trials[0].arms
    labs = [arm.worlds.median.every_lab for arm in (less, more)]
    assert [lab.control for lab in labs] == [CONTROL["less"]["every_lab.control"], CONTROL["more"]["every_lab.control"]]
    assert [lab.enforcement for lab in labs] == [0.7, 0.7]


def test_a_claim_that_says_what_judges_it_is_judged_by_that_alone(tmp_path: Path) -> None:
    predictions = {"it": TAKEOVER, "how": TAKEOVER | {"direction": "rises"}}
    plant = shares(0.4, 0.2)
    assert found(claim(tmp_path, predictions=predictions), plant).verdict == Verdict.DEPENDS
    assert found(claim(tmp_path, predictions=predictions, judged_by=["it"]), plant).verdict == Verdict.HOLDS
    assert found(claim(tmp_path, predictions=predictions, judged_by=["how"]), plant).verdict == Verdict.FAILS
