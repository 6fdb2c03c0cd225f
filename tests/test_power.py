"""A line broken in any room is found out by that room's tests: one line in each, in a copy of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contribute.test_recipes import COPIED

ROOT = Path(__file__).parents[1]
# A file, what stands there once, what is put in its place, and the tests that ought to see it.
BROKEN = {
    "value": ("core/rules/value/preferences.py", "p_3 * z_3", "p_2 * z_3", "core/rules/value"),
    "settling": ("engine/settle.py", "if u_judged >= promise.judged", "if u_judged < promise.judged", "engine"),
    "the game": ("game/lab.py", "< betrayal_chance(", ">= betrayal_chance(", "engine/test_engines_agree.py"),
    "worlds": (
        "scenario/worlds/distributions.py",
        "return low + (high - low) * float(beta",
        "return low + float(beta",
        "scenario/worlds",
    ),
    "files": (
        "scenario/files/merging.py",
        "if value is None and not self",
        "if value is None and self",
        "scenario/files",
    ),
    "intervals": (
        "measure/intervals.py",
        "half = reach(units - 1,",
        "half = reach(units,",
        "measure/test_intervals.py",
    ),
    "sensitivity": (
        "experiment/sensitivity/screening.py",
        "mu_star=float(np.abs(whole[k]).mean())",
        "mu_star=float(whole[k].mean())",
        "experiment/sensitivity/test_screening.py",
    ),
    "work": ("work/in_order.py", "waiting.popleft()()", "waiting.pop()()", "work/test_in_order.py"),
    "design": ("experiment/design/morris.py", "num_levels=self.levels", "num_levels=4", "experiment/test_design.py"),
    "verdicts": (
        "evidence/claims/verdicts.py",
        "if low > smallest:",
        "if low > -smallest:",
        "evidence/claims/test_verdicts.py",
    ),
    "report": ("report/page.py", "autoescape=True", "autoescape=False", "report/test_report.py"),
    "sources": ("bibliography/entries.py", "if len(names) > 2 else", "if len(names) > 1 else", "bibliography"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project in which lines may be broken."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_is_found_out_by_the_tests_of_its_room(line: str, copy: Path) -> None:
    name, whole, broken, tests = BROKEN[line]
    file = copy / "dealsim" / name
    text = file.read_text(encoding="utf-8")
    assert whole in text
    file.write_text(text.replace(whole, broken), encoding="utf-8")
    try:
        ended = run_tests(copy, tests)
    finally:
        file.write_text(text, encoding="utf-8")
    assert ended.returncode == 1, ended.stdout[-2000:]  # some failed: not "none were found", not "it broke off"


def run_tests(copy: Path, tests: str) -> "subprocess.CompletedProcess[str]":
    """Run some of what `make test` runs, by the package in the copy, up to the first test that fails."""
    words = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/{tests}"]
    few = {**os.environ, "HYPOTHESIS_PROFILE": "few", "PYTHONPATH": str(copy)}
    return subprocess.run(words, cwd=copy, env=few, capture_output=True, text=True, check=False)
