"""Check a source against a pydantic model, and report all problems in a user's words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from dealsim.scenario.files import expected
from dealsim.scenario.files.problems import KeyPath, Misfit, Problem, ScenarioError, dotted, nearest_name, shown
from dealsim.scenario.files.source import Source

# What pydantic puts after a mapping's key where the key itself is bad.
BAD_KEY = "[key]"
NOT_THERE: Any = object()
EXTENDS = "extends"  # removed before a file is checked, unless it is in a wrong place
OWN_WORDS = {"value_error", "assertion_error"}
# Said in full by the schema's types and limits; pydantic's words are added for other problems.
SAID_BY_SCHEMA = (
    *("_type", "_parsing", "_from_float", "_tag_invalid", "_tag_not_found", "finite_number", "literal_error"),
    *(
        "enum",
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "none_required",
        "pattern_mismatch",
    ),
)


MOST_ROUNDS = 8  # of looking for problems behind others
SIZES = ("too_short", "too_long", "string_too_short", "string_too_long")


@dataclass(frozen=True)
class Fault:
    """One pydantic error, with its location split into what is in the file and which union arms were tried.

    arms: for each union on the way, how many keys deep it stands, and pydantic's label for the arm.
    """

    path: KeyPath
    arms: tuple[tuple[int, str], ...]
    error: ErrorDetails

    @property
    def kind(self) -> str:
        """Pydantic's name for the problem."""
        return self.error["type"]


def validate[M: BaseModel](model: type[M], source: Source) -> M:
    """Return the model made of the source, or raise ScenarioError with all problems, in the files' order."""
    made, problems = validated(model, source)
    if made is None or problems:
        raise ScenarioError(problems)
    return made


def validated[M: BaseModel](model: type[M], source: Source) -> tuple[M | None, list[Problem]]:
    """Return the model made of what is right in the source, and all problems; None where too little is right.

    What is wrong is replaced or taken out and the rest is checked again, since one fault hides those that are looked
    for after it.
    """
    problems, removed = list(source.problems), list[KeyPath]()
    for _ in range(MOST_ROUNDS):
        try:
            made = model.model_validate(source.tree)
        except ValidationError as error:
            faults = _nearest_arms([_fault(each, source) for each in error.errors(include_url=False)])
            found = [(path, problem) for path, problem in _problems(model, source, faults)]
            problems += (problem for path, problem in found if not _follows(path, problem, removed))
            tree = deepcopy(source.tree)
            gone = {_put_right(model, tree, path, known=removed) for path, _ in found}
            if not gone or () in gone:
                break
            removed += gone
            source = replace(source, tree=tree)
        else:
            return made, in_order(problems, source.name)
    return None, in_order(problems, source.name)


def _put_right(model: type[BaseModel], tree: dict[str, object], path: KeyPath, known: Sequence[KeyPath]) -> KeyPath:
    """Put something valid in the place of what is wrong, or take it out if nothing is known; return where.

    known: where this was done before: there it did not help.
    """
    instead = expected.some_value(expected.alternatives_at(model, path)) if path and path not in known else None
    while path and not isinstance(value_in(tree, path[:-1]), dict):
        path, instead = path[:-1], None  # a list as a whole
    above = value_in(tree, path[:-1])
    while path and isinstance(above, dict):
        if instead is not None:
            above[path[-1]] = instead
            return path
        if path[-1] in above:
            del above[path[-1]]
            return path
        path = path[:-1]  # what lacks a key
        above = value_in(tree, path[:-1])
    return ()


def value_in(tree: object, path: KeyPath) -> object:
    """Return what stands at a path, or NOT_THERE."""
    for key in path:
        tree = _below(tree, key)
    return tree


def _follows(path: KeyPath, problem: Problem, removed: Sequence[KeyPath]) -> bool:
    """Return whether a problem may be due to what was taken out: a key that is missing now was there at first."""
    return (problem.found == "nothing" and len(removed) > 0) or any(
        path[: len(gone)] == gone or path == gone[:-1] or str(gone[-1]) in problem.found.replace("'", " ").split()
        for gone in removed
    )


def in_order(problems: Iterable[Problem], first: str) -> list[Problem]:
    """Return problems once each, file by file and line by line, those of the file `first` first, of settings last."""
    once = list(dict.fromkeys(problems))
    files = list(dict.fromkeys([first, *(problem.where for problem in once if problem.line is not None)]))
    places = {file: place for place, file in enumerate(files)}
    return sorted(once, key=lambda problem: (places.get(problem.where, len(places)), problem.line or 0))


def _fault(error: ErrorDetails, source: Source) -> Fault:
    """Split an error's location by following it down the file: what is not there is an arm's label."""
    here: object = source.tree
    path: KeyPath = ()
    arms: list[tuple[int, str]] = []
    # A missing key's name comes last, and is not in the file either.
    there = len(error["loc"]) - (error["type"] == "missing")
    for part in error["loc"][:there]:
        below = _below(here, part)
        if below is not NOT_THERE:
            here, path = below, (*path, part)
        elif part != BAD_KEY:
            arms.append((len(path), str(part)))
    return Fault(path + error["loc"][there:], tuple(arms), error)


def _below(value: object, key: str | int) -> object:
    if isinstance(value, dict):
        return value.get(key, NOT_THERE)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return NOT_THERE


def _nearest_arms(faults: Iterable[Fault], level: int = 0) -> list[Fault]:
    """Keep, at each union, only the faults of the arm that the input is closest to."""
    kept: list[Fault] = []
    unions: dict[KeyPath, dict[str, list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in faults:
        if len(fault.arms) <= level:
            kept.append(fault)
        else:
            depth, label = fault.arms[level]
            unions[fault.path[:depth]][label].append(fault)
    for at, arms in unions.items():
        tried = [_nearest_arms(arm, level + 1) for arm in arms.values()]
        kept += min(tried, key=partial(_distance, at))
    return kept


def _distance(at: KeyPath, arm: Sequence[Fault]) -> tuple[bool, int, int]:
    """Rank how far the input is from a union's arm: another type; misnamed keys; all faults."""
    another_kind = any(fault.path == at and fault.kind.endswith("_type") for fault in arm)
    misnamed = sum(fault.kind in ("extra_forbidden", "missing") for fault in arm)
    return another_kind, misnamed, len(arm)


def _problems(model: type[BaseModel], source: Source, faults: Sequence[Fault]) -> Iterator[tuple[KeyPath, Problem]]:
    """Yield each fault's place and problem, except of a missing key that is there under another name."""
    made = [(fault, *_problem(model, source, fault)) for fault in faults]
    unknown = [(fault, problem) for fault, _, problem in made if fault.kind == "extra_forbidden"]
    meant = {(*fault.path[:-1], problem.nearest) for fault, problem in unknown}
    # A value that may be one of several things has no known set of keys.
    unclear = {fault.path[:-1] for fault, _ in unknown if fault.arms}
    for fault, path, problem in made:
        excused = fault.path in meant or fault.path[:-1] in unclear or source.incomplete
        if fault.kind != "missing" or not excused:
            yield path, problem


def _problem(model: type[BaseModel], source: Source, fault: Fault) -> tuple[KeyPath, Problem]:
    """Return where a fault is, and what is wrong."""
    cause = fault.error.get("ctx", {}).get("error")
    if isinstance(cause, Misfit):
        path = (*fault.path, *cause.at)
        return path, Problem(*source.place(path), dotted(path), cause.found, cause.wanted, cause.nearest)
    said = _said(model, fault)
    if said[0] == "an unknown key" and said[2] is None and (entry := entry_named(source.tree, fault.path)):
        said = "a key in the wrong place", entry, None
    found, wanted, nearest = said
    return fault.path, Problem(*source.place(fault.path), dotted(fault.path), found, wanted, nearest)


def entry_named(tree: Mapping[str, object], path: KeyPath) -> str:
    """Return where an entry of this name stands, such as a lab's; nothing where none does."""
    parts = (part for part, value in tree.items() if isinstance(value, dict) and path[-1] in value)
    return next((f"{part}.{path[-1]}" for part in parts if len(path) == 1), "")


def _said(model: type[BaseModel], fault: Fault) -> tuple[str, str, str | None]:
    """Return what was found, what was wanted and the nearest known name."""
    if fault.kind == "extra_forbidden":
        return unknown_key(model, fault.path)
    if fault.kind in OWN_WORDS or fault.kind not in get_args(ErrorType):
        return "", str(fault.error.get("ctx", {}).get("error", fault.error["msg"])), None
    found = fault.error["input"]
    if fault.kind in SIZES:
        return _of_size(fault, expected.alternatives_at(model, fault.path))
    if fault.error["loc"][-1:] == (BAD_KEY,):
        arms = expected.key_alternatives(expected.alternatives_at(model, fault.path[:-1]))
        words = expected.described(arms) or expected.wanted(arms, found)
        return f"the key {shown(found)}", _with_rule(words, fault), _nearest(found, arms)
    arms = expected.alternatives_at(model, fault.path)
    if fault.kind == "missing":
        return "nothing", expected.wanted(arms, None), None
    return shown(found), _with_rule(expected.wanted(arms, found), fault), _nearest(found, arms)


def unknown_key(model: type[BaseModel], path: KeyPath) -> tuple[str, str, str | None]:
    """Return what was found at a key path that the schema lacks, what is accepted there, and what was perhaps meant."""
    arms, key = expected.alternatives_at(model, path[:-1]), str(path[-1])
    known = expected.known_keys(arms)
    if key in known and key != EXTENDS:
        # It belongs to one arm of a union, and the other keys to another.
        return "a key that does not go with the others here", expected.wanted(arms, {}), None
    if key == EXTENDS:
        return f"{EXTENDS} within a file", "this key at the top of a file", None
    elsewhere = expected.places_of(model, key)
    if elsewhere:
        return "a key in the wrong place", expected.listed(elsewhere), None
    nearest = nearest_name(key, known)
    if nearest is None and (further := nearest_name(key, expected.all_keys(model))):
        nearest = expected.places_of(model, further)[0]
    wanted = "" if nearest or not known else expected.listed(known)
    return "an unknown key", wanted, nearest


def _of_size(fault: Fault, arms: Sequence[expected.Alternative]) -> tuple[str, str, None]:
    """Return what has too many or too few parts, how many it has, and how many are accepted."""
    found, limits = fault.error["input"], fault.error.get("ctx", {})
    parts = "characters" if isinstance(found, str) else "entries"
    ends = (("at least", limits.get("min_length")), ("at most", limits.get("max_length")))
    bound = next(f"{end} {length:,}" for end, length in ends if length is not None)
    words = expected.wanted(arms, found).split(" of ")[0]
    return f"{len(found):,} {parts}", f"{words} of {bound}", None


def _nearest(found: object, arms: Sequence[expected.Alternative]) -> str | None:
    return nearest_name(found, expected.choices(arms)) if isinstance(found, str) else None


def _with_rule(words: str, fault: Fault) -> str:
    """Return what is accepted, with the rule that was broken where the words do not say it."""
    if fault.kind.endswith(SAID_BY_SCHEMA) and words:
        return words
    rule = fault.error["msg"][:1].lower() + fault.error["msg"][1:]
    return f"{words} ({rule})" if words else rule
