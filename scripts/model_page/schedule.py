"""The order of a round, read from the methods of the game: `step`, what it calls, and the rules behind it."""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Called everywhere and no stage of anything.
PLUMBING = ("luck", "fixed_luck", "serving")


@dataclass(frozen=True)
class Stage:
    """A method: its name, the first line of its docstring, the rules that it calls, and the methods, all in order.

    rules: each with its file, `contract.trust`.
    """

    name: str
    text: str
    rules: tuple[str, ...]
    parts: tuple["Stage", ...]


def round_of(owners: Mapping[str, type]) -> tuple[str, tuple[Stage, ...]]:
    """Return the code of `step` without its docstring, and its stages.

    owners: whose methods are told, by the name that code calls them by: `self` the model, `lab`, `ai`.
    """
    step = owners["self"].step  # type: ignore[attr-defined]
    seen: set[object] = {step}
    stage = stage_of("step", step, "self", dict(owners), seen)
    return body_of(step), stage.parts


def stage_of(name: str, method: Any, owner: str, owners: dict[str, type], seen: set[object]) -> Stage:
    """Return a method as a stage, each method that it calls told where it is called first."""
    known = {**owners, "self": owners[owner]}
    used: list[str] = []
    parts: list[Stage] = []
    for call in calls(method):
        if isinstance(call, ast.Name):
            used += [place for place in [rule_place(call.id, method)] if place and place not in used]
            continue
        found = called(call, owner, known)
        if found is not None and found[1] not in seen:
            seen.add(found[1])
            who, target = found
            parts.append(stage_of(target.__name__, target, who, owners, seen))
    first = (inspect.getdoc(method) or "").partition("\n")[0]
    shown = known["self"].__name__ if name == "__init__" else name if owner == "self" else f"{owner}.{name}"
    return Stage(shown, first, tuple(used), tuple(parts))


def rule_place(name: str, method: Any) -> str:
    """Return where the rule that a method knows by a name stands: `contract.trust`; nothing if it is no rule."""
    target = method.__globals__.get(name)
    module = getattr(target, "__module__", "")
    ours = hasattr(target, "py_func") and module.startswith("dealsim.")
    return f"{module.rpartition('.')[2]}.{target.__name__}" if ours else ""


def called(call: ast.Attribute, owner: str, known: Mapping[str, type]) -> tuple[str, Any] | None:
    """Return whose method a call is and the method, if it is one of the model's, a lab's or an AI's own."""
    whose = call.value.id if isinstance(call.value, ast.Name) else getattr(call.value, "attr", "")
    if whose not in known or call.attr in PLUMBING:
        return None
    if call.attr.endswith("_class"):  # self.ai_class(...) makes an AI
        whose, name = call.attr.removesuffix("_class"), "__init__"
    else:
        name = call.attr
    if whose not in known:
        return None
    method = inspect.getattr_static(known[whose], name, None)
    ours = inspect.isfunction(method) and method.__module__.startswith("dealsim.")
    return (owner if whose == "self" else whose, method) if ours else None


def calls(method: Any) -> Iterator[ast.Name | ast.Attribute]:
    """Yield what a method calls, in the order in which it stands in the source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(found, key=lambda node: (node.func.end_lineno or 0, node.func.end_col_offset or 0)):
        if isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func


def body_of(method: Any) -> str:
    """Return a method's code without its docstring."""
    source = textwrap.dedent(inspect.getsource(method))
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    lines = source.splitlines()
    start = function.body[1].lineno - 1 if ast.get_docstring(function) else function.body[0].lineno - 1
    return "\n".join([lines[0], *lines[start:]])
