"""Load files of published results, and apply `--set ID.KEY=VALUE` to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dealsim.evidence.published.inputs import UNKNOWN, misfits
from dealsim.evidence.published.methods import METHODS, Method
from dealsim.evidence.published.schema import PublishedFile
from dealsim.scenario.files.overrides import apply_overrides
from dealsim.scenario.files.problems import Misfit, Problem, ScenarioError, cut, dotted, nearest_name, shown
from dealsim.scenario.files.shipped import PUBLISHED, refuse_a_namesake
from dealsim.scenario.files.source import Source, parse_source, read_text
from dealsim.scenario.files.validation import validate
from dealsim.scenario.recognise import refuse_another_kind

EXAMPLE = "ID.KEY=VALUE, such as thornley-pay.trust=0.6"
LONGEST_SHOWN = 100


@dataclass(frozen=True)
class Result:
    """A published result.

    name: its ID, the stem of its file.  changed: inputs that the command line sets; then nothing is compared.
    """

    name: str
    file: PublishedFile
    changed: Mapping[str, object]

    @property
    def method(self) -> Method:
        """How it is computed."""
        return METHODS[self.file.method]

    @property
    def inputs(self) -> dict[str, object]:
        """Its inputs, those that the command line sets among them."""
        return {**self.file.inputs, **self.changed}


def load_published(name: str) -> Result:
    """Return the published result of a file, or of a shipped one's ID.  Raises ScenarioError."""
    path = PUBLISHED.find(name)
    source = parse_source(read_text(path), str(path), PUBLISHED.kind)
    if "method" not in source.tree:
        refuse_another_kind(source, PUBLISHED)
    return Result(path.stem, validate(PublishedFile, source), {})


def load_results(names: Sequence[str], settings: Sequence[str] = ()) -> list[Result]:
    """Return some published results, all that are shipped if none is named, with settings made.

    With settings alone, only those that they change.  Raises ScenarioError with every problem that was found.
    """
    problems: list[Problem] = []
    said = [spoken for setting in settings if (spoken := read_setting(setting, problems))]
    wanted = list(dict.fromkeys(names or [each.name for each in said] or ([] if settings else PUBLISHED.names())))
    results, taken = dict[str, Result](), dict[str, Path]()
    for name in wanted:
        try:
            refuse_a_namesake(PUBLISHED.find(name), taken)
            result = load_published(name)
            results.setdefault(result.name, result)
        except ScenarioError as error:
            only_set = not names and bool(said)
            problems += replaced(error.problems, name, said) if only_set else error.problems
    changes = changes_of(said, results, names, problems)
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return [Result(name, each.file, changes.get(name, {})) for name, each in results.items()]


@dataclass(frozen=True)
class InputSetting:
    """A setting of the command line. where: as a problem calls it."""

    where: str
    name: str
    key: str
    value: object


def read_setting(setting: str, problems: list[Problem]) -> InputSetting | None:
    """Return what a setting says, or note what is wrong with it."""
    where = f"--set {cut(setting, LONGEST_SHOWN)}"
    name, dot, key = setting.partition("=")[0].strip().partition(".")
    if "=" in setting and not (dot and key and name):
        problems.append(Problem(where, None, "", shown(setting.partition("=")[0]), EXAMPLE))
        return None
    try:
        tree = apply_overrides(Source("", "", {}, {}), [setting]).tree
    except ScenarioError as error:
        problems += (Problem(p.where, p.line, p.key, p.found, EXAMPLE) for p in error.problems)
        return None
    below = tree[name]
    assert isinstance(below, dict)
    return InputSetting(where, name, key, below.get(key, below))


def replaced(problems: Sequence[Problem], name: str, said: Sequence[InputSetting]) -> list[Problem]:
    """Return problems with a name that only a setting gives, reported for that setting."""
    where = next(each.where for each in said if each.name == name)
    return [Problem(where, None, name, each.found, each.wanted, each.nearest) for each in problems]


def changes_of(
    said: Sequence[InputSetting], results: Mapping[str, Result], names: Sequence[str], problems: list[Problem]
) -> dict[str, dict[str, object]]:
    """Return what settings change, by result; note what is wrong with them."""
    changes: dict[str, dict[str, object]] = {}
    for each in said:
        if each.name not in results:
            if names:
                near = nearest_name(each.name, results)
                wanted = f"one of {', '.join(results)}" if results else EXAMPLE
                problems.append(Problem(each.where, None, each.name, "none of the results named", wanted, near))
            continue
        for wrong in misfits(results[each.name].method.kind, {each.key: each.value}):
            key = dotted((each.name, *wrong.at))
            of_a_key = wrong.found == UNKNOWN and wrong.nearest is not None
            near = f"{each.name}.{wrong.nearest}" if of_a_key else wrong.nearest
            problems.append(Problem(each.where, None, key, wrong.found, wrong.wanted, near))
        changes.setdefault(each.name, {})[each.key] = each.value
    return changes


def misfit_of(result: Result, misfit: Misfit) -> ScenarioError:
    """Return the error of inputs that are valid one by one but do not go together."""
    key = dotted((result.name, *misfit.at))
    where = f"{result.name} as set" if result.changed else result.name
    return ScenarioError([Problem(where, None, key, misfit.found, misfit.wanted, misfit.nearest)])
