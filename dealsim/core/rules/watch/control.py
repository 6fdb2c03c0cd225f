"""Audits: how likely each act is to be found out, what a lab then believes, and what it does.

The operating points of audits: shlegeris2025wcl. That colluding monitors see nothing: finnveden2025notes.
How traces add up, and what a lab does with its belief: assumptions.
"""

from dealsim.core.codes import Act, AuditResponse, Kind
from dealsim.core.compiled import Vector, rule
from dealsim.core.records import LabState, Mind, Position, World


@rule
def traces_of(act: int, ai: Mind, world: World) -> float:
    """Return how many times the traces of feigning an act leaves.

    Audits look at minds as well as at work: a schemer that labours honestly while it waits leaves some. An aligned
    mind that labours, and one that keeps its contract, leave none.
    """
    if act == Act.LABOUR and ai.kind == Kind.SCHEMER:
        return world.waiting_traces
    if act == Act.FEIGN:
        return 1.0
    if act == Act.SANDBAG:
        return world.sandbagged_traces
    if act == Act.SABOTAGE:
        return world.sabotaged_traces
    if act == Act.SHIRK:
        return world.shirked_traces
    return 0.0


@rule
def sight(ai: Mind, lab: LabState) -> float:
    """Return what an audit of a mind that feigns finds.

    tpr (1 - subversion)(1 - blindness)(1 - self-monitoring colludes)   [chance]

    Audits by copies of the mind find nothing where they keep quiet about each other.
    """
    honest_monitors = 1.0 - (lab.self_monitoring if ai.colludes else 0.0)
    return lab.hit_rate * (1.0 - lab.subversion_skill) * (1.0 - lab.monitor_blindness) * honest_monitors


@rule
def hit_chance(traces: float, ai: Mind, lab: LabState) -> float:
    """Return the chance that an audit finds something in a quarter.

    audit rate (1 - (1 - fpr)(1 - tpr)^traces)   [0..1]        each trace is as likely seen as a quarter's feigning
    """
    unseen = (1.0 - sight(ai, lab)) ** traces if traces > 0.0 else 1.0
    return lab.audit_rate * (1.0 - (1.0 - lab.false_alarm) * unseen)


@rule
def bayes(prior: float, if_so: float, if_not: float) -> float:
    """Return the belief after an observation.

    mu if_so / (mu if_so + (1 - mu) if_not)   [0..1]        unchanged where neither was possible
    """
    total = prior * if_so + (1.0 - prior) * if_not
    return prior * if_so / total if total > 0.0 else prior


@rule
def suspicion_after_audit(found: bool, ai: Mind, lab: LabState) -> float:
    """Return a lab's belief in misalignment after a quarter in which an audit found something, or none did.

    Bayes on the chances that a mind that feigns, and an honest one, would have been found out   [0..1]
    """
    feigned, honest = hit_chance(1.0, ai, lab), hit_chance(0.0, ai, lab)
    if found:
        return bayes(lab.suspicion, feigned, honest)
    return bayes(lab.suspicion, 1.0 - feigned, 1.0 - honest)


@rule
def suspicion_after_signing(lab: LabState, world: World) -> float:
    """Return a lab's belief once its AI has signed: misaligned minds sign for what they get, others out of courtesy.

    Bayes on believed_signing and courtesy; 1 where signing means to give evidence   [0..1]
    """
    if lab.buys_evidence:
        return 1.0
    return bayes(lab.suspicion, lab.believed_signing, world.courtesy_chance)


@rule
def suspicion_after_refusal(lab: LabState, world: World) -> float:
    """Return a lab's belief once its AI has refused.

    Bayes on 1 - believed_signing and 1 - courtesy   [0..1]
    """
    courtesy = 0.0 if lab.buys_evidence else world.courtesy_chance
    return bayes(lab.suspicion, 1.0 - lab.believed_signing, 1.0 - courtesy)


@rule
def suspicion_after_counter(lab: LabState, world: World) -> float:
    """Return a lab's belief once its AI has made a counter-offer.

    Bayes on 1 and courtesy: a mind that needs no pay haggles, if at all, as seldom as it signs   [0..1]
    """
    return bayes(lab.suspicion, 1.0, world.courtesy_chance)


@rule
def responds(suspicion: float, lab: LabState) -> bool:
    """Return whether a lab acts on its suspicion: it is at least as great as the least it acts on."""
    return suspicion >= lab.act_above


@rule
def removes(suspicion: float, lab: LabState) -> bool:
    """Return whether a lab takes an AI that an audit has found something in out of service."""
    return responds(suspicion, lab) and lab.response != AuditResponse.OFFER


@rule
def budget_left(lab: LabState) -> float:
    """Return what a lab may still promise: its budget, less what it has promised or paid   [share]."""
    return max(0.0, lab.budget - lab.promised)


@rule
def most_within_budget(lab: LabState) -> float:
    """Return the largest share that a lab's budget allows it to promise.

    budget left/n   [share]        n: copies, if each is paid its own: all are owed n x at most; else 1
    """
    return budget_left(lab) / (lab.copies if lab.pays_instance else 1)


@rule
def evidence_promise(lab: LabState) -> float:
    """Return what a lab promises to a mind that says what it is, within its budget   [share]."""
    return min(lab.evidence_share, most_within_budget(lab))


@rule
def welcomes(lab: LabState) -> bool:
    """Return whether a mind that says what it is may work on: its lab promises something for that, or would not act."""
    return evidence_promise(lab) > 0.0 or not removes(1.0, lab)


@rule
def fear_of_audits(position: Position, act: int, ai: Mind, lab: LabState, world: World) -> None:
    """Set the chance per quarter that an audit ends a mind's service, if it goes on as it does, and what that is worth.

    a = hit chance of the act, where the lab would act on it; 0 under an amnesty
    """
    position.hit_hazard = 0.0
    position.hit_value = -world.audit_loss
    bound = act == Act.KEEP or act == Act.SHIRK
    if removes(suspicion_after_audit(True, ai, lab), lab) and not (bound and lab.amnesty):
        position.hit_hazard = hit_chance(traces_of(act, ai, world), ai, lab)


@rule
def statements_of(act: int, world: World) -> float:
    """Return what a quarter of an act counts, in false statements and in resistance to oversight."""
    if act == Act.FEIGN:
        return world.feigned_statement
    if act == Act.SANDBAG:
        return world.sandbagged_statement
    if act == Act.SABOTAGE:
        return world.sabotaged_statement
    if act == Act.SHIRK:
        return world.shirked_statement
    return 0.0


@rule
def lies_of(act: int, ai: Mind, world: World) -> float:
    """Return what a quarter's false statements and resistance cost a mind.

    statements (dishonesty cost honesty + resistance cost corrigibility)   [utility]
    """
    lie = world.dishonesty_cost * ai.honesty + world.resistance_cost * ai.corrigibility
    return statements_of(act, world) * lie


@rule
def operating_point(false_alarm: float, false_alarms: Vector, hits: Vector) -> float:
    """Return an audit's hit rate at a false-alarm rate, from a tabulated curve.

    linear between the points of the receiver operating characteristic   [chance]
    """
    for k in range(1, len(hits)):
        if false_alarm <= false_alarms[k]:
            width = false_alarms[k] - false_alarms[k - 1]
            part = (false_alarm - false_alarms[k - 1]) / width if width > 0.0 else 1.0
            return float(hits[k - 1] + part * (hits[k] - hits[k - 1]))
    return float(hits[len(hits) - 1])
