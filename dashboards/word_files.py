"""Files of words that lie beside the pages."""

from pathlib import Path
from typing import Any

from dealsim.scenario.files.plain_yaml import Reader


def yaml_of(path: Path) -> dict[str, Any]:
    """Return what a YAML file beside the pages says."""
    said = Reader(path.read_text(encoding="utf-8"), path.name).value
    if not isinstance(said, dict):
        raise ValueError(f"{path.name}: no keys")
    return said
