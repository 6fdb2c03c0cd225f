"""Write docs/negotiations.md: what each statistic of negotiations means, and the baseline's (`make negotiations`)."""

from pathlib import Path

from dealsim.cli.negotiation_table import shown
from dealsim.game import many
from dealsim.measure.estimates import Estimate
from dealsim.measure.negotiation.statistics import STATISTICS
from dealsim.measure.negotiation.totals import EndingCount, Totals
from dealsim.measure.negotiation.watching import COLUMNS, Ending, negotiation_rows
from dealsim.scenario import load_scenario, tabulate
from dealsim.work.cores import usable_cores
from scripts.model_page.markdown import code, table, words

GAMES = 200
SEED = 0
PROTOCOLS = ("posted", "alternating", "concession", "menu", "nash")
PAGE = Path(__file__).parents[1] / "docs" / "negotiations.md"
TEMPLATE = PAGE.with_suffix(".md.in")
SHOWN = (
    "schemers_agreement_rate", "zone_rate", "agreement_in_zone", "missed_deals", "agreement_without_zone",
    "insincere_rate", "rounds_to_agreement", "share_agreed", "ai_advantage", "lab_advantage", "ai_part", "lab_part",
    "ai_surplus_share", "surplus_shared", "surplus_shared_of_all", "pareto_distance", "nash_distance",
    "kalai_smorodinsky_distance", "egalitarian_distance", "utilitarian_distance", "nash_distance_of_all",
)  # fmt: skip


def play(protocol: str) -> Totals:
    """Return what the baseline's negotiations come to under a protocol, always with the same luck."""
    tables = tabulate(load_scenario("baseline", [f"protocol={protocol}"]))
    totals = Totals(len(tables.labs) * tables.world.horizon)
    for rows in many.play_blocks(tables, GAMES, SEED, usable_cores(), play=negotiation_rows):
        totals.add(rows)
    return totals


def cell(found: Estimate, unit: str) -> str:
    """Return a mean with its interval."""
    if found.mean is None:
        return ""
    if found.ci95 is None:
        return shown(found.mean, unit)
    return f"{shown(found.mean, unit)} ({' to '.join(shown(end, unit).removesuffix('%') for end in found.ci95)})"


def statistics() -> str:
    """Return the table of statistics: what each is of, and over what."""
    body = [(code(name), one.unit, words(one.what), words(one.among)) for name, one in STATISTICS.items()]
    return table(("statistic", "unit", "mean of", "over"), body)


def columns() -> str:
    """Return the table of columns."""
    return table(("column", "meaning"), [(code(name), words(meaning)) for name, meaning in COLUMNS.items()])


def measured(played: dict[str, Totals]) -> str:
    """Return the baseline's statistics by protocol."""
    estimates = {protocol: totals.estimates() for protocol, totals in played.items()}
    body = [
        (code(name), *(cell(estimates[protocol][name], STATISTICS[name].unit) for protocol in played)) for name in SHOWN
    ]
    return table(("", *played), body)


def endings(played: dict[str, Totals]) -> str:
    """Return how the baseline's negotiations with schemers end by protocol, and how often although there is a zone."""
    found = {protocol: totals.endings() for protocol, totals in played.items()}
    manners = sorted({manner for ended in found.values() for manner in ended})
    body = []
    for ending, reason in manners:
        name = ending.name.lower().replace("_", " ")
        if ending > Ending.TESTED:
            name += f": {reason.name.lower().replace('_', ' ')}"
        body.append((name, *(ended(found[protocol].get((ending, reason))) for protocol in played)))
    return table(("ending", *played), body)


def ended(found: tuple[EndingCount, Estimate] | None) -> str:
    """Return a count, and how many of it had a zone."""
    return f"{found[0].negotiations} ({found[0].with_zone})" if found is not None else ""


def main() -> None:
    """Write the page."""
    played = {protocol: play(protocol) for protocol in PROTOCOLS}
    text = TEMPLATE.read_text(encoding="utf-8")
    parts = {
        "statistics": statistics(),
        "columns": columns(),
        "measured": measured(played),
        "endings": endings(played),
        "games": str(GAMES),
    }
    for name, part in parts.items():
        text = text.replace(f"{{{{{name}}}}}", part)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
