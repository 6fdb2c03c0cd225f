"""A user's Python file: read once, and loaded as a module from that text in every process that plays it."""

import hashlib
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Self

from dealsim.scenario.files.problems import Problem, ScenarioError, cut

LONGEST_WORDS = 200


@dataclass(frozen=True)
class Script:
    """A file as it was when the program started, so that later edits cannot affect some of the games.

    path: as the user wrote it.  source: its bytes.
    """

    path: str
    source: bytes

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file; raise ScenarioError where that fails."""
        try:
            return cls(str(path), path.read_bytes())
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            found = f"a file that cannot be read ({why})" if path.exists() else "no such file"
            raise ScenarioError([Problem(str(path), None, "", found, "a Python file")]) from None

    @property
    def digest(self) -> str:
        """Digest of this text."""
        return hashlib.sha256(self.source).hexdigest()

    @property
    def file(self) -> str:
        """The file's full name, as tracebacks have it."""
        return str(Path(self.path).absolute())

    @property
    def module_name(self) -> str:
        """Its name in this process, by which pickled classes are found again."""
        return f"dealsim_agents_{hashlib.sha256(self.file.encode() + self.source).hexdigest()[:16]}"

    def load(self) -> ModuleType:
        """Return the file as a module, run once in this process; raise ScenarioError where it fails.

        What it prints goes to standard error: standard output belongs to results.
        """
        if self.module_name in sys.modules:
            return sys.modules[self.module_name]
        module = ModuleType(self.module_name)
        module.__file__ = self.file
        sys.modules[self.module_name] = module  # where dataclasses look up their module
        try:
            with redirect_stdout(sys.stderr):
                exec(compile(self.source, self.file, "exec", dont_inherit=True), vars(module))
        except BaseException as error:
            del sys.modules[self.module_name]
            if isinstance(error, (Exception, SystemExit)):
                raise self.refusal(error) from error
            raise
        return module

    def refusal(self, error: BaseException) -> ScenarioError:
        """Return why the file could not be loaded, at its line."""
        line = line_in({self.file}, error)
        if isinstance(error, SyntaxError) and error.filename == self.file:
            line = error.lineno
        return ScenarioError([Problem(self.path, line, "", error_in_words(error), "a file that Python can load")])


def line_in(files: set[str], error: BaseException) -> int | None:
    """Return the last line of some files that an error passed through."""
    place = place_in(files, error)
    return place[1] if place else None


def place_in(files: set[str], error: BaseException) -> tuple[str, int, str] | None:
    """Return the last place in some files that an error passed through: the file, the line and the function."""
    place, trace = None, error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            place = code.co_filename, trace.tb_lineno, code.co_qualname
        trace = trace.tb_next
    return place


def error_in_words(error: BaseException) -> str:
    """Return an error in a line: `ZeroDivisionError: division by zero`."""
    try:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # a user's class may fail even at that
        words = "it cannot say why"
    return cut(" ".join(f"{type(error).__name__}: {words}".split()).removesuffix(":"), LONGEST_WORDS)
