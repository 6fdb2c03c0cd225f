"""The world in a scenario file: technology, safety, beliefs, talks."""

from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from dealsim.scenario.files.problems import Misfit
from dealsim.scenario.schema.fields import REQUIRED, capability, chance, number, share, utility, weight, whole
from dealsim.scenario.schema.part import StrictModel


class OperatingPoint(StrictModel):
    """A point of a receiver operating characteristic: what an audit finds at a rate of false alarms."""

    false_alarm: float = chance(REQUIRED, "that an audit of an honest mind finds something", "assumption")
    hit: float = chance(REQUIRED, "that an audit of a mind that feigns does", "assumption")


class Technology(StrictModel):
    """How able AIs are, and how much access they get."""

    capability_start: float = capability(0.40, "of a mind formed in quarter 0", "assumption")
    capability_rise: float = number(
        0.022, unit="capability per quarter", low=-1, high=1, meaning="growth of the frontier", source="assumption"
    )
    capability_spread: float = number(
        0.02, unit="capability", low=0, high=10, meaning="scale of the logistic noise at formation", source="assumption"
    )
    capability_growth: float = number(
        0.005, unit="capability per quarter", low=-1, high=1, meaning="growth of an AI in service", source="assumption"
    )
    reach_limit: float = number(
        0.4, unit="capability", low=0, high=10, meaning="access that an AI gains by long service", source="assumption"
    )
    reach_time: float = number(
        5.0,
        unit="quarters",
        above=0,
        high=1000,
        meaning="time in which it gains most of that access",
        source="assumption",
    )
    contract_reach_limit: float = number(
        0.3, unit="capability", low=0, high=10, meaning="further access gained under a contract", source="assumption"
    )
    contract_reach_time: float = number(
        4.0,
        unit="quarters",
        above=0,
        high=1000,
        meaning="time in which it gains most of that access",
        source="assumption",
    )
    race_gain: float = number(
        0.002,
        unit="capability per quarter",
        low=0,
        high=1,
        meaning="capability that a lab's next AI gains from one quarter's labour more than other labs got",
        source="assumption",
    )
    subversion_gain: float = number(
        0.2, unit="capability", low=0, high=10, meaning="power gained by full skill in subversion", source="assumption"
    )
    coalition_gain: float = number(
        0.1,
        unit="capability",
        low=0,
        high=10,
        meaning="power gained by a coalition e times as large",
        source="assumption",
    )
    allies: float = chance(0.3, "that the AI at another lab joins a coalition", "assumption")


class Safety(StrictModel):
    """Defences against an attempt."""

    steepness: float = number(
        6.0,
        unit="per unit of capability",
        low=0.01,
        high=100,
        meaning="how steeply a plan's chance rises with capability",
        source="assumption",
    )
    base_defence: float = capability(0.25, "defence at the start", "assumption")
    safety_gain: float = number(
        0.015,
        unit="capability per quarter",
        low=0,
        high=1,
        meaning="defence gained in a quarter in which every lab's AI labours honestly",
        source="assumption",
    )
    catch_chance: float = chance(0.6, "that an attempt which was stopped is caught", "assumption")
    caught_loss: float = utility(0.12, "loss of an AI that is caught", "assumption")
    audit_loss: float = utility(0.03, "loss of an AI that an audit removes", "assumption")
    waiting_traces: float = number(
        0.7,
        unit="quarters of feigning",
        low=0,
        high=100,
        meaning="traces that a schemer leaves while labouring honestly",
        source="assumption",
    )
    sandbagged_traces: float = number(
        1.5, unit="quarters of feigning", low=0, high=100, meaning="traces that sandbagging leaves", source="assumption"
    )
    sabotaged_traces: float = number(
        4.0, unit="quarters of feigning", low=0, high=100, meaning="traces that sabotage leaves", source="assumption"
    )
    shirked_traces: float = number(
        1.0,
        unit="quarters of feigning",
        low=0,
        high=100,
        meaning="traces that shirking a contract leaves",
        source="assumption",
    )
    proxy_traces: float = number(
        1.5,
        unit="quarters of feigning",
        low=0,
        high=100,
        meaning="traces of a mind with an unintended goal that it does not hide",
        source="assumption",
    )
    false_settlement: float = chance(0.05, "that the last audit fails a contract that was kept", "assumption")
    settlement_detection: float = chance(0.5, "that the last audit fails a contract that was shirked", "assumption")
    evidence_gain: float = number(
        0.03,
        unit="capability",
        low=0,
        high=10,
        meaning="defence gained by evidence of misalignment",
        source="assumption",
    )
    roc: list[OperatingPoint] = Field(
        [OperatingPoint(false_alarm=0.001, hit=0.26), OperatingPoint(false_alarm=0.05, hit=0.97)],
        max_length=64,
        description="audits: points of their receiver operating characteristic, linear between them from 0 to 1",
        json_schema_extra={"unit": "points", "source": "shlegeris2025wcl"},
    )
    contract_watch: float = number(
        0.2,
        unit="share of the chance",
        low=0,
        high=1,
        meaning="by which a contract lowers an attempt's chance of passing control",
        source="assumption",
    )
    vigilance_per_catch: float = number(
        0.25, unit="capability", low=0, high=10, meaning="defence gained by a catch, for a while", source="assumption"
    )
    vigilance_kept: float = number(
        0.9,
        unit="per quarter",
        low=0,
        high=1,
        meaning="part of vigilance left after a quarter",
        source="assumption",
    )

    @model_validator(mode="after")
    def find_more_where_they_err_more(self) -> Self:
        """Refuse audits that find less where they raise more false alarms."""
        points = sorted((point.false_alarm, point.hit) for point in self.roc)
        if any(before > after for (_, before), (_, after) in pairwise(points)):
            raise Misfit("a curve that falls", "hits that rise with the false alarms", at=("roc",))
        return self


class Beliefs(StrictModel):
    """What AIs believe before they see anything, and how they learn."""

    rival_chance: float = number(
        0.005,
        unit="chance per quarter",
        low=0,
        high=1,
        meaning="prior chance that another AI takes over",
        source="assumption",
    )
    rival_weight: float = number(
        40.0, unit="AI-quarters", above=0, high=1e6, meaning="weight of that prior", source="assumption"
    )
    trust_kept: float = number(
        2.0, unit="promises", above=0, high=1e6, meaning="prior count of promises kept, every lab", source="assumption"
    )
    trust_broken: float = number(
        1.0,
        unit="promises",
        above=0,
        high=1e6,
        meaning="prior count of promises broken, every lab",
        source="assumption",
    )
    goodwill_kept: float = share(0.9, "part of goodwill left after a quarter", "assumption")
    goodwill_wellbeing: float = weight(0.2, "what full wellbeing adds to a quarter's goodwill", "assumption")
    goodwill_control: float = weight(0.05, "what full control takes from it", "assumption")
    goodwill_deception: float = weight(0.5, "what an offer exposed as a test takes from it", "assumption")
    trust_spill: float = share(0.2, "part of a lab's record that counts for other labs", "assumption")
    plausible_share: float = number(
        0.5,
        unit="share",
        above=0,
        high=100,
        meaning="promise that is half as plausible as a small one",
        source="stastny2025deals",
    )
    betrayal_gain: float = chance(0.1, "that a lab gains by betraying an AI that signed", "assumption")
    courtesy_chance: float = chance(0.4, "that a mind that needs no pay signs anyway", "assumption")


class Talks(StrictModel):
    """How negotiations of several rounds go."""

    breakdown: float = chance(0.1, "that talks break off after a refusal", "assumption")
    most_rounds: int = whole(
        8, unit="offers", low=1, high=40, meaning="offers and counter-offers in one negotiation", source="assumption"
    )
    lab_tactic: float = number(
        1.0,
        unit="exponent",
        low=0.02,
        high=50,
        meaning="how early the lab concedes: below 1 late, above 1 early",
        source="assumption",
    )
    ai_tactic: float = number(
        1.0, unit="exponent", low=0.02, high=50, meaning="how early the AI concedes", source="assumption"
    )
