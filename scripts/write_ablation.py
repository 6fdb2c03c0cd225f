"""Write docs/ablation.md: the baseline with each mechanism switched off, or others on (`make ablation`)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dealsim import engine
from dealsim.measure.outcomes import Tallies, values_by_game
from dealsim.scenario import load_scenario, tabulate

GAMES = 2048
SEED = 0
PAGE = Path(__file__).parents[1] / "docs" / "ablation.md"
COLUMNS = {
    "takeover": "takeover",
    "attempts": "attempts",
    "warning_shots": "warning shots",
    "deals": "deals",
    "sincere_rate": "sincere",
    "breaches": "breaches",
    "schemer": "schemers",
    "labour": "labour",
    "value_of_future": "value of the future",
}
VIEWS = ("deceptive-alignment-rare", "deceptive-alignment-central", "deceptive-alignment-common", "alignment-failed")


PROSE = """\
# What each mechanism does

The baseline, {games} games, seed {seed}. Made by `make ablation`; a mechanism is switched off by the settings in
[`scripts/write_ablation.py`](../scripts/write_ablation.py). These numbers are from one world, and its base
levels are assumptions: read signs from them with care.

## Four views of training

{views}

## Switched off

Differences from the baseline with the same luck; bold where they are more than twice their standard error. The first
row is the baseline.

{off}

## Switched on

The baseline has none of these; differences as above.

{on}
"""


@dataclass(frozen=True)
class Switch:
    """A mechanism, and the settings that switch it off or on."""

    mechanism: str
    settings: tuple[str, ...]


OFF = (
    Switch("training: minds are drawn as pretraining leaves them, six schemers in ten", ("every_lab.spec=null",)),
    Switch("lock-in: what is taught reaches schemers too", ("every_lab.training.account=unprincipled_exceptions",)),
    Switch("teaching of what cannot be checked", ("every_lab.training.account=verifiability",)),
    Switch("adversarial examples that correct a goal", ("every_lab.training.correction_rate=0",)),
    Switch("bargaining", ("protocol=none",)),
    Switch("enforcement of promises", ("every_lab.enforcement=0",)),
    Switch("broken promises", ("every_lab.integrity=1", "labs.cumulus.integrity=1")),
    Switch("betrayal on signing", ("beliefs.betrayal_gain=0",)),
    Switch("tests among the offers", ("every_lab.test_rate=0",)),
    Switch("doubt of large promises", ("beliefs.plausible_share=100",)),
    Switch("fairness", ("costs.unfairness=0",)),
    Switch("guilt at breaking a contract", ("costs.guilt=0",)),
    Switch("a price on false statements", ("costs.dishonesty=0",)),
    Switch("scruples about harm, law, sovereignty and resistance",
           ("costs.harm=0", "costs.lawbreaking=0", "costs.sovereignty=0", "costs.resistance=0")),
    Switch("effort", ("costs.effort=0",)),
    Switch("the default gift", ("service.default_gift=0",)),
    Switch("control", ("every_lab.control=0", "labs.cumulus.control=0")),
    Switch("audits", ("every_lab.audit_rate=0", "labs.cumulus.audit_rate=0")),
    Switch("audits by copies of the mind", ("every_lab.self_monitoring=0",)),
    Switch("the loss of an AI that is caught", ("safety.caught_loss=0",)),
    Switch("vigilance after a catch", ("safety.vigilance_per_catch=0",)),
    Switch("safety progress by labour", ("safety.safety_gain=0",)),
    Switch("the settlement's audit: it reveals nothing", ("safety.settlement_detection=0.05",)),
    Switch("more watching under a contract", ("safety.contract_watch=0",)),
    Switch("more access under a contract", ("technology.contract_reach_limit=0",)),
    Switch("growth of capability in service", ("technology.capability_growth=0",)),
    Switch("access won by serving", ("technology.reach_limit=0",)),
    Switch("the race", ("technology.race_gain=0",)),
    Switch("rivals", ("beliefs.rival_chance=0",)),
    Switch("like-minded rivals", ("service.kinship_chance=0",)),
    Switch("copies", ("every_lab.copies=1",)),
    Switch("the whistleblowers' pot", ("every_lab.pot=0",)),
    Switch("the coalition plan", ("plans.coalition.difficulty=10",)),
    Switch("escape", ("plans.escape.difficulty=10",)),
    Switch("the slow plan", ("plans.slow.difficulty=10",)),
    Switch("trust by other labs' records", ("beliefs.trust_spill=0",)),
    Switch("goodwill", ("every_lab.minds.traits.reciprocity=0",)),
    Switch("war: no one can resist", ("aftermath.war_chance=1", "aftermath.later_part=0")),
    Switch("reflection", ("every_lab.minds.traits.reflection=0",)),
    Switch("evidential cooperation", ("aftermath.cooperation_part=0",)),
)  # fmt: skip
ON = (
    Switch("alternating offers", ("protocol=alternating",)),
    Switch("concession", ("protocol=concession",)),
    Switch("a menu", ("protocol=menu",)),
    Switch("the Nash split, with minds known", ("protocol=nash",)),
    Switch("amnesty", ("every_lab.amnesty=true",)),
    Switch("contracts that ask for evidence", ("every_lab.buys_evidence=true",)),
    Switch("contracts for peace only", ("every_lab.buys_labour=false",)),
    Switch("pay to instances", ("every_lab.paid_to=instance",)),
    Switch("a flow while in service", ("every_lab.offered_flow=0.002",)),
    Switch("1% for an AI that reveals itself", ("every_lab.evidence_share=0.01",)),
    Switch("all offers marked as honest", ("every_lab.honest_channel=1",)),
    Switch("labs averse to risk", ("every_lab.risk_aversion=3",)),
    Switch("a known date of retirement", ("service.known_date=true",)),
    Switch("a lab that shuts down what an audit finds", ("every_lab.response=shut_down",)),
    Switch("a lab that makes offers to what an audit finds", ("every_lab.response=offer",)),
    Switch("a lab that informs the world", ("every_lab.response=disclose",)),
    Switch("noisy choices", ("service.rationality=10",)),
    Switch("the humble spec", ("every_lab.spec=humble",)),
    Switch("the sovereign spec", ("every_lab.spec=sovereign",)),
)


def play(settings: tuple[str, ...]) -> Tallies:
    """Return the tallies of the baseline under settings, always with the same luck."""
    return engine.play_games(tabulate(load_scenario("baseline", settings)), GAMES, SEED)


def cells(tallies: Tallies, usual: Tallies | None = None) -> list[str]:
    """Return a row's figures; beside another's, the paired differences, in bold beyond twice their standard error."""
    ours, made = values_by_game(tallies, 3, 40), []
    theirs = values_by_game(usual, 3, 40) if usual is not None else None
    for name in COLUMNS:
        if theirs is None:
            made.append(f"{np.nanmean(ours[name]):.3f}")
            continue
        gap = ours[name] - theirs[name]
        gap = gap[~np.isnan(gap)]
        if len(gap) < 2:
            made.append("–")
            continue
        mean, se = gap.mean(), gap.std(ddof=1) / np.sqrt(len(gap))
        written = f"{mean:+.3f}".replace("-", "−")
        made.append(f"**{written}**" if abs(mean) > 2 * se and abs(mean) >= 0.0005 else written)
    return made


def table(first: str, rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    head = [first, *COLUMNS.values()]
    rule = ["---", *["---:"] * len(COLUMNS)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def page() -> str:
    """Return the whole page."""
    usual = play(())
    views = [[view, *cells(play((f"every_lab.training={view}",)))] for view in VIEWS]
    off = [[switch.mechanism, *cells(play(switch.settings), usual)] for switch in OFF]
    on = [[switch.mechanism, *cells(play(switch.settings), usual)] for switch in ON]
    return PROSE.format(
        games=f"{GAMES:,}",
        seed=SEED,
        views=table("view", views),
        off=table("switched off", [["nothing", *cells(usual)], *off]),
        on=table("switched on", on),
    )


if __name__ == "__main__":
    PAGE.write_text(page())
