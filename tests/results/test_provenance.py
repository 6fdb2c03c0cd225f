"""What numbers depend on: a digest of the model that no edit of it escapes."""

import shutil
from pathlib import Path

import grimp
import pytest

from dealsim.results.provenance import HOME, model_digest

MEASURE, ENGINE = "dealsim.measure.claim_measures", "dealsim.engine"
WORK = "dealsim.work"  # shares out the games, which are the same however they are shared out


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package."""
    copied = tmp_path_factory.mktemp("package") / "dealsim"
    return Path(shutil.copytree(HOME, copied, ignore=shutil.ignore_patterns("__pycache__")))


def file_of(home: Path, module: str) -> Path:
    """Return a module's file."""
    path = home.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def deciding(home: Path) -> list[Path]:
    """Return the files that the games of a claim, and what is measured in them, are made of."""
    graph = grimp.build_graph("dealsim", cache_dir=None, exclude_type_checking_imports=True)
    whole = {MEASURE, ENGINE, *graph.find_descendants(ENGINE)}
    below = whole.union(*(graph.find_upstream_modules(module) for module in whole)) - {"dealsim"}
    return sorted(file_of(home, module) for module in below if not module.startswith(WORK))


def digest_of(home: Path) -> str:
    return model_digest.__wrapped__(home)


def test_an_edit_of_any_file_that_plays_or_measures_a_claims_games_changes_the_digest_of_the_model(home: Path) -> None:
    before, files = digest_of(home), deciding(home)
    names = {path.relative_to(home).as_posix() for path in files}
    assert {"measure/claim_measures.py", "measure/outcomes.py", "measure/estimates.py", "core/codes.py"} <= names
    assert before == model_digest()
    for path in files:
        held = path.read_bytes()
        path.write_bytes(held + b"\n# edited\n")
        assert digest_of(home) != before, path
        path.write_bytes(held)
    assert digest_of(home) == before


def test_an_edit_of_what_only_shows_numbers_leaves_the_digest_as_it_is(home: Path) -> None:
    before = digest_of(home)
    for name in ("report/page.py", "cli/main.py", "figures/style.py"):
        (home / name).write_bytes((home / name).read_bytes() + b"\n# edited\n")
    assert digest_of(home) == before
