"""The address is the state: it round-trips, a bad one says so and falls back, and a stranger's opens no file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.address import GAMES, LONGEST, View, query_of, view_of
from dashboards.settings import put, refuse_strangers, taken_back
from dashboards.sides import Side, load
from dealsim.scenario import ScenarioError

settings = st.lists(
    st.sampled_from(["every_lab.enforcement=0.9", "protocol=none", "every_lab.spec=humble", "safety.steepness=2 to 9"]),
    unique=True,
).map(tuple)
sides = st.builds(Side, st.sampled_from(["baseline", "race", "plausible"]), settings)
views = st.builds(
    View,
    now=sides,
    pinned=sides,
    games=st.sampled_from(GAMES),
    seed=st.integers(0, 2**64 - 1),
    open=st.sampled_from(["", "promises", "minds"]),
    more=st.sampled_from([(), (("labs", "cumulus"),)]),
)


@given(views)
def test_a_link_opens_the_view_that_it_was_made_of(view: View) -> None:
    assert view_of(query_of(view), ("labs",)) == (view, ())


def test_an_address_without_words_is_the_baseline_held_against_itself() -> None:
    assert view_of(None) == (View(), ())
    assert query_of(View()) == ""


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("world=baselin", "baseline"),
        ("set=every_lab.enforcement%3D2", "from 0 to 1"),
        ("set=every_lab.enforcment%3D0.2", "enforcement"),
        ("set=nonsense", "PATH=VALUE"),
        ("games=7", "2048"),
        ("seed=-1", "seed"),
        ("colour=red", "colour"),
        ("set=" + "x" * LONGEST, "longer"),
        ("set=a%5B%3D%5B", "set"),
    ],
)
def test_what_a_link_says_wrongly_is_told_and_the_rest_is_as_ever(query: str, word: str) -> None:
    view, wrong = view_of(query)
    assert view == View()
    assert any(word in each for each in wrong)


def test_one_bad_setting_costs_no_good_one() -> None:
    view, wrong = view_of("set=every_lab.control%3D0.2&set=every_lab.enforcement%3D2&set=protocol%3Dnone")
    assert view.now.settings == ("every_lab.control=0.2", "protocol=none")
    assert len(wrong) == 1


@pytest.mark.parametrize(
    "setting",
    [
        "every_lab.spec={file}",
        "every_lab={{spec: {file}}}",
        "labs.aurora.training={file}",
        "labs={{x: {{spec: {file}}}}}",
        "every_lab.spec={{extends: {file}}}",
        "extends={file}",
        "agents.lab=anything",
    ],
)
def test_no_setting_of_a_link_reads_a_file_of_this_machine(tmp_path: Path, setting: str) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text("title: Secret\nqualities: {}\n")
    with pytest.raises(ScenarioError) as caught:
        load(Side("baseline", (setting.format(file=file),)))
    assert "Secret" not in str(caught.value)


def test_a_world_is_a_shipped_one_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("extends: baseline\ntitle: X\n")
    with pytest.raises(ScenarioError, match="no world"):
        load(Side(str(tmp_path / "x.yaml")))


def test_a_link_with_a_thousand_settings_is_refused() -> None:
    with pytest.raises(ScenarioError, match="at most"):
        refuse_strangers(("protocol=none",) * 1000)


def test_a_setting_replaces_what_was_set_at_its_path_and_below() -> None:
    before = ("every_lab.spec=humble", "every_lab.spec.qualities.honest.target=0.5", "every_lab.speculation=1")
    assert put(before, "every_lab.spec", "blank") == ("every_lab.speculation=1", "every_lab.spec=blank")
    assert taken_back(before, "every_lab.spec.qualities") == ("every_lab.spec=humble", "every_lab.speculation=1")
