"""Write docs/worlds.md: what each shipped world and spec is for, and what happens in it (`make worlds`)."""

from functools import cache
from pathlib import Path
from textwrap import fill

from dealsim import engine
from dealsim.measure.outcomes import Estimate, summarise
from dealsim.scenario import load_worlds
from dealsim.scenario.files.shipped import shipped_folder, shipped_names, shipped_specs, specs_folder
from scripts.model_page.bibliography import read_bibliography
from scripts.world_findings import FINDINGS, ORDER, SPEC_ORDER
from scripts.world_headers import LOOK, PURPOSE, Header, read_header

GAMES = 2000
SEED = 0
WIDTH = 120
SMALL = 0.0005  # what three places would show as nothing
PAGE = Path(__file__).parents[1] / "docs" / "worlds.md"
COMMON = "every_lab.training=deceptive-alignment-common"
REFUSED = {
    "refused_price": "price",
    "refused_credibility": "credibility",
    "refused_fairness": "fairness",
    "refused_no_need": "no need",
    "refused_power_shift": "power shift",
    "refused_suspicion": "suspicion",
    "refused_budget": "budget",
}
TELLING = {"takeover": "takeover", "deals": "deals", "labour": "labour", "value_of_future": "value of the future"}
SPEC_COLUMNS = TELLING | {"schemer": "schemers", "value_given_takeover": "value given takeover"}

PROSE = """\
# The shipped worlds

Each is a file in [`scenarios/`](../scenarios) whose head says what it changes in the baseline, why, and where each
number comes from. A bare name is enough from any folder:

```sh
dealsim run copies
dealsim run copies --set every_lab.pot=0
dealsim window wary-ai
dealsim story early-schemer --game 1
```

The figures below are means of {games} games with seed {seed}, with the 95% interval in brackets. The same seed gives
the same luck, so the rows of a table are paired: their differences are more precise than their intervals show. Base
levels are assumptions: look at the effect of a change. Made by `make worlds`, from the comments at the heads of files.

## All worlds

{worlds}

Why negotiations end without a contract, as a share of them; the rest are contracts, tests, and rarer reasons.

{refusals}

{chapters}

## Specs

Each of them in the baseline, `dealsim run baseline --set every_lab.spec=NAME`:

{specs}

And where four minds in five scheme, `--set {common}`:

{specs_common}

{spec_list}

## References

"""


@cache
def outcomes(*words: str) -> dict[str, Estimate]:
    """Return the outcomes of a scenario's name followed by `--set` and its settings, as the command line has them."""
    worlds = load_worlds(words[0], [word for word in words[1:] if word != "--set"])
    tallies, median = engine.play_games(worlds, GAMES, SEED), worlds.median
    sizes = {"labs": len(median.labs), "horizon": median.horizon}
    return summarise(tallies, **sizes, games_per_world=worlds.games_per_world)


def cell(name: str, estimate: Estimate) -> str:
    """Return a figure; of a takeover with its interval."""
    if estimate.mean is None:
        return "–"
    if name == "takeover" and estimate.ci95 is not None:
        low, high = estimate.ci95
        return f"{estimate.mean:.3f} ({low:.3f} to {high:.3f})"
    if name == "deals":
        return f"{estimate.mean:.2f}"
    return f"{estimate.mean:.3f}" if abs(estimate.mean) >= SMALL or estimate.mean == 0.0 else f"{estimate.mean:.1g}"


def table(first: str, columns: dict[str, str], rows: dict[str, tuple[str, ...]]) -> str:
    """Return a Markdown table. columns: an outcome's name and heading.  rows: a label and the words of a run."""
    head = [first, *columns.values()]
    lines = [head, ["---", *["---:"] * len(columns)]]
    lines += [[label, *(cell(name, outcomes(*words)[name]) for name in columns)] for label, words in rows.items()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def as_typed(words: tuple[str, ...]) -> str:
    """Return the command that plays a run."""
    return f"`dealsim run {' '.join(words)}`"


def chapter(name: str) -> str:
    """Return the section of one world: its purpose, what to look at, its table, what happens in it."""
    header, title = read_header(shipped_folder() / f"{name}.yaml"), load_worlds(name).median.title
    finding = FINDINGS[name]
    rows = {as_typed(words): words for words in header.runs()}
    rows = {as_typed((name,)): (name,)} | rows
    happens = wrapped(f"What happens: {finding.text}")
    parts = [f"## {title}", intro(header), table("run", TELLING | finding.columns, rows), happens, others(header)]
    return "\n\n".join(part for part in parts if part)


def intro(header: Header) -> str:
    """Return a header's first line, its purpose and what to look at, as paragraphs."""
    return "\n\n".join(map(wrapped, (header.first, PURPOSE + header.purpose, LOOK + header.look)))


def wrapped(text: str, indent: str = "") -> str:
    """Return a paragraph in lines that fit; no word is broken."""
    return fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def others(header: Header) -> str:
    """Return the commands of a header that do not run games, as a line."""
    told = [f"`{command}`" for command in header.commands if not command.startswith("dealsim run")]
    return f"See also {', '.join(told)}." if told else ""


def spec_list() -> str:
    """Return what each spec is for, as a list."""
    purposes = {name: read_header(specs_folder() / f"{name}.yaml").purpose for name in SPEC_ORDER}
    return "\n".join(wrapped(f"- `{name}`: {purpose}", "  ") for name, purpose in purposes.items())


def page() -> str:
    """Return the whole page."""
    if set(ORDER) != set(shipped_names()) or set(SPEC_ORDER) != set(shipped_specs()):
        raise SystemExit("scripts/world_findings.py does not name each shipped world and spec once")
    worlds = {f"[{name}](../scenarios/{name}.yaml)": (name,) for name in ORDER}
    specs = {f"[{name}](../scenarios/specs/{name}.yaml)": f"every_lab.spec={name}" for name in SPEC_ORDER}
    central = {label: ("baseline", "--set", setting) for label, setting in specs.items()}
    common = {label: (*words, "--set", COMMON) for label, words in central.items()}
    text = PROSE.format(
        games=f"{GAMES:,}",
        seed=SEED,
        worlds=table("world", TELLING, worlds),
        refusals=table("world", REFUSED, worlds),
        chapters="\n\n".join(chapter(name) for name in ORDER),
        specs=table("spec", SPEC_COLUMNS, central),
        specs_common=table("spec", SPEC_COLUMNS, common),
        common=COMMON,
        spec_list=spec_list(),
    )
    sources = read_bibliography((shipped_folder() / "sources.bib").read_text(encoding="utf-8"))
    linked = sources.linked(text)
    return f"{linked}{sources.of(linked)}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
