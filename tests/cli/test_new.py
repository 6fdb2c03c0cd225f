"""`dealsim new` writes a file that plays as it is, explains its keys and never takes another file's place."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from dealsim.scenario import load_scenario, tabulate
from tests.cli.programs import call

GOLDEN = Path(__file__).parents[1] / "golden"
COMMENTED = re.compile(r"^( *)# ([a-z_]+:.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(*words: str, name: str = "my-world.yaml") -> str:
    result = call("new", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    return Path(name).read_text(encoding="utf-8")


def refused(*words: str) -> str:
    """Return why nothing is written."""
    before = {path: path.read_bytes() for path in Path().rglob("*.yaml")}
    result = call("new", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {path: path.read_bytes() for path in Path().rglob("*.yaml")} == before
    return result.stderr.strip()


def digest(name: str) -> str:
    return tabulate(load_scenario(name)).digest


def test_the_file_is_the_one_that_was_looked_at() -> None:
    """If this fails because a key, a number or a word changed, look at the new file and keep it."""
    assert made("my-world") == (GOLDEN / "new-my-world.yaml").read_text(encoding="utf-8")


def test_it_says_what_it_wrote_and_what_to_do_next() -> None:
    assert call("new", "my-world").stdout == (
        "wrote my-world.yaml\n\nnow: dealsim check my-world.yaml\n     dealsim run my-world.yaml\n"
        "     dealsim story my-world.yaml\n"
    )


@pytest.mark.parametrize("words", [(), ("--extends", "baseline")])
def test_a_new_world_is_the_baseline_until_it_is_changed(words: tuple[str, ...]) -> None:
    made("my-world", *words)
    assert call("check", "my-world.yaml").stdout.startswith("ok  my-world.yaml: ")
    assert digest("my-world.yaml") == digest("baseline")
    ours, theirs = (call("run", name, "--games", "20", "--json") for name in ("my-world.yaml", "baseline"))
    assert json.loads(ours.stdout)["outcomes"] == json.loads(theirs.stdout)["outcomes"]


@pytest.mark.parametrize("words", [(), ("--extends", "baseline")])
def test_every_key_in_a_comment_can_be_said_and_says_what_is_so_anyway(words: tuple[str, ...]) -> None:
    text = made("my-world", *words)
    said, count = COMMENTED.subn(r"\1\2", re.sub(r"^# .*NAME.*\n", "", text, flags=re.MULTILINE))
    assert count > 40
    Path("said.yaml").write_text(said, encoding="utf-8")
    assert digest("said.yaml") == digest("baseline")


def test_every_section_is_there() -> None:
    text = made("my-world")
    for name in json.loads(call("schema", "scenario").stdout)["$defs"]["Scenario"]["properties"]:
        assert name == "extends" or re.search(rf"^(# )?{name}:", text, re.MULTILINE), name


@pytest.mark.parametrize("words", [(), ("--extends", "baseline")])
def test_an_editor_takes_it(words: tuple[str, ...]) -> None:
    text = made("my-world", *words)
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    schema = json.loads(call("schema", "scenario").stdout)
    jsonschema.Draft7Validator(schema).validate(YAML(typ="safe", pure=True).load(text))


def test_a_file_of_ones_own_can_be_extended(here: Path) -> None:
    (here / "below").mkdir()
    made("below/base", name="below/base.yaml")
    Path("below/base.yaml").write_text(Path("below/base.yaml").read_text().replace("horizon: 40 ", "horizon: 7 "))
    assert "extends: below/base.yaml" in made("mine", "--extends", "below/base.yaml", name="mine.yaml").replace('"', "")
    assert load_scenario("mine.yaml").horizon == 7


def test_a_name_may_have_a_suffix_or_a_folder(here: Path) -> None:
    (here / "worlds").mkdir()
    made("a.yaml", name="a.yaml")
    made("b.yml", name="b.yml")
    made("worlds/c", name="worlds/c.yaml")
    made("d", "--out", "worlds", name="worlds/d.yaml")
    assert 'title: "Wide open world"' in made("wide-open_world", name="wide-open_world.yaml")


def test_no_file_is_overwritten(here: Path) -> None:
    (here / "mine.yaml").write_text("mine")
    assert refused("mine") == (
        "mine.yaml: found a file that is there already; wanted another name: no file is overwritten"
    )


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
def test_no_link_is_written_through(here: Path) -> None:
    (here / "link.yaml").symlink_to("nowhere.yaml")
    result = call("new", "link")
    assert result.exit_code == 2
    assert "there already" in result.stderr
    assert not (here / "nowhere.yaml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("",), "NAME '': found no name for a file; wanted a name, such as my-world"),
        (("below/",), "found no name for a file"),
        (("a\nb",), "found no name for a file"),
        (("below/x",), "below/x.yaml: found no folder below; wanted a folder that is there"),
        (("x", "--out", "below"), "below/x.yaml: found no folder below; wanted a folder that is there"),
        (("x" * 5000,), "found a file that cannot be written"),
        (("x", "--extends", "baselin"), "baselin: found no scenario named 'baselin'; wanted a file, or one of "),
        (("x", "--extends", "bad.yaml"), "bad.yaml:1: found text without keys; wanted a scenario"),
        (
            ("x", "--extends", "../other.yaml"),
            "--extends ../other.yaml: found a file of another folder; wanted one in ",
        ),
    ],
)
def test_what_cannot_be_written_is_told(words: tuple[str, ...], said: str, here: Path) -> None:
    (here / "bad.yaml").write_text("words\n")
    (here.parent / "other.yaml").write_text("extends: baseline\n")
    assert said in refused(*words)
