"""How a lab forms its minds, and what it teaches them."""

from dealsim.core.compiled import record


@record
class TrainingRow:
    """How a lab forms its minds. Training time runs from 0 to 1; rates are per training."""

    first_quality: int  # this lab's qualities among those of all labs
    quality_count: int  # how many it has
    account: int  # Account
    conditional_on: int  # Condition
    goal_rate: float  # of the clocks: a goal of its own
    horizon_rate: float  # goals beyond the episode
    understanding_rate: float  # of the base goal, at competence 1
    awareness_rate: float  # of its situation
    correction_rate: float  # c: at which understanding re-points a goal, at competence 1
    competence_spread: float  # sigma of the lognormal factor on all learning
    hackability: float  # chance that an unpointed mind which does not scheme is a reward seeker
    verifiability_needed: float  # least that is learned, in the account of verifiability
    learning_scale: float  # K: learning rate of a quality that is all of training
    conflict_scale: float  # b of a reward conflict of 1
    explanation_gain: float  # by how much explaining in full multiplies learning, less 1
    drift_rate: float  # back to the locked value
    drift_spread: float  # [dial per root of training time]
    wait: int  # until oversight loosens, as a faking mind expects [quarters]
    goal_share: float  # share of the future that a mind's goal gets while it is not corrected
    drop_chance: float  # that reflection drops the less emphasised of two conflicting qualities


@record
class QualityRow:
    """A quality of a spec: what is taught, and how."""

    trait: int  # Trait
    target: float  # [dial]
    emphasis: float  # share of training [0..1]
    early_prevalence: float  # part of it in the first third [0..1]
    verifiability: float  # [0..1]
    pretraining_salience: float  # how familiar the concept is before training [0..1]
    sophistication: float  # training time before which it is not learned [0..1]
    reward_conflict: float  # how often rewards betray it [0..1]
    explained: float  # how far its reasons are taught with it [0..1]
    near_trait: int  # Trait that a near miss teaches
    near_target: float  # [dial]
    near_chance: float  # of the near miss
    leakage: float  # part of honest labour lost where it acts and should not [0..1]
    conflicts: int  # qualities in conflict with it that are emphasised more
