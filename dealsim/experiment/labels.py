"""What factors and their values may not be called: what tables and figures have already."""

import unicodedata

from dealsim.measure.outcomes import OUTCOMES

OWN = "unchanged"  # what results call a value that is the scenario's own
HEADS = ("scenario", "outcome", "factor", "value", "points", "mean")  # of columns in tables


def as_read(name: str) -> str:
    """Return what a reader sees of a name: letters however they are encoded, spaces and underscores alike."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return " ".join(plain.replace("_", " ").split())


RESERVED = dict.fromkeys(HEADS, "a column of tables") | {as_read(name): "an outcome" for name in OUTCOMES}
