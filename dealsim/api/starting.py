"""Commented files to start from, for `dealsim new`."""

from dealsim.api.asked import one_of

KINDS = ("scenario", "spec", "experiment", "claim")


def template(kind: str, title: str) -> str:
    """Return a commented file that is valid as it is, as `dealsim new` writes it.

    Parameters
    ----------
    kind
        `scenario`, `spec`, `experiment` or `claim`.
    title
        What it is called.

    Returns
    -------
    str
        The file's text.

    Raises
    ------
    ValueError
        Where the kind is none of these.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dealsim import api
    >>> Path("kind.yaml").write_text(api.template("spec", "Kind")) > 0
    True
    >>> api.check("kind.yaml")
    'a spec of 2 qualities, which take 20% of training'
    """
    match one_of("kind", kind, KINDS):
        case "spec":
            from dealsim.scenario.template import spec_of

            return spec_of(title)
        case "experiment":
            from dealsim.experiment.template import experiment_of

            return experiment_of(title)
        case "claim":
            from dealsim.evidence.claims.template import claim_of

            return claim_of(title)
        case "scenario":
            from dealsim.scenario.template import start_of

            return start_of(title)
        case other:
            raise AssertionError(other)  # a kind that has no template yet
