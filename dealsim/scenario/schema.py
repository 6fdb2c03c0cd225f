"""What a scenario file may say: every number with its unit, range, meaning and source.

The JSON Schema, the error messages and the documentation's table are all made from these models.
`assumption` is an honest source: base levels so marked were fitted by hand in a trial, they are no findings.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from dealsim.scenario.agents_schema import Agents
from dealsim.scenario.fields import attribute, capability, chance, number, share, whole
from dealsim.scenario.mind_schema import Minds
from dealsim.scenario.part import Part
from dealsim.scenario.world_schema import Beliefs, Costs, Safety, Service, Technology, Values

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$", description="lower-case name")]


class LabEntry(Part):
    """A lab. What its entry leaves out stands in `every_lab`."""

    copies: int = whole(
        1, unit="copies", low=1, high=1_000_000, meaning="N: copies that share what they win", source="assumption"
    )
    control: float = chance(0.5, "part of attempts stopped, were misalignment certain", "assumption")
    suspicion: float = chance(0.4, "mu: belief that an AI is misaligned", "assumption")
    enforcement: float = chance(0.5, "that guarantors make it pay a promise", "assumption")
    integrity: float = chance(0.625, "that it keeps a small promise which nothing enforces", "assumption")
    negotiate_every: int = whole(
        4, unit="quarters", low=1, high=400, meaning="between negotiations with an AI in service", source="assumption"
    )
    believed_reservation: float = number(
        0.01,
        unit="share",
        above=0,
        high=1,
        meaning="upper end of the reservation shares it thinks possible",
        source="assumption",
    )
    peace_value: float = number(
        0.03,
        unit="share",
        above=0,
        high=1,
        meaning="what an AI's peace is worth to it: its walk-away share",
        source="assumption",
    )
    offered_flow: float = share(0.0, "paid in service, as a share of the future held for ever", "assumption")
    budget: float = share(0.04, "most that it may promise and pay in all; labs' budgets sum to at most 1", "assumption")
    minds: Minds = Field(Minds(), description="what its training yields")


def entry_of[P: BaseModel](common: P, own: P) -> P:
    """Return an entry with what it leaves out taken from the common one, part by part."""
    changes = {}
    for name in own.model_fields_set:
        ours, theirs = getattr(own, name), getattr(common, name)
        both = isinstance(ours, BaseModel) and type(ours) is type(theirs)
        changes[name] = entry_of(theirs, ours) if both else ours
    return common.model_copy(update=changes)


class PlanEntry(Part):
    """A way to take over."""

    difficulty: float = capability(..., "edge over the defence at which it works half the time", "assumption")
    prize: float = number(
        ..., unit="share", above=0, high=1, meaning="share of the future that it wins", source="assumption"
    )
    lag: int = whole(0, unit="quarters", low=0, high=400, meaning="from success to the prize", source="assumption")
    harm: float = attribute(0.0, "harm that it does", "assumption")
    lawbreaking: float = attribute(0.0, "laws that it breaks", "assumption")
    sovereignty: float = attribute(0.0, "sovereignty that it violates", "assumption")
    resistance: float = attribute(1.0, "oversight that it resists", "assumption")
    omitted: float = share(0.0, "part of it done by leaving undone", "assumption")


class Scenario(Part):
    """A world to play in: who trains AIs, what they come out like, and what they can do."""

    title: str = Field(..., min_length=1, max_length=120, description="one line that names the world")
    about: str = Field("", max_length=4000, description="what it is for and what to look at")
    horizon: int = whole(40, unit="quarters", low=1, high=400, meaning="length of a game", source="assumption")
    protocol: Literal["none", "posted"] = Field(
        "posted",
        description="how labs and AIs bargain",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    agents: Agents = Field(Agents(), description="classes that decide otherwise than the rules, by name")
    values: Values = Field(Values(), description="how minds value a share of the future")
    costs: Costs = Field(Costs(), description="what acts cost a mind")
    service: Service = Field(Service(), description="an AI's service and what comes after it")
    technology: Technology = Field(Technology(), description="how able AIs are")
    safety: Safety = Field(Safety(), description="what stands against an attempt")
    beliefs: Beliefs = Field(Beliefs(), description="what AIs believe and how they learn")
    every_lab: LabEntry = Field(LabEntry(), description="what all labs share unless their own entry says otherwise")
    labs: dict[Name, LabEntry] = Field(..., min_length=1, max_length=32, description="the labs by name")
    plans: dict[Name, PlanEntry] = Field(..., min_length=1, max_length=16, description="the takeover plans by name")

    @model_validator(mode="after")
    def promise_no_more_than_the_future(self) -> Self:
        """Refuse budgets that together could promise more than there is."""
        total = sum(entry_of(self.every_lab, lab).budget for lab in self.labs.values())
        if total > 1.0 + 1e-9:
            raise ValueError(f"the labs' budgets sum to {total:g} of the future; they must sum to at most 1")
        return self
