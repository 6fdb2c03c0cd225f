"""An experiment as one archive for a paper's supplement: the question, what was played, and the results."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from dealsim.bibliography import citations
from dealsim.experiment.chunk_files import chunk_path
from dealsim.experiment.manifest import INDENT
from dealsim.experiment.results import StudyResults
from dealsim.experiment.rows import GAMES, OUTCOMES_OF, POINTS
from dealsim.figures.sheet import as_bytes
from dealsim.figures.style import Style
from dealsim.figures.tables import caption_in_markdown
from dealsim.report.page import report
from dealsim.report.pictures import pictures
from dealsim.results.file_names import distinct_names
from dealsim.results.manifest import MANIFEST, manifest_bytes
from dealsim.scenario.files.plain_yaml import in_full

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that an archive can hold; always the same, so that the bytes are the same
FORMATS = ("svg", "pdf")
READ_ME = """{title}
{line}

{about}

experiment.yaml   what was asked
scenarios/        every base scenario in full, with all that it extends and names written out
manifest.json     version, seed, digests, packages, processor: enough to repeat the experiment
points/           one row a point                    (Parquet; pandas, polars and DuckDB read a whole folder)
outcomes/         one row a point and outcome: mean, standard error, 95% interval
{games}figures/          each with its caption in captions.md
report.html       the study as one page, which needs no network
references.bib    what the parameters and the rules rest on, and dealsim itself

Unpacked, `dealsim repeat FOLDER --out again` plays it again and says whether the numbers are the same.
In Python:  import pandas; pandas.read_parquet("outcomes")
"""


def bundle(results: StudyResults, out: Path) -> list[str]:
    """Write an archive and return the names of its files. The same results give the same bytes.

    Raises OSError where it cannot be written.
    """
    files = dict(contents(results))
    partial = out.with_name(f".{out.name}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(entry(f"{out.stem}/{name}"), data)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return list(files)


def entry(name: str) -> zipfile.ZipInfo:
    """Return the head of a file in the archive."""
    made = zipfile.ZipInfo(name, EARLIEST)
    made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return made


def contents(results: StudyResults) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive by name."""
    study, folder = results.study, results.folder
    title = study.experiment.title
    games = "games/            one row a point and game\n" if study.experiment.keep == "games" else ""
    said = READ_ME.format(title=title, line="=" * len(title), about=study.experiment.about, games=games)
    yield "README.txt", said.encode()
    yield "experiment.yaml", study.text.encode()
    for name, source in zip(distinct_names([(name,) for name in study.bases]), study.bases.values(), strict=True):
        yield f"scenarios/{name}.yaml", in_full(source.tree).encode()
    yield MANIFEST, manifest_bytes(results.manifest, INDENT)
    for rows in (POINTS, OUTCOMES_OF, GAMES):
        for number in results.chunks:
            path = chunk_path(folder, rows, number)
            if path.exists():
                yield f"{rows}/{path.name}", path.read_bytes()
    captions = []
    for plan in pictures(results)[0]:
        drawn = plan.draw(Style(columns=2))
        captions.append(f"## {drawn.name}\n\n{caption_in_markdown(drawn.caption)}\n")
        for form in FORMATS:
            yield f"figures/{drawn.name}.{form}", as_bytes(drawn, form)
    yield "figures/captions.md", "\n".join(captions).encode()
    yield "report.html", report([results]).encode()
    yield "references.bib", references(results).encode()


def references(results: StudyResults) -> str:
    """Return the BibTeX of what the scenarios rest on."""
    cited = citations(list(results.study.worlds_of_bases.values())).cited
    return "\n\n".join(each.entry.text for each in cited) + "\n"
