"""Captions: no figure without its n and the kind of its interval."""

import pytest

from dealsim.figures.captions import Caption, Exact, Sampled, counted, in_prose

SAMPLED = Sampled(games=(100, 100), points=(4, 4), seed=7, interval="95% Wilson score intervals")


def body(evidence: Sampled | Exact) -> str:
    return Caption(title="Takeover", reading="How to read it.", scenarios=("baseline",), evidence=evidence).body


@pytest.mark.parametrize("wrong", [{"games": (0, 10)}, {"points": (0, 4)}, {"interval": "  "}])
def test_there_is_no_caption_without_n_or_without_the_kind_of_the_interval(wrong: dict[str, object]) -> None:
    said: dict[str, object] = {"games": (1, 1), "points": (1, 1), "seed": 0, "interval": "95%"}
    with pytest.raises(ValueError, match="n, at least 1, and the kind"):
        Sampled(**(said | wrong))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Sampled(games=(1, 1), points=(1, 1), seed=0)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Caption(title="t", reading="r", scenarios=("s",))  # type: ignore[call-arg]


def test_a_caption_says_scenario_n_seed_and_interval() -> None:
    assert body(SAMPLED) == (
        "How to read it. Scenario: baseline. n = 100 games at each point (the same luck at every point, seed 7). "
        "Bars: 95% Wilson score intervals."
    )


def test_it_says_what_is_missing_or_failed_and_where_n_differs() -> None:
    said = Sampled(games=(1024, 4096), points=(3, 9), seed=0, interval="95%", common=False, failed=2, worlds=(4, 16))
    assert "n = 1,024 to 4,096 games in 4 to 16 worlds at each point (independent luck at each point, seed 0)" in body(
        said
    )
    assert "Unfinished: 3 of 9 points played so far. 2 points could not be played." in body(said)


def test_what_is_computed_says_why_it_has_neither() -> None:
    assert body(Exact(why="computed, nothing left to chance")).endswith(
        "n = 0 games: computed, nothing left to chance, so there is no interval."
    )


def test_words_are_listed_as_in_prose() -> None:
    assert [in_prose(["a", "b", "c"]), in_prose(["a"]), in_prose([])] == ["a, b and c", "a", ""]
    assert [counted(1, "point"), counted(1200, "point")] == ["1 point", "1,200 points"]
