"""What is shipped is listed by kind and shown in full; a new file of each kind is valid as it is."""

from pathlib import Path

import pytest

from dealsim import api
from dealsim.core.codes import Protocol, words_of
from dealsim.experiment.schema import Experiment
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import ScenarioError, shipped_names
from dealsim.scenario.files.shipped import SHELVES
from dealsim.scenario.recognise import OF_EXPERIMENTS, kind_of_tree
from dealsim.scenario.schema.scenario import Scenario
from tests.cli.programs import call
from tests.for_each import for_each

FILES = [(shelf.kind, name) for shelf in SHELVES for name in shelf.names()]


def test_everything_that_is_shipped_is_listed_with_a_line() -> None:
    found = api.catalogue()
    assert [entry.name for entry in found["worlds"]] == shipped_names()
    assert [entry.name for entry in found["protocols"]] == list(words_of(Protocol))
    assert [entry.name for entry in found["outcomes"]] == list(OUTCOMES)
    assert {name for kind, name in FILES} <= {entry.name for entries in found.values() for entry in entries}
    assert all(entry.title and "\n" not in entry.title for entries in found.values() for entry in entries)
    assert api.catalogue("scenarios") == api.catalogue("worlds")


@for_each("file", FILES)
def test_a_shipped_file_is_shown_with_its_comments_and_its_command(file: tuple[str, str]) -> None:
    kind, name = file
    shown = api.show(name)
    assert (shown.kind, shown.is_file) == (kind, True)
    assert shown.text.startswith("#")
    assert name in shown.use


@for_each("file", FILES)
def test_a_shipped_file_looks_like_one_of_its_kind(file: tuple[str, str]) -> None:
    from dealsim.scenario.files.source import parse_source

    kind, name = file
    found = kind_of_tree(parse_source(api.show(name).text, name).tree)
    assert found is not None
    assert found.kind == kind


def test_the_keys_by_which_an_experiment_is_recognised_are_its_own() -> None:
    assert set(OF_EXPERIMENTS) == set(Experiment.model_fields) - set(Scenario.model_fields)


def test_a_name_that_is_unknown_is_refused_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'humble'"):
        api.show("humbel")
    with pytest.raises(ScenarioError, match="did you mean 'specs'"):
        api.catalogue("spec")


@pytest.mark.parametrize("kind", ["spec", "experiment", "claim", "scenario"])
def test_a_new_file_of_each_kind_is_valid_and_recognised(kind: str, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(api.template(kind, "New one"))
    found = api.checked(str(tmp_path / "new.yaml"))
    assert (found.problems, found.remarks) == ((), ())
    assert api.show(str(tmp_path / "new.yaml")).kind == kind


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "humble"), "found a spec; wanted a scenario; `dealsim run SCENARIO --set every_lab.spec=humble`"),
        (("run", "credibility"), "found an experiment; wanted a scenario; `dealsim sweep credibility --out FOLDER`"),
        (("story", "23-trade-off"), "found a claim; wanted a scenario; `dealsim claims 23-trade-off`"),
        (("sweep", "humble", "--out", "x"), "found a spec; wanted an experiment"),
        (("claims", "baseline"), "found a scenario; wanted a claim; `dealsim run baseline`"),
        (("replicate", "credibility"), "found an experiment; wanted a published result"),
        (("run", "baseline", "--set", "every_lab.spec=race"), "found a scenario; wanted a spec"),
    ],
)
def test_a_file_of_another_kind_is_said_with_the_command_that_it_is_for(words: tuple[str, ...], said: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr
