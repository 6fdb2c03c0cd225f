"""The rows of negotiations.parquet, as `dealsim negotiations` writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dealsim.core.codes import Kind, Protocol, Reason
from dealsim.measure.negotiation.watching import COLUMNS, ROW, Ending

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dealsim.scenario import Worlds

WORDS: Mapping[str, type[Kind | Protocol | Ending | Reason]] = {
    "mind": Kind,
    "protocol": Protocol,
    "ending": Ending,
    "reason": Reason,
}
FLAGS = ("agreed", "zone")


def kind_of(name: str) -> pa.DataType:
    """Return a column's type."""
    if name == "lab" or name in WORDS:
        return pa.dictionary(pa.int32(), pa.string())
    return pa.bool_() if name in FLAGS else pa.from_numpy_dtype(ROW[name])


@dataclass(frozen=True)
class NegotiationRows:
    """One row a negotiation: words for codes, null where a number is undefined."""

    worlds: "Worlds"
    name, document = "negotiations.parquet", "negotiations.json"
    blocks_a_group = 1  # a block of games has some ten thousand negotiations

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns."""
        return pa.schema([pa.field(name, kind_of(name), metadata={"meaning": COLUMNS[name]}) for name in COLUMNS])

    def table(self, first: int, block: "NDArray[Any]") -> pa.Table:
        """Return the rows of games that follow each other, each given as the rows of its negotiations."""
        rows = np.concatenate([np.zeros(0, ROW), *block])
        return pa.table([self.column(name, rows[name]) for name in COLUMNS], schema=self.schema)

    def column(self, name: str, values: "NDArray[Any]") -> pa.Array:
        """Return a column of the table."""
        if name == "lab":
            return worded(values, sorted(self.worlds.median.labs))
        if name in WORDS:
            words = [code.name.lower() for code in WORDS[name]]
            return worded(values, words, mask=values == Reason.NONE if name == "reason" else None)
        if name in FLAGS:
            return pa.array(values == 1)
        values = np.ascontiguousarray(values)
        return pa.array(values, mask=np.isnan(values)) if values.dtype == np.float64 else pa.array(values)


def worded(values: "NDArray[Any]", words: list[str], mask: "NDArray[np.bool_] | None" = None) -> pa.Array:
    """Return codes as words."""
    places = pa.array(np.ascontiguousarray(values).astype(np.int32), mask=mask)
    return pa.DictionaryArray.from_arrays(places, pa.array(words))
