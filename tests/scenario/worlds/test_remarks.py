"""What is said of keys that are set: which change nothing, which only some labs, and lists that are no intervals."""

from pathlib import Path

import pytest

from dealsim import api
from dealsim.core.compiled import array
from dealsim.experiment.loading import study_of
from dealsim.experiment.remarks import remarks_on_study
from dealsim.scenario import load_worlds, shipped_names
from dealsim.scenario.files.plain_yaml import in_full
from dealsim.scenario.files.source import parse_source
from dealsim.scenario.flat_tables.tables import tabulate
from dealsim.scenario.schema.scenario import entry_of
from dealsim.scenario.worlds.remarks import remarks_on
from tests.for_each import for_each

OWN = "title: Own\nhorizon: 8\nlabs: {one: {copies: 2, control: 0.5}}\nplans: {p: {difficulty: 0.3, prize: 0.5}}\n"


@pytest.fixture(name="own")
def _own(tmp_path: Path) -> str:
    """A world whose only lab sets its own control."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    return str(path)


def remarks(name: str, *settings: str) -> list[str]:
    return remarks_on(load_worlds(name, settings), settings)


def of_experiment(**said: object) -> list[str]:
    whole = {"title": "E", "games": 2, "scenario": "baseline"} | said
    return remarks_on_study(study_of(parse_source(in_full(whole), "e.yaml", "experiment")))


@pytest.mark.parametrize(
    "setting",
    [
        "every_lab.control=0.9",
        "every_lab.copies=3",
        "every_lab.minds.traits.risk_aversion=0.4",
        "every_lab.spec=humble",
        "every_lab={control: 0.3, copies: 3}",
        "every_lab.training=alignment-failed",
    ],
)
def test_a_lab_is_named_where_and_only_where_it_does_not_take_what_is_set(setting: str) -> None:
    """The oracle: whether the lab's entry, joined with that of every lab, changes."""
    for own in ("labs.cumulus.copies=5", "labs.cumulus.spec=blank", "labs.cumulus.minds.traits.risk_aversion=0.1"):
        before, after = load_worlds("baseline", [own]), load_worlds("baseline", [own, setting])
        joined = [entry_of(each.median.every_lab, each.median.labs["cumulus"]) for each in (before, after)]
        said = remarks_on(after, [setting])
        if joined[0] == joined[1]:
            assert any("cumulus sets its own" in remark for remark in said)
        if not said:
            assert joined[0] != joined[1]


def test_a_key_that_every_lab_sets_for_itself_has_no_effect_and_changes_no_game(own: str) -> None:
    assert remarks(own, "every_lab.control=0.9") == ["every_lab.control has no effect: one sets its own control"]
    first, second = (load_worlds(own, [f"every_lab.control={value}"]).digest for value in (0.2, 0.9))
    assert first == second


def test_a_key_that_some_lab_sets_for_itself_is_said_to_leave_it_unchanged() -> None:
    (remark,) = remarks("baseline", "every_lab.control=0.9")
    assert remark == "every_lab.control: cumulus sets its own control: unchanged there"
    assert remarks("baseline", "every_lab.control=0.9", "labs.cumulus.control=0.9") == []
    assert remarks("baseline", "every_lab.copies=3") == []


def test_a_file_that_changes_another_is_read_like_a_setting(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: baseline\nevery_lab: {control: 0.9}\n")
    assert "cumulus sets its own control" in remarks(str(tmp_path / "a.yaml"))[0]
    (tmp_path / "a.yaml").write_text("extends: baseline\nevery_lab: {control: 0.9}\nlabs: {cumulus: {control: 0.9}}\n")
    assert remarks(str(tmp_path / "a.yaml")) == []


def test_what_minds_are_formed_by_is_said_where_no_lab_forms_them_so() -> None:
    assert "training to a spec decides" in remarks("baseline", "every_lab.minds.kinds.aligned=0.4")[0]
    kinds = "{aligned: 0.5, schemer: 0.5, reward_seeker: 0, proxy: 0}"
    assert remarks("early-schemer", f"every_lab.minds.kinds={kinds}") == []


@for_each("name", shipped_names())
def test_no_shipped_world_has_a_key_without_effect(name: str) -> None:
    assert [remark for remark in remarks(name) if "no effect" in remark] == []


def test_a_list_of_chances_is_said_to_be_guarantors_with_their_joint_chance() -> None:
    (remark,) = remarks("baseline", "every_lab.enforcement=[0.6, 0.9]")
    assert "is 2 guarantors: the chance that one makes it pay is 0.96" in remark
    assert "an uncertain number is written 0.6 to 0.9" in remark
    tables = tabulate(load_worlds("baseline", ["every_lab.enforcement=[0.6, 0.9]"]).median, imagining=False)
    assert tables.labs[0].enforcement == pytest.approx(0.96)
    assert remarks("baseline", "every_lab.enforcement=0.6 to 0.9") == []


@pytest.mark.parametrize(
    "factors",
    [
        {"control": {"set": "every_lab.control", "values": [0.2, 0.8]}},
        {"control": {"set": "every_lab.control", "range": [0.2, 0.8]}},
        {"policy": {"levels": {"a": {"every_lab.control": 0.2}, "b": {"every_lab.control": 0.8, "protocol": "none"}}}},
    ],
)
def test_a_factor_that_leaves_a_lab_unchanged_is_said_however_it_is_written(factors: dict[str, object]) -> None:
    assert of_experiment(factors=factors) == ["every_lab.control: cumulus sets its own control: unchanged there"]


def test_settings_and_levels_of_an_experiment_are_looked_at_and_labs_that_are_removed_are_not_named() -> None:
    offers = {"offers": {"levels": {"none": {"protocol": "none"}, "posted": {"protocol": "posted"}}}}
    assert "cumulus" in of_experiment(factors=offers, settings={"every_lab.control": 0.9})[0]
    gone = {"labs.cumulus": None, "every_lab.control": 0.9}
    assert of_experiment(factors=offers, settings=gone) == []
    lists = {"pay": {"levels": {"one": {"every_lab.enforcement": 0.6}, "two": {"every_lab.enforcement": [0.6, 0.9]}}}}
    assert "2 guarantors" in of_experiment(factors=lists)[0]


def test_equal_teaching_makes_specs_of_the_same_content_the_same_game(tmp_path: Path) -> None:
    """Whatever they say of how well each quality can be taught, and of what that costs."""
    for name, more in (("free", ""), ("dear", ", reward_conflict: 0.5, leakage: 0.2, verifiability: 0.1")):
        quality = f"{{trait: honesty, target: 0.9, emphasis: 0.1{more}}}"
        (tmp_path / f"{name}.yaml").write_text(f"title: {name}\nqualities: {{honest: {quality}}}\n")
    specs = [f"every_lab.spec={tmp_path / name}.yaml" for name in ("free", "dear")]

    def schools(*settings: str) -> list[bytes]:
        worlds = [load_worlds("baseline", [spec, *settings]) for spec in specs]
        tables = [tabulate(each.median, imagining=False).schools.qualities for each in worlds]
        return [array(qualities).tobytes() for qualities in tables]

    one, other = schools()
    assert one != other
    one, other = schools("every_lab.training.teaching=equal")
    assert one == other


def test_a_check_says_which_qualities_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "free.yaml").write_text(
        "title: Free\nqualities: {kind: {trait: honesty, target: 0.9, emphasis: 0.1}}\n"
    )
    found = api.checked(str(tmp_path / "free.yaml"))
    assert found.remarks[0] == "Free: kind costs nothing to teach"
    assert "every_lab.training.teaching=equal" in found.remarks[1]
    assert api.checked("blank").remarks == ()
