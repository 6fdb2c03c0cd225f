"""Published numbers recomputed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealsim.evidence.published.document import ReplicateDocument


def replicate(ids: Sequence[str] = (), settings: Sequence[str] = ()) -> "ReplicateDocument":
    """Recompute published numbers by the rules of the game, as `dealsim replicate` does.

    Parameters
    ----------
    ids
        Of shipped results, or files; by default all that are shipped.
    settings
        `ID.KEY=VALUE`: changed inputs, whose case is then computed alone.

    Returns
    -------
    ReplicateDocument
        Theirs beside ours, and whether they agree.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with a file or a setting.

    Examples
    --------
    >>> from dealsim import api
    >>> found = api.replicate(["strike-time"])
    >>> found.agree > 0, found.differ
    (True, 0)
    """
    from dealsim.evidence.published.loading import load_results
    from dealsim.evidence.published.replicating import replicate, replicate_document

    return replicate_document(replicate(load_results(ids, settings)))
