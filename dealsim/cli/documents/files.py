"""What is printed of files: what is wrong with them, and the sources that they rest on."""

from typing import Literal

from pydantic import Field

from dealsim.results.documents import Document


class ProblemDocument(Document):
    """Something wrong with a file, and what would do."""

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


class CheckDocument(Document):
    """What `dealsim check --json` prints."""

    ok: bool
    files: list[CheckedFile]


class PurposeDocument(Document):
    """One thing that a source is used for."""

    kind: Literal["software", "parameter", "rule", "file"]
    where: str = Field(description="a parameter's address, a rule's file and name, or a scenario's file")
    what: str = Field(description="what it says of itself there")
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
