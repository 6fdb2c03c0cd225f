"""Which kind of file something is, by its name among the shipped ones or by its keys, and which command it is for."""

from collections.abc import Mapping
from pathlib import Path

from dealsim.scenario.files.problems import Problem, ScenarioError
from dealsim.scenario.files.shipped import CLAIMS, EXPERIMENTS, PUBLISHED, SCENARIOS, SPECS, VIEWS, ShippedFiles
from dealsim.scenario.files.source import Source, parse_source, read_text
from dealsim.scenario.schema.scenario import Scenario
from dealsim.scenario.schema.spec import Spec, Training

# Keys that no scenario has: by them a file is recognised without the room that reads it.
OF_EXPERIMENTS = (
    *("scenario", "settings", "factors", "uncertain", "design", "versus", "games", "seed", "luck", "outcomes", "keep"),
)
OF_PUBLISHED = ("method", "sure", "where", "inputs", "values", "observed", "fitted")
ENOUGH = 2  # of the latter
WORDS = ("title", "about", "extends")  # which say nothing of what a file is


def says_a_published_result(tree: Mapping[str, object]) -> bool:
    """Return whether a file with these keys looks like a published result."""
    return sum(key in OF_PUBLISHED for key in tree) >= ENOUGH


def says_a_claim(tree: Mapping[str, object]) -> bool:
    """Return whether a file with these keys looks like a claim."""
    return "predictions" in tree or {"claim", "lever"} <= set(tree)


def says_an_experiment(tree: Mapping[str, object]) -> bool:
    """Return whether a file with these keys looks like an experiment, and not like a scenario or a part of one."""
    of_scenario = sum(key in Scenario.model_fields and key not in WORDS for key in tree)
    return sum(key in OF_EXPERIMENTS for key in tree) > of_scenario


def kind_of_tree(tree: Mapping[str, object]) -> ShippedFiles | None:
    """Return of which kind a file with these keys is; None where that is unclear."""
    if says_a_published_result(tree):
        return PUBLISHED
    if says_a_claim(tree):
        return CLAIMS
    if says_an_experiment(tree):
        return EXPERIMENTS
    fields = {SCENARIOS: Scenario.model_fields, SPECS: Spec.model_fields, VIEWS: Training.model_fields}
    counts = {kind: sum(key in known and key not in WORDS for key in tree) for kind, known in fields.items()}
    return max(counts, key=lambda kind: counts[kind]) if any(counts.values()) else None


def is_a(kind: ShippedFiles, name: str) -> bool:
    """Return whether a name is that of a file that looks like one of a kind, or else of a shipped one alone."""
    path = Path(name)
    if not path.is_file():
        return name in kind.names() and name not in SCENARIOS.names()
    try:
        return kind_of_tree(parse_source(read_text(path), name).tree) is kind
    except ScenarioError:
        return False


def refuse_another_kind(source: Source, wanted: ShippedFiles) -> None:
    """Refuse a file that looks like one of another kind: say what it is, and which command it is for."""
    found = kind_of_tree(source.tree)
    if found is not None and found is not wanted:
        raise ScenarioError(
            [Problem(source.name, None, "", found.a_kind, f"{wanted.a_kind}; {found.use_of(source.name)}")]
        )
