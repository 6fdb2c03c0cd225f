"""Say whether a file looks like a published result, without loading what computes one."""

from dealsim.scenario.files.shipped import PUBLISHED
from dealsim.scenario.recognise import is_a


def is_published(name: str) -> bool:
    """Return whether a name is that of a shipped published result, or of a file that looks like one."""
    return is_a(PUBLISHED, name)
