"""Studies as one HTML page that opens from the disk: no server, no network, light and dark."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dealsim import __version__
from dealsim.bibliography import citations
from dealsim.experiment.results import StudyResults
from dealsim.experiment.tidy import unit_of, worded
from dealsim.figures.sheet import Drawn, as_bytes
from dealsim.figures.style import Style
from dealsim.report.facts import Facts, facts_of
from dealsim.report.findings import Highlight, findings_of
from dealsim.report.pictures import pictures

TEMPLATE = "page.html.jinja"
DIGITS = 3
LEAD = "Each caption says how many games a figure rests on, with which luck, and the kind of its intervals."


@dataclass(frozen=True)
class Shown:
    """A figure on a page. light, dark: data addresses that hold the whole picture."""

    title: str
    body: str
    alt: str
    light: str
    dark: str


@dataclass(frozen=True)
class HighlightText:
    """A highlight, in words for a page."""

    outcome: str
    number: str
    interval: str
    where: str
    games: str


@dataclass(frozen=True)
class Section:
    """One study on a page."""

    id: str
    folder: str
    facts: Facts
    findings: tuple[HighlightText, ...]
    compared: bool
    figures: tuple[Shown, ...]
    text: str


def report(
    several: Sequence[StudyResults],
    title: str | None = None,
    lead: str | None = None,
    outcomes: tuple[str, ...] = (),
) -> str:
    """Return a page about the results of one or several experiments, finished or not.

    title, lead: of the page; of one study, its own.  outcomes: that figures are drawn of, by default the usual ones.
    Raises ScenarioError where one has nothing to show yet.
    """
    sections = [section(results, place, outcomes) for place, results in enumerate(several, start=1)]
    only = sections[0].facts.title if len(sections) == 1 else None
    said = {
        "title": title or only or "Experiments",
        "lead": sections[0].facts.about if len(sections) == 1 else lead or LEAD,
        "version": __version__,
        "studies": [asdict(each) for each in sections],
        "sources": list(sources(several)),
    }
    return rendered(said)


def rendered(said: dict[str, Any]) -> str:
    """Return the page as HTML."""
    import jinja2

    here = jinja2.FileSystemLoader(Path(__file__).parent)
    room = jinja2.Environment(loader=here, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    return room.get_template(TEMPLATE).render(said)


def section(results: StudyResults, place: int, outcomes: tuple[str, ...]) -> Section:
    """Return the section of one study."""
    plans, _ = pictures(results, outcomes)
    return Section(
        id=f"study-{place}",
        folder=results.folder.name,
        facts=facts_of(results),
        findings=tuple(highlight_text(each) for each in findings_of(results)),
        compared=results.study.experiment.paired,
        figures=tuple(shown(plan.draw(Style(columns=2)), plan.draw(Style(columns=2, dark=True))) for plan in plans),
        text=results.study.text.strip(),
    )


def shown(light: Drawn, dark: Drawn) -> Shown:
    """Return a figure in both looks."""
    caption = light.caption
    return Shown(caption.title, caption.body, str(caption), address(light), address(dark))


def address(drawn: Drawn) -> str:
    """Return a figure as a data address."""
    return "data:image/svg+xml;base64," + base64.b64encode(as_bytes(drawn, "svg")).decode()


def highlight_text(finding: Highlight) -> HighlightText:
    """Return a finding in words."""
    sign = "+" if finding.compared else ""
    number = f"{finding.value:{sign}.{DIGITS}f}".replace("-", "−")
    ends = f"{finding.low:{sign}.{DIGITS}f} to {finding.high:{sign}.{DIGITS}f}".replace("-", "−")
    name = f"{worded(finding.outcome)} [{unit_of(finding.outcome)}]"
    return HighlightText(name, number, ends, finding.where, f"{finding.games:,}")


def sources(several: Sequence[StudyResults]) -> Iterator[str]:
    """Yield the sources of the studies' scenarios, in full, each once."""
    worlds = {w.digest: w for results in several for w in results.study.worlds_of_bases.values()}
    for citation in citations(list(worlds.values())).cited:
        yield citation.entry.reference.replace("*", "")
