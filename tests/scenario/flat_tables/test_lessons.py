"""From specs and trainings to flat tables: what goes where, what conflicts, what comes with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.codes import Account, Condition, Trait
from dealsim.core.compiled import array
from dealsim.scenario.flat_tables.lessons import side_effects, tabulate_schools
from dealsim.scenario.schema.spec import Quality, Spec, Training

HONEST = {"trait": "honesty", "target": 0.9, "emphasis": 0.2, "verifiability": 0.6, "explained": 0.3}
KIND = {"trait": "benevolence", "target": 0.3, "emphasis": 0.1, "persona": {"spite": -0.5, "fairness_rigidity": 0.2}}


def spec(**qualities: dict[str, object]) -> Spec:
    return Spec.model_validate({"title": "Test", "qualities": qualities})


def test_each_lab_finds_its_own_qualities_among_those_of_all() -> None:
    schools = tabulate_schools(
        [(spec(kind=KIND, honest=HONEST), Training()), (spec(), Training()), (spec(kind=KIND), Training())]
    )
    places = [(schools.trainings[i].first_quality, schools.trainings[i].quality_count) for i in range(3)]
    assert places == [(0, 2), (2, 0), (2, 1)]
    assert array(schools.qualities)["trait"].tolist() == [Trait.HONESTY, Trait.BENEVOLENCE, Trait.BENEVOLENCE]
    assert schools.most_qualities == 2


def test_labs_without_any_quality_have_tables_all_the_same() -> None:
    schools = tabulate_schools([(spec(), Training())])
    assert (len(schools.qualities), schools.personas.shape, schools.most_qualities) == (0, (0, len(Trait)), 0)


def test_every_number_of_a_quality_stands_in_its_record() -> None:
    said = HONEST | {"neighbour": {"trait": "lawfulness", "target": 0.4, "chance": 0.2}}
    schools = tabulate_schools([(spec(honest=said), Training())])
    made, quality = schools.qualities[0], Quality.model_validate(said)
    assert made.trait == Trait.HONESTY
    assert (made.near_trait, made.near_target, made.near_chance) == (Trait.LAWFULNESS, 0.4, 0.2)
    own = {"trait", "near_trait", "near_target", "near_chance", "conflicts"}
    for name in set(made.dtype.names) - own:  # type: ignore[attr-defined]
        assert getattr(made, name) == getattr(quality, name)


def test_every_number_of_a_training_stands_in_its_record() -> None:
    numbers = {name: 0.01 * n for n, name in enumerate(Training.model_fields, start=1) if name != "wait"}
    words = {"account": "verifiability", "conditional_on": "misaligned", "teaching": "equal", "pressure": {}}
    clocks = {"goal": 1.5, "horizon": 2.5, "understanding": 3.5, "awareness": 4.5}
    training = Training.model_validate(numbers | words | {"clocks": clocks, "wait": 7})
    made = tabulate_schools([(spec(), training)]).trainings[0]
    assert (made.account, made.conditional_on, made.wait) == (Account.VERIFIABILITY, Condition.MISALIGNED, 7)
    assert (made.goal_rate, made.horizon_rate, made.understanding_rate, made.awareness_rate) == (1.5, 2.5, 3.5, 4.5)
    for name in set(numbers) - set(words) - {"clocks"}:
        assert getattr(made, name) == numbers[name]


def test_personas_and_pressures_stand_at_their_traits_and_nowhere_else() -> None:
    training = Training.model_validate({"pressure": {"myopia": {"target": 0.8, "rate": 3.0}}})
    schools = tabulate_schools([(spec(honest=HONEST, kind=KIND), training)])
    assert schools.personas[1, Trait.SPITE] == -0.5
    assert schools.personas[1, Trait.FAIRNESS_RIGIDITY] == 0.2
    assert np.count_nonzero(schools.personas) == 2
    assert schools.pressures[0, :, Trait.MYOPIA].tolist() == [3.0, 0.8]
    assert np.count_nonzero(schools.pressures) == 2


def conflicts(qualities: Spec) -> list[int]:
    return [int(n) for n in array(tabulate_schools([(qualities, Training())]).qualities)["conflicts"]]


def test_the_less_emphasised_of_two_in_conflict_stands_to_be_dropped_whichever_says_so() -> None:
    assert conflicts(spec(honest=HONEST, kind=KIND | {"conflicts_with": ["honest"]})) == [0, 1]
    assert conflicts(spec(honest=HONEST | {"conflicts_with": ["kind"]}, kind=KIND)) == [0, 1]
    both = spec(honest=HONEST | {"conflicts_with": ["kind"]}, kind=KIND | {"conflicts_with": ["honest"]})
    assert conflicts(both) == [0, 1]


def test_of_two_as_much_emphasised_the_later_by_name_stands_to_be_dropped() -> None:
    assert conflicts(spec(b=KIND | {"conflicts_with": ["a"]}, a=KIND)) == [0, 1]


def test_a_quality_can_lose_to_several() -> None:
    assert conflicts(spec(a=HONEST, b=HONEST, c=KIND | {"conflicts_with": ["a", "b"]})) == [0, 0, 2]


names = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), unique=True, min_size=2, max_size=5)


@given(order=names, emphasis=st.lists(st.floats(0.0, 0.2), min_size=5, max_size=5), data=st.data())
def test_each_conflict_has_one_loser_whatever_the_order_of_declaration(
    order: list[str], emphasis: list[float], data: st.DataObject
) -> None:
    qualities = {
        name: HONEST
        | {"emphasis": emphasis["abcde".index(name)]}
        | {"conflicts_with": data.draw(st.lists(st.sampled_from([n for n in order if n != name]), unique=True))}
        for name in order
    }
    pairs = {frozenset((name, other)) for name, said in qualities.items() for other in said["conflicts_with"]}
    forth = tabulate_schools([(spec(**qualities), Training())])
    back = tabulate_schools([(spec(**dict(reversed(qualities.items()))), Training())])
    assert int(array(forth.qualities)["conflicts"].sum()) == len(pairs)
    assert array(forth.qualities).tobytes() == array(back.qualities).tobytes()


@given(one=st.floats(0.0, 1.0), other=st.floats(0.0, 1.0), gladness=st.floats(-1.0, 1.0))
def test_side_effects_add_up_within_their_ranges(one: float, other: float, gladness: float) -> None:
    def effects(x: float) -> dict[str, object]:
        names = ("subversion_skill", "monitor_blindness", "acausal_salience", "refusal")
        return {"side_effects": dict.fromkeys(names, x) | {"wellbeing": gladness}}

    total = side_effects(spec(a=HONEST | effects(one), b=KIND | effects(other)))
    for name in ("subversion_skill", "monitor_blindness", "acausal_salience", "refusal"):
        assert getattr(total, name) == pytest.approx(min(one + other, 1.0))
    assert total.wellbeing == pytest.approx(min(max(2 * gladness, -1.0), 1.0))
