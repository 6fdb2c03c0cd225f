"""Where compiled rules are kept between starts: in one folder for each version of their sources.

What is kept there saves time and nothing else: where it is missing, damaged or cannot be written, rules are compiled
in memory, to the same numbers.
"""

import hashlib
import logging
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

import numba
from numba.core import dispatcher
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.serialize import dumps
from platformdirs import user_cache_path

CACHE = "DEALSIM_CACHE"  # the variable that moves the folder
VERSIONS_KEPT = 12  # of compiled code, the last used, some 14 MB each: sources, or kinds of processor that share a home
OURS = re.compile(r"compiled-[0-9a-f]{16}")

_dispatchers: Any = dispatcher  # the module in which Numba looks up its class for caches
_said: set[str] = set()


def cache_home() -> Path | None:
    """Return the folder that holds all versions; None where no home folder is known."""
    with suppress(RuntimeError):  # of both, where a user has no home
        if named := os.environ.get(CACHE):
            return Path(named).expanduser().absolute()
        usual = user_cache_path("dealsim", appauthor=False)
        return usual if usual.is_absolute() else None
    return None


def folder_in(home: Path, digest: str) -> Path:
    """Return the folder of the version whose sources have this digest."""
    return home / f"compiled-{digest}"


def open_folder(digest: str) -> Path | None:
    """Return the folder of one version, made if that can be; None where no home folder is known."""
    home = cache_home()
    if home is None:
        say_not_kept("no home folder is known")
        return None
    folder = folder_in(home, digest)
    with suppress(OSError):  # it may be read all the same; what cannot be written is said when it should be
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)  # used now
        if new:
            forget_old(home)
    return folder


def forget_old(home: Path) -> None:
    """Remove all versions but those that were used last."""
    used = []
    for folder in home.iterdir():
        with suppress(OSError):  # another process may have removed it
            if OURS.fullmatch(folder.name):
                used.append((folder.stat().st_mtime, folder))
    for _, folder in sorted(used, reverse=True)[VERSIONS_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """Let Numba keep in our folder, and in our way, what is compiled meanwhile, and nothing else."""
    if folder is None:
        yield
        return
    before = numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES, _dispatchers.FunctionCache
    numba.config.CACHE_DIR = str(folder)
    numba.config.CACHE_LOCATOR_CLASSES = f"{ByModule.__module__}.{ByModule.__name__}"
    _dispatchers.FunctionCache = RuleCache
    try:
        yield
    finally:
        numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES, _dispatchers.FunctionCache = before


class RuleCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of one function, whose files can be damaged, unreadable or impossible to write."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the machine code that is kept; None where it is missing or damaged."""
        try:
            return super().load_overload(sig, target_context)
        except OSError:
            return None
        except Exception:  # a damaged file can make unpickling raise anything
            say("damaged", f"Damaged compiled code in {self.cache_path} is replaced: it is compiled again.")
            self.forget()
            return None

    def forget(self) -> None:
        """Throw away what is kept of this function."""
        try:
            self.flush()
        except OSError as error:
            self.disable()  # for to save would begin by reading what is damaged
            say_not_kept(f"{self.cache_path}: {error.strerror or error}")

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep machine code: each file is there whole or not at all."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            say_not_kept(f"{self.cache_path}: {error.strerror or error}")


class KeptCode(CompileResultCacheImpl):  # type: ignore[misc]
    """Machine code as it is kept: with a digest, because to run damaged code would crash, or give wrong numbers."""

    def reduce(self, cres: Any) -> tuple[str, bytes]:
        """Return compiled code in bytes."""
        packed = dumps(super().reduce(cres))
        return self._digest(cres.codegen, packed), packed

    def rebuild(self, target_context: Any, payload: tuple[str, bytes]) -> Any:
        """Return compiled code from bytes. Raises ValueError where they are not what was kept."""
        digest, packed = payload
        if digest != self._digest(target_context.codegen(), packed):
            raise ValueError("damaged")
        return super().rebuild(target_context, pickle.loads(packed))

    def _digest(self, codegen: Any, packed: bytes) -> str:
        made_for = f"{self.filename_base} {codegen.magic_tuple()} "
        return hashlib.sha256(made_for.encode() + packed).hexdigest()


RuleCache._impl_class = KeptCode


class ByModule:
    """Where Numba keeps the machine code of a rule: by the rule's module, wherever the sources lie.

    Numba's own places go by the path of the source file, so that a second checkout, a copy or a built wheel of the
    same sources would be compiled again. A rule whose own file has changed is not taken from the cache.
    """

    def __init__(self, function: Callable[..., object], file: str) -> None:
        """Take a function and the file that it stands in."""
        self._place = Path(numba.config.CACHE_DIR, *function.__module__.split("."))
        self._file, self._line = Path(file), function.__code__.co_firstlineno

    @classmethod
    def from_function(cls, py_func: Callable[..., object], py_file: str) -> "ByModule | None":
        """Return the place of a function's machine code; None where there can be none."""
        place = cls(py_func, py_file)
        return place if place._file.exists() else None

    def ensure_cache_path(self) -> None:
        """Make the folder of a rule's machine code. Raises OSError where that cannot be."""
        self._place.mkdir(parents=True, exist_ok=True)

    def get_cache_path(self) -> str:
        """Return the folder of a rule's machine code."""
        return str(self._place)

    def get_source_stamp(self) -> str:
        """Return a digest of the file that a rule stands in."""
        return digest_of_file(self._file)

    def get_disambiguator(self) -> str:
        """Return what separates functions of one name in one file: the line on which each begins."""
        return str(self._line)


@cache
def digest_of_file(file: Path) -> str:
    """Return a digest of what a file holds: once in a process, as what was imported does not change."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def say_not_kept(why: str) -> None:
    """Say once why the next start will compile again, and what helps."""
    advice = f"Set {CACHE} to a folder that can be written to"
    say("not kept", f"Compiled rules cannot be kept ({why}). {advice}, or each start compiles them again.")


def say(kind: str, words: str) -> None:
    """Say one thing of a kind, once: on standard error, unless the program that uses dealsim logs elsewhere."""
    if kind not in _said and parent_process() is None:  # the processes that a run starts would only repeat it
        _said.add(kind)
        logging.getLogger("dealsim").warning(words)
