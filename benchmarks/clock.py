"""A clock that compiled code can read: the processor's own counter."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def cycles(typing: Any) -> Any:
    """Return the counter of cycles, which runs evenly whatever the clock rate of the moment."""

    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        counter = ir.FunctionType(ir.IntType(64), [])
        return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", (), counter), [])

    return types.uint64(), lower
