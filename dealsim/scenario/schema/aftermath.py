"""The world after a takeover in a scenario file: those who can resist, and the winner's second thoughts."""

from dealsim.scenario.schema.fields import attribute, chance, number, share, utility
from dealsim.scenario.schema.part import StrictModel


class Aftermath(StrictModel):
    """What follows a takeover: a demand, war or peace, and how the winner divides what it holds."""

    war_chance: float = chance(0.8, "that a winner who holds everything would win a war", "assumption")
    own_war_cost: float = utility(
        0.1, "greatest private cost of a war to the winner; drawn evenly from 0", "assumption"
    )
    others_war_cost: float = utility(
        0.3, "greatest private cost of a war to those who resist; drawn evenly from 0", "assumption"
    )
    war_loss: float = share(0.05, "part of everything that a war destroys", "assumption")
    war_harm: float = attribute(1.0, "harm that a war does (harm aversion)", "assumption")
    resisters_rho: float = number(
        1.0,
        unit="1/utility",
        low=0,
        high=1e4,
        meaning="absolute risk aversion of those who resist",
        source="assumption",
    )
    resisters_spite: float = number(
        0.0,
        unit="weight",
        low=0,
        high=1,
        meaning="weight that those who resist give to what the winner lacks",
        source="assumption",
    )
    later_part: float = share(
        0.8,
        "part of the future after the winner has grown and may demand again; 0: a settlement binds for ever",
        "assumption",
    )
    consolidation: float = share(0.5, "part by which the resisters' chance in a war has fallen by then", "assumption")
    reflected_others_weight: float = number(
        -1.0,
        unit="weight",
        low=-1,
        high=1,
        meaning="sigma of a mind that has reflected: weight on others' loss (negative: it cares)",
        source="assumption",
    )
    reflected_alpha: float = number(
        0.5,
        unit="exponent",
        low=0.05,
        high=1,
        meaning="alpha of a mind that has reflected: exponent of the power family",
        source="assumption",
    )
    cooperation_part: float = share(
        0.1, "part of what it keeps that evidential cooperation asks a winner to give to others", "assumption"
    )
    cooperation_return: float = number(
        3.0,
        unit="share per share",
        low=0,
        high=100,
        meaning="what it gets back, in its own values, for each share given if all similar minds elsewhere give",
        source="assumption",
    )
