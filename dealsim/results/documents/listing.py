"""What is printed of the things that travel with dealsim."""

from pydantic import Field

from dealsim.results.documents.document import Document


class EntryDocument(Document):
    """One thing by its name."""

    name: str
    title: str = Field(description="one line that says what it is")


class ListDocument(Document):
    """What `dealsim list --json` prints."""

    kinds: dict[str, list[EntryDocument]] = Field(description="names with a line each, by kind")


class ShowDocument(Document):
    """What `dealsim show --json` prints."""

    kind: str
    name: str
    use: str = Field(description="which command it is for")
    text: str = Field(description="its file with its comments, or what the word means")
    is_file: bool
