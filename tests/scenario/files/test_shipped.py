"""A scenario is found by path or by the bare name of a shipped one, and by nothing else."""

import pytest

from dealsim.scenario.files import shipped
from dealsim.scenario.files.problems import ScenarioError
from dealsim.scenario.files.shipped import find_scenario, shipped_names


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A shelf of two scenarios, with files beside and below it that are none."""
    folder = tmp_path / "scenarios"
    (folder / "specs").mkdir(parents=True)
    for name in (
        "baseline.yaml",
        "sceptic.yaml",
        "sources.bib",
        ".hidden.yaml",
        "specs/blank.yaml",
        "../secret.yaml",
    ):
        (folder / name).write_text("title: x\n")
    monkeypatch.setattr(shipped, "shipped_folder", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder


def refused(name: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        find_scenario(name)
    return str(caught.value)


def test_the_shipped_names_are_the_scenarios_on_the_shelf(folder):
    assert shipped_names() == ["baseline", "sceptic"]


def test_a_bare_name_is_found_on_the_shelf(folder):
    assert find_scenario("baseline") == folder / "baseline.yaml"


def test_a_path_that_exists_is_taken_as_given(folder):
    assert str(find_scenario("secret.yaml")) == "secret.yaml"
    assert find_scenario(str(folder / "specs" / "blank.yaml")) == folder / "specs" / "blank.yaml"


def test_a_folder_of_the_same_name_does_not_hide_a_shipped_scenario(folder):
    (folder.parent / "baseline").mkdir()
    assert find_scenario("baseline") == folder / "baseline.yaml"
    assert str(find_scenario("scenarios")) == "scenarios"  # the reader says that it is a folder


def test_an_unknown_name_is_refused_with_the_names_there_are_and_the_nearest(folder):
    assert refused("basline") == (
        "basline: found no scenario named 'basline'; wanted a file, or one of baseline, sceptic; "
        "did you mean 'baseline'?"
    )
    assert "did you mean 'sceptic'?" in refused("some/where/skeptic.yaml")


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "specs/../../secret",
        "specs/blank",
        ".hidden",
        "",
        ".",
        "..",
        "a\0b",
        "a" * 5000,
        "\udcff",
        "*",
    ],
)
def test_a_bare_name_never_leaves_the_shelf(folder, name):
    try:
        found = find_scenario(name)
    except ScenarioError as error:
        str(error).encode("utf-8")
    else:
        assert found.is_dir()


def test_a_checkout_finds_its_own_shelf():
    assert shipped.shipped_folder().name in ("scenarios", "_scenarios")
