"""What an experiment file may say: base scenarios, factors, a design, how many games, and what is kept."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from dealsim.experiment.design.registry import SaidDesign
from dealsim.experiment.factor import Factor, KeyName
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario.files.problems import Misfit, nearest_name, shown
from dealsim.scenario.schema.part import Line, StrictModel

RESERVED = (
    *("point", "row", "scenario", "compared_with", "seed", "games", "key", "error", "horizon", "takeovers", "world"),
    *("outcome", "mean", "se", "low", "high", "even", "odd", "worlds", "world_share", "game", "minds"),
    *("difference", "difference_se", "difference_low", "difference_high", "flipped_up", "flipped_down"),
    *("factor", "value", "points"),
    *(f"{name}_{end}" for name in OUTCOMES for end in ("low", "high")),
)
MOST_GAMES = 10_000_000

FactorName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_-]{0,31}$",
        description="a name of 32 lower-case letters, digits, hyphens and underscores at most, a letter first",
    ),
]


def known_outcome(name: str) -> str:
    """Return the name of an outcome, or raise Misfit."""
    if name not in OUTCOMES:
        near = nearest_name(name, OUTCOMES)
        raise Misfit(f"no outcome named {shown(name)}", "one that `dealsim run` prints", nearest=near)
    return name


# The second list is what editors show beside a name.
OUTCOME_NAMES = {"enum": list(OUTCOMES), "enumDescriptions": [outcome.formula for outcome in OUTCOMES.values()]}
OutcomeName = Annotated[str, AfterValidator(known_outcome), Field(json_schema_extra=OUTCOME_NAMES)]

GameCount = Annotated[int, Field(ge=1, le=MOST_GAMES, json_schema_extra={"unit": "games"})]
SomeNames = Annotated[list[str], Field(min_length=1)]


class Until(StrictModel):
    """Play until the 95% interval of an outcome is narrow enough."""

    until: OutcomeName = Field(
        description="the outcome whose interval is looked at; of compared points, the difference's"
    )
    width: float = Field(gt=0, description="stop once the interval is no wider than this, from end to end")
    at_most: int = Field(100_000, ge=1, le=MOST_GAMES, description="games, however wide the interval still is")


class Experiment(StrictModel):
    """An experiment: what varies, how, over how many games, and what is kept of them."""

    ALSO_SAID: ClassVar[tuple[str, ...]] = ()

    title: Line = Field(min_length=1, max_length=200, description="what figures and reports call it")
    about: str = Field("", max_length=2000, description="what it asks, in a sentence or two")
    scenario: str | SomeNames = Field(
        description="the base: a shipped scenario or a file beside this one; of several, the design is played in each"
    )
    settings: dict[KeyName, Any] = Field(
        default_factory=dict, description="keys of the scenario that are changed throughout"
    )
    factors: dict[FactorName, Factor] = Field(default_factory=dict, description="what varies, by name")
    uncertain: bool = Field(False, description="every number that the scenario leaves uncertain is a factor as well")
    design: SaidDesign = Field("grid", validate_default=True, description="which points are played")
    versus: FactorName | None = Field(
        None, description="a factor of which every value is compared, game by game, with its first value"
    )
    games: GameCount | Until = Field(1000, description="games at each point, or until an interval is narrow enough")
    seed: int = Field(0, ge=0, le=2**64 - 1, description="random seed")
    luck: Literal["common", "own"] = Field("common", description="whether all points share their luck, game by game")
    outcomes: list[OutcomeName] | None = Field(None, min_length=1, description="what is kept; by default every outcome")
    keep: Literal["points", "games"] = Field("points", description="rows by point, or by game as well")

    @field_validator("factors")
    @classmethod
    def _names_of_their_own(cls, factors: dict[str, Factor]) -> dict[str, Factor]:
        for name in factors:
            if name in RESERVED or name in OUTCOMES:
                raise Misfit(f"the name {name}", "another one: a column of the results has it", at=(name,))
        return factors

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if not self.factors and not self.uncertain:
            raise Misfit("nothing that varies", "a factor, or `uncertain: true`", at=("factors",))
        if self.versus is not None:
            self._comparable(self.versus)
        kept = self.outcomes
        if isinstance(self.games, Until) and kept is not None and self.games.until not in kept:
            raise Misfit(shown(self.games.until), "an outcome that is kept", at=("games", "until"))
        if self.luck == "own" and self.paired:
            raise Misfit("own", "common: what is compared game by game shares its luck", at=("luck",))
        return self

    def _comparable(self, name: str) -> None:
        if name not in self.factors:
            near = nearest_name(name, self.factors)
            raise Misfit(shown(name), f"one of {', '.join(self.factors)}", at=("versus",), nearest=near)
        if self.factors[name].values is None and self.factors[name].levels is None:
            raise Misfit(shown(name), "a factor with values or levels", at=("versus",))
        if not self.design.TAKES_VERSUS:
            raise Misfit(shown(name), "no versus: this design says itself what is compared", at=("versus",))

    @property
    def bases(self) -> list[str]:
        """The base scenarios, by name or file, as they are said."""
        return [self.scenario] if isinstance(self.scenario, str) else self.scenario

    @property
    def kept(self) -> tuple[str, ...]:
        """The outcomes that are kept, in the order of the table of outcomes."""
        return tuple(name for name in OUTCOMES if self.outcomes is None or name in self.outcomes)

    @property
    def paired(self) -> bool:
        """Whether points are compared game by game with others."""
        return self.design.ONE_AT_A_TIME or self.versus is not None
