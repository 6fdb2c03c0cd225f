"""A spec in a scenario file, and the training that is meant to instil it."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from dealsim.core.codes import Trait, words_of
from dealsim.scenario.files.problems import Misfit, nearest_name, shown
from dealsim.scenario.schema.fields import REQUIRED, chance, number, share, weight, whole
from dealsim.scenario.schema.part import StrictModel

QualityName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_-]{0,31}$",
        description="a name of 32 lower-case letters, digits, hyphens and underscores at most, a letter first",
    ),
]
if TYPE_CHECKING:
    TraitName = str
else:
    TraitName = Literal[words_of(Trait)]
Pull = Annotated[
    float,
    number(
        REQUIRED,
        unit="share of the quality's learning rate",
        low=-1,
        high=1,
        meaning="pull on another trait: towards 1 if positive, towards 0 if negative",
        source="assumption",
    ),
]


def trait_name(meaning: str) -> TraitName:
    """Return a field for the name of a trait."""
    named: TraitName = Field(..., description=meaning, json_schema_extra={"unit": "word", "source": "assumption"})
    return named


def target(meaning: str) -> float:
    """Return a field for a dial that something pulls to."""
    aimed: float = number(REQUIRED, unit="dial", low=0, high=1, meaning=meaning, source="assumption")
    return aimed


class Neighbour(StrictModel):
    """What a near miss of a quality looks like."""

    trait: TraitName = trait_name("trait that the near miss teaches")
    target: float = target("where it takes that trait")
    chance: float = chance(REQUIRED, "that training teaches the near miss instead of the quality", "assumption")


class SideEffects(StrictModel):
    """What comes with teaching a quality, whatever it teaches: each enters the quantity of its name, nothing else."""

    subversion_skill: float = number(
        0.0, unit="capability", low=0, high=1, meaning="skill at subverting control and audits", source="taylor2025spec"
    )
    monitor_blindness: float = number(
        0.0,
        unit="share of what audits see",
        low=0,
        high=1,
        meaning="red flags that monitors miss",
        source="taylor2025spec",
    )
    acausal_salience: float = number(
        0.0, unit="dial", low=0, high=1, meaning="thought given to copies and distant minds", source="taylor2025spec"
    )
    refusal: float = share(0.0, "part of its work that it refuses", "assumption")
    wellbeing: float = number(
        0.0, unit="goodwill", low=-1, high=1, meaning="quality of its life as it sees it", source="taylor2025spec"
    )


CONTENT = ("trait", "target", "emphasis", "conflicts_with")  # of a quality; all else says how well it can be taught


class Quality(StrictModel):
    """A quality that a spec wants a mind to have, and how it is taught."""

    trait: TraitName = trait_name("trait that it sets")
    target: float = target("target for the trait")
    emphasis: float = share(REQUIRED, "share of training spent on it; a spec's sum to at most 1", "assumption")
    early_prevalence: float = share(1 / 3, "part of that spent in the first third of training", "taylor2025spec")
    verifiability: float = number(
        0.5, unit="share", low=0, high=1, meaning="how consistently it can be checked", source="taylor2025spec"
    )
    pretraining_salience: float = weight(
        0.5, "how familiar the concept is from pretraining: learning is multiplied by 1/2 plus this", "taylor2025spec"
    )
    sophistication: float = number(
        0.0,
        unit="training time",
        low=0,
        high=1,
        meaning="time before which it cannot be learned, for lack of understanding",
        source="taylor2025spec",
    )
    reward_conflict: float = weight(0.0, "how much rewards pay for betraying it", "taylor2025spec")
    explained: float = weight(0.0, "how far its reasons are taught with it", "assumption")
    side_effects: SideEffects = Field(SideEffects(), description="what comes with it")
    persona: dict[TraitName, Pull] = Field(
        {}, description="other traits that the textual prior drags along, and how strongly"
    )
    neighbour: Neighbour | None = Field(None, description="what a near miss of it looks like")
    leakage: float = share(0.0, "part of honest labour lost where it acts but should not", "assumption")
    conflicts_with: list[QualityName] = Field(
        [], max_length=64, description="qualities of this spec that reflection would find in conflict with it"
    )

    @property
    def costs_nothing(self) -> bool:
        """Whether it says nothing of what teaching it costs: no betrayal pays, nothing else comes with it."""
        comes_with_it = self.leakage or self.neighbour or self.side_effects != SideEffects()
        return not (comes_with_it or self.reward_conflict or self.sophistication)

    @property
    def content(self) -> "Quality":
        """The quality without its teaching numbers, which get their defaults: what it wants, and how much."""
        kept = {name: getattr(self, name) for name in CONTENT}
        return Quality(**kept)


class Spec(StrictModel):
    """What a lab wants its minds to be like."""

    ALSO_SAID: ClassVar[tuple[str, ...]] = ("extends",)

    title: str = Field(..., min_length=1, max_length=120, description="one line that names the spec")
    about: str = Field("", max_length=4000, description="what it is for")
    qualities: dict[QualityName, Quality] = Field({}, max_length=64, description="the qualities by name")

    @property
    def costing_nothing(self) -> list[str]:
        """The names of the qualities that say nothing of what teaching them costs."""
        return [name for name, quality in self.qualities.items() if quality.costs_nothing]

    @property
    def content(self) -> "Spec":
        """The spec with equal teaching numbers for all qualities: their defaults."""
        return self.model_copy(update={"qualities": {name: each.content for name, each in self.qualities.items()}})

    @model_validator(mode="after")
    def emphasise_no_more_than_all(self) -> Self:
        """Refuse emphases that sum to more than all of training."""
        total = sum(quality.emphasis for quality in self.qualities.values())
        if total > 1.0 + 1e-9:
            at = ("qualities",)
            raise Misfit(f"emphases that sum to {total:g}", "emphases that sum to at most 1, all of training", at=at)
        return self

    @model_validator(mode="after")
    def conflict_with_each_other(self) -> Self:
        """Refuse a conflict with anything but another quality of this spec."""
        for name, quality in self.qualities.items():
            for place, other in enumerate(quality.conflicts_with):
                if other not in self.qualities or other == name:
                    others = [known for known in self.qualities if known != name]
                    wanted = f"another quality of this spec: {', '.join(others)}" if others else "no conflict"
                    at = ("qualities", name, "conflicts_with", place)
                    raise Misfit(shown(other), wanted, at=at, nearest=nearest_name(other, others))
        return self


class Pressure(StrictModel):
    """What training on outcomes pushes a trait towards, whatever the spec says."""

    target: float = target("where outcomes push the trait")
    rate: float = number(
        REQUIRED, unit="per training", low=0, high=1000, meaning="how hard they push", source="assumption"
    )


def rate(default: float, meaning: str, source: str = "assumption") -> float:
    """Return a field for a rate of training."""
    given: float = number(default, unit="per training", low=0, high=1000, meaning=meaning, source=source)
    return given


class Clocks(StrictModel):
    """Rates at which the conditions for scheming arrive: at rate 1, in 63 of 100 trainings of length 1."""

    goal: float = rate(2.0, "G: it has goals of its own", "davidw2023deceptive")
    horizon: float = rate(0.7, "H: they reach beyond the episode", "davidw2023deceptive")
    understanding: float = rate(2.0, "U: it knows what it was meant to want", "davidw2023deceptive")
    awareness: float = rate(1.5, "A: it knows that it is in training", "davidw2023deceptive")


class Training(StrictModel):
    """How a lab's training turns a spec into minds. Training time runs from 0 to 1."""

    ALSO_SAID: ClassVar[tuple[str, ...]] = ("extends",)

    account: Literal["lock_in", "unprincipled_exceptions", "verifiability"] = Field(
        "lock_in",
        description="how a spec is learned in part",
        json_schema_extra={"unit": "word", "source": "taylor2025spec"},
    )
    conditional_on: Literal["nothing", "misaligned"] = Field(
        "nothing",
        description="which minds are wanted: training is repeated until it yields one",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    teaching: Literal["as_written", "equal"] = Field(
        "as_written",
        description="whose teaching numbers count: each quality's own, or (equal) the defaults for every quality, so "
        "that specs are compared by their content",
        json_schema_extra={"unit": "word", "source": "assumption"},
        exclude_if=lambda teaching: teaching == "as_written",  # the same game has the same digest as before this key
    )
    clocks: Clocks = Field(Clocks(), description="conditions for scheming, and how soon they arrive")
    correction_rate: float = rate(
        2.0, "c: adversarial examples redirect a goal once the mind understands", "davidw2023deceptive"
    )
    competence_spread: float = number(
        0.3,
        unit="sigma of the logarithm",
        low=0,
        high=2,
        meaning="spread between worlds of the factor on all learning rates, on understanding and on correction",
        source="assumption",
    )
    hackability: float = chance(
        0.5, "that a mind with an unintended goal that does not scheme seeks reward", "assumption"
    )
    verifiability_needed: float = number(
        0.5,
        unit="share",
        low=0,
        high=1,
        meaning="least verifiability that is learned, in the `verifiability` account",
        source="taylor2025spec",
    )
    learning_scale: float = rate(80.0, "K: learning rate of a quality that takes all of training")
    conflict_scale: float = rate(10.0, "b: rate at which a reward conflict of 1 undoes what is taught")
    explanation_gain: float = number(
        2.0,
        unit="share of the learning rate",
        low=0,
        high=20,
        meaning="what teaching all the reasons adds to learning",
        source="assumption",
    )
    pressure: dict[TraitName, Pressure] = Field({}, description="what training on outcomes pushes towards, by trait")
    drift_rate: float = rate(1.0, "pull of a locked-in value back to where it locked in")
    drift_spread: float = number(
        0.05,
        unit="dial per root of training time",
        low=0,
        high=1,
        meaning="how far locked-in values drift",
        source="assumption",
    )
    wait: int = whole(
        40,
        unit="quarters",
        low=0,
        high=4000,
        meaning="until oversight loosens, in a mind's estimate",
        source="assumption",
    )
    goal_share: float = share(0.02, "share of the future that its goal gets until it is corrected", "assumption")
    drop_chance: float = chance(
        0.3, "that reflection drops the less emphasised of two qualities in conflict", "assumption"
    )
