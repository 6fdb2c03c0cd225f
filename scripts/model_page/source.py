"""What the source files say of themselves: rules, records, codes, and the closed forms that tests hold.

Read from the text, not from the imported module: a comment behind a field exists nowhere else, and nothing is compiled.
"""

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = {"rules", "protocols", "luck.py"}  # where in the package, however deep, files of rules are looked for


class PageError(Exception):
    """The page cannot be written: the message says what to mend, and where."""


@dataclass(frozen=True)
class Rule:
    """A rule: its name, its signature as written, and its docstring. home: the name of its file."""

    name: str
    signature: str
    text: str
    home: str


@dataclass(frozen=True)
class Entry:
    """A line of a list: a field, a code's member or a constant, with what it is and what its comment says."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Listing:
    """A class that is a list of entries: a record or a code."""

    name: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class RuleFile:
    """A file of rules. name: that of the file, without its ending.  path: from the root of the checkout."""

    name: str
    path: str
    text: str
    rules: tuple[Rule, ...]
    constants: tuple[Entry, ...]
    classes: tuple[Listing, ...]


def rule_files(root: Path) -> dict[str, RuleFile]:
    """Return every file with rules by its name, and that of luck, whose rules all others stand on."""
    paths = [path for path in sorted((root / "dealsim").rglob("*.py")) if ROOMS & set(path.relative_to(root).parts)]
    read = [file for path in paths if (file := rule_file(path.stem, path, root)).rules]
    count = Counter(file.name for file in read)
    if twice := [name for name, files in count.items() if files > 1]:
        raise PageError(f"two files of rules are called {twice[0]!r}: the page could not tell them apart")
    return {file.name: file for file in sorted(read, key=lambda file: (file.name == "luck", file.path))}


def rule_file(name: str, path: Path, root: Path) -> RuleFile:
    """Read one file of rules."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    return RuleFile(
        name=name,
        path=path.relative_to(root).as_posix(),
        text=ast.get_docstring(tree) or "",
        rules=tuple(rule_of(node, name) for node in tree.body if isinstance(node, ast.FunctionDef) and is_rule(node)),
        constants=tuple(constants(tree, source)),
        classes=tuple((listings(path, "record") | listings(path, "NamedTuple")).values()),
    )


def is_rule(node: ast.FunctionDef) -> bool:
    """Return whether a function is made a rule by its decorator."""
    return any(isinstance(mark, ast.Name) and mark.id == "rule" for mark in node.decorator_list)


def rule_of(node: ast.FunctionDef, home: str) -> Rule:
    """Return a rule; a docstring it must have."""
    text = ast.get_docstring(node)
    if not text:
        raise PageError(f"the rule `{node.name}` has no docstring")
    return Rule(node.name, signature_of(node), text, home)


def signature_of(node: ast.FunctionDef, width: int = 110) -> str:
    """Return a signature on one line or, where it is too long, with one argument a line."""
    given = [ast.unparse(argument) for argument in node.args.args]
    result = ast.unparse(node.returns) if node.returns else "None"
    line = f"{node.name}({', '.join(given)}) -> {result}"
    if len(line) <= width:
        return line
    return f"{node.name}(\n" + "".join(f"    {argument},\n" for argument in given) + f") -> {result}"


def constants(tree: ast.Module, source: str) -> Iterator[Entry]:
    """Yield the named numbers of a file, each as it is written there."""
    comments = comments_of(source)
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            value = " ".join((ast.get_source_segment(source, node.value) or "").split())
            yield Entry(node.targets[0].id, value, comment_of(node, comments))


def listings(path: Path, mark: str) -> dict[str, Listing]:
    """Return the classes of a file that have `mark` as decorator or base, each with its entries."""
    source = path.read_text(encoding="utf-8")
    comments = comments_of(source)
    found = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and has_mark(node, mark)]
    return {node.name: Listing(node.name, ast.get_docstring(node) or "", entries(node, comments)) for node in found}


def has_mark(node: ast.ClassDef, mark: str) -> bool:
    """Return whether a class has a decorator or a base of this name."""
    return mark in [name.id for name in (*node.decorator_list, *node.bases) if isinstance(name, ast.Name)]


def entries(node: ast.ClassDef, comments: dict[int, str]) -> tuple[Entry, ...]:
    """Return the annotated fields or the assigned members of a class."""
    found = []
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            found.append(Entry(line.target.id, ast.unparse(line.annotation), comment_of(line, comments)))
        elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            found.append(Entry(line.targets[0].id, ast.unparse(line.value), comment_of(line, comments)))
    return tuple(found)


def comment_of(node: ast.stmt, comments: dict[int, str]) -> str:
    """Return the comment at the end of a statement."""
    return comments.get(node.end_lineno or node.lineno, "")


def comments_of(source: str) -> dict[int, str]:
    """Return every comment by its line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ").strip() for token in tokens if token.type == tokenize.COMMENT}


def closed_forms(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the closed forms that tests hold, each with its test as a sentence, and those that wait for something."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Dict):
            pairs = zip(node.value.keys, node.value.values, strict=True)
            found[node.targets[0].id] = {ast.literal_eval(key): sentence(said) for key, said in pairs if key}
    if "COVERED" not in found:
        raise PageError(f"{path.name} no longer has its table COVERED, from which the page takes its patterns")
    return found["COVERED"], found.get("WAITING", {})


def sentence(node: ast.expr) -> str:
    """Return a test's name, or the names of several, as a sentence."""
    if isinstance(node, ast.Name):
        return node.id.removeprefix("test_").replace("_", " ")
    if isinstance(node, ast.Tuple | ast.List):
        return "; ".join(sentence(part) for part in node.elts)
    return str(ast.literal_eval(node))
