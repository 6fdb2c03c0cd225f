"""The address of a page is its whole state: a link opens the same view, and Back undoes the last change.

`?world=baseline&set=every_lab.enforcement%3D0.9&pin=baseline&games=2048&seed=0&open=promises`: `set` may be repeated,
and so may `pin.set`, which belongs to the pinned side.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from .sides import Side, fitting

GAMES = (2048, 8192, 32768)
GREATEST_SEED = 2**64 - 1
LONGEST = 16_000  # characters of an address that are read


@dataclass(frozen=True)
class View:
    """What a page shows. now, pinned: its sides.  open: the group of dials that is open.  more: what else it says."""

    now: Side = field(default_factory=Side)
    pinned: Side = field(default_factory=Side)
    games: int = GAMES[0]
    seed: int = 0
    open: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def change(self, **changes: object) -> "View":
        """Return the view with something else."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def said(self, key: str, default: str = "") -> str:
        """Return what else the address says."""
        return dict(self.more).get(key, default)

    def say(self, **words: str | None) -> "View":
        """Return the view with more keys, or without those whose word is None."""
        kept = {key: value for key, value in self.more if key not in words}
        return replace(self, more=tuple({**kept, **{k: w for k, w in words.items() if w is not None}}.items()))

    @property
    def changed(self) -> bool:
        """Whether the two sides differ in anything that is said."""
        return self.now != self.pinned


def query_of(view: View) -> str:
    """Return a view as the end of an address; defaults are left out."""
    usual = View()
    pairs = [*said_of("", view.now, usual.now), *said_of("pin", view.pinned, usual.pinned)]
    for key in ("games", "seed", "open"):
        if getattr(view, key) != getattr(usual, key):
            pairs.append((key, str(getattr(view, key))))
    return urlencode([*pairs, *view.more])


def said_of(prefix: str, side: Side, usual: Side) -> Iterator[tuple[str, str]]:
    """Yield what an address says of a side."""
    world, settings = (prefix, f"{prefix}.set") if prefix else ("world", "set")
    if side.world != usual.world:
        yield world, side.world
    yield from ((settings, each) for each in side.settings)


def view_of(query: str | None, known: Sequence[str] = ()) -> tuple[View, tuple[str, ...]]:
    """Return the view that an address means and, in words, what in it could not be read and keeps its default.

    known: further keys that the page understands.
    """
    if len(query or "") > LONGEST:
        return View(), (f"The address is longer than {LONGEST:,} characters and was ignored.",)
    pairs = parse_qsl(query or "", keep_blank_values=True)
    wrong: list[str] = []
    sides = [side_of(pairs, world, settings, wrong) for world, settings in (("world", "set"), ("pin", "pin.set"))]
    last = dict(pairs)
    usual = {"world", "set", "pin", "pin.set", "games", "seed", "open"}
    wrong += [
        f"the address: {key}: unknown key; it was ignored" for key in last if key not in usual and key not in known
    ]
    view = View(
        now=sides[0],
        pinned=sides[1],
        games=number_in(last, "games", GAMES[0], lambda games: games in GAMES, wrong),
        seed=number_in(last, "seed", 0, lambda seed: 0 <= seed <= GREATEST_SEED, wrong),
        open=last.get("open", "")[:32],
        more=tuple((key, last[key]) for key in known if key in last),
    )
    return view, tuple(wrong)


def unknown(view: View, allowed: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return in words what else an address says that is not valid."""
    said = ((key, view.said(key)) for key in allowed)
    return tuple(
        f"the address: {key}: unknown value {value[:40]!r}; it was ignored"
        for key, value in said
        if value not in ("", *allowed[key])
    )


def side_of(pairs: list[tuple[str, str]], world: str, settings: str, wrong: list[str]) -> Side:
    """Return the side that an address means."""
    said = Side(dict(pairs).get(world, Side().world), tuple(value for key, value in pairs if key == settings))
    kept, problems = fitting(said)
    wrong += problems
    return kept


def number_in(last: dict[str, str], key: str, usual: int, fits: Callable[[int], bool], wrong: list[str]) -> int:
    """Return a whole number that an address says, or the default."""
    if key not in last:
        return usual
    said = last[key]
    if said.isascii() and said.isdigit() and len(said) < 21 and fits(int(said)):
        return int(said)
    wrong.append(f"the address: {key}: found {said[:40]!r}; {usual} is used")
    return usual
