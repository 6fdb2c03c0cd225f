"""The shipped worlds and specs load, play, and say at their heads what they are for and what they change."""

import re
import shlex
from pathlib import Path

import click
import numpy as np
import pytest

from dealsim import engine
from dealsim.cli.main import main
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import load_scenario, load_worlds, tabulate
from dealsim.scenario.files.plain_yaml import Reader
from dealsim.scenario.files.shipped import shipped_folder, shipped_names, shipped_specs, specs_folder
from dealsim.scenario.schema.named_spec import load_spec
from scripts.model_page.bibliography import KEY, read_bibliography
from scripts.world_findings import FINDINGS, ORDER, SPEC_ORDER
from scripts.world_headers import HeaderError, comment_lines, read_header
from scripts.write_worlds import PAGE, REFUSED, SPEC_COLUMNS, TELLING
from tests.for_each import for_each

WORLDS = [name for name in shipped_names() if name != "baseline"]
FILES = [*sorted(shipped_folder().glob("*.yaml")), *sorted(specs_folder().glob("*.yaml"))]
SOURCES = read_bibliography((shipped_folder() / "sources.bib").read_text(encoding="utf-8"))


def header_of(name: str) -> str:
    return "\n".join(comment_lines((shipped_folder() / f"{name}.yaml").read_text(encoding="utf-8")))


def leaves(tree: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths of all that a tree of mappings holds."""
    if not isinstance(tree, dict):
        return [path]
    return [leaf for key, value in tree.items() for leaf in leaves(value, (*path, key))]


@pytest.mark.parametrize("name", shipped_names())
def test_every_world_loads_plays_and_says_what_it_is(name: str) -> None:
    worlds = load_worlds(name)
    assert worlds.median.title
    assert worlds.median.about
    tallies = engine.play_games(worlds, 64, 0)
    assert len(tallies) == 64
    assert all(np.isfinite(tallies[field]).all() for field in tallies.dtype.names)


@pytest.mark.parametrize("name", shipped_specs())
def test_every_spec_loads_and_forms_minds_in_the_baseline(name: str) -> None:
    spec = load_spec(name)
    assert spec.title
    assert spec.about
    tallies = engine.play_games(tabulate(load_scenario("baseline", [f"every_lab.spec={name}"])), 64, 0)
    assert sum(tallies[kind].sum() for kind in ("aligned", "schemer", "reward_seeker", "proxy")) > 64


def test_every_shipped_spec_but_the_blank_one_spends_as_much_of_training() -> None:
    spent = {name: sum(quality.emphasis for quality in load_spec(name).qualities.values()) for name in shipped_specs()}
    assert spent.pop("blank") == 0.0
    assert all(share == pytest.approx(0.56, abs=0.04) for share in spent.values()), spent


@for_each("path", FILES)
def test_the_commands_at_the_head_of_a_file_are_commands_that_the_program_takes(path: Path) -> None:
    for line in read_header(path).commands:
        words = shlex.split(line)
        command = main.get_command(click.Context(main), words[1])
        assert command is not None
        taken = command.make_context(words[1], words[2:]).params
        load_worlds(taken.get("scenario") or taken["a"], taken["settings"])


@for_each("path", FILES)
def test_every_source_named_in_a_file_is_in_the_bibliography(path: Path) -> None:
    assert set(KEY.findall(path.read_text(encoding="utf-8"))) <= set(SOURCES.entries)


@for_each("name", WORLDS)
def test_the_head_of_a_world_names_all_that_it_changes(name: str) -> None:
    text = header_of(name)
    tree = Reader((shipped_folder() / f"{name}.yaml").read_text(encoding="utf-8"), name).value
    assert isinstance(tree, dict)
    assert tree.pop("extends") == "baseline"
    changed = [path for path in leaves(tree) if path[0] not in ("title", "about")]
    assert changed
    for path in changed:
        assert any(re.search(rf"\b{part}\b", text) for part in path[-2:]), f"{'.'.join(path)} is not explained"


@for_each("name", WORLDS)
def test_every_world_differs_from_the_baseline(name: str) -> None:
    usual = load_worlds("baseline").digest
    assert load_worlds(name).digest != usual


def test_a_file_without_a_purpose_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("# A world.\n#\n# What to look at: all.\n#   dealsim run world\ntitle: World\n")
    with pytest.raises(HeaderError, match="What it is for"):
        read_header(file)


def test_the_page_has_a_row_for_every_world_and_spec_and_every_run_at_their_heads() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(ORDER) == set(shipped_names())
    assert set(SPEC_ORDER) == set(shipped_specs())
    for name in ORDER:
        assert f"| [{name}](../scenarios/{name}.yaml) |" in page
        for words in read_header(shipped_folder() / f"{name}.yaml").runs():
            assert f"| `dealsim run {' '.join(words)}` |" in page
    assert all(f"| [{name}](../scenarios/specs/{name}.yaml) |" in page for name in SPEC_ORDER)
    shown = {*TELLING, *SPEC_COLUMNS, *REFUSED, *(name for finding in FINDINGS.values() for name in finding.columns)}
    assert shown <= set(OUTCOMES)
