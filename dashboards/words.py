"""The texts of the pages, from words.yaml: one place, apart from code."""

from functools import cache
from pathlib import Path
from typing import Any

from .word_files import yaml_of


@cache
def all_words() -> dict[str, Any]:
    """Return everything that the pages say."""
    return yaml_of(Path(__file__).with_name("words.yaml"))


def words(way: str, **filled: object) -> str:
    """Return the text at a path such as `explore.title`, with its gaps filled."""
    said: Any = all_words()
    for key in way.split("."):
        said = said[key]
    return str(said).strip().format(**filled) if filled else str(said).strip()
