"""Say whether a file looks like a published result, without loading what computes one."""

from collections.abc import Mapping
from pathlib import Path

from dealsim.scenario.files.problems import ScenarioError
from dealsim.scenario.files.shipped import PUBLISHED
from dealsim.scenario.files.source import parse_source, read_text

OWN = ("method", "sure", "where", "inputs", "values", "observed", "fitted")  # keys that no other kind of file has
ENOUGH = 2  # of them


def is_published(name: str) -> bool:
    """Return whether a name is that of a shipped published result, or of a file that looks like one."""
    path = Path(name)
    if not path.is_file():
        return name in PUBLISHED.names()
    try:
        return says_a_published_result(parse_source(read_text(path), name).tree)
    except ScenarioError:
        return False


def says_a_published_result(tree: Mapping[str, object]) -> bool:
    """Return whether a file with these keys looks like a published result."""
    return sum(key in OWN for key in tree) >= ENOUGH
