"""The parts of an experiment, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.sweeping import Sweep
from dealsim.api.watching import quietly

if TYPE_CHECKING:
    from dealsim.api.watching import Watch
    from dealsim.experiment.merge import Merged
    from dealsim.results.documents.experiments import MergeDocument


@dataclass(frozen=True)
class MergedSweep:
    """The whole of an experiment. folders: of its parts.  merged: what was copied and what is missing."""

    sweep: Sweep
    folders: tuple[Path, ...]
    merged: "Merged"

    @property
    def document(self) -> "MergeDocument":
        """What `dealsim merge --json` prints."""
        from dealsim.results.documents.experiments import MergeDocument

        said = self.merged.manifest
        return MergeDocument(
            experiment=said["experiment"],
            digest=said["digest"],
            folders=[str(folder) for folder in self.folders],
            points=len(self.sweep.points),
            points_in_all=said["points"],
            chunks=said["chunks"] - len(self.merged.missing),
            chunks_copied_now=self.merged.copied,
            differing=list(self.merged.differing),
            failed=list(self.sweep.failed),
            version=said["version"],
        )


def merge(
    folders: Sequence[str | Path], out: str | Path, *, partial: bool = False, watch: "Watch" = quietly
) -> MergedSweep:
    """Check that folders are parts of one experiment, and copy them into one, as `dealsim merge` does.

    Parameters
    ----------
    folders
        Of the parts, as `sweep` wrote them.
    out
        Folder of the whole, with the same bytes as if one run had played it; if it is stopped, the same call resumes.
    partial
        Merge even if points are missing.
    watch
        Sees progress.

    Returns
    -------
    MergedSweep
        The whole, and what was copied.

    Raises
    ------
    ScenarioError
        A ValueError: all that is wrong with the parts.
    ResultsError
        Where results cannot be written.

    Examples
    --------
    With `experiment` as in the example of `dealsim.sweep`, played in two parts:

    >>> import dealsim
    >>> from dealsim import api
    >>> parts = [dealsim.sweep(experiment, f"part-{part}", shard=(part, 2)).folder for part in (1, 2)]
    >>> api.merge(parts, "whole").sweep.complete
    True
    """
    from dealsim.experiment import merge as merging
    from dealsim.experiment.chunk_files import finished_chunks
    from dealsim.experiment.results import open_study

    parts = tuple(map(Path, folders))
    chunks = sum(len(finished_chunks(folder)) for folder in parts)
    with watch(chunks, lambda: None) as advance:
        merged = merging.merge(parts, Path(out), partial=partial, advance=advance)
    return MergedSweep(Sweep(open_study(Path(out))), parts, merged)
