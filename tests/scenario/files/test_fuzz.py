"""Whatever the input: a scenario or a ScenarioError, soon, and without a look at files that are not its own."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, seed, settings

from dealsim.scenario import ScenarioError, Worlds, load_worlds
from dealsim.scenario.files.shipped import shipped_folder
from dealsim.scenario.loading import SCENARIO
from dealsim.scenario.schema.json_schema import schema_of
from tests.scenario.files.fuzzing import KINDS, SECRET, Input, lay_out

LONGEST = 10.0  # seconds of CPU that any input may take; a real one takes a tenth of one
MINUTES = 10.0  # of CPU, for all kinds together, in the slow test
ROUND = 100  # inputs between two looks at the clock
SCHEMA = jsonschema.Draft7Validator(schema_of(SCENARIO))
OPENED: list[str] | None = None


def note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and OPENED is not None:
        OPENED.append(os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else "")


sys.addaudithook(note)  # for ever: Python lets nobody take one away


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for scenarios, with a folder and a link in it that lead astray, and a secret outside."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "outside.yaml").write_text(f"title: {SECRET}\n")
    inside = outside / "inside"
    (inside / "folder.yaml").mkdir(parents=True)
    (inside / "link.yaml").symlink_to("../outside.yaml")
    load_worlds("baseline")  # whatever Python opens at first
    before = Path.cwd()
    os.chdir(inside)
    yield inside
    os.chdir(before)


def loaded(given: Input, folder: Path) -> Worlds | ScenarioError:
    """Load an input; fail where it takes long or reads what it may not."""
    global OPENED
    path = lay_out(given, folder)
    OPENED, start = [], time.process_time()
    try:
        made: Worlds | ScenarioError = load_worlds(str(path), given.settings)
    except ScenarioError as error:
        made = error
    finally:
        opened, OPENED = OPENED, None
    assert time.process_time() - start < LONGEST
    ours = [folder.resolve(), shipped_folder().resolve()]
    for name in opened:
        # A user's own setting may name any file; the files may not.
        assert given.settings or any(Path(name).resolve().is_relative_to(room) for room in ours), name
    return made


def check(given: Input, folder: Path) -> None:
    made = loaded(given, folder)
    if isinstance(made, ScenarioError):
        for problem in made.problems:
            line = str(problem)
            line.encode("utf-8")
            assert line.isprintable()
            assert problem.wanted or problem.nearest
            if "secret.yaml" in given.files and not given.settings:
                assert SECRET not in line
    elif not given.settings and len(given.files) == 1 and given.files["world.yaml"].startswith(b"{"):
        # What the program takes, an editor takes.
        SCHEMA.validate(json.loads(given.files["world.yaml"]))


@pytest.mark.parametrize("kind", KINDS)
def test_any_input_is_a_scenario_or_a_list_of_problems(kind: str, folder: Path) -> None:
    @settings(suppress_health_check=list(HealthCheck))
    @given(KINDS[kind])
    @example(Input({"world.yaml": b"extends: link.yaml"}))
    @example(Input({"world.yaml": b"extends: ../outside.yaml"}))
    def holds(drawn: Input) -> None:
        check(drawn, folder)

    holds()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_minutes_of_inputs_are_scenarios_or_lists_of_problems(
    kind: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = rounds = 0
    longest, start = 0.0, time.process_time()
    while time.process_time() - start < 60.0 * MINUTES / len(KINDS):

        @seed(rounds)
        @settings(max_examples=ROUND, database=None, derandomize=False, suppress_health_check=list(HealthCheck))
        @given(KINDS[kind])
        def holds(drawn: Input) -> None:
            nonlocal count, longest
            began = time.process_time()
            check(drawn, folder)
            count, longest = count + 1, max(longest, time.process_time() - began)

        holds()
        rounds += 1
    with capsys.disabled():
        print(f"\n{kind}: {count:,} inputs, the longest {longest:.2f} s")  # noqa: T201
    assert count
