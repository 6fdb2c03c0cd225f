"""Words as numbers: each family of codes is written out once, and all else that lists its words agrees."""

from typing import get_args, get_type_hints

import numpy as np

from dealsim.core.codes import Protocol, Trait, words_of
from dealsim.core.compiled import row
from dealsim.core.records import Mind
from dealsim.core.rules.training.formation import shape_mind
from dealsim.scenario.schema.minds import Traits
from dealsim.scenario.schema.scenario import ProtocolName
from dealsim.scenario.schema.spec import TraitName


def test_a_mind_and_a_scenario_have_a_field_for_every_trait_in_its_order() -> None:
    names, fields = words_of(Trait), tuple(get_type_hints(Mind))
    first = fields.index(names[0])
    assert fields[first : first + len(names)] == names
    assert tuple(Traits.model_fields) == names
    assert get_args(TraitName) == names


def test_every_dial_is_written_to_the_field_of_its_trait() -> None:
    mind, dials = row(Mind), np.linspace(0.1, 0.9, len(Trait))
    shape_mind(mind, dials)
    assert [getattr(mind, name) for name in words_of(Trait)] == list(dials)


def test_a_scenario_may_name_every_protocol() -> None:
    assert get_args(ProtocolName) == words_of(Protocol)
