"""Files of any kind, checked without being played."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.evidence.claims.loading import ReadyClaim
    from dealsim.evidence.published.loading import Result
    from dealsim.experiment.study import Study
    from dealsim.scenario import Worlds
    from dealsim.scenario.schema.spec import Spec, Training

    type Described = Worlds | Spec | Training | Study | ReadyClaim | Result


@dataclass(frozen=True)
class Checked:
    """What a check of a file found.

    description: what the file says in a few words; empty if something is wrong.  remarks: what to know about it, a
    sentence each: keys that change nothing or only some labs, lists that are no intervals, qualities that cost nothing.
    problems: everything that is wrong.
    """

    description: str
    remarks: tuple[str, ...] = ()
    problems: "tuple[Problem, ...]" = ()


def check(file: str) -> str | tuple[Problem, ...]:
    """Check a scenario, a spec, a view of training, an experiment, a claim or a published result, as `dealsim check`.

    Parameters
    ----------
    file
        A file, or the bare name of a shipped one.

    Returns
    -------
    str or tuple of Problem
        What the file says in a few words; of a wrong one everything that is wrong with it.

    Examples
    --------
    >>> from dealsim import api
    >>> api.check("baseline")
    '3 labs, 5 plans, 40 quarters, protocol posted'
    >>> [problem.nearest for problem in api.check("basline")]
    ['baseline']
    """
    found = checked(file)
    return found.problems or found.description


def checked(file: str) -> Checked:
    """Check a file of any kind, as `check` does.

    Parameters
    ----------
    file
        A file, or the bare name of a shipped one.

    Returns
    -------
    Checked
        What it says, what to know about it, and all that is wrong with it.

    Examples
    --------
    >>> from dealsim import api
    >>> found = api.checked("no-deals")
    >>> found.description, len(found.problems)
    ('3 labs, 5 plans, 40 quarters, protocol none', 0)
    """
    try:
        said = load_any_file(file)
    except ScenarioError as error:
        return Checked("", problems=tuple(error.problems))
    return Checked(described(said), tuple(remarks_of(said)))


def remarks_of(said: "Described") -> list[str]:
    """Return what to know about what a file says."""
    from dealsim.evidence.claims.loading import ReadyClaim
    from dealsim.experiment.remarks import remarks_on_study
    from dealsim.experiment.study import Study
    from dealsim.scenario import Worlds
    from dealsim.scenario.schema.spec import Spec
    from dealsim.scenario.worlds.remarks import remarks_on, remarks_on_specs

    if isinstance(said, ReadyClaim):
        return remarks_on_claim(said)
    if isinstance(said, Study):
        return remarks_on_study(said)
    if isinstance(said, Worlds):
        return remarks_on(said)
    return remarks_on_specs({said.title: said}) if isinstance(said, Spec) else []


def remarks_on_claim(claim: "ReadyClaim") -> list[str]:
    """Return which settings of a claim change nothing, or only some labs, in a world where it is tried."""
    from dealsim.experiment.dimensions import key_path
    from dealsim.scenario.worlds.remarks import remarks_on_keys

    said: dict[str, None] = {}
    for part in claim.parts:
        lever = dict.fromkeys([*part.lever.less, *part.lever.more])
        known = [key_path(key) for key in (*part.prediction.given, *(part.prediction.rather_than or {}))]
        for trial in part.trials:
            for arm in trial.arms:
                found = remarks_on_keys(arm.worlds, [key_path(key) for key in lever], known)
                said |= dict.fromkeys(f"{remark} (in {trial.world})" for remark in found)
    return list(said)


def load_any_file(name: str) -> "Described":
    """Return what a file says: a claim, a published result, an experiment, or else what a scenario is made of."""
    from dealsim.evidence.claims.loading import is_claim, load_claims, some_sizes
    from dealsim.evidence.published.recognise import is_published
    from dealsim.experiment.loading import is_experiment, load_experiment
    from dealsim.scenario.loading import load_any

    if is_published(name):
        from dealsim.evidence.published.loading import load_published

        return load_published(name)
    if is_claim(name):
        return load_claims([name], some_sizes())[0]
    return load_experiment(name) if is_experiment(name) else load_any(name)


def described(said: "Described") -> str:
    """Return what a file says in a few words."""
    from dealsim.evidence.claims.loading import ReadyClaim
    from dealsim.experiment.study import Study
    from dealsim.scenario import Worlds
    from dealsim.scenario.schema.spec import Spec, Training

    if isinstance(said, ReadyClaim):
        trials = sum(len(part.trials) for part in said.parts)
        return f"a claim: {len(said.parts)} prediction{'s' * (len(said.parts) > 1)}, {trials} trials"
    if isinstance(said, Study):
        return experiment_in_words(said)
    if isinstance(said, Worlds):
        return scenario_in_words(said)
    if isinstance(said, Training):
        return "a view of training"
    if not isinstance(said, Spec):
        return published_in_words(said)
    taught = sum(quality.emphasis for quality in said.qualities.values())
    count = len(said.qualities)
    qualities = "1 quality, which takes" if count == 1 else f"{count} qualities, which take"
    return f"a spec of {qualities} {taught:.0%} of training"


def published_in_words(result: "Result") -> str:
    """Return a published result in a few words."""
    if result.file.kind == "fit":
        return f"a fit of {len(result.file.fitted)} parameters to {len(result.file.observed)} observations"
    count = len(result.file.values)
    return f"a published result of {count} number{'s' * (count > 1)}, by {result.file.method}"


def experiment_in_words(study: "Study") -> str:
    """Return an experiment in a few words."""
    counted = {"factor": len(study.dimensions), "base scenario": len(study.bases), "point": len(study.points)}
    said = ", ".join(f"{count:,} {thing}{'s' * (count > 1)}" for thing, count in counted.items())
    games = study.experiment.games
    each = f"{games:,} games" if isinstance(games, int) else f"games until {games.until} is known to {games.width:g}"
    return f"an experiment: {said}, {each} each"


def scenario_in_words(worlds: "Worlds") -> str:
    """Return a scenario in a few words."""
    scenario, uncertain = worlds.median, len(worlds.uncertain)
    sizes = {"lab": len(scenario.labs), "plan": len(scenario.plans), "quarter": scenario.horizon}
    counted = ", ".join(f"{count} {thing}{'s' * (count > 1)}" for thing, count in sizes.items())
    named = f"; names agents ({scenario.agents}), which are not looked for here" if scenario.agents.named() else ""
    drawn = f", {uncertain} uncertain number{'s' * (uncertain > 1)}" if uncertain else ""
    return f"{counted}, protocol {scenario.protocol}{drawn}{named}"
