"""`dealsim claims`: the essays' claims as experiments, each with a verdict."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain, islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NoReturn

import click

from dealsim.cli.options import INTERRUPTED, Whole, example, json_option, seed_option, warn_of_compiling

if TYPE_CHECKING:
    from dealsim.cli.documents import ClaimsDocument
    from dealsim.evidence.claims.ledger import LedgerSums
    from dealsim.evidence.claims.playing import Columns, Kept, Piece
    from dealsim.work.processes import Processes

GAMES, WORLDS, GAMES_PER_WORLD = 1024, 64, 32  # by default: 25 minutes of processor time, reckoned
PIECES = "pieces"  # folder of what was played
GOES_ON = "Ctrl-C shows what is known by then"


@click.command(short_help="Put the essays' claims to the test.", epilog=example("dealsim claims 01 3b --out ledger"))
@click.argument("claims", nargs=-1, metavar="[ID]...")
@click.option("--games", type=Whole(64, 10_000_000), default=GAMES, show_default=True, help="In each named world.")
@click.option("--worlds", type=Whole(16, 1_000_000), default=WORLDS, show_default=True, help="Of a sample of worlds.")
@click.option(
    "--games-per-world",
    type=click.Choice([str(2**k) for k in range(11)]),
    default=str(GAMES_PER_WORLD),
    show_default=True,
    help="In each of those.",
)
@seed_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder: keeps what is played, the ledger and a table.")
@click.option("--shipped", is_flag=True, help="Show the ledger as it was played for this version; play nothing.")
@click.option("--list", "only_list", is_flag=True, help="List the claims.")
@click.option("--workers", type=Whole(1, 1024), help="Processes.  [default: one a core]")
@json_option
@click.pass_context
def claims(
    ctx: click.Context,
    claims: tuple[str, ...],
    games: int,
    worlds: int,
    games_per_world: str,
    seed: int,
    out: Path | None,
    shipped: bool,
    only_list: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Run the essays' claims as experiments, each with a verdict: holds, fails, depends, no effect, cannot say yet.

    ID is a shipped claim's name or number (3b), or a file of your own; without one, the whole ledger. Each prediction
    is tried by paired games in named worlds and in a sample of plausible ones. With --out, the same command goes on
    where it was stopped.
    """
    if only_list:
        list_claims(claims)
        return
    if shipped:
        print_ledger(shipped_ledger(claims), as_json=as_json)
        return
    warn_of_compiling()
    from dealsim.evidence.claims.ledger import LedgerSums
    from dealsim.evidence.claims.loading import Sizes, decisions_with, load_claims
    from dealsim.evidence.claims.playing import pieces_of

    sizes = Sizes(games, worlds, int(games_per_world))
    ready = load_claims(claims, sizes)
    pieces = pieces_of(ready, sizes, seed)
    book = LedgerSums(ready, sizes, seed, decisions_with(claims))
    played = play_all(book, pieces, kept_in(out), workers)
    document = document_after(book, pieces[:played])
    if document is not None:
        if out is not None and played == len(pieces):
            write(document, out)
        print_ledger(document, as_json=as_json)
    if played < len(pieces):
        interrupted(out, document is not None)


def list_claims(names: Sequence[str]) -> None:
    """Print the claims' names and titles."""
    from dealsim.evidence.claims.loading import read_claims

    for name, said in read_claims(names).items():
        click.echo(f"{name:32}  {said.claim.title}")


def kept_in(out: Path | None) -> "Kept":
    """Return where finished pieces are kept. Raises ScenarioError where a folder cannot be made."""
    from dealsim.evidence.claims.playing import Folder, Nowhere
    from dealsim.scenario import Problem, ScenarioError

    if out is None:
        return Nowhere()
    try:
        (out / PIECES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = Problem(f"--out {out}", None, "", error.strerror or str(error), "a folder that can be made")
        raise ScenarioError([problem]) from None
    return Folder(out / PIECES)


def play_all(book: "LedgerSums", pieces: "Sequence[Piece]", kept: "Kept", workers: int | None) -> int:
    """Play pieces and enter them in the book; return how many were, whole rounds only: fewer after Ctrl-C."""
    from dealsim.cli.playing import interrupts
    from dealsim.evidence.claims.playing import by_round, play
    from dealsim.work.workers import WorkersLost

    stop, entered = Event(), 0
    with crew_for(len(pieces), workers) or nullcontext() as crew:

        def halt() -> None:
            stop.set()
            if crew is not None:
                crew.dismiss()

        played = play(pieces, kept, crew)
        with interrupts(halt):
            try:
                first = [*islice(played, 1)]  # the rate of games says nothing until processes have begun
                for together in by_round(told(chain(first, played), sum(map(effort, pieces)), stop)):
                    book.add(together)
                    entered += len(together)
            except WorkersLost as error:
                if not stop.is_set():
                    raise click.ClickException(f"{error}. With --out, the same command goes on from there.") from None
            except Stopped:
                pass
    return entered


class Stopped(Exception):
    """Ctrl-C was pressed."""


def told(played: "Iterable[tuple[Piece, Columns]]", total: int, stop: Event) -> "Iterator[tuple[Piece, Columns]]":
    """Yield what was played, and show how far it is. Raises Stopped after Ctrl-C."""
    from dealsim.cli.playing import progress

    with progress(total, "games", GOES_ON) as advance:
        for piece, columns in played:
            if stop.is_set():
                raise Stopped
            advance(effort(piece))
            yield piece, columns


def effort(piece: "Piece") -> int:
    """Return how much a piece counts in what is shown as progress: minds are formed as quickly as a few games."""
    return -(-piece.games // 16) if piece.arm.formed else piece.games


def crew_for(pieces: int, workers: int | None) -> "Processes | None":
    """Return processes that play; none where one worker is enough."""
    from dealsim.work.cores import usable_cores
    from dealsim.work.processes import Processes

    count = min(workers or usable_cores(), pieces)
    return Processes(count) if count > 1 else None


def document_after(book: "LedgerSums", pieces: "Sequence[Piece]") -> "ClaimsDocument | None":
    """Return the ledger as a document after some pieces; None after none."""
    from dealsim.cli.claims_document import claims_document

    if not pieces:
        return None
    return claims_document(book.ledger(sum(piece.games for piece in pieces if not piece.arm.formed)))


def write(document: "ClaimsDocument", out: Path) -> None:
    """Write the ledger and its table into a folder."""
    from dealsim.cli.claims_document import tidy
    from dealsim.results.atomic_files import write_whole

    rows = [*tidy(document)]
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    write_whole(out / "ledger.csv", table.getvalue().encode())
    lines = json.dumps(document.model_dump(mode="json"), ensure_ascii=False, indent=0)  # half as long as indented
    write_whole(out / "ledger.json", f"{lines}\n".encode())


def shipped_ledger(names: Sequence[str]) -> "ClaimsDocument":
    """Return the ledger that travels with dealsim, or the claims of it that are asked for. Raises ScenarioError."""
    from dealsim.cli.documents import ClaimsDocument
    from dealsim.evidence.claims.loading import find_claim
    from dealsim.results.provenance import model_digest
    from dealsim.scenario import Problem, ScenarioError
    from dealsim.scenario.files.shipped import CLAIMS

    document = ClaimsDocument.model_validate_json((CLAIMS.folder() / "ledger.json").read_bytes())
    wanted = {find_claim(name).stem for name in names}
    lacking = wanted - {claim.id for claim in document.claims}
    if lacking:
        problems = [Problem(name, None, "", "no claim of the shipped ledger", "none of your own") for name in lacking]
        raise ScenarioError(problems)
    if document.model != model_digest():
        click.echo("The model has changed since this ledger was played: play it anew without --shipped.", err=True)
    chosen = [claim for claim in document.claims if not wanted or claim.id in wanted]
    return document.model_copy(update={"claims": chosen})


def print_ledger(document: "ClaimsDocument", *, as_json: bool) -> None:
    """Print the document, or a page for people."""
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    from dealsim.cli.claims_page import print_claims

    print_claims(document)


def interrupted(out: Path | None, shown: bool) -> NoReturn:
    """Say what there is after Ctrl-C and how to go on, and leave."""
    what = "What is shown rests on the games played so far." if shown else "There was nothing to show yet."
    again = "The same command starts again; with --out it would go on from where it was stopped."
    on = again if out is None else f"What was played is in {out}: the same command goes on from there."
    click.echo(f"Interrupted. {what}\n{on}", err=True)
    raise click.exceptions.Exit(INTERRUPTED)
