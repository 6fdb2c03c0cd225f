"""Whether two Parquet files hold the same columns, to the bit, nulls and types included."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from scripts.compare_versions.findings import Findings
from scripts.compare_versions.on_purpose import new_name


def compare_columns(file: str, before: Path, after: Path, findings: Findings) -> None:
    """Compare every column of two files of rows."""
    was, now = (pq.ParquetFile(path).read() for path in (before, after))
    was = was.rename_columns([new_name(file, name, findings.renamed) for name in was.column_names])
    for name in was.column_names:
        findings.counts["columns"] += 1
        if name not in now.column_names:
            findings.differ(f"{file}: {name}", "column lost")
        elif how := difference(was[name], now[name]):
            findings.differ(f"{file}: {name}", how)
    for name in now.column_names:
        if name not in was.column_names:
            findings.differ(f"{file}: {name}", "column new")
    if was.column_names != now.column_names and sorted(was.column_names) == sorted(now.column_names):
        findings.remark(file, "columns are in another order")


def difference(was: pa.ChunkedArray, now: pa.ChunkedArray) -> str:
    """Return how two columns differ; nothing where they do not."""
    if was.type != now.type:
        return f"type was {was.type}, is {now.type}"
    if len(was) != len(now):
        return f"{len(was)} rows before, {len(now)} now"
    rows = np.flatnonzero(differing(was, now))
    if not len(rows):
        return ""
    first = int(rows[0])
    values = (was[first].as_py(), now[first].as_py())
    return f"{len(rows)} of {len(was)} rows; first row {first}: was {values[0]!r}, is {values[1]!r}"


def differing(was: pa.ChunkedArray, now: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Say for each row whether two columns of a type differ there."""
    no_was, no_now = (column.is_null().to_numpy() for column in (was, now))
    return np.asarray((no_was != no_now) | (~no_was & ~no_now & (bits(was) != bits(now))))


def bits(column: pa.ChunkedArray) -> NDArray[np.generic]:
    """Return what can be compared exactly: floats as integers of their bits, and anything else but numbers in words."""
    if pa.types.is_floating(column.type):
        values = np.ascontiguousarray(pc.fill_null(column, 0.0).to_numpy())
        return values.view(f"u{values.dtype.itemsize}")
    if pa.types.is_integer(column.type):
        return np.asarray(pc.fill_null(column, 0).to_numpy())
    return np.array([repr(value) for value in column.to_pylist()], dtype=object)
