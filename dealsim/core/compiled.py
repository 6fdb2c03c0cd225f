"""Turn readable functions and classes into compiled rules and flat records: the one place that knows Numba.

A rule is a plain function with annotations; its annotations are its compiled signature, so that an int
argument can never make a second, slightly different specialisation. A record is a class whose annotations
are its fields. Both read the same in Python and in compiled code.
"""

import hashlib
import inspect
from collections.abc import Callable
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Protocol, cast, get_args, get_origin, get_type_hints, overload

import llvmlite.binding as llvm
import numba
import numpy as np
import numpy.typing as npt
from numba import types
from numba.core import cgutils
from numba.core.compiler import Compiler
from numba.extending import lower_builtin, type_callable

from dealsim.core.numba_cache import cache_home, folder_in, kept_in, open_folder
from dealsim.core.numba_linking import LINKS_BY_NAME, LinkedByName, OnlyCalled, Plainly, linked_by_name
from dealsim.core.numba_references import Reference

# Intel's vector maths, where it happens to be installed, differs from scalar maths in last bits.
numba.config.DISABLE_INTEL_SVML = True

PACKAGE = Path(__file__).parents[1]
COMPILED_ROOMS = ("core", "engine")

type Vector = Annotated[npt.NDArray[np.float64], 1]
type Matrix = Annotated[npt.NDArray[np.float64], 2]
type Cube = Annotated[npt.NDArray[np.float64], 3]


class Rows[R](Protocol):
    """An array of records: in Python a recarray, in compiled code a flat array of structures."""

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows[R]": ...
    def __setitem__(self, index: int, record: R) -> None: ...
    def __len__(self) -> int: ...


_SCALARS: dict[object, Any] = {
    float: types.float64,
    int: types.int64,
    bool: types.boolean,
    np.uint64: types.uint64,
    type(None): types.void,
}
_RECORDS: dict[type, np.dtype[np.void]] = {}


def record[C: type](cls: C) -> C:
    """Make a class whose annotated fields (float, int, np.uint64) are the layout of a flat record.

    The class is the record's type for the type checker; `rows` makes the records themselves.
    """
    kinds = {float: "f8", int: "i8", np.uint64: "u8"}
    hints = get_type_hints(cls)
    if taken := [name for name in hints if hasattr(np.record, name)]:
        raise TypeError(f"{cls.__name__} cannot have the field {taken[0]}: every NumPy record has a method so named")
    _RECORDS[cls] = np.dtype([(name, kinds[hint]) for name, hint in hints.items()])
    return cls


def layout(cls: type) -> np.dtype[np.void]:
    """Return the NumPy dtype of a record class."""
    return _RECORDS[cls]


def rows[R](cls: type[R], count: int) -> Rows[R]:
    """Return `count` records of a class, all fields zero."""
    return cast("Rows[R]", np.zeros(count, layout(cls)).view(np.recarray))


def row[R](cls: type[R]) -> R:
    """Return one record of a class, all fields zero."""
    return rows(cls, 1)[0]


def copied[R](record: R) -> R:
    """Return a record with the same numbers in memory of its own."""
    return cast("R", cast("np.void", record).copy())


def blank(record: object) -> None:
    """Set every field of a record to zero, those included that are still to be invented."""
    numbers = cast("np.void", record)
    for name in numbers.dtype.names or ():
        numbers[name] = 0


@type_callable(blank)  # type: ignore[untyped-decorator]
def _blank_takes(_: object) -> Callable[[object], object]:
    """Return what lets compiled code know whether `blank` can be given something."""
    return lambda record: types.void if isinstance(record, types.Record) else None


@lower_builtin(blank, types.Record)  # type: ignore[untyped-decorator]
def _blank_in_compiled_code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Write zeros over the whole of a record."""
    cgutils.memset(builder, arguments[0], cgutils.intp_t(signature.args[0].size), 0)
    return context.get_dummy_value()


def array[R](records: Rows[R]) -> npt.NDArray[np.void]:
    """Return records as the plain structured array that they are (the same memory)."""
    return cast("npt.NDArray[np.void]", np.asarray(records))


def as_rows[R](records: npt.NDArray[np.void], cls: type[R]) -> Rows[R]:
    """Return a structured array as the records that it is made of (the same memory)."""
    return cast("Rows[R]", records.view(np.recarray))


def rule[F: Callable[..., object]](function: F) -> F:
    """Compile a function by its annotations, once, and keep the result in the user's cache folder.

    No fastmath: the same bits in either engine. No parallel=True: kernels release the GIL instead.
    """
    return _compiled(function, from_python=True)


def stage[F: Callable[..., object]](function: F) -> F:
    """Compile a rule that only compiled code calls: tuples, such as a whole board, are passed to it by reference."""
    return _compiled(function, from_python=False)


def _compiled[F: Callable[..., object]](function: F, *, from_python: bool) -> F:
    folder = _folder()
    with kept_in(folder), linked_by_name(function, LinkedByName if from_python else OnlyCalled):
        compiled = numba.njit(
            [_signature(function, references=LINKS_BY_NAME and not from_python)],
            cache=folder is not None,
            nogil=True,
            error_model="numpy",
            no_cfunc_wrapper=True,
            no_cpython_wrapper=not from_python,
            pipeline_class=Plainly if LINKS_BY_NAME else Compiler,
            _nrt=False,  # rules make no arrays: to count who holds one would only be work
        )(function)
    return cast("F", compiled)


def compiles_now() -> bool:
    """Say whether the next import of the rules will compile them (they are not in the cache yet)."""
    home = cache_home()
    return home is None or not folder_in(home, source_digest()).exists()


def cpu() -> tuple[str, str]:
    """Return the CPU's name and features: across different ones, last bits of results may differ."""
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def compiled_sources() -> list[Path]:
    """Return the files of all compiled sources, in order."""
    return sorted(source for room in COMPILED_ROOMS for source in (PACKAGE / room).rglob("*.py"))


@cache
def source_digest() -> str:
    """Return a digest of all compiled sources, of Numba, NumPy and the CPU.

    Numba looks only at the file of the function itself: it does not see that a rule called from another
    file has changed. So any edit of any compiled source starts a new folder.
    """
    digest = hashlib.sha256()
    for source in compiled_sources():
        digest.update(source.relative_to(PACKAGE).as_posix().encode() + source.read_bytes())
    digest.update(" ".join([numba.__version__, np.__version__, *cpu()]).encode())
    return digest.hexdigest()[:16]


@cache
def _folder() -> Path | None:
    """Return the folder in which compiled code is kept; None where there can be none."""
    return open_folder(source_digest())


def _signature(function: Callable[..., object], *, references: bool) -> Any:
    hints = get_type_hints(function, include_extras=True)
    taken = [_numba_type(hints[name]) for name in inspect.signature(function).parameters]
    if references:
        taken = [Reference(kind) if isinstance(kind, types.NamedTuple) else kind for kind in taken]
    return _numba_type(hints["return"])(*taken)


@cache
def _numba_type(hint: Any) -> Any:
    """Return the Numba type that an annotation stands for: made once, for a record's type takes a millisecond."""
    hint = getattr(hint, "__value__", hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if hint in _RECORDS:
        return numba.from_dtype(_RECORDS[hint])
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return types.int64
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        fields = get_type_hints(hint, include_extras=True)
        return types.NamedTuple(tuple(_numba_type(fields[name]) for name in hint._fields), hint)
    if get_origin(hint) is Annotated:
        return types.Array(types.float64, get_args(hint)[1], "C")
    if get_origin(hint) is Rows:
        return types.Array(numba.from_dtype(_RECORDS[get_args(hint)[0]]), 1, "C")
    raise TypeError(f"a rule cannot take {hint!r}: use float, int, bool, np.uint64, a record, Rows or Vector")
