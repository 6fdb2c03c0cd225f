"""How the package hangs together: no module imports itself in a circle, and no member of a family is forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import dealsim

PACKAGE = Path(dealsim.__file__).parent
ROOTS = {"dealsim": PACKAGE, "dashboards": PACKAGE.parent / "dashboards"}
SOURCES = {
    ".".join((name, *file.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__"): file
    for name, folder in ROOTS.items()
    for file in sorted(folder.rglob("*.py"))
}
TREES = {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in SOURCES.items()}
# The front door names every room for the type checker; at run time it opens none.
FRONT_DOOR = "dealsim"
BUILTINS = {"bool", "dict", "float", "int", "list", "str", "tuple"}


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """Yield the modules that a module imports, for the type checker alone or inside a function included."""
    package = name if SOURCES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in SOURCES)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            home = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                found = f"{home}.{alias.name}" if f"{home}.{alias.name}" in SOURCES else home
                if found in SOURCES and found != name:
                    yield found


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """Return the sets of modules of which each reaches all others by imports (Tarjan 1972)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: set[frozenset[str]] = set()

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        path.append(name)
        for other in sorted(graph[name]):
            if other not in number:
                visit(other)
            if other in path:
                low[name] = min(low[name], low[other])
        if low[name] == number[name]:
            knot = frozenset(path[path.index(name) :])
            del path[path.index(name) :]
            if len(knot) > 1:
                found.add(knot)

    for name in graph:
        if name not in number:
            visit(name)
    return found


def test_circles_are_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": {"d"}, "e": {"a"}}
    assert circles(graph) == {frozenset("bc")}


def test_no_modules_import_each_other_in_a_circle_not_even_for_the_type_checker_alone() -> None:
    graph = {name: set(imported(name, tree)) for name, tree in TREES.items() if name != FRONT_DOOR}
    assert sum(map(len, graph.values())) > len(graph)
    graph = {name: {other for other in others if other in graph} for name, others in graph.items()}
    assert [sorted(knot) for knot in circles(graph)] == []


def is_of_a_family(case: ast.match_case) -> bool:
    """Whether a case names a code or a class that is none of Python's own."""
    named = [node.value for node in ast.walk(case.pattern) if isinstance(node, ast.MatchValue)]
    classes = [node.cls for node in ast.walk(case.pattern) if isinstance(node, ast.MatchClass)]
    own = [cls for cls in classes if not (isinstance(cls, ast.Name) and cls.id in BUILTINS)]
    return bool(own) or any(isinstance(value, ast.Attribute) for value in named)


def ends(match: ast.Match) -> bool:
    """Whether a match ends in what the type checker refuses while a member of the family is left."""
    last = match.cases[-1]
    called = [node.func for node in ast.walk(last) if isinstance(node, ast.Call)]
    everything = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
    return everything and any(isinstance(each, ast.Name) and each.id in ("assert_never", "misfit") for each in called)


def test_a_match_over_a_family_ends_in_what_no_member_reaches() -> None:
    """`assert_never`; or `misfit`, which takes a `Never` as well, where a class of the user's may decide anything."""
    matches = [(name, node) for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Match)]
    family = [(name, node) for name, node in matches if any(map(is_of_a_family, node.cases))]
    assert len(family) > 5
    unended = {f"{name}:{node.lineno}" for name, node in family if not ends(node)}
    assert unended == set()
