"""What is played at a point: the same games as `dealsim run` and `dealsim compare` play, under luck that all share."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dealsim.experiment import play
from dealsim.experiment.play import play_chunk
from dealsim.experiment.points import Point
from dealsim.experiment.study import Study
from dealsim.experiment.study_json import study_as_json, study_from_json
from dealsim.measure.outcomes import OUTCOMES
from tests.cli.programs import call
from tests.experiment.small import CONTROL, DIFFICULTY, SPEC, played, study

NUMBERS = ("mean", "se", "low", "high")
UNTIL = {"until": "takeover", "width": 0.05, "at_most": 6000}


def rows(study: Study, **where: object) -> list[dict[str, Any]]:
    """Return the rows of outcomes with given values."""
    every: list[dict[str, Any]] = played(study).to_pylist()
    return [row for row in every if all(row[key] == value for key, value in where.items())]


def only(table: pa.Table, *names: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = table.select(list(names)).to_pylist()
    return made


def settings_of(said: dict[str, object]) -> list[str]:
    return [word for key, value in said.items() for word in ("--set", f"{key}={json.dumps(value)}")]


def test_a_factor_that_changes_nothing_changes_no_number(tmp_path: Path) -> None:
    one = only(played(study(tmp_path)), "control", "outcome", *NUMBERS, "even", "odd", "games")
    more = study(tmp_path, factors={"dummy": {"dummy": True, "steps": 3}, "control": CONTROL})
    for level in (0.0, 0.5, 1.0):
        of_level = played(more).filter(pa.compute.field("dummy") == level)
        assert only(of_level, "control", "outcome", *NUMBERS, "even", "odd", "games") == one


def test_luck_of_its_own_is_another_at_every_point_and_the_same_in_every_run(tmp_path: Path) -> None:
    said: dict[str, Any] = {"factors": {"dummy": {"dummy": True, "steps": 4}}, "luck": "own", "games": 400}
    made = played(study(tmp_path, **said), "points")
    assert len(set(made["seed"].to_pylist())) == 4
    welfare = [row["mean"] for row in rows(study(tmp_path, **said), outcome="takeover")]
    assert len(set(welfare)) > 1
    assert welfare == [row["mean"] for row in rows(study(tmp_path, **said), outcome="takeover")]


@pytest.mark.parametrize("base", ["world.yaml", "unsure.yaml"])
def test_a_point_is_what_run_plays_with_the_same_settings(base: str, tmp_path: Path) -> None:
    made = study(tmp_path, scenario=base, factors={"control": CONTROL, "spec": SPEC}, games=70, seed=3)
    for control in (0.2, 0.8):
        words = settings_of({"every_lab.control": control, "every_lab.spec": "humble"})
        told = call("run", str(tmp_path / base), "--games", "70", "--seed", "3", "--json", *words)
        outcomes = json.loads(told.stdout)["outcomes"]
        for row in rows(made, control=control, spec="humble"):
            one = outcomes[row["outcome"]]
            assert (row["mean"], row["se"]) == (one["mean"], one["se"])
            assert [row["low"], row["high"]] == (one["ci95"] or [None, None])
            assert (row["worlds"], row["world_share"]) == (one.get("worlds"), one.get("world_share"))


def test_games_are_those_that_run_writes(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    made = played(study(tmp_path, keep="games"), "games")
    call(
        "run",
        str(tmp_path / "world.yaml"),
        "--games",
        "40",
        "--out",
        str(tmp_path / "run"),
        *settings_of({"every_lab.control": 0.5}),
    )
    theirs = pq.read_table(tmp_path / "run" / "games.parquet")
    ours = made.filter(pa.compute.field("point") == 1)
    for name in ("game", *OUTCOMES):
        assert ours[name].equals(theirs[name]), name


@pytest.mark.parametrize("base", ["world.yaml", "unsure.yaml"])
@pytest.mark.parametrize("how", [{"versus": "control"}, {"design": "paired"}])
def test_a_difference_is_what_compare_says(base: str, how: dict[str, str], tmp_path: Path) -> None:
    made = study(tmp_path, scenario=base, factors={"control": CONTROL}, games=70, seed=1, **how)
    first = [] if "design" in how else settings_of({"every_lab.control": 0.2})
    second = settings_of({"every_lab.control": 0.8})
    words = [*first, *second] if first else second
    told = call("compare", str(tmp_path / base), *words, "--games", "70", "--seed", "1", "--json")
    outcomes = json.loads(told.stdout)["outcomes"]
    for row in rows(made, control=0.8):
        one = outcomes[row["outcome"]]
        assert (row["difference"], row["difference_se"]) == (one["difference"], one["se"])
        assert [row["difference_low"], row["difference_high"]] == (one["ci95"] or [None, None])
        assert [row["flipped_up"], row["flipped_down"]] == (one["flipped"] or [None, None])


def test_an_uncertain_number_that_is_a_factor_is_that_number(tmp_path: Path) -> None:
    made = study(tmp_path, scenario="unsure.yaml", uncertain=True, factors={}, design={"latin_hypercube": 3}, games=70)
    for point in made.points:
        numbers = {d.name: value for d, value in zip(made.dimensions, point.values, strict=True)}
        told = call("run", str(tmp_path / "unsure.yaml"), "--games", "70", "--json", *settings_of(numbers))
        outcomes = json.loads(told.stdout)["outcomes"]
        for row in rows(made, point=point.number):
            assert (row["mean"], row["worlds"]) == (outcomes[row["outcome"]]["mean"], None)


def test_the_key_of_a_point_is_that_of_the_same_world_said_otherwise(tmp_path: Path) -> None:
    one = played(study(tmp_path), "points")["key"].to_pylist()
    other = study(tmp_path, factors={"any": {"levels": {"mid": {"every_lab.control": 0.5}}}})
    assert played(other, "points")["key"].to_pylist() == [one[1]]
    assert len(set(one)) == 3


def test_even_and_odd_games_are_two_halves_of_the_mean(tmp_path: Path) -> None:
    for row in rows(study(tmp_path, games=2100), outcome="takeover"):
        assert row["mean"] == pytest.approx((row["even"] + row["odd"]) / 2)


def test_the_even_half_is_the_mean_over_games_of_even_numbers(tmp_path: Path) -> None:
    made = study(tmp_path, keep="games", games=1100)
    games = played(made, "games").to_pandas()
    halves = games[games.point == 0].groupby(games.game % 2)["takeover"].mean()
    row = rows(made, point=0, outcome="takeover")[0]
    assert (row["even"], row["odd"]) == (pytest.approx(halves[0]), pytest.approx(halves[1]))


def test_takeovers_by_quarter_are_as_many_as_there_are(tmp_path: Path) -> None:
    made = study(tmp_path, games=200)
    for point, row in zip(played(made, "points").to_pylist(), rows(made, outcome="takeover"), strict=True):
        assert len(point["takeovers"]) == point["horizon"] == 8
        assert sum(point["takeovers"]) == round(200 * row["mean"])


def test_a_point_stops_as_soon_as_its_interval_is_narrow_and_never_plays_more_than_it_may(tmp_path: Path) -> None:
    made = study(tmp_path, games=UNTIL)
    for row in rows(made, outcome="takeover"):
        assert row["games"] % 1024 == 0 or row["games"] == 6000
        width = row["high"] - row["low"]
        assert width <= 0.05 or row["games"] == 6000
        if row["games"] > 1024:  # a block less was not enough
            less = study(tmp_path, games=row["games"] - 1024)
            before = rows(less, outcome="takeover", control=row["control"])[0]
            assert before["high"] - before["low"] > 0.05
    assert played(made).equals(played(study(tmp_path, games=UNTIL)))
    for row in rows(study(tmp_path, games=UNTIL | {"width": 1e-9, "at_most": 1500}), outcome="takeover"):
        assert row["games"] == 1500


def test_points_that_are_compared_play_until_their_difference_is_known(tmp_path: Path) -> None:
    made = study(tmp_path, games=UNTIL | {"at_most": 100_000}, versus="control")
    for row in rows(made, outcome="takeover"):
        low, high = ("difference_low", "difference_high") if row["compared_with"] is not None else ("low", "high")
        assert row[high] - row[low] <= 0.05


def fail_at(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    """Have points fail."""
    real = play.play_point

    def fails(study: Study, point: Point) -> play.Played:
        if point.number in numbers:
            raise ZeroDivisionError("no\nworld")
        return real(study, point)

    monkeypatch.setattr(play, "play_point", fails)


def test_a_point_that_fails_is_a_row_with_its_error_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = study(tmp_path, keep="games")
    whole = {name: played(made, name) for name in ("points", "outcomes", "games")}
    fail_at(monkeypatch, 1)
    points, outcomes, games = (played(made, name) for name in ("points", "outcomes", "games"))
    assert points["error"].to_pylist() == [None, "ZeroDivisionError: no world", None]
    assert outcomes.num_rows == whole["outcomes"].num_rows
    for row in outcomes.filter(pa.compute.field("point") == 1).to_pylist():
        assert [row[name] for name in (*NUMBERS, "even", "odd", "games")] == [None] * 7
    others = pa.compute.field("point") != 1
    assert outcomes.filter(others).equals(whole["outcomes"].filter(others))
    assert games.equals(whole["games"].filter(others))


def test_values_that_do_not_hold_together_only_in_combination_are_a_row_that_says_so(tmp_path: Path) -> None:
    """Each by itself is right; labs that together promise more than there is are not."""
    lab = "copies: 2, budget"
    (tmp_path / "two.yaml").write_text(
        f"title: Two\nhorizon: 2\nprotocol: none\nlabs: {{a: {{{lab}: 0.1}}, b: {{{lab}: 0.1}}}}\n"
        "plans: {p: {difficulty: 0.5, prize: 1.0}}\n"
    )
    both: dict[str, Any] = {name: {"set": f"labs.{name}.budget", "values": [0.1, 0.8]} for name in "ab"}
    errors = played(study(tmp_path, scenario="two.yaml", factors=both), "points")["error"].to_pylist()
    assert errors[:3] == [None] * 3
    assert "budget" in errors[3]
    assert "Traceback" not in errors[3]


def test_a_point_whose_base_fails_says_which(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(
        "title: Two\nhorizon: 2\nprotocol: none\nlabs: {a: {budget: 0.1}, b: {budget: 0.1}}\n"
        "plans: {p: {difficulty: 0.5, prize: 1.0}}\n"
    )
    both: dict[str, Any] = {
        "a": {"set": "labs.a.budget", "values": [0.8, 0.1]},
        "b": {"set": "labs.b.budget", "values": [0.1, 0.8]},
    }
    made = study(tmp_path, scenario="two.yaml", factors=both, versus="a")
    errors = played(made, "points")["error"].to_pylist()
    assert errors[:2] == [None, None]
    assert "budget" in errors[2]
    assert errors[3].startswith("point 2, with which it is compared, failed: ")


def test_a_study_that_was_packed_plays_the_same(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("difficulty,safety.steepness,copies\n0.2,,8\n,5,1\n")
    factors = {"difficulty": DIFFICULTY, "copies": {"set": "labs.a.copies", "range": {"choice": [1, 8]}}}
    said: dict[str, Any] = {"uncertain": True, "scenario": "unsure.yaml", "keep": "games"}
    for design in ({"points": "points.csv"}, {"latin_hypercube": 3}, "paired"):
        one = study(tmp_path, factors=factors, settings={"every_lab.enforcement": 0.5}, design=design, **said)
        other = study_from_json(json.loads(json.dumps(study_as_json(one))))
        assert (other.digest, other.points) == (one.digest, one.points)
        for number in range(one.chunks):
            ours, theirs = play_chunk(one, number), play_chunk(other, number)
            assert {name: rows.equals(theirs[name]) for name, rows in ours.items()} == dict.fromkeys(ours, True)
