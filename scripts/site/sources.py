"""Source files as pages, so that a link from the documentation to a file of the checkout stays on the site."""

import json
from pathlib import Path

LANGUAGES = {".py": "python", ".yaml": "yaml", ".bib": "bibtex", ".sh": "sh", ".toml": "toml"}
ORPHAN = "---\norphan: true\nnosearch: true\n---\n\n"  # in no list of pages, and not what a search is for


def source_page(root: Path, file: str) -> str:
    """Return the page that shows a file or, of a folder, what it holds."""
    path = root / file
    if path.is_dir():
        return ORPHAN + folder_page(path, file)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return ORPHAN + notebook_page(text)
    return f"{ORPHAN}# [{file}]{{.source-file}}\n\n{block(text, LANGUAGES.get(path.suffix, 'text'))}\n"


def block(text: str, language: str) -> str:
    """Return a text as code, in a fence that is longer than any within it."""
    fence = "`" * 8
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def folder_page(path: Path, file: str) -> str:
    """Return the list of what a folder holds, with links to what can be shown."""
    held = sorted(each for each in path.iterdir() if not each.name.startswith(("__", ".")))
    return f"# [{file}/]{{.source-file}}\n\n" + "\n".join(f"- {entry(path.name, each)}" for each in held) + "\n"


def entry(folder: str, path: Path) -> str:
    """Return a line of a folder's list."""
    name = f"`{path.name}{'/' * path.is_dir()}`"
    return f"[{name}]({folder}/{path.name})" if path.is_dir() or path.suffix in LANGUAGES else name


def notebook_page(text: str) -> str:
    """Return a notebook's words and code, in order, without what its cells have printed."""
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    return "\n\n".join(said if kind == "markdown" else block(said, "python") for kind, said in cells) + "\n"
