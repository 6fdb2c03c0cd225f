"""Every shipped result agrees within its tolerance, by rules that it names, and would not with other inputs."""

import math
import re
import shlex
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from dealsim.bibliography import read_entries
from dealsim.evidence.published.inputs import misfits
from dealsim.evidence.published.loading import Result, load_published
from dealsim.evidence.published.methods import ARITHMETIC, METHODS
from dealsim.evidence.published.replicating import AGREES, FITTED, Replication, comparison, replication_of
from dealsim.evidence.published.schema import Published
from dealsim.scenario.files.problems import Misfit
from dealsim.scenario.files.shipped import PUBLISHED, shipped_folder
from tests.cli.programs import call
from tests.for_each import for_each

pytestmark = pytest.mark.usefixtures("shipped_fits")
NAMES = PUBLISHED.names()
KINDS = {name: load_published(name).file.kind for name in NAMES}
REPLICATED = [name for name, kind in KINDS.items() if kind != "fit"]
FITS = [name for name, kind in KINDS.items() if kind == "fit"]


@cache
def replicated(name: str) -> Replication:
    """Return a shipped result recomputed."""
    return replication_of(load_published(name))


# --- all agree


@for_each("name", REPLICATED)
def test_every_number_agrees_within_its_tolerance(name: str) -> None:
    for each in replicated(name).compared:
        assert each.verdict == AGREES, each


@pytest.mark.parametrize("name", FITS)
def test_a_fit_is_never_counted_as_a_replication(name: str) -> None:
    replication = replicated(name)
    assert replication.verdict == FITTED
    assert not replication.compared


def test_what_was_asked_for_is_there() -> None:
    """The numbers that were asked for, by result and quantity."""
    there = {(name, each.quantity): each.ours for name in REPLICATED for each in replicated(name).compared}
    assert there["stastny-window", "ai_minimum"] == pytest.approx(0.0111, abs=5e-5)
    assert there["stastny-window", "lab_maximum"] == pytest.approx(0.444, abs=5e-4)
    assert there["thornley-pay", "minimum_pay"] is None  # the last case: trusted less than its plan
    first = next(each for each in replicated("thornley-pay").compared if each.published == 393.18)
    assert first.ours == pytest.approx(393.18, abs=0.005)
    assert {"fearon-demand", "powell-shift", "rubinstein-offers", "nash-power", "double-auction"} <= {*NAMES}
    assert {"fehr-schmidt", "crawford-sobel", "finnveden-unanimity", "control-attempts"} <= {*NAMES}
    assert {"shlegeris-two-thirds", "shlegeris-probe"} <= {name for name in NAMES if KINDS[name] == "simulated"}


# --- tolerances that a wrong input would not meet

SCALES = (1.2, 0.8, 2.0, 0.5, 0.0)
# Its only input is how finely values and costs are held: there is no wrong one.
WITHOUT_INPUTS = {"double-auction"}


def others(name: str, value: object, result: Result) -> list[object]:
    """Return other values of an input that a method would take."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, str):
        return [0.5, *(word for word in result.method.inputs[name].words if word != value)]
    assert isinstance(value, float | int)
    tried = chain((value * scale for scale in SCALES), (value + 1, value + 0.1))
    return [int(each) if isinstance(result.method.inputs[name].default, int) else float(each) for each in tried]


def is_noticed(value: Published, result: Result) -> bool:
    """Return whether some other value of an input makes ours differ from what is published."""
    inputs = {**result.file.inputs, **value.given}
    unit = result.method.quantities[value.of].unit
    for name, said in (inputs or {name: each.default for name, each in result.method.inputs.items()}).items():
        for other in others(name, said, result):
            changed = {**inputs, name: other}
            if misfits(result.method.kind, changed):
                continue
            try:
                figures = result.method.figures(changed)
            except Misfit:
                continue
            if comparison(value, figures, unit).verdict != AGREES:
                return True
    return False


@pytest.mark.parametrize("name", [name for name in REPLICATED if name not in WITHOUT_INPUTS])
def test_a_wrong_input_would_be_noticed(name: str) -> None:
    result = load_published(name)
    for value in result.file.values:
        assert is_noticed(value, result), value


def test_no_tolerance_is_wider_than_a_seventh_of_its_number() -> None:
    for name in REPLICATED:
        for each in replicated(name).compared:
            if each.published and each.unit not in ("1 or 0", "messages"):
                assert each.tolerance <= abs(each.published) / 6.6, (name, each)


# --- luck


@pytest.mark.parametrize("name", [name for name in NAMES if KINDS[name] == "simulated"])
def test_the_same_seed_gives_the_same_number_and_another_seed_one_within_its_error(name: str) -> None:
    result = load_published(name)
    for value in result.file.values:
        inputs = {**result.file.inputs, **value.given}
        figures, again = result.method.figures(inputs), result.method.figures(inputs)
        assert figures == again
        other = result.method.figures(inputs | {"seed": 12345})
        assert other.values[value.of] != figures.values[value.of]
        assert abs(other.values[value.of] - figures.values[value.of]) <= 5 * math.sqrt(2) * figures.errors[value.of]
        assert figures.errors[value.of] > 0.0


# --- who computed it


def source_of(name: str) -> str:
    """Return the text of all that a method is written in, in this room."""
    module = import_module(METHODS[name].compute.__module__)
    room = Path(str(import_module("dealsim.evidence.published").__path__[0]))
    return Path(str(module.__file__)).read_text() + "".join(path.read_text() for path in room.glob("*.py"))


@for_each("name", METHODS)
def test_a_method_calls_the_rules_that_it_names(name: str) -> None:
    text = source_of(name)
    for rule in METHODS[name].by:
        if rule != ARITHMETIC:
            module, _, function = rule.rpartition(".")
            assert callable(getattr(import_module(f"dealsim.{module}"), function))
            assert re.search(rf"\b{function}\(", text), rule


def test_one_method_alone_is_the_arithmetic_of_its_source() -> None:
    assert [name for name, method in METHODS.items() if method.by == (ARITHMETIC,)] == ["impact"]


@for_each("name", METHODS)
def test_a_method_says_what_it_takes_and_gives(name: str) -> None:
    method = METHODS[name]
    assert method.summary
    for each in method.inputs.values():
        assert each.unit
        assert each.meaning
        assert not misfits(method.kind, {each.name: "unbounded" if each.default == math.inf else each.default})
    figures = method.figures({})
    assert {*figures.values} == {*method.quantities}
    assert bool(figures.errors) == method.by_luck
    assert any(load_published(result).file.method == name for result in NAMES)


# --- files


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_at_its_head_what_it_is_and_whence_and_its_commands_run(name: str) -> None:
    text = PUBLISHED.shipped(name).read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert load_published(name).file.source in " ".join(header)
    commands = [line.removeprefix("#").strip() for line in header if line.startswith("#   dealsim ")]
    assert commands
    for command in commands:
        result = call(*shlex.split(command)[1:])
        assert result.exit_code == 0, result.output


def test_every_source_has_an_entry() -> None:
    entries = read_entries((shipped_folder() / "sources.bib").read_text(encoding="utf-8"))
    assert {load_published(name).file.source for name in NAMES} <= {*entries}
