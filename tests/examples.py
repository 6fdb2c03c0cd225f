"""How many examples a property is tried on, where the profile's number (tests/conftest.py) is not the right one."""

from hypothesis import settings


def share_of_examples(share: float) -> settings:
    """Return settings with a multiple of the profile's examples: fewer where each costs much, more for what matters."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))
