"""A claim's file: what may stand in it, and what is said of what may not."""

from pathlib import Path
from typing import Any

import pytest

from dealsim.evidence.claims.loading import (
    Sizes,
    claim_number,
    decisions_of,
    find_claim,
    is_claim,
    load_claims,
    read_claims,
    shipped_claims,
    some_sizes,
)
from dealsim.evidence.claims.playing import pieces_of
from dealsim.evidence.claims.schema import NAMED_WORLDS, SAMPLE
from dealsim.evidence.claims.verdicts import confidence_of_each
from dealsim.measure.intervals import CONFIDENCE
from dealsim.scenario import ScenarioError
from dealsim.scenario.files.shipped import CLAIMS, refuse_a_namesake
from tests.evidence.claims.planted import CONTROL, TAKEOVER, claim, write
from tests.for_each import for_each

SHIPPED = read_claims()


def problems_of(folder: Path, **changes: Any) -> str:
    """Return what is said of a claim's file."""
    with pytest.raises(ScenarioError) as caught:
        claim(folder, **changes)
    return str(caught.value)


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a misspelt measure": (
        {"predictions": {"a": TAKEOVER | {"measure": "takover"}}},
        ["predictions.a.measure", "no measure named 'takover'", "did you mean 'takeover'?"],
    ),
    "a trait of no kind of mind": (
        {"predictions": {"a": TAKEOVER | {"measure": "honesty of robots"}}},
        ["no measure named 'honesty of robots'"],
    ),
    "an unknown direction": (
        {"predictions": {"a": TAKEOVER | {"direction": "sinks"}}},
        ["predictions.a.direction", "'sinks'"],
    ),
    "an unknown source": ({"source": "taylor2025spek"}, ["source", "did you mean 'taylor2025spec'?"]),
    "an unknown key": (
        {"lever": CONTROL | {"more": {"every_lab.controll": 0.9}}},
        ["lever.more.every_lab.controll", "the unknown key every_lab.controll", "did you mean 'every_lab.control'?"],
    ),
    "a value that no scenario takes": (
        {"lever": CONTROL | {"more": {"every_lab.control": 9}}},
        ["predictions.takeover", "every_lab.control", "found 9"],
    ),
    "a lever that changes nothing": ({"lever": CONTROL | {"more": CONTROL["less"]}}, ["the same less and more"]),
    "an unknown world": ({"worlds": ["smal.yaml"]}, ["smal.yaml", "did you mean 'small.yaml'?"]),
    "a world outside": ({"worlds": ["../small.yaml"]}, ["in the same folder or below"]),
    "no predictions": ({"predictions": {}}, ["predictions"]),
    "a key beside": ({"verdict": "holds"}, ["verdict"]),
    "conditions compared for what not every game has": (
        {"predictions": {"a": {"measure": "value_given_takeover", "direction": "rises", "rather_than": {}}}},
        ["predictions.a.measure", "which has no value without a takeover", "a measure that every game has"],
    ),
    "a condition compared with itself": (
        {"predictions": {"a": TAKEOVER | {"rather_than": {}}}},
        ["predictions.a.rather_than", "another condition"],
    ),
    "a judge that is no prediction": (
        {"judged_by": ["takeovr"]},
        ["judged_by.0", "'takeovr'", "did you mean 'takeover'?"],
    ),
    "a claim for a world": ({"worlds": ["try.yaml"]}, ["try.yaml"]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_with_its_place_and_what_would_do(tmp_path: Path, what: str) -> None:
    changes, words = WRONG[what]
    said = problems_of(tmp_path, **changes)
    assert str(tmp_path / "try.yaml") in said
    for word in words:
        assert word in said


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    predictions = {"a": TAKEOVER | {"measure": "takover"}, "b": TAKEOVER | {"direction": "sinks"}}
    said = problems_of(tmp_path, predictions=predictions, source="nobody2020none").splitlines()
    assert len(said) == 3


def test_a_file_that_is_no_claim_is_told_from_one_that_is(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert is_claim(str(path))
    assert not is_claim(str(tmp_path / "small.yaml"))
    assert not is_claim("baseline")
    with pytest.raises(ScenarioError, match="found a scenario; wanted a claim"):
        load_claims([str(tmp_path / "small.yaml")], some_sizes())


@for_each("name", SHIPPED)
def test_a_shipped_claim_is_found_by_its_number(name: str) -> None:
    assert find_claim(claim_number(name)).stem == name
    assert find_claim(claim_number(name).zfill(2)).stem == name
    assert is_claim(name)


def test_an_unknown_name_says_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=f"did you mean '{shipped_claims()[0]}'"):
        find_claim(shipped_claims()[0] + "x")


@pytest.mark.parametrize(
    "names", [shipped_claims()[::8], pytest.param(shipped_claims(), marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_every_shipped_claim_can_be_played_and_is_tried_where_all_are(names: list[str]) -> None:
    for ready in load_claims(names, some_sizes()):
        tried = {trial.world for part in ready.parts for trial in part.trials}
        assert {*NAMED_WORLDS, SAMPLE} <= tried, ready.id


def test_no_two_shipped_claims_have_a_number_or_a_title_in_common() -> None:
    assert len({claim_number(name) for name in SHIPPED}) == len(SHIPPED)
    assert len({said.claim.title for said in SHIPPED.values()}) == len(SHIPPED)


def test_intervals_are_corrected_for_what_is_tried_in_one_run(tmp_path: Path) -> None:
    """One named world and a sample of worlds: its mean, the difference of two sides, and either side."""
    one, other = (str(write(tmp_path, name, worlds=["small.yaml", "unsure.yaml"])) for name in ("one", "other"))
    assert decisions_of(load_claims([one], some_sizes())) == 1 + 4
    assert decisions_of(load_claims([one, other], some_sizes())) == 2 * (1 + 4)
    assert confidence_of_each(1) == CONFIDENCE


def test_worlds_that_are_the_same_are_played_once(tmp_path: Path) -> None:
    """Two claims with one lever, and a lever that says what the world says anyway: arms are known by what is played."""
    one = write(tmp_path, "one", lever={"name": "control", "less": {}, "more": {"every_lab.control": 0.9}})
    half, little = {"every_lab.control": 0.5}, {"every_lab.control": 0.1}
    two = write(tmp_path, "two", lever={"name": "control", "less": half, "more": little})
    ready = load_claims([str(one), str(two)], Sizes(100, 16, 16))
    assert len(pieces_of(ready, Sizes(100, 16, 16), 0)) == 3  # control of .5 is the default


def test_two_files_of_one_name_are_refused_and_neither_takes_the_others_place(tmp_path: Path) -> None:
    taken = dict[str, Path]()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    refuse_a_namesake(tmp_path / "a" / "x.yaml", taken)
    refuse_a_namesake(tmp_path / "b" / ".." / "a" / "x.yaml", taken)
    with pytest.raises(ScenarioError, match="a second file named 'x'"):
        refuse_a_namesake(tmp_path / "b" / "x.yaml", taken)
    text = (CLAIMS.folder() / f"{CLAIMS.names()[0]}.yaml").read_text(encoding="utf-8")
    for folder in ("a", "b"):
        (tmp_path / folder / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="a second file named 'x'"):
        read_claims([str(tmp_path / "a" / "x.yaml"), str(tmp_path / "b" / "x.yaml")])
