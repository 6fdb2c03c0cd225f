"""What everyone learns from a quarter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.compiled import row
from dealsim.core.records import Public
from dealsim.core.rules.outlook.outlook import rival_hazard
from dealsim.core.rules.outlook.plans import defence
from dealsim.core.rules.watch.learning import learn, open_world, use_evidence
from tests.builders import make_public, make_world
from tests.strategies import chances

counts = st.integers(0, 5)


def quarter(public: Public, **news: float) -> Public:
    """Return what is public after a quarter with some news."""
    after = make_public(**{name: getattr(public, name) for name in public.dtype.names})  # type: ignore[attr-defined]
    for name, number in news.items():
        setattr(after, name, number)
    learn(after, make_world())
    return after


@given(counts, st.floats(0.0, 1.0), st.floats(0.0, 0.5))
def test_with_as_many_catches_each_quarter_vigilance_comes_to_rest_at_their_worth_over_what_is_lost(
    catches: int, start: float, gain: float
) -> None:
    public, world = make_public(vigilance=start), make_world(vigilance_per_catch=gain)
    for _ in range(400):
        public.catches_now = catches
        learn(public, world)
    assert public.vigilance == pytest.approx(gain * catches / (1.0 - world.vigilance_kept), abs=1e-9)


@given(st.floats(0.0, 1.0), st.integers(1, 20))
def test_vigilance_without_catches_falls_as_all_foresee(start: float, ahead: int) -> None:
    world, public = make_world(), make_public(vigilance=start)
    foreseen = defence(world, public, ahead)
    for _ in range(ahead):
        learn(public, world)
    assert defence(world, public, 0) == pytest.approx(foreseen, abs=1e-12)


@given(st.integers(1, 6), st.integers(1, 20))
def test_progress_goes_as_all_foresee_while_every_lab_labours_honestly(labs: int, ahead: int) -> None:
    world, public = make_world(), row(Public)
    open_world(public, labs, world)
    foreseen = defence(world, public, ahead)
    for _ in range(ahead):
        public.labour_now = float(labs)
        learn(public, world)
    assert defence(world, public, 0) == pytest.approx(foreseen, abs=1e-12)
    assert public.progress_rate == pytest.approx(world.safety_gain)


@given(st.floats(-3.0, 3.0), st.integers(1, 6))
def test_progress_is_the_mean_labour_of_the_labs_times_the_gain(labour: float, labs: int) -> None:
    public = quarter(make_public(labs=labs, progress=0.2), labour_now=labour)
    assert public.progress == pytest.approx(0.2 + make_world().safety_gain * labour / labs)


@given(counts)
def test_each_mind_that_tells_adds_as_much_defence_and_only_once(told: int) -> None:
    world, public = make_world(evidence_gain=0.1), make_public(told_now=told)
    use_evidence(public, world)
    use_evidence(public, world)
    learn(public, world)
    assert public.progress == pytest.approx(0.1 * told)


@given(st.lists(st.tuples(chances, counts), min_size=1, max_size=30))
def test_the_public_hazard_is_the_prior_and_what_was_seen_weighed_by_quarters(seen: list[tuple[float, int]]) -> None:
    world, public = make_world(), make_public()
    for chance, serving in seen:
        public.chance_now, public.serving_now = chance, serving
        learn(public, world)
    total, quarters = sum(chance for chance, _ in seen), sum(serving for _, serving in seen)
    prior = world.rival_chance * world.rival_weight
    assert rival_hazard(world, public) == pytest.approx((prior + total) / (world.rival_weight + quarters))


@given(counts, chances, st.floats(0.0, 4.0), counts, counts)
def test_a_quarters_news_are_learned_once(catches: int, chance: float, labour: float, serving: int, told: int) -> None:
    news = {"catches_now": catches, "chance_now": chance, "labour_now": labour, "serving_now": serving}
    public = quarter(make_public(), **news, told_now=told)
    for name in (*news, "told_now"):
        assert getattr(public, name) == 0


def test_a_world_begins_without_a_past_and_expects_honest_labour() -> None:
    public, world = make_public(progress=9.0, vigilance=9.0, quarter=7, told_now=2), make_world()
    open_world(public, 3, world)
    assert (public.quarter, public.labs, public.progress, public.vigilance, public.told_now) == (0, 3, 0.0, 0.0, 0)
    assert rival_hazard(world, public) == pytest.approx(world.rival_chance)
    assert public.progress_rate == world.safety_gain
