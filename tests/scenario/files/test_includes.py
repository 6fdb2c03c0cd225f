"""A file that extends another is the other with its changes; what a file names stays in its own folder."""

import os
from pathlib import Path

import pytest

from dealsim.scenario import Scenario, ScenarioError, load_scenario, load_worlds, read_scenario, tabulate
from dealsim.scenario.files.includes import LONGEST_CHAIN
from dealsim.scenario.schema.named_spec import load_spec

BASE = """\
title: Base
horizon: 20
labs:
  aurora: {control: 0.3, copies: 4}
  cumulus: {control: 0.1}
plans:
  escape: {difficulty: 0.5, prize: 1.0}
safety:
  roc: [{false_alarm: 0.1, hit: 0.5}]
  base_defence: 0.5
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a world to extend."""
    (tmp_path / "base.yaml").write_text(BASE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str, name: str = "own.yaml") -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return name


def loaded(text: str, *settings: str) -> Scenario:
    return load_scenario(write(text), settings)


def refused(text: str, *settings: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write(text), settings)
    return str(caught.value)


# --- what extends means


def test_a_file_that_says_nothing_else_is_what_it_extends() -> None:
    assert loaded("extends: base.yaml\n") == load_scenario("base.yaml")
    assert tabulate(loaded("extends: baseline\n")).digest == tabulate(load_scenario("baseline")).digest


def test_mappings_are_merged_at_any_depth_and_all_else_replaces() -> None:
    said = "extends: base.yaml\nhorizon: 8\nlabs: {aurora: {control: 0.9}, boreas: {}}\nsafety: {roc: []}\n"
    world = loaded(said)
    assert (world.title, world.horizon) == ("Base", 8)
    assert (world.labs["aurora"].control, world.labs["aurora"].copies) == (0.9, 4)
    assert set(world.labs) == {"aurora", "boreas", "cumulus"}
    assert (world.safety.roc, world.safety.base_defence) == ([], 0.5)


def test_null_takes_a_key_away_and_its_default_holds_again() -> None:
    world = loaded("extends: base.yaml\nlabs: {cumulus: null, aurora: {copies: ~}}\nsafety:\n")
    assert set(world.labs) == {"aurora"}
    assert world.labs["aurora"].copies == Scenario.model_fields["every_lab"].default.copies
    assert world.safety == Scenario.model_fields["safety"].default


def test_null_is_a_value_where_the_schema_takes_it_for_one() -> None:
    """A lab without a spec, in a world in which every lab has one."""
    world = loaded("extends: baseline\nlabs: {aurora: {spec: null}}\n")
    assert "spec" in world.labs["aurora"].model_fields_set
    assert world.labs["aurora"].spec is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{mean: 0.4, concentration: 3}", "{rho: 2}"),
        ("{rho: 2}", "{mean: 0.4}"),
        ("{rho: 2}", "0.3"),
        ("0.3", "{rho: 2}"),
        ("{uniform: [0, 1]}", "{beta: [2, 5]}"),
        ("{mean: 0.4}", "{choice: [0.1, 0.9]}"),
        ("{mean: {uniform: [0.1, 0.2]}}", "{mean: {beta: [2, 5]}}"),
    ],
)
def test_another_way_to_say_a_number_replaces_the_one_before(before: str, after: str) -> None:
    trait = "every_lab: {{minds: {{traits: {{risk_aversion: {}}}}}}}\n"
    write(BASE + trait.format(before), "before.yaml")
    write(BASE + trait.format(after), "alone.yaml")
    changed = load_worlds(write("extends: before.yaml\n" + trait.format(after)))
    assert changed.median == load_worlds("alone.yaml").median
    assert [each.words for each in changed.uncertain] == [each.words for each in load_worlds("alone.yaml").uncertain]


def test_a_null_that_takes_nothing_away_is_refused_with_the_nearest_key() -> None:
    assert refused("extends: base.yaml\nlabs:\n  cumulous: null\nsafety: {steepness: null}\n").splitlines() == [
        "own.yaml:3: labs.cumulous: found a null that removes nothing; "
        "wanted a key of the file that this one extends, or a value; did you mean 'cumulus'?",
        "own.yaml:4: safety.steepness: found a null that removes nothing; "
        "wanted a key of the file that this one extends, or a value",
    ]


def test_what_is_extended_may_extend_another() -> None:
    write("extends: baseline\nhorizon: 7\nprotocol: menu\n", "middle.yaml")
    world = loaded("extends: middle.yaml\nprotocol: nash\n")
    assert (world.horizon, world.protocol, len(world.labs)) == (7, "nash", 3)


def test_a_file_below_is_extended_from_its_own_folder() -> None:
    write("extends: deeper/a.yaml\nhorizon: 5\n", "below/b.yaml")
    write(BASE, "below/deeper/a.yaml")
    assert loaded("extends: below/b.yaml\n").horizon == 5


def test_a_setting_comes_on_top() -> None:
    assert loaded("extends: base.yaml\nhorizon: 8\n", "horizon=9", "labs.cumulus.copies=2").horizon == 9


def test_keys_of_a_named_spec_can_be_changed_and_a_name_replaces_all_of_it() -> None:
    changed = loaded("extends: baseline\nevery_lab: {spec: {title: Mine}}\n").every_lab.spec
    humble = loaded("extends: baseline\nevery_lab: {spec: humble}\n").every_lab.spec
    assert changed is not None
    assert changed == load_spec("helpful-honest-harmless").model_copy(update={"title": "Mine"})
    assert humble == load_spec("humble")


def test_a_spec_may_extend_a_spec() -> None:
    write("extends: humble\ntitle: Mine\nqualities: {honest: null}\n", "spec.yaml")
    spec = loaded("extends: base.yaml\nevery_lab: {spec: spec.yaml}\n").every_lab.spec
    assert spec is not None
    assert set(spec.qualities) == set(load_spec("humble").qualities) - {"honest"}


# --- where a problem stands


def test_each_problem_of_the_whole_names_its_file_and_line() -> None:
    write(BASE.replace("horizon: 20", "horizon: 2000"), "bad.yaml")
    said = refused("extends: bad.yaml\nprotocol: gift\nlabs:\n  aurora:\n    contrl: 1\n", "labs.aurora.copies=0")
    assert [line.split(": found")[0] for line in said.splitlines()] == [
        "own.yaml:2: protocol",
        "own.yaml:5: labs.aurora.contrl",
        "bad.yaml:2: horizon",
        "--set labs.aurora.copies=0: labs.aurora.copies",
    ]


def test_what_a_file_replaces_stands_in_that_file_alone() -> None:
    source = read_scenario(write("extends: base.yaml\nsafety:\n  roc: [{hit: 2}]\n"))
    assert source.place(("safety", "roc", 0, "hit")) == ("own.yaml", 3)
    assert source.place(("safety", "roc", 0, "false_alarm")) == ("own.yaml", 3)
    assert source.place(("safety", "base_defence")) == ("base.yaml", 10)


def test_what_is_wrong_in_a_named_spec_is_said_at_its_line_with_all_else() -> None:
    write("title: Bad\nqualities:\n  q: {trait: honesty, target: 3, emphasis: 2}\n", "spec.yaml")
    lines = refused("extends: base.yaml\nhorizon: 0\nevery_lab: {spec: spec.yaml, training: nowhere}\n").splitlines()
    assert [line.split(": found")[0] for line in lines] == [
        "own.yaml:2: horizon",
        "own.yaml:3: every_lab.training",
        "spec.yaml:3: every_lab.spec.qualities.q.target",
        "spec.yaml:3: every_lab.spec.qualities.q.emphasis",
    ]


def test_a_spec_that_a_setting_names_is_the_users_own_choice(tmp_path: Path) -> None:
    other = tmp_path.parent / "elsewhere.yaml"
    other.write_text("title: Elsewhere\n")
    spec = loaded("extends: base.yaml\n", f"every_lab.spec={other}", "every_lab.spec.about=mine").every_lab.spec
    assert spec is not None
    assert (spec.title, spec.about) == ("Elsewhere", "mine")
    other.write_text("about: no title\n")
    said = refused("extends: baseline\n", f"every_lab.spec={other}")
    assert said == f"{other}:1: every_lab.spec.title: found nothing; wanted text"
    said = refused("extends: base.yaml\n", "every_lab.spec=humbel")
    assert said.startswith("--set every_lab.spec=humbel: every_lab.spec: found no spec named 'humbel'")


# --- what extends may not be


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("basline", "extends: found no scenario named 'basline'; wanted a .yaml file beside or below this one, "),
        ("basline", "did you mean 'baseline'?"),
        ("bas.yaml", "did you mean 'base.yaml'?"),
        ("base", "did you mean 'base.yaml'?"),
        ("''", "extends: found no scenario named ''"),
        ("../base.yaml", "extends: found the path '../base.yaml'; wanted a scenario in the same folder or below"),
        ("below/../base.yaml", "found the path 'below/../base.yaml'"),
        ("/etc/passwd", "found the path '/etc/passwd'"),
        ("'C:\\base.yaml'", "found the path 'C:"),
        ("'..\\base.yaml'", "found the path '.."),
        ("folder.yaml", "found 'folder.yaml', which is not an ordinary file"),
        ("specs/humble", "found no scenario named 'specs/humble'"),
        ("3", "extends: found 3; wanted the name of a scenario, or of a file beside this one"),
        ("[a, b]", "extends: found a list of 2; wanted the name of a scenario"),
        ("", "extends: found nothing; wanted the name of a scenario"),
        ("own.yaml", "extends: found a loop of 'extends': own.yaml -> own.yaml; wanted one of these links removed"),
        ("./own.yaml", "found a loop of 'extends': own.yaml -> own.yaml"),
        ("a" * 5000 + ".yaml", "found no scenario named"),
    ],
)
def test_only_a_scenario_of_the_same_folder_or_a_shipped_one_is_extended(said: str, told: str, here: Path) -> None:
    (here / "folder.yaml").mkdir()
    line = refused(f"title: x\nextends: {said}\n")
    assert line.startswith("own.yaml:2: extends: found ")
    assert "\n" not in line
    assert told in line


def test_a_circle_is_told_with_the_names_of_the_files() -> None:
    write("extends: b.yaml\ntitle: a\n", "a.yaml")
    write("extends: own.yaml\ntitle: b\n", "b.yaml")
    assert "b.yaml:1: extends: found a loop of 'extends': own.yaml -> a.yaml -> b.yaml -> own.yaml" in refused(
        "extends: a.yaml\n"
    )


def test_a_chain_is_not_endless() -> None:
    for i in range(LONGEST_CHAIN):
        write(f"extends: {i + 1}.yaml\n", f"{i}.yaml")
    write(BASE, f"{LONGEST_CHAIN}.yaml")
    assert load_scenario("1.yaml").title == "Base"
    assert f"wanted at most {LONGEST_CHAIN}" in refused("extends: 0.yaml\n")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
def test_no_link_leads_out_of_the_folder(here: Path) -> None:
    (here / "world").mkdir()
    (here / "world" / "link.yaml").symlink_to(here / "base.yaml")
    (here / "world" / "up").symlink_to(here)
    (here / "world" / "circle.yaml").symlink_to("circle.yaml")
    (here / "world" / "good.yaml").write_text(BASE)
    (here / "world" / "fine.yaml").symlink_to("good.yaml")
    for name in ("link.yaml", "up/base.yaml", "circle.yaml"):
        with pytest.raises(ScenarioError, match="a link to another folder"):
            load_scenario(write(f"extends: {name}\n", "world/own.yaml"))
    assert load_scenario(write("extends: fine.yaml\n", "world/own.yaml")).title == "Base"


def test_extends_is_no_setting_and_is_known_where_it_is_misspelt() -> None:
    assert "found a setting of 'extends'; wanted 'extends: NAME' in a file" in refused(BASE, "extends=baseline")
    assert "own.yaml:1: extnds: found an unknown key; did you mean 'extends'?" in refused("extnds: baseline\n")


# --- a stranger's file cannot read others

SECRETS = {
    "key.yaml": "-----BEGIN PRIVATE KEY-----\nsecret\n-----END-----\n",
    "env.yaml": "SECRET=1\nTOKEN=secret\n",
    "yaml.yaml": "secret_key: {secret: 5}\nhorizon: secret\nother: 1\n",
    "tag.yaml": "password: !secret x\n",
    "list.yaml": "- secret\n",
    "bad.yaml": "password: secret: secret\n",
    "bytes.yaml": "secret\0secret\n",
    "tab.yaml": "a:\n\tsecret: 1\n",
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "text", ["extends: NAME\n", "extends: base.yaml\nevery_lab: {spec: NAME}\n", BASE + "every_lab: {training: NAME}\n"]
)
def test_the_text_of_what_is_no_scenario_is_never_told(name: str, text: str) -> None:
    write(SECRETS[name], name)
    said = refused(text.replace("NAME", name))
    assert said.startswith("own.yaml:")
    assert "secret" not in said.casefold()
    assert f"found {name}, which is not a " in said


@pytest.mark.parametrize("key", ["spec", "training"])
@pytest.mark.parametrize("name", ["../up.yaml", "/etc/passwd", "notes.txt", "'~/x.yaml'"])
def test_a_named_part_stays_in_the_folder_as_well(key: str, name: str) -> None:
    write("title: x\n", "notes.txt")
    lines = refused(f"{BASE}every_lab:\n  {key}: {name}\n").splitlines()
    assert [line.split(": found")[0] for line in lines] == [f"own.yaml:12: every_lab.{key}"]


def test_all_files_together_have_a_bound() -> None:
    labs = ""
    for i in range(12):
        write("title: x\n" + "#" * 99_000, f"s{i}.yaml")
        labs += f"  l{i}: {{spec: s{i}.yaml, training: {{}}}}\n"
    said = refused(BASE.replace("labs:\n", "labs:\n" + labs))
    assert "found too much text in all named files together; wanted at most 1,000,000 characters" in said


def test_all_that_is_wrong_with_a_file_that_extends_another_is_told_at_once() -> None:
    own = write(
        "extends: base.yaml\nhorizon: 0\nplans: {escap: null}\nsafety: {base_defence: 0.4 to 0.1}\n"
        "every_lab: {contrl: 1, spec: humbel}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load_worlds(own)
    assert [(problem.line, problem.key) for problem in caught.value.problems] == [
        (2, "horizon"),
        (3, "plans.escap"),
        (4, "safety.base_defence"),
        (5, "every_lab.spec"),
        (5, "every_lab.contrl"),
    ]
