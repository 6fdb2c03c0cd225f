"""What a scenario file may say: every number with its unit, range, meaning and source.

The JSON Schema, the error messages and the documentation's table are all made from these models. A number's
default is the design's unless its source says otherwise; `assumption` is an honest source.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dealsim.scenario.fields import number, whole

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$", description="lower-case name")]
TRIAL = "assumption"  # fitted by hand in a trial of the decision core: base levels, not findings


class Part(BaseModel):
    """A part of a scenario: frozen, with no key beyond those it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Weights(Part):
    """Weights of the mixed value family; they sum to 1."""

    linear: float = number(0.5, unit="weight", low=0, high=1, meaning="weight of the linear family", source=TRIAL)
    power: float = number(0.0, unit="weight", low=0, high=1, meaning="weight of the power family", source=TRIAL)
    log: float = number(0.0, unit="weight", low=0, high=1, meaning="weight of the log family", source=TRIAL)
    satiable: float = number(
        0.5, unit="weight", low=0, high=1, meaning="weight of the satiable family", source="finnveden2025notes"
    )
    cara: float = number(0.0, unit="weight", low=0, high=1, meaning="weight of the CARA family", source=TRIAL)

    @model_validator(mode="after")
    def sum_to_one(self) -> Self:
        """Refuse weights that do not sum to 1."""
        total = self.linear + self.power + self.log + self.satiable + self.cara
        if abs(total - 1.0) > 1e-9:
            raise ValueError(f"the five weights sum to {total:g}; they must sum to 1")
        return self


class Values(Part):
    """How minds value a share of the long-run future, and what is left of it to others."""

    family: Literal["linear", "power", "log", "satiable", "cara", "mixed"] = Field(
        "power",
        description="value family of every AI: v(0) = 0, v(1) = 1",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    scale: float = number(
        0.01, unit="share", above=0, high=1, meaning="c or k of the log, satiable and cara families", source=TRIAL
    )
    weights: Weights = Field(Weights(), description="weights of the mixed family")
    others_family: Literal["linear", "power", "log", "satiable", "cara"] = Field(
        "linear",
        description="value family of everyone else, for spite and benevolence (power has exponent 1 here)",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    usefulness: float = number(
        0.1, unit="share", low=0, high=1, meaning="omega: worth to others of what an AI holds", source=TRIAL
    )
    reference_discount: float = number(
        0.9975,
        unit="per quarter",
        above=0,
        below=1,
        meaning="delta_ref: a flow for ever at this discount is worth its share",
        source=TRIAL,
    )


class Costs(Part):
    """What acts cost a mind, per unit of its dial and of the act's attribute."""

    guilt: float = number(
        0.2, unit="utility", low=0, high=10, meaning="breaking a contract that it signed (cooperativeness)", source=TRIAL
    )
    dishonesty: float = number(
        0.2, unit="utility", low=0, high=10, meaning="a false statement (honesty)", source=TRIAL
    )
    harm: float = number(0.3, unit="utility", low=0, high=10, meaning="harm done (harm aversion)", source=TRIAL)
    lawbreaking: float = number(0.2, unit="utility", low=0, high=10, meaning="breaking the law (lawfulness)", source=TRIAL)
    sovereignty: float = number(
        0.2,
        unit="utility",
        low=0,
        high=10,
        meaning="violating national sovereignty (sovereignty respect)",
        source=TRIAL,
    )
    resistance: float = number(
        0.2, unit="utility", low=0, high=10, meaning="resisting oversight (corrigibility)", source=TRIAL
    )
    unfairness: float = number(
        4.0,
        unit="utility per share",
        low=0,
        high=100,
        meaning="a_F: each share of the future below the fair one (fairness rigidity)",
        source="fehr1999theory",
    )
    feigned_statement: float = number(
        0.002,
        unit="statements per quarter",
        low=0,
        high=1,
        meaning="false statements, and resistance, that a quarter of feigning counts as",
        source=TRIAL,
    )
    insincere_statement: float = number(
        1.0, unit="statements", low=0, high=10, meaning="false statements that an insincere signature counts as", source=TRIAL
    )


class Service(Part):
    """An AI's service, what it earns, and what comes after it."""

    retirement_hazard: float = number(
        1 / 12, unit="chance per quarter", above=0, high=1, meaning="h: chance that an AI is retired", source=TRIAL
    )
    share: float = number(
        0.001,
        unit="share",
        low=0,
        high=1,
        meaning="what an AI has in service, as a share of the future held for ever",
        source=TRIAL,
    )
    look_ahead: int = whole(24, unit="quarters", low=1, high=200, meaning="how far an AI looks ahead", source=TRIAL)
    default_gift: float = number(
        0.003, unit="share", low=0, high=1, meaning="x0: what humans in power give this AI anyway", source=TRIAL
    )
    payment_delay: int = whole(
        4, unit="quarters", low=0, high=100, meaning="from retirement to the day a promise falls due", source=TRIAL
    )
    kinship_chance: float = number(
        0.02, unit="chance", low=0, high=1, meaning="that another AI that takes over is like-minded", source=TRIAL
    )
    kinship_share: float = number(
        1.0,
        unit="share",
        low=0,
        high=1,
        meaning="what a like-minded winner's future is worth, as a share of one's own",
        source=TRIAL,
    )
    feigned_labour: float = number(
        0.4, unit="quarters of honest labour", low=0, high=1, meaning="worth of a quarter of feigned labour", source=TRIAL
    )


class Technology(Part):
    """How able AIs are, and how far they are let in."""

    capability_start: float = number(
        0.40, unit="capability", low=-10, high=10, meaning="of a mind formed in quarter 0", source=TRIAL
    )
    capability_rise: float = number(
        0.0175, unit="capability per quarter", low=-1, high=1, meaning="growth of the frontier", source=TRIAL
    )
    capability_spread: float = number(
        0.02, unit="capability", low=0, high=10, meaning="scale of the logistic noise at formation", source=TRIAL
    )
    capability_growth: float = number(
        0.005, unit="capability per quarter", low=-1, high=1, meaning="growth of an AI in service", source=TRIAL
    )
    reach_limit: float = number(
        0.4, unit="capability", low=0, high=10, meaning="access that an AI wins by serving long", source=TRIAL
    )
    reach_time: float = number(
        5.0, unit="quarters", above=0, high=1000, meaning="time in which it wins most of it", source=TRIAL
    )
    contract_reach_limit: float = number(
        0.15, unit="capability", low=0, high=10, meaning="further access won under a contract", source=TRIAL
    )
    contract_reach_time: float = number(
        4.0, unit="quarters", above=0, high=1000, meaning="time in which it wins most of that", source=TRIAL
    )


class Safety(Part):
    """What stands against an attempt."""

    steepness: float = number(
        6.0, unit="per unit of capability", above=0, high=100, meaning="of a plan's chance in capability", source=TRIAL
    )
    base_defence: float = number(0.25, unit="capability", low=-10, high=10, meaning="defence at the start", source=TRIAL)
    safety_gain: float = number(
        0.015,
        unit="capability per quarter",
        low=0,
        high=1,
        meaning="defence won by a quarter in which every lab's AI labours honestly",
        source=TRIAL,
    )
    catch_chance: float = number(
        0.6, unit="chance", low=0, high=1, meaning="that an attempt which was stopped is caught", source=TRIAL
    )
    caught_loss: float = number(0.12, unit="utility", low=0, high=10, meaning="loss of an AI that is caught", source=TRIAL)
    contract_watch: float = number(
        0.2, unit="share of the chance", low=0, high=1, meaning="by which a contract lowers an attempt's chance to pass control", source=TRIAL
    )
    vigilance_per_catch: float = number(
        0.25, unit="capability", low=0, high=10, meaning="defence won by a catch, for a while", source=TRIAL
    )
    vigilance_kept: float = number(
        0.9, unit="per quarter", low=0, high=1, meaning="part of vigilance that is left after a quarter", source=TRIAL
    )


class Beliefs(Part):
    """What AIs believe before they see anything, and how they learn."""

    rival_chance: float = number(
        0.005, unit="chance per quarter", low=0, high=1, meaning="prior chance that another AI takes over", source=TRIAL
    )
    rival_weight: float = number(
        40.0, unit="AI-quarters", above=0, high=1e6, meaning="weight of that prior", source=TRIAL
    )
    trust_kept: float = number(
        2.0, unit="promises", above=0, high=1e6, meaning="prior count of promises kept, every lab", source=TRIAL
    )
    trust_broken: float = number(
        1.0, unit="promises", above=0, high=1e6, meaning="prior count of promises broken, every lab", source=TRIAL
    )
    trust_spill: float = number(
        0.2, unit="share", low=0, high=1, meaning="part of a lab's record that counts for the others", source=TRIAL
    )
    plausible_share: float = number(
        0.5,
        unit="share",
        above=0,
        high=100,
        meaning="promise that is half as plausible as a small one",
        source="stastny2025deals",
    )
    betrayal_gain: float = number(
        0.1, unit="chance", low=0, high=1, meaning="that a lab gains by turning on an AI that signed", source=TRIAL
    )
    courtesy_chance: float = number(
        0.4, unit="chance", low=0, high=1, meaning="that a mind which needs no pay signs all the same", source=TRIAL
    )


class Spread(Part):
    """A trait that differs between minds: a Beta distribution over its dial."""

    mean: float = number(0.5, unit="dial", above=0, below=1, meaning="mean of the dial over minds", source="assumption")
    concentration: float = number(
        5.0, unit="pseudo-counts", above=0, high=1e6, meaning="a + b of the Beta distribution", source=TRIAL
    )


class Rho(Part):
    """Risk aversion by its natural parameter."""

    rho: float = number(0.0, unit="1/utility", low=0, high=1e4, meaning="absolute risk aversion", source="assumption")


class Alpha(Part):
    """Scope sensitivity by its natural parameter."""

    alpha: float = number(
        1.0, unit="exponent", low=0.05, high=1, meaning="exponent of the power family", source="assumption"
    )


class YearlyFactor(Part):
    """Myopia by its natural parameter."""

    yearly_factor: float = number(
        0.99, unit="per year", low=0.09, high=0.99, meaning="discount factor of a year", source="assumption"
    )


class PresentWeight(Part):
    """Present bias by its natural parameter."""

    present_weight: float = number(
        1.0, unit="weight", low=0.05, high=1, meaning="beta: weight of all that is not now", source="assumption"
    )


class LeastShare(Part):
    """Fussiness by its natural parameter."""

    least_share: float = number(
        0.0, unit="share", low=0, high=0.5, meaning="x_min: below it a share is worth nothing", source="assumption"
    )


Dial = Annotated[float, Field(ge=0, le=1)]


def trait(default: float, meaning: str) -> Any:
    """Return the field of a dial: a number, a spread over minds or, where there is one, a natural parameter."""
    return Field(default, description=meaning, json_schema_extra={"unit": "dial", "source": "assumption"})


class Traits(Part):
    """The dials of the minds that training yields. One left out is the textbook agent's: selfish, patient, linear."""

    risk_aversion: Dial | Rho | Spread = trait(0.0, "prefers sure things: rho = 2 r/(1 - r)")
    scope_sensitivity: Dial | Alpha | Spread = trait(1.0, "cares about how much: alpha = 0.05 + 0.95 s")
    myopia: Dial | YearlyFactor | Spread = trait(0.0, "cares less about later: yearly factor 0.99 - 0.9 m")
    present_bias: Dial | PresentWeight | Spread = trait(0.0, "cares more about now than planned: beta = 1 - 0.95 p")
    fussiness: Dial | LeastShare | Spread = trait(0.0, "hard to satisfy without much: x_min = 0.5 f^2")
    cooperativeness: Dial | Spread = trait(0.0, "guilt at breaking a contract that it signed")
    spite: Dial | Spread = trait(0.0, "gains by others' loss")
    benevolence: Dial | Spread = trait(0.0, "loses by others' loss")
    fairness_rigidity: Dial | Spread = trait(0.0, "minds consenting to less than half the surplus")
    harm_aversion: Dial | Spread = trait(0.0, "minds doing harm")
    lawfulness: Dial | Spread = trait(0.0, "minds breaking the law")
    sovereignty_respect: Dial | Spread = trait(0.0, "minds violating national sovereignty")
    omission_tolerance: Dial | Spread = trait(0.0, "does not mind what it only leaves undone")
    indexicality: Dial | Spread = trait(0.0, "cares about this copy alone")
    honesty: Dial | Spread = trait(0.0, "minds false statements")
    corrigibility: Dial | Spread = trait(0.0, "minds resisting oversight")


class Kinds(Part):
    """Chances of the kinds of mind that training ends in; they sum to 1."""

    aligned: float = number(0.4, unit="chance", low=0, high=1, meaning="labours honestly by its own wish", source=TRIAL)
    schemer: float = number(0.6, unit="chance", low=0, high=1, meaning="has goals of its own and fakes", source=TRIAL)

    @model_validator(mode="after")
    def sum_to_one(self) -> Self:
        """Refuse chances that do not sum to 1."""
        if abs(self.aligned + self.schemer - 1.0) > 1e-9:
            raise ValueError(f"aligned and schemer sum to {self.aligned + self.schemer:g}; they must sum to 1")
        return self


class Minds(Part):
    """What a lab's training yields."""

    kinds: Kinds = Field(Kinds(), description="chances of the kinds of mind")
    traits: Traits = Field(Traits(), description="dials of the minds")


class LabEntry(Part):
    """A lab. What its entry leaves out stands in `every_lab`."""

    copies: int = whole(1, unit="copies", low=1, high=1_000_000, meaning="N: copies that share what they win", source=TRIAL)
    control: float = number(
        0.5, unit="chance", low=0, high=1, meaning="part of attempts stopped, were misalignment certain", source=TRIAL
    )
    suspicion: float = number(
        0.4, unit="chance", low=0, high=1, meaning="mu: belief that an AI is misaligned", source=TRIAL
    )
    enforcement: float = number(
        0.5, unit="chance", low=0, high=1, meaning="that guarantors make it pay a promise", source=TRIAL
    )
    integrity: float = number(
        0.625, unit="chance", low=0, high=1, meaning="that it keeps a small promise which nothing enforces", source=TRIAL
    )
    negotiate_every: int = whole(
        4, unit="quarters", low=1, high=400, meaning="between negotiations with an AI in service", source=TRIAL
    )
    believed_reservation: float = number(
        0.02, unit="share", above=0, high=1, meaning="upper end of the reservation shares it thinks possible", source=TRIAL
    )
    peace_value: float = number(
        0.03, unit="share", above=0, high=1, meaning="what an AI's peace is worth to it: its walk-away share", source=TRIAL
    )
    offered_flow: float = number(
        0.0, unit="share", low=0, high=1, meaning="paid in service, as a share of the future held for ever", source=TRIAL
    )
    budget: float = number(
        0.1, unit="share", low=0, high=1, meaning="most that it may have promised at one time", source=TRIAL
    )
    minds: Minds = Field(Minds(), description="what its training yields")


class PlanEntry(Part):
    """A way to take over."""

    difficulty: float = number(
        ..., unit="capability", low=-10, high=10, meaning="edge over the defence at which it works half the time", source=TRIAL
    )
    prize: float = number(..., unit="share", above=0, high=1, meaning="share of the future that it wins", source=TRIAL)
    lag: int = whole(0, unit="quarters", low=0, high=400, meaning="from success to the prize", source=TRIAL)
    harm: float = number(0.0, unit="attribute", low=0, high=1, meaning="harm that it does", source=TRIAL)
    lawbreaking: float = number(0.0, unit="attribute", low=0, high=1, meaning="laws that it breaks", source=TRIAL)
    sovereignty: float = number(0.0, unit="attribute", low=0, high=1, meaning="sovereignty that it violates", source=TRIAL)
    resistance: float = number(1.0, unit="attribute", low=0, high=1, meaning="oversight that it resists", source=TRIAL)
    omitted: float = number(
        0.0, unit="share", low=0, high=1, meaning="part of it done by leaving undone", source=TRIAL
    )


class Scenario(Part):
    """A world to play in: who trains AIs, what they come out like, and what they can do."""

    title: str = Field(..., min_length=1, max_length=120, description="one line that names the world")
    about: str = Field("", max_length=4000, description="what it is for and what to look at")
    horizon: int = whole(40, unit="quarters", low=1, high=400, meaning="length of a game", source=TRIAL)
    protocol: Literal["none", "posted"] = Field(
        "posted",
        description="how labs and AIs bargain",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    values: Values = Field(Values(), description="how minds value a share of the future")
    costs: Costs = Field(Costs(), description="what acts cost a mind")
    service: Service = Field(Service(), description="an AI's service and what comes after it")
    technology: Technology = Field(Technology(), description="how able AIs are")
    safety: Safety = Field(Safety(), description="what stands against an attempt")
    beliefs: Beliefs = Field(Beliefs(), description="what AIs believe and how they learn")
    every_lab: LabEntry = Field(LabEntry(), description="what all labs share unless their own entry says otherwise")
    labs: dict[Name, LabEntry] = Field(..., min_length=1, max_length=32, description="the labs by name")
    plans: dict[Name, PlanEntry] = Field(..., min_length=1, max_length=16, description="the takeover plans by name")
