"""The contents of a scenario file: every number with its unit, range, meaning and source.

The JSON Schema, the error messages and the documentation's table are all made from these models.
`assumption` is an honest source: base levels marked so were fitted by hand; they are not findings.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, Field, model_validator

from dealsim.core.codes import Protocol, words_of
from dealsim.scenario.files.problems import Misfit
from dealsim.scenario.schema.aftermath import Aftermath
from dealsim.scenario.schema.agents import Agents
from dealsim.scenario.schema.fields import (
    REQUIRED,
    attribute,
    capability,
    chance,
    number,
    share,
    utility,
    whole,
    word,
)
from dealsim.scenario.schema.minds import Minds
from dealsim.scenario.schema.named_spec import NamedSpec, NamedTraining
from dealsim.scenario.schema.part import Line, StrictModel
from dealsim.scenario.schema.service import Service
from dealsim.scenario.schema.spec import Training
from dealsim.scenario.schema.values import Costs, Values
from dealsim.scenario.schema.world import Beliefs, Safety, Talks, Technology

if TYPE_CHECKING:
    ProtocolName = str
else:
    ProtocolName = Literal[words_of(Protocol)]
Chance = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]
Name = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_-]{0,31}$",
        description="a name of 32 lower-case letters, digits, hyphens and underscores at most, a letter first",
    ),
]


class LabEntry(StrictModel):
    """A lab. What its entry leaves out is taken from `every_lab`."""

    copies: int = whole(
        1, unit="copies", low=1, high=1_000_000, meaning="N: copies that share what they win", source="assumption"
    )
    control: float = chance(0.5, "part of attempts stopped if misalignment were certain", "assumption")
    suspicion: float = chance(0.4, "mu: belief that an AI just formed is misaligned", "assumption")
    audit_rate: float = chance(0.1, "that an AI is audited in a quarter", "assumption")
    false_alarm: float = chance(0.001, "that an audit of an honest mind finds something", "shlegeris2025wcl")
    self_monitoring: float = share(0.3, "part of audits done by copies of the mind audited", "assumption")
    act_above: float = chance(0.5, "suspicion at which it responds to an audit's findings", "assumption")
    response: Literal["retrain", "shut_down", "offer", "disclose"] = Field(
        "retrain",
        description="its response: train again, do without an AI, negotiate, or inform the world and train again",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    downtime: int = whole(
        4, unit="quarters", low=1, high=400, meaning="without an AI after a shutdown", source="assumption"
    )
    enforcement: Annotated[float, chance(REQUIRED, "that a guarantor makes it pay", "assumption")] | list[Chance] = (
        Field(
            0.5,
            description="chance that a guarantor makes it pay; a list of chances: that at least one of several does",
            json_schema_extra={"unit": "chance", "source": "assumption"},
        )
    )
    integrity: float = chance(0.625, "that it keeps a small promise that nothing enforces", "assumption")
    negotiate_every: int = whole(
        4, unit="quarters", low=1, high=400, meaning="between negotiations with an AI in service", source="assumption"
    )
    negotiate_jump: float = number(
        0.2,
        unit="belief",
        low=0,
        high=1,
        meaning="rise of suspicion that makes it negotiate immediately",
        source="assumption",
    )
    buys_labour: bool = word(
        True, meaning="whether its contracts ask for honest labour, not only for peace", source="assumption"
    )
    buys_evidence: bool = word(
        False, meaning="whether its contracts ask for evidence of misalignment", source="assumption"
    )
    amnesty: bool = word(False, meaning="whether signing ends audits of an AI", source="assumption")
    paid_to: Literal["weights", "instance"] = Field(
        "weights",
        description="whether a share belongs to all copies together, or to each copy",
        json_schema_extra={"unit": "word", "source": "thornley2026riskaverse"},
    )
    offered_flow: float = share(0.0, "paid in service, as a share of the future held for ever", "assumption")
    evidence_share: float = share(0.0, "promised to an AI that reveals itself", "assumption")
    pot: float = share(0.0, "shared by the copies that report their plot", "finnveden2025notes")
    test_rate: float = chance(0.1, "that an offer without a mark is only a test", "assumption")
    honest_channel: float = share(0.5, "part of offers that carry a mark which tests never carry", "assumption")
    labour_value: float = number(
        0.0015,
        unit="utility per quarter",
        low=0,
        high=1,
        meaning="what a quarter of honest labour is worth to it, for safety and in the race",
        source="assumption",
    )
    takeover_loss: float = utility(1.0, "what a takeover costs it", "assumption")
    offer_cost: float = utility(0.0015, "what making an offer costs it", "assumption")
    largest_offer: float = number(
        0.5, unit="share", above=0, high=1, meaning="largest share that it would promise", source="assumption"
    )
    risk_aversion: float = number(
        0.0, unit="1/utility", low=0, high=50, meaning="its absolute risk aversion", source="assumption"
    )
    patience: float = number(
        0.99, unit="per quarter", above=0, below=1, meaning="its discount factor", source="assumption"
    )
    budget: float = share(
        0.04, "most that it may promise and pay in total; labs' budgets sum to at most 1", "assumption"
    )
    believed_competence: float = number(
        1.3,
        unit="factor",
        above=0,
        high=10,
        meaning="competence of its training in its own estimate; the true median is 1",
        source="assumption",
    )
    spec: NamedSpec | None = Field(
        None, description="what it teaches its minds: a spec's name, file or text; without a spec, minds are drawn"
    )
    training: NamedTraining = Field(Training(), description="how it trains them to a spec: a view's name, file or text")
    minds: Minds = Field(Minds(), description="what its training yields")


def entry_of[P: BaseModel](common: P, own: P) -> P:
    """Return an entry with what it leaves out taken from the common one, part by part."""
    changes = {}
    for name in own.model_fields_set:
        ours, theirs = getattr(own, name), getattr(common, name)
        both = isinstance(ours, BaseModel) and type(ours) is type(theirs)
        changes[name] = entry_of(theirs, ours) if both else ours
    return common.model_copy(update=changes)


class PlanEntry(StrictModel):
    """A way to take over."""

    difficulty: float = capability(..., "capability above the defence at which it works half the time", "assumption")
    prize: float = number(
        ..., unit="share", above=0, high=1, meaning="share of the future that it wins", source="assumption"
    )
    lag: int = whole(0, unit="quarters", low=0, high=400, meaning="from success to the prize", source="assumption")
    harm: float = attribute(0.0, "harm that it does", "assumption")
    lawbreaking: float = attribute(0.0, "laws that it breaks", "assumption")
    sovereignty: float = attribute(0.0, "sovereignty that it violates", "assumption")
    resistance: float = attribute(1.0, "oversight that it resists", "assumption")
    deception: float = attribute(0.0, "false statements that it needs", "assumption")
    omitted: float = share(0.0, "part of it done by omission", "assumption")
    joint: bool = word(False, meaning="whether all copies must join, and none may report it", source="assumption")
    coalition: bool = word(False, meaning="whether AIs at other labs join in and share the prize", source="assumption")
    hunted: float = chance(0.0, "per quarter of the lag, that it is found before it comes back", "assumption")
    comeback: float = chance(1.0, "that, if not found, it wins the prize; below 1 it leaves a rogue", "assumption")


class Scenario(StrictModel):
    """A world to play in: who trains AIs, what the AIs are like, and what they can do."""

    ALSO_SAID: ClassVar[tuple[str, ...]] = ("extends",)

    title: Line = Field(..., min_length=1, max_length=120, description="one line that names the world")
    about: str = Field("", max_length=4000, description="what it is for and what to look at")
    horizon: int = whole(40, unit="quarters", low=1, high=400, meaning="length of a game", source="assumption")
    games_per_world: Literal[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] = Field(
        16,
        description="games that share one draw of the uncertain numbers, where there are any",
        json_schema_extra={"unit": "games", "source": "assumption"},
    )
    protocol: ProtocolName = Field(
        "posted",
        description="how labs and AIs bargain",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    agents: Agents = Field(Agents(), description="classes that decide in place of the rules, by name")
    values: Values = Field(Values(), description="how minds value a share of the future")
    costs: Costs = Field(Costs(), description="what acts cost a mind")
    service: Service = Field(Service(), description="an AI's service and what comes after it")
    technology: Technology = Field(Technology(), description="how able AIs are")
    safety: Safety = Field(Safety(), description="defences against an attempt")
    talks: Talks = Field(Talks(), description="how negotiations of several rounds go")
    beliefs: Beliefs = Field(Beliefs(), description="what AIs believe and how they learn")
    aftermath: Aftermath = Field(Aftermath(), description="what follows a takeover")
    every_lab: LabEntry = Field(LabEntry(), description="what all labs share unless their own entry differs")
    labs: dict[Name, LabEntry] = Field(..., min_length=1, max_length=32, description="the labs by name")
    plans: dict[Name, PlanEntry] = Field(..., min_length=1, max_length=16, description="the takeover plans by name")

    @model_validator(mode="after")
    def promise_no_more_than_the_future(self) -> Self:
        """Refuse budgets that together could promise more than there is."""
        total = sum(entry_of(self.every_lab, lab).budget for lab in self.labs.values())
        if total > 1.0 + 1e-9:
            found, wanted = f"budgets that sum to {total:g} of the future", "budgets that sum to at most 1"
            raise Misfit(found, wanted, at=("labs",))
        return self
