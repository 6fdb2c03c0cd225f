"""CSV for programs: a column a name, every number with all its digits, in ASCII."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence


def csv_text(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV; what is undefined is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([plain(value) for value in row] for row in rows)
    return out.getvalue()


def csv_of(rows: Sequence[Mapping[str, object]], otherwise: str = "outcome") -> str:
    """Return rows by the names of their values as CSV; of no rows, a head with one name alone.

    A row without some names has nothing there.
    """
    names = list(dict.fromkeys(name for row in rows for name in row)) or [otherwise]
    return csv_text(names, ([row.get(name) for name in names] for row in rows))


def plain(value: object) -> str:
    """Return a value as a program reads it: a list as JSON has it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return repr(float(value))  # NumPy's would bear its type
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else str(value)
