"""No number without unit, meaning and source, and none out of its range."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError, create_model

from dealsim.scenario.schema.fields import REQUIRED, number, whole, word

ABOUT: dict[str, Any] = {"unit": "chance", "meaning": "that it rains", "source": "assumption"}


def with_field(kind: type, field: Any) -> type[BaseModel]:
    return create_model("Sky", rain=(kind, field))


def accepts(model: type[BaseModel], value: object) -> bool:
    try:
        model.model_validate({"rain": value})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("field", [number, whole])
@pytest.mark.parametrize("left_out", ["unit", "meaning", "source"])
@pytest.mark.parametrize("empty", ["", "  "])
def test_a_number_without_unit_meaning_or_source_is_refused_at_import(field, left_out, empty):
    with pytest.raises(ValueError, match=f"needs its {left_out}"):
        field(1, **{**ABOUT, left_out: empty})


@pytest.mark.parametrize("left_out", ["meaning", "source"])
def test_a_word_without_meaning_or_source_is_refused_at_import(left_out):
    with pytest.raises(ValueError, match=f"needs its {left_out}"):
        word("dry", **{"meaning": "weather", "source": "assumption", left_out: ""})


@pytest.mark.parametrize(
    "limits",
    [{"low": 2}, {"high": 0.5}, {"above": 1}, {"below": 1}, {"low": 0, "above": 0}, {"low": 3, "high": 2}],
)
def test_a_range_that_excludes_all_or_its_own_default_is_refused_at_import(limits):
    with pytest.raises(ValueError, match=r"range|lies"):
        number(1, **ABOUT, **limits)


@pytest.mark.parametrize("bad", [True, False, "0.5", None, float("nan"), float("inf"), -0.1, 1.1, [0.5], 10**400])
def test_only_a_finite_number_in_range_passes_for_a_number(bad):
    assert not accepts(with_field(float, number(0.5, **ABOUT, low=0, high=1)), bad)


@pytest.mark.parametrize("good", [0, 1, 0.5, 1.0])
def test_a_whole_number_passes_for_a_number(good):
    assert accepts(with_field(float, number(0.5, **ABOUT, low=0, high=1)), good)


@pytest.mark.parametrize("bad", [True, 1.0, 1.5, "1", None, 0, 4])
def test_only_a_whole_number_in_range_passes_for_one(bad):
    assert not accepts(with_field(int, whole(2, **ABOUT, above=0, below=4)), bad)


def test_an_open_end_is_not_in_the_range_and_a_closed_one_is():
    open_ends = with_field(float, number(0.5, **ABOUT, above=0, below=1))
    closed_ends = with_field(float, number(0.5, **ABOUT, low=0, high=1))
    assert [accepts(open_ends, end) for end in (0, 1)] == [False, False]
    assert [accepts(closed_ends, end) for end in (0, 1)] == [True, True]


@pytest.mark.parametrize("field", [number, whole])
def test_a_required_number_must_be_given(field):
    model = with_field(int, field(REQUIRED, **ABOUT))
    with pytest.raises(ValidationError, match="required"):
        model.model_validate({})


def test_unit_meaning_and_source_are_in_the_json_schema():
    model = with_field(float, number(0.5, **ABOUT, low=0, high=1))
    assert model.model_json_schema()["properties"]["rain"] == {
        "default": 0.5,
        "description": "that it rains",
        "maximum": 1,
        "minimum": 0,
        "source": "assumption",
        "title": "Rain",
        "type": "number",
        "unit": "chance",
    }
