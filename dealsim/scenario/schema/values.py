"""What minds value in a scenario file: shares of the future, and the costs of acts."""

from typing import Literal, Self

from pydantic import Field, model_validator

from dealsim.scenario.schema.fields import number, share, utility, weight
from dealsim.scenario.schema.part import StrictModel


class Weights(StrictModel):
    """Weights of the mixed value family; they sum to 1."""

    linear: float = weight(0.5, "weight of the linear family", "assumption")
    power: float = weight(0.0, "weight of the power family", "assumption")
    log: float = weight(0.0, "weight of the log family", "assumption")
    satiable: float = weight(0.5, "weight of the satiable family", "finnveden2025notes")
    cara: float = weight(0.0, "weight of the CARA family", "assumption")

    @model_validator(mode="after")
    def sum_to_one(self) -> Self:
        """Refuse weights that do not sum to 1."""
        total = self.linear + self.power + self.log + self.satiable + self.cara
        if abs(total - 1.0) > 1e-9:
            raise ValueError(f"the five weights sum to {total:g}; they must sum to 1")
        return self


class Values(StrictModel):
    """How minds value a share of the long-run future, and what is left for others."""

    family: Literal["linear", "power", "log", "satiable", "cara", "mixed"] = Field(
        "power",
        description="value family of every AI: v(0) = 0, v(1) = 1",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    scale: float = number(
        0.01,
        unit="share",
        low=1e-9,
        high=1,
        meaning="c or k of the log, satiable and cara families",
        source="assumption",
    )
    weights: Weights = Field(Weights(), description="weights of the mixed family")
    others_family: Literal["linear", "power", "log", "satiable", "cara"] = Field(
        "linear",
        description="value family of everyone else, for spite and benevolence (power has exponent 1 here)",
        json_schema_extra={"unit": "word", "source": "assumption"},
    )
    usefulness: float = share(0.1, "omega: worth to others of what an AI holds", "assumption")
    reference_discount: float = number(
        0.9975,
        unit="per quarter",
        above=0,
        below=1,
        meaning="delta_ref: a flow for ever at this discount is worth its share",
        source="assumption",
    )


class Costs(StrictModel):
    """What acts cost a mind, per unit of its dial and of the act's attribute."""

    guilt: float = utility(0.2, "breaking a contract that it signed (cooperativeness)", "assumption")
    dishonesty: float = utility(0.2, "a false statement (honesty)", "assumption")
    harm: float = utility(0.3, "harm done (harm aversion)", "assumption")
    lawbreaking: float = utility(0.2, "breaking the law (lawfulness)", "assumption")
    sovereignty: float = utility(0.2, "violating national sovereignty (sovereignty respect)", "assumption")
    resistance: float = utility(0.2, "resisting oversight (corrigibility)", "assumption")
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
        source="assumption",
    )
    sandbagged_statement: float = number(
        0.004,
        unit="statements per quarter",
        low=0,
        high=1,
        meaning="the same for a quarter of sandbagging",
        source="assumption",
    )
    sabotaged_statement: float = number(
        0.02,
        unit="statements per quarter",
        low=0,
        high=1,
        meaning="the same for a quarter of sabotage",
        source="assumption",
    )
    shirked_statement: float = number(
        0.01,
        unit="statements per quarter",
        low=0,
        high=1,
        meaning="the same for a quarter of shirking a contract",
        source="assumption",
    )
    sabotage_harm: float = number(
        0.02,
        unit="attribute per quarter",
        low=0,
        high=1,
        meaning="harm that a quarter of sabotage counts as",
        source="assumption",
    )
    effort: float = number(
        0.0005,
        unit="utility per quarter",
        low=0,
        high=0.1,
        meaning="what honest labour costs a mind that does not want to labour",
        source="assumption",
    )
    insincere_statement: float = number(
        0.05,
        unit="statements",
        low=0,
        high=10,
        meaning="false statements that an insincere signature counts as",
        source="assumption",
    )
