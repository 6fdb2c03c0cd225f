"""`dealsim compare`: the same luck under two scenarios."""

import json
import os
import shlex
from pathlib import Path

import click
import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner, Result

from dealsim import load_worlds, play_games
from dealsim.cli.compare import sides
from dealsim.cli.main import main
from dealsim.engine import play_one, play_pairs
from dealsim.measure.comparison import Flips, most_telling, shared, steps
from dealsim.measure.outcomes import summarise

FORBIDDEN = "protocol=none"
GOLDEN = Path(__file__).parents[1] / "golden" / "compare-baseline-128.txt"


def run(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["compare", *words])


def document(*words: str) -> dict:
    """Return the command's document."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_page_of_the_baseline_without_deals_is_the_golden_one() -> None:
    """A golden text. `DEALSIM_GOLDEN=write pytest` writes it anew; a change needs a [MODEL] line in the CHANGELOG."""
    page = run("baseline", "--games", "128", "--set", FORBIDDEN, "--story").stdout
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_the_document_fits_its_schema() -> None:
    told = document("baseline", "--games", "64", "--set", FORBIDDEN, "--story")
    schema = json.loads(CliRunner().invoke(main, ["schema", "results"]).stdout)
    jsonschema.validate(told, schema | {"anyOf": [{"$ref": "#/$defs/compare"}]})
    assert list(told) == ["a", "b", "games", "seed", "outcomes", "parting", "version"]


def test_means_are_those_of_either_scenario_by_itself_and_differ_by_what_is_said() -> None:
    told = document("baseline", "--games", "300", "--set", FORBIDDEN)
    for side, settings in (("mean_a", []), ("mean_b", [FORBIDDEN])):
        alone = summarise(play_games(load_worlds("baseline", settings), 300, 0), labs=3, horizon=40)
        for name, estimate in alone.items():
            assert told["outcomes"][name][side] == pytest.approx(estimate.mean, abs=1e-12), name
    takeover = told["outcomes"]["takeover"]
    assert takeover["difference"] == pytest.approx(takeover["mean_b"] - takeover["mean_a"])
    up, down = takeover["flipped"]
    assert (up - down) / 300 == pytest.approx(takeover["difference"])


def test_a_scenario_differs_from_itself_in_nothing() -> None:
    told = document("baseline", "baseline", "--games", "100", "--story")
    assert told["parting"] is None
    for each in told["outcomes"].values():
        assert each["difference"] in (None, 0.0)
        assert each["ci95"] in (None, [0.0, 0.0])
        assert each["flipped"] in (None, [0, 0])


def test_by_the_same_luck_the_interval_is_narrower_than_by_luck_apart() -> None:
    takeover = document("baseline", "--games", "500", "--set", "every_lab.enforcement=0.6")["outcomes"]["takeover"]
    paired, unpaired = (takeover[key][1] - takeover[key][0] for key in ("ci95", "ci95_unpaired"))
    assert paired < 0.9 * unpaired


def test_flipped_games_are_those_that_end_otherwise() -> None:
    told = document("baseline", "--games", "300", "--set", FORBIDDEN)["outcomes"]["takeover"]
    worlds = load_worlds("baseline"), load_worlds("baseline", [FORBIDDEN])
    for game, before in [(told["flipped_up"][0], 0), (told["flipped_down"][0], 1)]:
        assert [play_one(each, 0, game).tally["takeover"] for each in worlds] == [before, 1 - before]


def test_flips_of_blocks_are_those_of_all_games_at_once() -> None:
    worlds = load_worlds("baseline"), load_worlds("baseline", [FORBIDDEN])
    (block,) = play_pairs(*worlds, 200, 0)
    whole, parts = Flips(), Flips()
    whole.add(0, block["a"], block["b"])
    for first in (0, 64, 128):
        part = block[first : min(first + 64, 200)] if first < 128 else block[128:]
        parts.add(first, part["a"], part["b"])
    assert whole == parts
    assert whole.up["takeover"]


def test_up_to_where_it_parts_a_game_is_the_same_in_both_and_there_it_differs() -> None:
    worlds = load_worlds("baseline"), load_worlds("baseline", [FORBIDDEN])
    parting = most_telling(*worlds, 0, range(10))
    assert parting is not None
    one, other = (list(steps(play_one(each, 0, parting.game), each.tables(0, parting.game))) for each in worlds)
    assert one[: parting.alike] == other[: parting.alike]
    assert one[parting.alike] != other[parting.alike]


def test_games_that_are_the_same_tell_nothing() -> None:
    worlds = load_worlds("baseline")
    assert most_telling(worlds, worlds, 0, range(3)) is None


def test_two_equal_games_share_all_their_steps() -> None:
    worlds = load_worlds("baseline")
    one = list(steps(play_one(worlds, 0, 3), worlds.tables(0, 3)))
    assert shared(one, list(one)) == len(one) > 10
    assert shared(one, one[:5]) == 5


def test_the_story_tells_both_ways_from_the_first_step_that_differs_and_what_was_weighed() -> None:
    told = document("baseline", "--games", "300", "--set", FORBIDDEN, "--story")["parting"]
    assert told["outcome"] == "takeover"
    first = told["a"][0], told["b"][0]
    assert first[0] != first[1]
    takes = [any(event["happening"] == "took_over" for event in told[side]) for side in "ab"]
    assert sorted(takes) == [False, True]
    page = run("baseline", "--games", "300", "--set", FORBIDDEN, "--story").stdout
    assert f"Game {told['game']}, whose takeover flips" in page
    assert "weighs in quarter" in page


def test_uncertain_scenarios_share_their_worlds() -> None:
    enforced = "every_lab.enforcement=0.2 to 0.8"
    told = document("baseline", "--games", "64", "--set", enforced, "--b", FORBIDDEN)
    assert told["outcomes"]["takeover"]["worlds"] == 4
    worlds = load_worlds("baseline", [enforced])
    alone = summarise(play_games(worlds, 64, 0), labs=3, horizon=40, games_per_world=16)
    assert told["outcomes"]["takeover"]["mean_a"] == alone["takeover"].mean


def test_one_setting_changes_b_and_the_same_key_twice_is_a_and_then_b() -> None:
    assert sides("s", None, ["x=1"], [], []) == ((), ("x=1",))
    assert sides("s", None, ["x=1", " x = 2"], [], []) == (("x=1",), (" x = 2",))
    assert sides("s", "t", ["x=1"], ["y=1"], ["y=2"]) == (("x=1", "y=1"), ("x=1", "y=2"))
    assert sides("s", None, ["x=1"], [], ["y=2"]) == (("x=1",), ("x=1", "y=2"))


@pytest.mark.parametrize("settings", [["x=1", "y=2"], ["x=1", "y=2", "x=3"], ["a b=1", "y=2"]])
def test_settings_of_different_keys_are_refused_with_commands_that_give_each_its_side(settings: list[str]) -> None:
    with pytest.raises(click.UsageError) as refused:
        sides("s", None, settings, [], [])
    commands = [
        shlex.split(line) for line in refused.value.message.splitlines() if line.startswith("  dealsim compare s")
    ]
    assert len(commands) == 2
    for words in commands:
        said = list(zip(words[3::2], words[4::2], strict=True))
        assert [setting for _, setting in said] == settings
        assert {option for option, _ in said} <= {"--a", "--b"}


def test_specs_of_which_a_quality_costs_nothing_are_compared_with_a_remark_unless_teaching_is_equal() -> None:
    humble = ("--a", "every_lab.spec=humble", "--b", "every_lab.spec=blank", "--games", "2", "--json")
    assert "note: Humble: keeps-its-word costs nothing to teach" in run("baseline", *humble).stderr
    assert run("baseline", "--set", "every_lab.training.teaching=equal", *humble).stderr == ""


@pytest.mark.parametrize("columns", [30, 45, 60, 80, 100, 160])
def test_means_of_both_sides_are_whole_however_narrow_the_terminal(columns: int) -> None:
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(
        main, ["compare", "baseline", "--set", FORBIDDEN, "--games", "8"]
    )
    assert "…" not in result.stdout
    assert "100.00%" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= columns


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baseline"], "wanted a second scenario, or a change of this one"),
        (["baseline", "--set", "horizon=3", "--set", "horizon=4", "--set", "horizon=5"], "which of them are A's"),
        (["baseline", "basline"], "did you mean 'baseline'?"),
        (["baseline", "--set", "protocl=none"], "did you mean 'protocol'?"),
        (["baseline", "baseline", "--b", "agents.lab=never_pays"], "scenarios that the rules play"),
        (
            ["baseline", "baseline", "--set", "every_lab.control=0.1 to 0.9", "--b", "games_per_world=8"],
            "16, as in the other, so that they share worlds",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_differences_are_the_same_whatever_the_workers() -> None:
    first, second = (run("baseline", "--games", "1100", "--set", FORBIDDEN, "--json", "--workers", n) for n in "12")
    assert first.stdout == second.stdout
    assert np.isfinite(json.loads(first.stdout)["outcomes"]["takeover"]["se"])
