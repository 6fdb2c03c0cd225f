"""What a scenario leaves out: mechanisms, the switch of each, and the places of their sources.

A mechanism that is on counts, whether or not some game ever comes to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from dealsim.bibliography.uses import Use
from dealsim.scenario import Scenario
from dealsim.scenario.schema.scenario import LabEntry, entry_of


@dataclass(frozen=True)
class Mechanism:
    """Something that a scenario may leave out.

    on: whether a scenario has it.  places: patterns of rules and of parameters that belong to it alone.
    keys: where a place belongs to several mechanisms, the sources that are this one's; any, if none is said.
    """

    name: str
    on: Callable[[Scenario], bool]
    places: tuple[str, ...]
    keys: tuple[str, ...] = ()

    def holds(self, use: Use) -> bool:
        """Return whether a use belongs to it."""
        here = any(fnmatchcase(use.where, pattern) for pattern in self.places)
        return here and (not self.keys or use.key in self.keys)


def labs_of(scenario: Scenario) -> Iterator[LabEntry]:
    """Yield the labs with what they take from `every_lab`."""
    return (entry_of(scenario.every_lab, lab) for lab in scenario.labs.values())


def protocol(*names: str) -> Callable[[Scenario], bool]:
    """Return whether a scenario's protocol is one of some."""
    return lambda scenario: scenario.protocol in names


def some_lab(has: Callable[[LabEntry], bool]) -> Callable[[Scenario], bool]:
    """Return whether some lab of a scenario has something."""
    return lambda scenario: any(has(lab) for lab in labs_of(scenario))


def offers(scenario: Scenario) -> bool:
    """Return whether labs offer contracts."""
    return scenario.protocol != "none"


def feels_unfairness(scenario: Scenario) -> bool:
    """Return whether a share can be refused for being unfair."""
    return offers(scenario) and scenario.costs.unfairness > 0.0


MECHANISMS = (
    Mechanism("take it or leave it", protocol("posted", "menu"), ("core/protocols/posted*",)),
    Mechanism("alternating offers", protocol("alternating"), ("core/protocols/alternating*",)),
    Mechanism("concession", protocol("concession"), ("core/protocols/concession*",)),
    Mechanism("menus", protocol("menu"), ("core/protocols/menu*",)),
    Mechanism("the Nash split", protocol("nash"), ("core/protocols/nash*",)),
    Mechanism(
        "offers",
        offers,
        ("core/rules/lab/pricing*", "core/rules/lab/lab_worth*", "core/rules/lab/shadows*", "every_lab.paid_to"),
    ),
    Mechanism(
        "promises",
        lambda scenario: offers(scenario) or some_lab(lambda lab: lab.evidence_share > 0.0)(scenario),
        ("core/rules/deal/contract*", "core/rules/deal/trust*", "beliefs.plausible_share"),
    ),
    Mechanism("unfairness", feels_unfairness, ("core/rules/deal/contract.*", "costs.unfairness"), ("fehr1999theory",)),
    Mechanism(
        "training to a spec",
        some_lab(lambda lab: lab.spec is not None),
        (
            "core/rules/training/clocks*",
            "core/rules/training/faking*",
            "core/rules/training/teaching*",
            "core/rules/training/training*",
            "core/rules/value/normal*",
            "every_lab.training.*",
        ),
    ),
    Mechanism(
        "learning what can be checked",
        some_lab(lambda lab: lab.training.account == "verifiability"),
        ("core/rules/training/teaching.is_taught", "every_lab.training.verifiability_needed"),
    ),
    Mechanism(
        "drift of values",
        some_lab(lambda lab: lab.training.drift_spread > 0.0 and lab.training.account != "unprincipled_exceptions"),
        ("core/rules/training/teaching.drift_spread", "core/rules/training/training.drift"),
    ),
    Mechanism(
        "collusion of copies", some_lab(lambda lab: lab.copies > 1), ("core/rules/outlook/collusion*", "every_lab.pot")
    ),
    Mechanism(
        "monitors that collude",
        some_lab(lambda lab: lab.copies > 1 and lab.self_monitoring > 0.0 and lab.audit_rate > 0.0),
        ("core/rules/watch/control",),
        ("finnveden2025notes",),
    ),
    Mechanism(
        "audits",
        some_lab(lambda lab: lab.audit_rate > 0.0),
        ("core/rules/watch/control", "every_lab.false_alarm", "safety.roc"),
        ("shlegeris2025wcl",),
    ),
    Mechanism(
        "noise in choices",
        lambda scenario: scenario.service.rationality != "perfect",
        ("core/rules/act/acts*", "service.rationality"),
        ("mckelvey1995quantal",),
    ),
    Mechanism("a mixture of values", lambda scenario: scenario.values.family == "mixed", ("values.weights.*",)),
    Mechanism(
        "a winner that grows",
        lambda scenario: scenario.aftermath.later_part > 0.0,
        ("core/rules/after/conflict*",),
        ("powell2006war",),
    ),
    Mechanism(
        "evidential cooperation",
        lambda scenario: scenario.aftermath.cooperation_part > 0.0,
        ("core/rules/after/future*",),
        ("treutlein2023modeling",),
    ),
)

# Closed forms for comparison and methods of other commands than `run`: no game calls them.
NEVER_PLAYED = (
    "core/protocols/nash.evenest_share",
    "core/protocols/nash.kalai_smorodinsky_share",
    "measure/intervals.of_difference",
)


def counts(use: Use, scenario: Scenario) -> bool:
    """Return whether a scenario has all the mechanisms that a use belongs to."""
    if any(fnmatchcase(use.where, pattern) for pattern in NEVER_PLAYED):
        return False
    return all(mechanism.on(scenario) for mechanism in MECHANISMS if mechanism.holds(use))
