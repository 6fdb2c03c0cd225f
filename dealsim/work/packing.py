"""Work for other processes: packed once here, unpacked once in each of them."""

import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import Any

KEPT = 4  # pieces of work that are kept packed here, and unpacked there


@lru_cache(maxsize=KEPT)
def packed(work: Callable[..., Any]) -> bytes:
    """Return a function with all that it holds, for other processes. Functions and classes go by their names."""
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError) as error:
        why = "other processes find a class by its name, at the top of a file that can be imported"
        raise TypeError(f"{error}: {why}") from None


@lru_cache(maxsize=KEPT)
def unpacked(stage: bytes) -> Callable[..., Any]:
    """Return what was packed: once in a process, for all that is done with it."""
    work: Callable[..., Any] = pickle.loads(stage)
    return work


def do(stage: bytes, *args: object) -> Any:
    """Do what was packed, in another process."""
    return unpacked(stage)(*args)
