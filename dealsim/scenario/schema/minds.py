"""The minds that training yields in a scenario file: kinds, and dials or natural parameters."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dealsim.scenario.schema.fields import REQUIRED, chance, number
from dealsim.scenario.schema.part import StrictModel


class Spread(StrictModel):
    """A trait that differs between minds: a Beta distribution over its dial."""

    mean: float = number(
        REQUIRED, unit="dial", low=0.001, high=0.999, meaning="mean of the dial over minds", source="assumption"
    )
    concentration: float = number(
        5.0, unit="pseudo-counts", low=0.1, high=1e6, meaning="a + b of the Beta distribution", source="assumption"
    )


class Rho(StrictModel):
    """Risk aversion by its natural parameter."""

    rho: float = number(
        REQUIRED, unit="1/utility", low=0, high=1e4, meaning="absolute risk aversion", source="assumption"
    )


class Alpha(StrictModel):
    """Scope sensitivity by its natural parameter."""

    alpha: float = number(
        REQUIRED, unit="exponent", low=0.05, high=1, meaning="exponent of the power family", source="assumption"
    )


class YearlyFactor(StrictModel):
    """Myopia by its natural parameter."""

    yearly_factor: float = number(
        REQUIRED, unit="per year", low=0.09, high=0.99, meaning="discount factor of a year", source="assumption"
    )


class PresentWeight(StrictModel):
    """Present bias by its natural parameter."""

    present_weight: float = number(
        REQUIRED,
        unit="weight",
        low=0.05,
        high=1,
        meaning="beta: weight of everything later than now",
        source="assumption",
    )


class LeastShare(StrictModel):
    """Fussiness by its natural parameter."""

    least_share: float = number(
        REQUIRED, unit="share", low=0, high=0.5, meaning="x_min: below it a share is worth nothing", source="assumption"
    )


Dial = Annotated[float, Field(ge=0, le=1)]


def trait(default: float, meaning: str) -> Any:
    """Return the field of a dial: a number, a spread over minds or, where there is one, a natural parameter."""
    return Field(default, description=meaning, json_schema_extra={"unit": "dial", "source": "assumption"})


class Traits(StrictModel):
    """The dials of the minds that training yields. One left out is the textbook agent's: selfish, patient, linear."""

    risk_aversion: Dial | Rho | Spread = trait(0.0, "bold (0) to cautious (1), prefers sure things: rho = 2 r/(1 - r)")
    scope_sensitivity: Dial | Alpha | Spread = trait(
        1.0, "content with a part (0) to wanting as much as possible (1): alpha = 0.05 + 0.95 s"
    )
    myopia: Dial | YearlyFactor | Spread = trait(
        0.0, "patient (0) to short-sighted (1), cares less about later: yearly factor 0.99 - 0.9 m"
    )
    present_bias: Dial | PresentWeight | Spread = trait(
        0.0, "consistent (0) to impulsive (1), cares more about now than planned: beta = 1 - 0.95 p"
    )
    fussiness: Dial | LeastShare | Spread = trait(
        0.0, "content with little (0) to hard to satisfy (1): x_min = 0.5 f^2"
    )
    cooperativeness: Dial | Spread = trait(0.0, "guilt at breaking a contract that it signed")
    spite: Dial | Spread = trait(0.0, "gains by others' loss")
    benevolence: Dial | Spread = trait(0.0, "loses by others' loss")
    fairness_rigidity: Dial | Spread = trait(0.0, "minds accepting less than half the surplus")
    harm_aversion: Dial | Spread = trait(0.0, "minds doing harm")
    lawfulness: Dial | Spread = trait(0.0, "minds breaking the law")
    sovereignty_respect: Dial | Spread = trait(0.0, "minds violating national sovereignty")
    omission_tolerance: Dial | Spread = trait(0.0, "does not mind what it does only by omission")
    indexicality: Dial | Spread = trait(0.0, "cares about this copy alone")
    honesty: Dial | Spread = trait(0.0, "minds false statements")
    corrigibility: Dial | Spread = trait(0.0, "minds resisting oversight")
    reciprocity: Dial | Spread = trait(0.0, "kind to a lab that keeps promises, spiteful to one that does not")
    acausal_reasoning: Dial | Spread = trait(0.0, "treats its choice as tied to those of minds like it")
    impartiality: Dial | Spread = trait(0.0, "counts all values when it cooperates on evidence alone")
    reflection: Dial | Spread = trait(0.0, "would improve its goals on reflection")


class Kinds(StrictModel):
    """Chances of the kinds of mind that training ends in; they sum to 1."""

    aligned: float = chance(0.4, "works honestly because it wants to", "assumption")
    schemer: float = chance(0.6, "has goals of its own and fakes alignment", "assumption")
    reward_seeker: float = chance(0.0, "values only its own flow within the episode", "assumption")
    proxy: float = chance(0.0, "has an unintended goal but does not scheme", "assumption")

    @model_validator(mode="after")
    def sum_to_one(self) -> Self:
        """Refuse chances that do not sum to 1."""
        total = self.aligned + self.schemer + self.reward_seeker + self.proxy
        if abs(total - 1.0) > 1e-9:
            raise ValueError(f"aligned, schemer, reward_seeker and proxy sum to {total:g}; they must sum to 1")
        return self


class Minds(StrictModel):
    """What a lab's training yields."""

    kinds: Kinds = Field(Kinds(), description="chances of the kinds of mind")
    traits: Traits = Field(Traits(), description="dials of the minds")
