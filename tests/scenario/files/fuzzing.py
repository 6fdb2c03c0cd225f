"""Inputs that nobody would write: texts, damaged files, damaged trees, webs of files, settings."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from dealsim.scenario.files.shipped import shipped_folder

SHIPPED = {path: path.read_text(encoding="utf-8") for path in sorted(shipped_folder().rglob("*.yaml"))}
WORLDS = [text for path, text in SHIPPED.items() if path.parent == shipped_folder()]
SPECS = [text for path, text in SHIPPED.items() if path.parent.name == "specs"]
TREES = [YAML(typ="safe", pure=True).load(text) for text in WORLDS]
SECRET = "hunter2"  # stands in files that no message may quote


@dataclass(frozen=True)
class Input:
    """Files by name, of which the first is the one to load, and settings."""

    files: dict[str, bytes]
    settings: list[str] = field(default_factory=list)


BITS = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@` \n\t\r\0~.0",
        *("\n  ", ": ", "- ", "? ", "<<", "---", "...", "\\u", "!!", "%YAML 1.1\n", "| \n", ">-\n", "&a ", "*a"),
        *("1e400", ".inf", ".nan", "0x", "yes", "2027-01-01", "null", "true", "-1", "\x85", "\ufeff", "\ud800", "= "),
        *("extends: world.yaml\n", "extends: baseline\n", "extends: ../secret.yaml\n", "spec: /etc/passwd\n"),
    ]
)
NAMES = st.sampled_from(
    [
        *("world.yaml", "a.yaml", "b.yaml", "deep/c.yaml", "spec.yaml", "secret.yaml", "link.yaml", "folder.yaml"),
        *("baseline", "humble", "deceptive-alignment-rare", "baselin", "", ".", "..", "../outside.yaml", "/etc/passwd"),
        *("deep/../a.yaml", "./a.yaml", "C:\\x.yaml", "..\\x.yaml", "~/x.yaml", "a" * 300 + ".yaml", "file:///x.yaml"),
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([-1, 0, 1, 2, 0.5, 400, 401, 1e-300, 1e300, 2**62, "", "x", "0.1 to 0.3", "yes", "mixed", "nash"])
    | st.text(max_size=20)
    | NAMES
)
INNER_KEYS = ["mean", "rho", "beta", "uniform", "choice", "a", "extends"]
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(INNER_KEYS), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


TEXTS = (
    st.text().map(as_bytes) | st.lists(BITS, max_size=60).map("".join).map(as_bytes) | st.binary(max_size=200)
).map(lambda data: Input({"world.yaml": data}))


@st.composite
def damaged_files(draw: st.DrawFn) -> Input:
    """A shipped world in which characters, or whole lines, are changed, doubled or gone."""
    text = draw(st.sampled_from(WORLDS))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            start = draw(st.integers(0, len(text)))
            text = text[:start] + draw(BITS | st.text(max_size=3)) + text[start + draw(st.integers(0, 8)) :]
        else:
            lines = text.splitlines(keepends=True)
            start, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[start : start + draw(st.integers(0, 2))] = [lines[other]] * draw(st.integers(0, 2))
            text = "".join(lines) or "\n"
    return Input({"world.yaml": as_bytes(text)})


def ways(tree: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value in a tree but the tree itself."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield (*at, key)
        yield from ways(value, (*at, key))


@st.composite
def damaged(draw: st.DrawFn, tree: dict[str, Any], most: int = 4) -> dict[str, Any]:
    """A tree in which values are replaced, keys renamed, added or gone."""
    tree = deepcopy(tree)
    for _ in range(draw(st.integers(1, most))):
        every = list(ways(tree))
        if not every:
            break
        *way, last = draw(st.sampled_from(every))
        here: Any = tree
        for key in way:
            here = here[key]
        match draw(st.sampled_from(["replace", "remove", "rename", "add"])):
            case "remove":
                del here[last]
            case "rename" if isinstance(here, dict):
                here[f"{last}{draw(st.sampled_from(['s', '_', '2', ' ']))}"] = here.pop(last)
            case "add" if isinstance(here, dict):
                here[draw(st.text(max_size=8) | st.sampled_from(["extends", "spec", "training", "labs"]))] = draw(
                    VALUES
                )
            case _:
                here[last] = draw(VALUES)
    return tree


def written(tree: object) -> bytes:
    return as_bytes(json.dumps(tree, ensure_ascii=False))  # JSON is YAML


@st.composite
def damaged_trees(draw: st.DrawFn) -> Input:
    return Input({"world.yaml": written(draw(damaged(draw(st.sampled_from(TREES)))))})


@st.composite
def webs(draw: st.DrawFn) -> Input:
    """Files that extend each other, name specs, and would like to read what is not theirs."""
    files: dict[str, bytes] = {}
    for name in ("world.yaml", "a.yaml", "b.yaml", "deep/c.yaml"):
        tree = draw(damaged(draw(st.sampled_from(TREES)), most=2)) if draw(st.booleans()) else {"title": "x"}
        if draw(st.integers(0, 3)):
            tree["extends"] = draw(NAMES)
        if draw(st.booleans()) and isinstance(tree.get("every_lab", {}), dict):
            tree["every_lab"] = {**tree.get("every_lab", {}), draw(st.sampled_from(["spec", "training"])): draw(NAMES)}
        if draw(st.integers(0, 4)) == 0:
            tree["labs"] = draw(VALUES)
        files[name] = written(tree)
    files["spec.yaml"] = (
        as_bytes(draw(st.sampled_from(SPECS))) if draw(st.booleans()) else written({"extends": draw(NAMES)})
    )
    files["secret.yaml"] = as_bytes(
        draw(st.sampled_from([f"{SECRET}: {SECRET}", f"- {SECRET}", f"{SECRET}: [{SECRET}", SECRET]))
    )
    return Input(files, draw(st.just([]) | st.just([]) | st.lists(SETTINGS, max_size=2)))


SOME_WAYS = [
    "labs.aurora.control",
    "every_lab.spec",
    "every_lab.spec.title",
    "every_lab.training.wait",
    "horizon",
    "extends",
]
SETTINGS = st.builds(
    "{}={}".format,
    st.sampled_from([".".join(map(str, way)) for way in ways(TREES[0])] + SOME_WAYS) | st.text(max_size=12),
    LEAVES.map(str) | st.from_regex(r"[\[\]{}a1:,*& .]{0,12}", fullmatch=True) | VALUES.map(json.dumps),
) | st.text(max_size=20)  # fmt: skip

SET = st.lists(SETTINGS, min_size=1, max_size=4).map(lambda said: Input({"world.yaml": as_bytes(WORLDS[0])}, said))

KINDS: dict[str, st.SearchStrategy[Input]] = {
    "texts": TEXTS,
    "damaged files": damaged_files(),
    "damaged trees": damaged_trees(),
    "webs of files": webs(),
    "settings": SET,
}


def lay_out(given: Input, folder: Path) -> Path:
    """Write the files, beside a folder and a link that lead astray; return the one to load."""
    for name, data in given.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / next(iter(given.files))
