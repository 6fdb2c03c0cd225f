"""Compiled rules: one signature each, records as their classes say, and a cache that sees every edit."""

import importlib
import importlib.util
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import numba
import numpy as np
import pytest

import dealsim
from dealsim import core, engine
from dealsim.core import compiled, records
from dealsim.core.compiled import array, blank, layout, row, rows, rule
from dealsim.core.rules.deal.promises import remember
from dealsim.core.rules.value.preferences import certainty_equivalent
from tests.builders import make_lab
from tests.for_each import for_each

PACKAGE = Path(dealsim.__file__).parent
COMPILED = compiled.compiled_sources()
KINDS = {float: np.float64, int: np.int64, np.uint64: np.uint64}


def rules_of(package: Any) -> dict[str, Any]:
    """Return all rules that the modules of a package define, by their full names."""
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    found = {}
    for name in names:
        for own, thing in vars(importlib.import_module(name)).items():
            if hasattr(thing, "py_func") and thing.py_func.__module__ == name:
                found[f"{name}.{own}"] = thing
    return found


RULES = {name: found for room in (core, engine) for name, found in rules_of(room).items()}
RECORDS = [thing for thing in vars(records).values() if inspect.isclass(thing) and thing in compiled._RECORDS]


@for_each("record", RECORDS)
def test_a_record_is_laid_out_as_its_class_says(record: type) -> None:
    hints = get_type_hints(record)
    assert layout(record).names == tuple(hints)
    assert [layout(record)[name] for name in hints] == [np.dtype(KINDS[hint]) for hint in hints.values()]


def test_all_records_of_the_game_were_looked_at() -> None:
    assert {"World", "LabState", "Mind", "Plan", "Public", "Position", "Event", "Tally"} <= {
        r.__name__ for r in RECORDS
    }


@for_each("record", RECORDS)
def test_a_blank_record_has_no_number_left_of_what_it_was(record: type) -> None:
    """In Python; in compiled code it is one store over all of a record, whatever its fields."""
    numbers = array(rows(record, 3))
    numbers.view(np.uint8)[:] = 7
    blank(numbers.view(np.recarray)[1])
    assert not any(numbers[1].tobytes())
    assert set(numbers[0].tobytes() + numbers[2].tobytes()) == {7}


def test_rows_are_blank_and_share_their_memory_with_their_plain_array() -> None:
    labs = rows(records.LabState, 3)
    assert not any(array(labs).tobytes())
    labs[1].kept = 2.5
    assert array(labs)["kept"].tolist() == [0.0, 2.5, 0.0]
    assert row(records.LabState).kept == 0.0


def test_a_rule_writes_to_the_record_that_it_is_given() -> None:
    lab = make_lab(kept=1.0)
    remember(lab, 2.0, 0.0, 1.0)
    assert lab.kept == 3.0


@for_each("name", list(RULES))
def test_a_rule_has_one_signature_and_says_in_a_sentence_what_it_does(name: str) -> None:
    found = RULES[name]
    assert len(found.signatures) == 1
    doc = inspect.getdoc(found.py_func)
    assert doc, "a rule without a docstring"
    first = doc.splitlines()[0]
    # What follows a wide space is its unit or its equation.
    assert first.endswith(".") or first.split("   ")[0].endswith("."), first
    verb = first.split()[0]
    assert verb.istitle(), first
    assert not verb.endswith("s") or verb.endswith("ss"), f"not an imperative: {first}"


def test_a_whole_number_makes_no_second_version_of_a_rule() -> None:
    """A version compiled for integers could differ in its last bits."""
    assert certainty_equivalent(1, 1, 0, 0) == 1.0
    assert certainty_equivalent(np.float32(0.5), 1, 0, True) == certainty_equivalent(0.5, 1.0, 0.0, 1.0)
    assert len(certainty_equivalent.signatures) == 1  # type: ignore[attr-defined]


def test_a_rule_cannot_take_what_has_no_flat_layout() -> None:
    def greet(name: str) -> None:
        """Say hello."""

    with pytest.raises(TypeError, match="a rule cannot take"):
        rule(greet)


# The cache


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package that a test may edit."""
    return Path(shutil.copytree(PACKAGE, tmp_path / "dealsim", ignore=shutil.ignore_patterns("__pycache__")))


def digest_of(copy: Path) -> str:
    """Return the digest that a copy of the package has of its compiled sources."""
    spec = importlib.util.spec_from_file_location("copied_compiled", copy / "core" / "compiled.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.source_digest())


def test_an_edit_of_any_compiled_source_changes_the_digest(copy: Path) -> None:
    digests = [digest_of(copy)]
    for source in COMPILED:
        edited = copy / source.relative_to(PACKAGE)
        edited.write_bytes(edited.read_bytes() + b"\n# a word more\n")
        digests.append(digest_of(copy))
    assert len(set(digests)) == len(COMPILED) + 1


def test_an_edit_of_what_is_not_compiled_leaves_the_digest_as_it_is(copy: Path) -> None:
    before = digest_of(copy)
    (copy / "scenario" / "loading.py").write_text("# gone")
    assert digest_of(copy) == before


def in_copy(copy: Path, expression: str, home: Path | None = None) -> tuple[float, set[str]]:
    """Return what an expression of the module `outlook` is in a fresh process, and the cache's folders then."""
    home = home or copy.parent / "home"
    caches = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LOCALAPPDATA": str(home / "cache")}
    command = (
        "from dealsim.core.rules.outlook import outlook; from dealsim.core.compiled import row; "
        "from dealsim.core.records import Mind, Tomorrow, World; "
        f"assert outlook.__file__.startswith({str(copy)!r}); print({expression})"
    )
    answer = subprocess.run(
        [sys.executable, "-c", command],
        env={**os.environ, **caches, "PYTHONPATH": str(copy.parent)},
        cwd=copy.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(answer.stdout), {folder.name for folder in home.rglob("compiled-*")}


def test_an_edit_of_a_rule_is_seen_by_the_rules_of_other_files_though_their_cache_is_warm(copy: Path) -> None:
    """`strike_value` stands in another file than `lottery_of_three`, and its own file does not change."""
    expression = "outlook.strike_value(0.25, 0.8, 0.0, 1.0, row(Mind), row(World))"
    before, folders = in_copy(copy, expression)
    assert before == 0.25 * 0.8
    assert len(folders) == 1
    edited = copy / "core" / "rules" / "value" / "preferences.py"
    source = edited.read_text()
    assert source.count("return p_1 * z_1 + p_2 * z_2 + p_3 * z_3") == 1
    edited.write_text(source.replace("return p_1 * z_1 + p_2", "return 2.0 * p_1 * z_1 + p_2"))
    after, folders = in_copy(copy, expression)
    assert after == 2.0 * before
    assert len(folders) == 2


def test_a_large_rule_from_a_warm_cache_can_be_called_from_python_and_calls_the_rules_that_it_needs(copy: Path) -> None:
    """`stationary_value` and what calls it are too large to be inlined: they are called by name."""
    expression = "outlook.value_of_service(outlook.UNKNOWN, 0.0, 0.25, row(Tomorrow), row(Mind))"
    cold, _ = in_copy(copy, expression)
    warm, folders = in_copy(copy, expression)
    assert cold == warm == 0.25
    assert len(folders) == 1


@pytest.mark.slow
def test_rules_have_the_same_names_in_machine_code_whichever_is_compiled_first(copy: Path) -> None:
    """A rule from the cache calls others by name: were they numbered as they come, it would call what is not there."""
    expression = "outlook.value_of_service(outlook.UNKNOWN, 0.0, 0.25, row(Tomorrow), row(Mind))"
    before, _ = in_copy(copy, expression)
    for file in sorted(copy.parent.rglob("*.nbc"))[::2]:
        file.unlink()
    assert in_copy(copy, expression)[0] == before == 0.25


@pytest.mark.slow
def test_with_a_numba_whose_insides_are_not_known_rules_are_compiled_by_its_own_means_to_the_same_numbers(
    copy: Path,
) -> None:
    expression = "outlook.value_of_service(outlook.UNKNOWN, 0.0, 0.25, row(Tomorrow), row(Mind))"
    linking = copy / "core" / "numba_linking.py"
    linking.write_text(re.sub(r"^KNOWN_NUMBA = .*", "KNOWN_NUMBA = ()", linking.read_text(), flags=re.MULTILINE))
    assert "KNOWN_NUMBA = ()" in linking.read_text()
    assert in_copy(copy, expression)[0] == 0.25


@pytest.mark.slow
def test_another_copy_of_the_same_sources_compiles_nothing_again(copy: Path) -> None:
    """A second checkout, or a built wheel, finds what the first one compiled."""
    expression = "outlook.strike_value(0.25, 0.8, 0.0, 1.0, row(Mind), row(World))"
    value, _ = in_copy(copy, expression)
    home = copy.parent / "home"
    compiled_once = {file: file.stat().st_mtime_ns for file in home.rglob("*.nb?")}
    other = Path(shutil.copytree(copy, copy.parent / "elsewhere" / "dealsim"))
    assert in_copy(other, expression, home)[0] == value
    assert compiled_once
    assert {file: file.stat().st_mtime_ns for file in home.rglob("*.nb?")} == compiled_once


def test_compiling_leaves_numbas_own_cache_setting_alone() -> None:
    before = numba.config.CACHE_DIR

    def twice(x: float) -> float:
        """Return twice a number."""
        return 2.0 * x

    compiled_rule: Callable[[float], float] = rule(twice)
    assert compiled_rule(1.5) == 3.0
    assert before == numba.config.CACHE_DIR
