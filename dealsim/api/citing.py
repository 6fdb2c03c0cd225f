"""The sources that scenarios rest on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dealsim.api.loading import Settings, load

if TYPE_CHECKING:
    from dealsim.bibliography.citing import Citations


def cite(scenarios: Iterable[str], settings: Settings = ()) -> "Citations":
    """Return the sources that scenarios rest on, each with what it is used for, as `dealsim cite` does.

    Parameters
    ----------
    scenarios
        Names or files.
    settings
        Changes, applied to each.

    Returns
    -------
    Citations
        What is cited, and the keys that files name and dealsim's sources lack.

    Raises
    ------
    ScenarioError
        A ValueError: every problem of the first scenario that has some.

    Examples
    --------
    >>> from dealsim import api
    >>> found = api.cite(["baseline"])
    >>> found.cited[0].entry.key, found.lacking
    ('dealsim', ())
    """
    from dealsim.bibliography import citations

    return citations([load(scenario, settings).worlds for scenario in scenarios])
