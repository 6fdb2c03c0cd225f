"""A scenario file of a reader's own is the game that `dealsim run` plays, or is refused in words that help."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboards.address import LONGEST, View, query_of, view_of
from dashboards.downloads import scenario_yaml
from dashboards.sides import Side, load
from dashboards.uploads import MOST_BYTES, side_of_file
from dealsim.cli.main import main
from dealsim.results.manifest import resolved
from dealsim.scenario import ScenarioError, load_worlds, shipped_names
from dealsim.scenario.files.shipped import SCENARIOS


def opened(text: str, name: str = "mine.yaml") -> Side:
    return side_of_file(name, text, len(text.encode()))


def refusal(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        opened(text)
    return "\n".join(map(str, caught.value.problems))


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize("whole", [False, True])
def test_a_file_is_the_same_game_and_fits_in_an_address(name: str, whole: bool) -> None:
    worlds = load_worlds(name)
    side = opened(json.dumps(worlds.source.tree) if whole else SCENARIOS.shipped(name).read_text())
    assert load(side).digest == worlds.digest
    assert load(side).median.title == worlds.median.title
    query = query_of(View(now=side))
    assert len(query) < LONGEST
    assert view_of(query) == (View(now=side), ())


def test_a_file_that_extends_a_world_is_its_changes() -> None:
    text = (
        "extends: race\nevery_lab:\n  enforcement: 0.9\n  spec: humble\nplans: {siege: {difficulty: 1, prize: 0.2}}\n"
    )
    side = opened(text)
    assert side.world == "race"
    assert set(side.settings) == {
        "every_lab.enforcement=0.9",
        "every_lab.spec=humble",
        'plans.siege={"difficulty": 1, "prize": 0.2}',
    }


def test_what_a_file_leaves_out_is_at_its_default_and_not_at_the_baselines(tmp_path: Path) -> None:
    tree = load_worlds("baseline").source.tree
    lean = {"title": "Lean", "labs": {"solo": {}}, "every_lab": {"control": 0.5}, "plans": tree["plans"]}
    file = tmp_path / "lean.yaml"
    file.write_text(json.dumps(lean))
    side = opened(file.read_text())
    assert load(side).digest == load_worlds(str(file)).digest
    assert {"every_lab.spec=null", 'labs={"solo": {}}'} <= set(side.settings)


def test_what_the_dashboard_gives_away_it_takes_back() -> None:
    for side in (Side("race", ("every_lab.control=0.3",)), Side("plausible", ("service.default_gift=0.001 to 0.1",))):
        again = opened(scenario_yaml(side).decode())
        assert load(again).digest == load(side).digest
        assert load(opened(scenario_yaml(again).decode())).median.title == load(again).median.title


def test_what_dealsim_new_writes_can_be_opened(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["new", "my-world", "--out", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    side = opened((tmp_path / "my-world.yaml").read_text())
    assert side.title == "My world (Baseline)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extends: baseline\nhorizn: 3\n", "mine.yaml:2: horizn: found an unknown key"),
        ("extends: baseline\nhorizon: -3\n", "mine.yaml:2: horizon"),
        ("extends: other.yaml\n", "mine.yaml:1: extends: found 'other.yaml'; wanted one of baseline"),
        ("extends: ../../secret.yaml\n", "other files are not uploaded"),
        ("extends: baseline\nevery_lab: {spec: /etc/passwd}\n", "mine.yaml:2: every_lab.spec: found '/etc/passwd'"),
        ("extends: baseline\nlabs: {aurora: {training: mine.yml}}\n", "mine.yaml:2: labs.aurora.training"),
        ("extends: baseline\nagents: {lab: never_pays}\n", "mine.yaml:2: agents"),
        ("extends: [", "mine.yaml:1"),
        ("", "nothing in it"),
        ("\0", "a null byte"),
        ("just words", "text without keys"),
        ("scenario: baseline\nfactors: {}\n", "an experiment"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name_and_line(text: str, said: str) -> None:
    assert said in refusal(text)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(ScenarioError, match=f"at most {MOST_BYTES:,}"):
        side_of_file("big.yaml", "", MOST_BYTES + 1)
    assert "bytes" in refusal("#" * (MOST_BYTES + 1))


def test_a_file_that_says_more_than_an_address_can_is_refused_and_told_what_plays_it() -> None:
    every_number = resolved(load_worlds("baseline").median)
    assert "`dealsim run mine.yaml` plays any file" in refusal(json.dumps(every_number))


def test_a_file_of_long_words_is_refused_where_the_address_would_end() -> None:
    keys = ("control", "integrity", "enforcement", "audit_rate", "suspicion", "test_rate", "honest_channel")
    lab = {"budget": 0.001, **dict.fromkeys(keys, 0.123456789)}
    told = refusal(json.dumps({"extends": "baseline", "labs": {f"another-lab-{k}": lab for k in range(29)}}))
    assert "than fit into an address (29 values)" in told


def test_only_the_last_part_of_a_name_is_told() -> None:
    for name in ("/home/someone/world.yaml", "C:\\worlds\\world.yaml"):
        with pytest.raises(ScenarioError) as caught:
            opened("[", name)
        assert str(caught.value).startswith("world.yaml:")
