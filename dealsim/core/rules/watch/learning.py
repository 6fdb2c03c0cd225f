"""What everyone learns from a quarter: vigilance, how often attempts are seen, safety progress."""

from dealsim.core.compiled import blank, rule
from dealsim.core.records import Public, World


@rule
def open_world(public: Public, labs: int, world: World) -> None:
    """Set what everyone can see before the first quarter: nothing has happened, and honest labour is expected.

    labs: how many there are.
    """
    blank(public)
    public.labs = labs
    public.progress_rate = world.safety_gain


@rule
def use_evidence(public: Public, world: World) -> None:
    """Add the evidence minds have given of their misalignment to the defence.

    progress' = progress + evidence gain times minds that gave evidence   [capability units]
    """
    public.progress += world.evidence_gain * public.told_now
    public.told_now = 0


@rule
def learn(public: Public, world: World) -> None:
    """Add a quarter's news to what everyone can see, and make room for the next quarter's.

    vigilance' = kept vigilance + per_catch catches;  progress' = progress + gain mean labour over the labs
    seen chances += chances of the attempts seen;  seen quarters += AIs in service
    """
    public.vigilance = world.vigilance_kept * public.vigilance + world.vigilance_per_catch * public.catches_now
    public.seen_chance += public.chance_now
    public.seen_quarters += public.serving_now
    public.progress_rate = world.safety_gain * public.labour_now / public.labs
    public.progress += public.progress_rate
    use_evidence(public, world)
    public.catches_now = public.serving_now = 0
    public.chance_now = public.labour_now = 0.0
