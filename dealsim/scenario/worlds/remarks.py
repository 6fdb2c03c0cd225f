"""What to know about keys that are set: which of them change nothing, or only some labs, and what is easily misread."""

import math
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from dealsim.scenario.files.includes import value_at
from dealsim.scenario.files.problems import KeyPath, dotted
from dealsim.scenario.files.source import Source, parse_source
from dealsim.scenario.files.validation import EXTENDS
from dealsim.scenario.schema.scenario import LabEntry, Scenario, entry_of
from dealsim.scenario.schema.spec import Spec
from dealsim.scenario.worlds.uncertain import leaves
from dealsim.scenario.worlds.worlds import Worlds

EVERY_LAB, LABS = "every_lab", "labs"
WORDS = ("title", "about")  # of a spec, which change no game
KINDS, TRAINING = ("minds", "kinds"), ("training",)
EQUAL_TEACHING = (
    "a quality that says no reward_conflict, leakage, side_effects, neighbour or sophistication costs nothing; "
    "every_lab.training.teaching=equal compares specs by their content alone"
)
MOST_NAMED = 3  # keys that labs set for themselves


def remarks_on(worlds: Worlds, settings: Sequence[str] = ()) -> list[str]:
    """Return what to know about a scenario, a sentence each.

    settings: `PATH=VALUE`, of those that are in force in it.
    """
    paths = [*paths_of(settings), *changed_by(worlds.source)]
    return [*remarks_on_keys(worlds, paths), *remarks_on_lists(worlds.median)]


def paths_of(settings: Sequence[str]) -> list[KeyPath]:
    """Return the keys that settings `PATH=VALUE` set."""
    return [tuple(key.strip() for key in setting.partition("=")[0].split(".")) for setting in settings]


def changed_by(source: Source) -> list[KeyPath]:
    """Return the keys of labs that a file sets in the one that it extends; none if it extends nothing."""
    tree = parse_source(source.text, source.name).tree if EXTENDS in source.text else {}
    if EXTENDS not in tree:
        return []
    return [path for path, _ in leaves({part: tree[part] for part in (EVERY_LAB, LABS) if part in tree})]


def remarks_on_keys(worlds: Worlds, paths: Sequence[KeyPath], known: Sequence[KeyPath] = ()) -> list[str]:
    """Return which keys, of those that are set, have no effect or only a partial one.

    known: other keys that are set: what a lab sets for itself there is meant.
    """
    said: list[str] = []
    for path in dict.fromkeys(paths):
        if path[:1] == (EVERY_LAB,):
            own = {lab: keys for lab, keys in own_keys(worlds, path).items() if not meant(lab, keys, [*paths, *known])}
            said += [*remark_on_labs(worlds, path, own), *remark_on_formation(worlds.median, path)]
    return said


def own_keys(worlds: Worlds, path: KeyPath) -> dict[str, dict[KeyPath, KeyPath]]:
    """Return the labs in which a key of `every_lab` changes nothing or not all: by each leaf of it, their own key."""
    told, at = worlds.median, [key for key in leaves_at(worlds.source.tree, path) if key[-1] not in WORDS]
    found = {
        name: {key: own for key in at if (own := own_key(told.every_lab, lab, key[1:]))}
        for name, lab in told.labs.items()
    }
    return {name: keys for name, keys in found.items() if keys}


def own_key(common: BaseModel, own: BaseModel, keys: KeyPath) -> KeyPath:
    """Return the key by which an entry sets something itself, as `entry_of` joins the two; nothing if it does not."""
    for length, key in enumerate(map(str, keys), start=1):
        if key not in own.model_fields_set:
            return ()
        ours, theirs = getattr(own, key), getattr(common, key)
        if not (isinstance(ours, BaseModel) and isinstance(theirs, BaseModel) and type(ours) is type(theirs)):
            return keys[:length]
        common, own = theirs, ours
    return keys


def leaves_at(tree: Mapping[str, object], path: KeyPath) -> list[KeyPath]:
    """Return the paths of all values that stand at a path, or the path itself."""
    below = [(*path, *key) for key, _ in leaves(value_at(tree, path))]
    return below or [path]


def meant(lab: str, keys: Mapping[KeyPath, KeyPath], paths: Sequence[KeyPath]) -> bool:
    """Return whether what a lab sets for itself is among the keys that are set: then it is known."""
    own = [(LABS, lab, *key) for key in set(keys.values())]
    return all(any(is_within(key, path) or is_within(path, key) for path in paths) for key in own)


def is_within(path: KeyPath, whole: KeyPath) -> bool:
    """Return whether a path leads to another, or into it."""
    return path[: len(whole)] == whole


def remark_on_labs(worlds: Worlds, path: KeyPath, own: Mapping[str, Mapping[KeyPath, KeyPath]]) -> Iterator[str]:
    """Yield which labs a key of `every_lab` leaves as they are."""
    if not own:
        return
    some = [dotted(key) for key in dict.fromkeys(key for keys in own.values() for key in keys.values())]
    named = ", ".join(some[:MOST_NAMED]) + (f" and {len(some) - MOST_NAMED} more" if len(some) > MOST_NAMED else "")
    who = f"{', '.join(own)} {'set their' if len(own) > 1 else 'sets its'} own {named}"
    at = [key for key in leaves_at(worlds.source.tree, path) if key[-1] not in WORDS]
    if len(own) == len(worlds.median.labs) and all(len(keys) == len(at) for keys in own.values()):
        yield f"{dotted(path)} has no effect: {who}"
    else:
        yield f"{dotted(path)}: {who}: unchanged there"


def remark_on_formation(told: Scenario, path: KeyPath) -> Iterator[str]:
    """Yield whether a key says how minds are formed in a way in which no lab forms them."""
    entries: list[LabEntry] = [entry_of(told.every_lab, lab) for lab in told.labs.values()]
    if is_within(path[1:], KINDS) and all(entry.spec is not None for entry in entries):
        yield f"{dotted(path)} has no effect: training to a spec decides the kinds of minds"
    if is_within(path[1:], TRAINING) and all(entry.spec is None for entry in entries):
        yield f"{dotted(path)} has no effect: no lab teaches a spec, so minds are drawn"


def remarks_on_lists(told: Scenario) -> list[str]:
    """Return which labs have several guarantors: a list is easily written where an interval is meant."""
    entries = {EVERY_LAB: told.every_lab, **{f"{LABS}.{name}": lab for name, lab in told.labs.items()}}
    return [
        remark_on_guarantors(f"{name}.enforcement", entry.enforcement)
        for name, entry in entries.items()
        if isinstance(entry.enforcement, list) and len(entry.enforcement) > 1
    ]


def remark_on_guarantors(key: str, chances: Sequence[float]) -> str:
    """Return what a list of chances of enforcement means."""
    together = f"{1.0 - math.prod(1.0 - chance for chance in chances):.3g}"
    listed = ", ".join(f"{chance:g}" for chance in chances)
    between = f"; an uncertain number is written {min(chances):g} to {max(chances):g}" if len(chances) == 2 else ""
    return f"{key}=[{listed}] is {len(chances)} guarantors: the chance that one makes it pay is {together}{between}"


def remarks_on_specs(specs: Mapping[str, Spec]) -> list[str]:
    """Return which qualities of specs cost nothing. specs: by what they are called."""
    free = {name: spec.costing_nothing for name, spec in specs.items()}
    said = [
        f"{name}: {', '.join(found)} cost{'s' * (len(found) == 1)} nothing to teach"
        for name, found in free.items()
        if found
    ]
    return [*said, EQUAL_TEACHING] if said else []


def specs_in(told: Scenario) -> list[Spec]:
    """Return the different specs that labs teach with the teaching numbers that are written there."""
    entries: list[LabEntry] = [entry_of(told.every_lab, lab) for lab in told.labs.values()]
    taught = [entry.spec for entry in entries if entry.spec and entry.training.teaching == "as_written"]
    return [spec for place, spec in enumerate(taught) if spec not in taught[:place]]


def remarks_on_compared(scenarios: Mapping[str, Scenario]) -> list[str]:
    """Return what to know about the specs of scenarios that are compared, if these differ. scenarios: by name."""
    taught = {name: specs_in(told) for name, told in scenarios.items()}
    if all(specs == next(iter(taught.values())) for specs in taught.values()):
        return []
    return remarks_on_specs({spec.title: spec for specs in taught.values() for spec in specs})
