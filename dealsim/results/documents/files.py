"""What is printed of files: what is wrong with them, and the sources that they rest on."""

from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import Field

from dealsim import __version__
from dealsim.results.documents.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealsim.bibliography.citing import Citations
    from dealsim.scenario import Problem


class ProblemDocument(Document):
    """Something wrong with a file, and what is accepted."""

    where: str
    line: int | None
    key: str
    found: str
    wanted: str
    nearest: str | None


class CheckedFile(Document):
    """One file that was checked."""

    file: str
    ok: bool
    problems: list[ProblemDocument]
    remarks: list[str] = Field(description="valid, but easily overlooked: what has no effect, or costs nothing")


class CheckDocument(Document):
    """What `dealsim check --json` prints."""

    ok: bool
    files: list[CheckedFile]


class PurposeDocument(Document):
    """One thing that a source is used for."""

    kind: Literal["software", "parameter", "rule", "file"]
    where: str = Field(description="a parameter's address, a rule's file and name, or a scenario's file")
    what: str = Field(description="its description there")
    scenarios: list[str] = Field(description="those asked about in which it is used for this")


class SourceDocument(Document):
    """A source, with all that it is used for."""

    key: str
    type: str = Field(description="of the entry: article, misc, software, ...")
    bibtex: str
    used_for: list[PurposeDocument]


class CiteDocument(Document):
    """What `dealsim cite --json` prints."""

    scenarios: list[str]
    sources: list[SourceDocument]
    lacking: list[str] = Field(description="keys that files name and dealsim's sources lack")
    version: str


class Found(Protocol):
    """What a check of a file found."""

    @property
    def problems(self) -> "Sequence[Problem]":
        """Everything that is wrong with it."""

    @property
    def remarks(self) -> "Sequence[str]":
        """What to know about it."""


def check_document(found: "Mapping[str, Found]") -> CheckDocument:
    """Return what is wrong with files, by their names, as a document."""
    files = [
        CheckedFile(
            file=file,
            ok=not each.problems,
            problems=[ProblemDocument.of(problem) for problem in each.problems],
            remarks=list(each.remarks),
        )
        for file, each in found.items()
    ]
    return CheckDocument(ok=all(file.ok for file in files), files=files)


def cite_document(found: "Citations") -> CiteDocument:
    """Return the sources of scenarios as a document."""
    sources = [
        SourceDocument(
            key=citation.entry.key,
            type=citation.entry.kind,
            bibtex=citation.entry.text,
            used_for=[PurposeDocument.of(purpose) for purpose in citation.purposes],
        )
        for citation in found.cited
    ]
    lacking = sorted({key for key, _ in found.lacking})
    return CiteDocument(scenarios=list(found.scenarios), sources=sources, lacking=lacking, version=__version__)
