"""What `dealsim negotiations --out` writes: negotiations.parquet, negotiations.json and manifest.json."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pyarrow as pa

from dealsim.core.codes import Kind, Protocol, Reason
from dealsim.measure.negotiation.watching import COLUMNS, ROW, Ending
from dealsim.results.folder import MANIFEST, Manifest, ResultsWriter

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


class NegotiationResults(ResultsWriter):
    """The same for negotiations, one row each: words for codes, null where a number is undefined."""

    names = ("negotiations.parquet", "negotiations.json", MANIFEST)
    said: ClassVar[Manifest] = {"command": "negotiations"}

    def columns_for(self, worlds: "Worlds") -> pa.Schema:
        """Return the columns of the rows."""
        return pa.schema([pa.field(name, kind_of(name), metadata={"meaning": COLUMNS[name]}) for name in COLUMNS])

    @property
    def blocks_a_group(self) -> int:
        """One: a block of games has some ten thousand negotiations."""
        return 1

    def add(self, tallies: "NDArray[Any]") -> None:
        """Take in the games that follow, each the rows of its negotiations."""
        rows = np.concatenate([np.zeros(0, ROW), *tallies])
        self.games += len(tallies)
        self.wait(pa.table([self.column(name, rows[name]) for name in COLUMNS], schema=self.columns))

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
