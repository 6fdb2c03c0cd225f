"""What a scenario leaves uncertain: found wherever a number may stand, drawn once a world, shared by pairs."""

from pathlib import Path

import numpy as np
import pytest

from dealsim import play_games, play_one
from dealsim.engine import play_pairs
from dealsim.game import many
from dealsim.scenario import ScenarioError, load_scenario, load_worlds

ENFORCED = "every_lab.enforcement=0.2 to 0.8"
ALL_KINDS = (
    ENFORCED,
    "safety.steepness={uniform: [3, 9]}",
    "safety.catch_chance={beta: [6, 2]}",
    "every_lab.copies={choice: [1, 8, 64]}",
    "every_lab.minds.traits.honesty={mean: 0.1 to 0.4}",
    "every_lab.minds.traits.risk_aversion={rho: 0.5 to 3}",
    "labs.cumulus.control=0.05 to 0.3",
    "plans.slow.difficulty=0.5 to 1.1",
)
SMALL = ("horizon=6", "games_per_world=4")


def problems(*settings: str) -> str:
    """Return what is said to be wrong with the baseline under some settings."""
    with pytest.raises(ScenarioError) as caught:
        load_worlds("baseline", settings)
    return str(caught.value)


def test_a_scenario_without_uncertain_numbers_is_one_world() -> None:
    worlds = load_worlds("baseline")
    assert worlds.uncertain == ()
    assert worlds.games_per_world is None
    assert worlds.scenario(3, 7) == worlds.median == load_scenario("baseline")


def test_every_number_may_be_uncertain_by_dial_by_natural_parameter_or_by_its_spread() -> None:
    worlds = load_worlds("baseline", ALL_KINDS)
    assert [each.address for each in worlds.uncertain] == sorted(
        setting.split("=")[0]
        + {"honesty": ".mean", "risk_aversion": ".rho"}.get(setting.split("=")[0].split(".")[-1], "")
        for setting in ALL_KINDS
    )
    drawn = worlds.drawn(0, 0)
    scenario = worlds.scenario(0, 0)
    assert scenario.every_lab.enforcement == drawn["every_lab.enforcement"]
    assert scenario.every_lab.copies == drawn["every_lab.copies"]
    assert scenario.every_lab.minds.traits.honesty.mean == drawn["every_lab.minds.traits.honesty.mean"]
    assert scenario.labs["cumulus"].control == drawn["labs.cumulus.control"]


def test_nine_worlds_in_ten_lie_within_the_interval() -> None:
    worlds = load_worlds("baseline", [ENFORCED])
    drawn = np.array([worlds.drawn(0, world)["every_lab.enforcement"] for world in range(2000)])
    assert np.mean((drawn > 0.2) & (drawn < 0.8)) == pytest.approx(0.9, abs=0.03)
    assert np.mean(drawn < 0.5) == pytest.approx(0.5, abs=0.05)  # the interval lies evenly between 0 and 1


def test_a_number_is_the_same_in_a_world_whatever_else_is_uncertain() -> None:
    alone, among = load_worlds("baseline", [ENFORCED]), load_worlds("baseline", ALL_KINDS)
    for world in range(20):
        address = "every_lab.enforcement"
        assert alone.drawn(5, world)[address] == among.drawn(5, world)[address]


def test_another_interval_for_the_same_number_is_drawn_at_the_same_quantile() -> None:
    one = load_worlds("baseline", ["every_lab.enforcement={uniform: [0, 1]}"])
    other = load_worlds("baseline", ["every_lab.enforcement={uniform: [0.5, 1]}"])
    for world in range(20):
        u = one.drawn(0, world)["every_lab.enforcement"]
        assert other.drawn(0, world)["every_lab.enforcement"] == pytest.approx(0.5 + 0.5 * u)


def test_other_worlds_and_other_seeds_are_other_draws() -> None:
    worlds = load_worlds("baseline", [ENFORCED])
    drawn = {worlds.drawn(seed, world)["every_lab.enforcement"] for seed in range(5) for world in range(5)}
    assert len(drawn) == 25


def test_a_specs_file_is_uncertain_once_for_all_labs_that_teach_it(tmp_path: Path) -> None:
    shipped = Path("scenarios/specs/humble.yaml").read_text()
    first_emphasis = next(line for line in shipped.splitlines() if "emphasis:" in line)
    number = first_emphasis.split("emphasis:")[1].split(",")[0].split("}")[0].split("#")[0].strip()
    spec = tmp_path / "mine.yaml"
    spec.write_text(shipped.replace(f"emphasis: {number}", "emphasis: 0.01 to 0.05", 1))
    world = tmp_path / "world.yaml"
    base = Path("scenarios/baseline.yaml").read_text()
    text = base.replace("spec: helpful-honest-harmless", "spec: mine.yaml")
    world.write_text(text.replace("  borealis: {}", "  borealis: {spec: mine.yaml}"))
    worlds = load_worlds(str(world))
    (only,) = worlds.uncertain
    assert only.address.startswith("every_lab.spec.")
    assert only.address.endswith(".emphasis")
    assert len(only.at) == 2
    scenario = worlds.scenario(0, 3)
    assert scenario.labs["borealis"].spec == scenario.every_lab.spec


def test_games_of_a_world_are_the_games_of_the_scenario_that_it_is() -> None:
    settings = (*SMALL, ENFORCED)
    worlds = load_worlds("baseline", settings)
    games = play_games(worlds, 12, 0)
    for game in range(12):
        drawn = worlds.drawn(0, game // 4)["every_lab.enforcement"]
        certain = load_worlds("baseline", [*SMALL, f"every_lab.enforcement={drawn!r}"])
        assert play_games(certain, 12, 0)[game] == games[game]
        assert play_one(worlds, 0, game).tally == games[game]


def test_the_same_bytes_for_any_number_of_threads_and_either_engine() -> None:
    worlds = load_worlds("baseline", [*SMALL, ENFORCED])
    games = play_games(worlds, 12, 3, workers=1)
    assert play_games(worlds, 12, 3, workers=2).tobytes() == games.tobytes()
    mesa = np.concatenate([*many.play_blocks(worlds, 12, 3, workers=1)])
    assert mesa.tobytes() == games.tobytes()


def test_pairs_are_played_in_the_same_worlds_with_the_same_luck() -> None:
    one = load_worlds("baseline", [*SMALL, ENFORCED])
    other = load_worlds("baseline", [*SMALL, ENFORCED, "protocol=none"])
    pairs = np.concatenate([*play_pairs(one, other, 10, 1)])
    assert (pairs["a"] == play_games(one, 10, 1)).all()
    assert (pairs["b"] == play_games(other, 10, 1)).all()


def test_worlds_of_different_numbers_of_games_make_no_pairs() -> None:
    one, other = (load_worlds("baseline", [ENFORCED, f"games_per_world={size}"]) for size in (4, 8))
    with pytest.raises(ValueError, match="worlds of"):
        play_pairs(one, other, 10, 1)


def test_the_digest_knows_what_is_uncertain_and_how_and_nothing_else() -> None:
    digests = {
        load_worlds("baseline", settings).digest
        for settings in ([], [ENFORCED], ["every_lab.enforcement=0.2 to 0.7"], [ENFORCED, "games_per_world=8"])
    }
    assert len(digests) == 4
    assert load_worlds("baseline", ["games_per_world=8"]).digest == load_worlds("baseline").digest
    assert load_worlds("baseline", ["title=Another"]).digest == load_worlds("baseline").digest


def test_where_one_scenario_is_asked_for_an_uncertain_number_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"every_lab\.enforcement: found 0\.2 to 0\.8; wanted one number"):
        load_scenario("baseline", [ENFORCED])


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("horizon={choice: [20, 40]}", "one number: all games share it"),
        ("games_per_world=5", "one of 1, 2, 4"),
        ("games_per_world=2 to 8", "one of 1, 2, 4"),
        ("every_lab.enforcement=0.8 to 0.2", "the lower end first"),
        ("every_lab.enforcement=0 to 0.2", "both ends above 0 and below 1"),
        ("every_lab.copies=2 to 64", "a whole number or, if uncertain, {choice: [...]}"),
        ("protocol=0.1 to 0.2", "one of none, posted"),
        ("every_lab.control=0.1 to x", "a number from 0 to 1"),
        ("every_lab.control={unifrm: [0, 1]}", "a number from 0 to 1"),
        ("every_lab.control={uniform: [0, .inf]}", "a finite number"),
        ("every_lab.buys_evidence={choice: [0, 1]}", "true or false"),
    ],
)
def test_what_is_badly_said_to_be_uncertain_is_told_with_what_would_do(setting: str, words: str) -> None:
    assert words in problems(setting)


def test_all_that_is_wrong_is_told_at_once() -> None:
    said = problems("every_lab.enforcement=0.8 to 0.2", "every_lab.control=2", "every_lab.patience=0.5 to 1")
    assert len(said.splitlines()) == 3


def test_worlds_that_do_not_hold_together_are_refused_with_what_was_drawn() -> None:
    said = problems("every_lab.budget=0.1 to 0.5")
    assert "budgets that sum to" in said
    assert "when uncertain numbers are drawn as every_lab.budget 0.5" in said
