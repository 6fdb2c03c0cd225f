"""An AI's service in a scenario file: how long, for what, and what its acts are worth."""

from typing import Annotated, Literal

from pydantic import Field

from dealsim.scenario.schema.fields import REQUIRED, chance, number, share, whole, word
from dealsim.scenario.schema.part import StrictModel


class Service(StrictModel):
    """An AI's service, what it earns, and what comes after it."""

    retirement_hazard: float = number(
        1 / 12,
        unit="chance per quarter",
        low=0.0025,
        high=1,
        meaning="h: chance that an AI is retired",
        source="assumption",
    )
    known_date: bool = word(
        False, meaning="whether service lasts exactly 1/h quarters, and everyone knows", source="assumption"
    )
    episode: int = whole(2, unit="quarters", low=1, high=400, meaning="horizon of a reward seeker", source="assumption")
    rationality: (
        Annotated[
            float,
            number(
                REQUIRED,
                unit="1/what is at stake",
                low=0.01,
                high=1e6,
                meaning="how reliably minds choose what they value most",
                source="mckelvey1995quantal",
            ),
        ]
        | Literal["perfect"]
    ) = Field(
        "perfect",
        description="how reliably minds choose what they value most: odds go as exp(rationality value/at stake)",
        json_schema_extra={"unit": "1/what is at stake", "source": "mckelvey1995quantal"},
    )
    flow: float = share(0.001, "what an AI has in service, as a share of the future held for ever", "assumption")
    look_ahead: int = whole(
        24, unit="quarters", low=1, high=200, meaning="how far an AI looks ahead", source="assumption"
    )
    default_gift: float = share(0.003, "x0: what humans in power give this AI without a deal", "assumption")
    payment_delay: int = whole(
        4,
        unit="quarters",
        low=0,
        high=100,
        meaning="from retirement to the day a promise falls due",
        source="assumption",
    )
    kinship_chance: float = chance(0.02, "that another AI that takes over is like-minded", "assumption")
    kinship_share: float = share(1.0, "worth of a like-minded winner's future, as a share of its own", "assumption")
    feigned_labour: float = number(
        0.4,
        unit="quarters of honest labour",
        low=0,
        high=1,
        meaning="worth of a quarter of feigned labour",
        source="assumption",
    )
    sandbagged_labour: float = number(
        0.15,
        unit="quarters of honest labour",
        low=0,
        high=1,
        meaning="worth of a quarter of sandbagging",
        source="assumption",
    )
    sabotaged_labour: float = number(
        -1.0,
        unit="quarters of honest labour",
        low=-10,
        high=0,
        meaning="worth of a quarter of sabotage",
        source="assumption",
    )
    proxy_labour: float = number(
        0.6,
        unit="quarters of honest labour",
        low=0,
        high=1,
        meaning="worth of a quarter's labour by a mind with an unintended goal",
        source="assumption",
    )
