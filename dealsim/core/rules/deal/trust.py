"""Trust: how far an AI believes a promise, and what it fears from making itself known.

That implausibly high offers and tests that look like offers lower credibility: stastny2025deals.
"""

from dealsim.core.compiled import rule
from dealsim.core.records import LabState, World


@rule
def beta_trust(prior_kept: float, prior_broken: float, kept: float, broken: float) -> float:
    """Return the mean of the Beta belief that a lab keeps a promise that nothing enforces.

    (a + kept)/(a + b + kept + broken)   [0..1]        all counts; a, b: the prior
    The posterior mean of a Bernoulli chance under a Beta prior (textbook).
    """
    return (prior_kept + kept) / (prior_kept + prior_broken + kept + broken)


@rule
def plausibility(share: float, plausible_share: float) -> float:
    """Return how far a promise of this size is believed to be meant.

    1/(1 + (x/x_p)^2)   [0..1]        share: x.  plausible_share: x_p, where it is one half.
    Implausibly high offers lower credibility: stastny2025deals; the form is an assumption.
    """
    ratio = share / plausible_share
    return 1.0 / (1.0 + ratio * ratio)


@rule
def chance_of_a_test(lab: LabState) -> float:
    """Return the chance that an offer is only a test of who would sign.

    test rate (1 - honest channel)   [0..1]        Offers that bear the lab's mark are never tests.
    """
    return lab.test_rate * (1.0 - lab.honest_channel)


@rule
def trust(share: float, lab: LabState, world: World) -> float:
    """Return an AI's belief that this lab, still in power, will pay this promise.

    q = [e + (1 - e) Beta mean of its record] plausibility(x) P(no test)   [0..1]        e: lab.enforcement
    """
    record = beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)
    meant = plausibility(share, world.plausible_share) * (1.0 - chance_of_a_test(lab))
    return (lab.enforcement + (1.0 - lab.enforcement) * record) * meant


@rule
def fear_of_betrayal(lab: LabState, world: World) -> float:
    """Return an AI's belief that signing, which reveals it, makes the lab turn on it at once.

    b = (1 - Beta mean)(1 - e) P(the lab gains by it)   [0..1]
    """
    record = beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)
    return (1.0 - record) * (1.0 - lab.enforcement) * world.betrayal_gain
