"""What is printed of experiments: played, put together, repeated, drawn and handed over."""

from pydantic import Field

from dealsim.results.documents.document import Document


class FigureEntry(Document):
    """One figure, in all formats that were asked for."""

    kind: str = Field(description="such as effects, curves or heat-map")
    files: list[str] = Field(description="names in the folder")
    caption: str = Field(description="what it shows, scenarios, n, seed and the kind of its intervals")


class FiguresDocument(Document):
    """What `dealsim figures --json` prints."""

    title: str = Field(description="of the experiment")
    folder: str = Field(description="where the files are")
    points: int = Field(description="that were played")
    points_in_all: int
    figures: list[FigureEntry]
    not_drawn: list[str] = Field(description="figures that make no sense here, and why, one line each")
    notes: list[str] = Field(description="what else to know of the files, one line each")
    version: str


class SweepDocument(Document):
    """What `dealsim sweep --json` prints."""

    experiment: str
    digest: str = Field(description="of the experiment: the same for whatever is played of it, anywhere")
    points: int = Field(description="points asked for: all, or those of the shard")
    points_in_all: int
    chunks: int = Field(description="chunks asked for")
    chunks_played_now: int = Field(description="of them those that were still missing")
    shard: tuple[int, int] | None
    failed: list[int] = Field(description="numbers of points that failed")
    version: str


class SweepEstimateDocument(Document):
    """What `dealsim sweep --dry-run --json` prints."""

    experiment: str
    digest: str
    points: int = Field(description="points asked for: all, or those of the shard")
    points_there: int = Field(description="of them those that need not be played any more")
    chunks: int
    chunks_there: int
    games_left: int = Field(description="games still to be played, about, where their number depends on an interval")
    seconds_left: float = Field(description="estimated by playing a few points")
    workers: int
    bytes: int = Field(description="size of all results, about")


class MergeDocument(Document):
    """What `dealsim merge --json` prints."""

    experiment: str
    digest: str
    folders: list[str] = Field(description="that were put together")
    points: int = Field(description="points that are there: all of them, without --partial")
    points_in_all: int
    chunks: int = Field(description="chunks that are there")
    chunks_copied_now: int = Field(description="of them those that were not there yet")
    differing: list[str] = Field(description="what differs between machines that played parts; last bits may, too")
    failed: list[int] = Field(description="numbers of points that failed")
    version: str = Field(description="that played them")


class ProvenanceChange(Document):
    """Something on which numbers may depend that is not what it was; null where there was, or is, no such thing."""

    name: str
    was: str | None
    now: str | None


class RowsCompared(Document):
    """The rows of one folder, as they were and as they are now."""

    rows: int
    differing: int = Field(description="rows in which any number or word differs")


class LargestChange(Document):
    """The number that changed most, and where it stands."""

    rows: str = Field(description="folder of rows")
    column: str
    point: int
    outcome: str | None
    was: float | None
    now: float | None
    size: float | None = Field(description="of the change; null where the number is undefined in one of the two")


class RepeatDocument(Document):
    """What `dealsim repeat --json` prints."""

    experiment: str
    digest: str
    points: int = Field(description="points that were compared")
    points_in_all: int
    same: bool = Field(description="whether every number is the same")
    same_bytes: bool | None = Field(description="whether every file of rows is; null where only points were tried")
    rows: dict[str, RowsCompared]
    most_ulps: LargestChange | None = Field(description="largest change in units in the last place")
    most_se: LargestChange | None = Field(description="largest change of a mean, in standard errors")
    provenance: list[ProvenanceChange] = Field(description="possible causes of any difference")
    version: str


class ReportDocument(Document):
    """What `dealsim report --json` prints."""

    file: str
    studies: list[str] = Field(description="experiments that it is about, by the names of their files")
    version: str


class BundleDocument(Document):
    """What `dealsim bundle --json` prints."""

    file: str
    files: list[str] = Field(description="what is in it")
    version: str
