"""What a package index shows: the project's addresses, and a README whose links work there.

CITATION.cff is the one place that says where the project is (`repository-code`, `url`). While it says nothing, links
to files of the project become their plain words, rather than links that lead nowhere.
"""

import re
from pathlib import Path
from typing import Any

try:
    from hatchling.metadata.plugin.interface import MetadataHookInterface
except ImportError:  # read by a test, without what builds

    class MetadataHookInterface:  # type: ignore[no-redef]
        """Stands for what a build has."""


TO_A_FILE = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?![a-z]+:|#)([^)\s]+)\)")


class CustomMetadataHook(MetadataHookInterface):
    """Fills in what pyproject.toml leaves to the build."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README and the addresses."""
        root = Path(self.root)
        at = addresses((root / "CITATION.cff").read_text(encoding="utf-8"))
        text = readme((root / "README.md").read_text(encoding="utf-8"), at.get("repository-code"))
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = urls(at)


def addresses(citation: str) -> dict[str, str]:
    """Return the addresses that CITATION.cff says, by their keys."""
    found = re.findall(r"^(repository-code|url): *[\"']?(https?://[^\s\"']+?)/?[\"']?$", citation, re.MULTILINE)
    return dict(found)


def urls(at: dict[str, str]) -> dict[str, str]:
    """Return what an index links to beside the README."""
    home = {"Homepage": at["url"]} if "url" in at else {}
    if "repository-code" not in at:
        return home
    source = at["repository-code"]
    return home | {"Source": source, "Changelog": f"{source}/blob/HEAD/CHANGELOG.md", "Issues": f"{source}/issues"}


def readme(text: str, repository: str | None) -> str:
    """Return the README with links to files as addresses in the repository, or as plain words where there is none."""

    def linked(found: re.Match[str]) -> str:
        picture, words, path = found.groups()
        if repository is None:
            return f"*{words}*" if picture else words
        return f"{picture}[{words}]({repository}/{'raw' if picture else 'blob'}/HEAD/{path})"

    return TO_A_FILE.sub(linked, text)
