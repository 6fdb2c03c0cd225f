"""What happens in each shipped world, in words, and the outcomes that show it: for `docs/worlds.md`.

No figures stand here: they would grow stale. What is said is held by `tests/scenario/worlds/test_worlds.py`.
"""

from dataclasses import dataclass, field

SPEC_ORDER = (
    "blank", "helpful-honest-harmless", "current-practice", "unambitious", "humble",
    "ambitious", "sovereign", "reflective", "obstructive",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """text: what happens.  columns: outcomes that show it beside those shown of every world, with their headings."""

    text: str
    columns: dict[str, str] = field(default_factory=dict)


FINDINGS = {
    "baseline": Finding(
        "Most games end without an attempt. Enforcement and the spec both matter; how common deceptive alignment is "
        "matters more than either.",
        {"schemer": "schemers", "refused_suspicion": "refused: suspicion"},
    ),
    "plausible": Finding(
        "Whether a game is lost is still mostly luck; about a quarter of the variance is due to the world. How often "
        "labs see no reason to offer depends mostly on the world.",
        {"schemer": "schemers", "refused_suspicion": "refused: suspicion"},
    ),
    "sceptic": Finding(
        "Hardly any game is lost, with or without deals. Labs that expect no harm seldom offer; what is signed for is"
        " paid to minds that would have worked without pay. If the sceptic and the labs are wrong about training, "
        "nearly half of all games are lost, as no lab sees a reason to offer.",
        {"schemer": "schemers", "paid_share": "share paid", "refused_suspicion": "refused: suspicion"},
    ),
    "central": Finding(
        "Little trust makes fewer deals than the baseline has; enforcement brings them, and fewer takeovers.",
        {"broken_rate": "broken promises", "refused_suspicion": "refused: suspicion"},
    ),
    "pessimist": Finding(
        "Nearly every game is lost, and promises that are not believed change nothing; enforced, they save some.",
        {"refused_credibility": "refused: credibility", "breaches": "breaches"},
    ),
    "early-schemer": Finding(
        "Without deals the first minds sabotage what would stop their successors, who may be like-minded, and most "
        "games are lost. If their successors were strangers, they would labour against them. If paid for labour, they"
        " do not sabotage, and few games are lost.",
        {"sabotage": "sabotage", "sincere_rate": "sincere"},
    ),
    "risk-averse": Finding(
        "Without deals almost every game is lost; with promises of a ten-thousandth of the future in all, almost "
        "none. Linear and fussy minds do not accept so little.",
        {"promised_share": "share promised", "sincere_rate": "sincere"},
    ),
    "wary-ai": Finding(
        "Few offers are signed. The most common reason for a mind to refuse is that no share would be enough. A mark "
        "that tests never carry brings deals; only with a good name as well does this reason become rare.",
        {"refused_credibility": "refused: credibility", "tests_found_out": "tests found out"},
    ),
    "power-shift": Finding(
        "Half of all negotiations end with the lab's finding that a peace bought today would not last; without the "
        "access that contracts bring none does, and no AI breaks a contract.",
        {"refused_power_shift": "refused: power shift", "breaches": "breaches", "sincere_rate": "sincere"},
    ),
    "copies": Finding(
        "The pot prevents plots of selfish copies, but not of copies that care for one another or think their choices"
        " are tied together.",
        {"attempts": "attempts", "warning_shots": "warning shots"},
    ),
    "race": Finding(
        "The usual care at the careless lab would save more games than twice the care at a careful one, and the old "
        "pace more than either. Deals do next to nothing here.",
        {"attempts": "attempts", "refused_budget": "refused: budget"},
    ),
    "coalition": Finding(
        "With the coalition, minds that care about how much take over less than minds content with little; without "
        "it, they do not. Minds refuse most often because they think the share offered unfair.",
        {"attempts": "attempts", "refused_fairness": "refused: fairness"},
    ),
    "honest-channel": Finding(
        "The mark brings deals that would otherwise have been tests, or not believed, and fewer takeovers; so does "
        "the guarantor.",
        {"tests_found_out": "tests found out", "refused_credibility": "refused: credibility"},
    ),
    "no-deals": Finding(
        "More takeovers than in the baseline, yet a future worth no less: nothing is paid to minds that would have "
        "worked without pay.",
        {"attempts": "attempts", "feigned_labour": "feigned labour"},
    ),
    "control-only": Finding(
        "Control beats deals in this world, at no cost: its cost is not in the game.",
        {"warning_shots": "warning shots", "audit_hits": "audit hits"},
    ),
}  # fmt: skip
ORDER = tuple(FINDINGS)
