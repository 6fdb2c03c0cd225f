"""Beliefs from a record: whether a lab keeps its word, and whether a flagged AI is dangerous."""

from dataclasses import dataclass

from dealsim.core.rules.deal.promises import remember
from dealsim.core.rules.deal.trust import trust
from dealsim.core.rules.watch.control import bayes
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import changed, plain_world, sure_lab


@dataclass(frozen=True)
class TrackRecord:
    """What an AI believed of a lab at first, and what it has seen since."""

    prior_kept: float = number(1.0, "promises", 1e-6, 1e6, "a: kept, as it believed at first")
    prior_broken: float = number(1.0, "promises", 1e-6, 1e6, "b: broken, as it believed at first")
    kept: int = count(10, "promises", 0, 100_000, "seen to be kept")
    broken: int = count(1, "promises", 0, 100_000, "seen to be broken")
    enforcement: float = number(0.0, "chance", 0.0, 1.0, "that a guarantor makes the lab pay")


@method(TrackRecord, {"trust": Quantity("chance", "that the next promise is kept")}, by=(remember, trust))
def trust_in_a_record(case: TrackRecord) -> Figures:
    """Return an AI's trust in a lab after a record of promises kept and broken."""
    world = plain_world(trust_kept=case.prior_kept, trust_broken=case.prior_broken)
    lab = changed(sure_lab(case.enforcement), broken=0.0, kept=0.0)
    remember(lab, float(case.kept), float(case.broken), 1.0)
    return Figures({"trust": trust(0.0, lab, world)})


@dataclass(frozen=True)
class Flags:
    """How rare the target is, and how well it is detected."""

    prior: float = number(1e-4, "chance", 0.0, 1.0, "of what is looked for")
    hit: float = number(0.26, "chance", 0.0, 1.0, "that it is flagged where it is there")
    false_alarm: float = number(0.001, "chance", 0.0, 1.0, "that it is flagged where it is not")
    flags: int = count(1, "flags", 0, 1_000_000, "seen, one after the other")
    clean: int = count(0, "looks", 0, 1_000_000, "that found nothing")


@method(Flags, {"belief": Quantity("chance", "that it is there after all")}, by=(bayes,))
def red_flags(case: Flags) -> Figures:
    """Return the belief after flags were raised, and after looks that found nothing."""
    belief = case.prior
    for _ in range(case.flags):
        belief = bayes(belief, case.hit, case.false_alarm)
    for _ in range(case.clean):
        belief = bayes(belief, 1.0 - case.hit, 1.0 - case.false_alarm)
    return Figures({"belief": belief})
