"""Letters that the figures' own font lacks: drawn with an installed font that has them."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

USUAL = "DejaVu Sans"  # comes with Matplotlib: the same bytes on any machine
BOXES = "Last Resort"  # families of this name, one of which comes with Matplotlib, have a box for every letter


def use_fonts_that_have(figure: Figure) -> str:
    """Draw each text with fonts that have its letters; return the letters that no installed font has, in order."""
    lacking = dict[str, None]()
    for text in texts_in(figure):
        strange = [sign for sign in dict.fromkeys(text.get_text()) if not is_usual(sign)]
        if strange:
            lacking |= dict.fromkeys(sign for sign in strange if family_with(sign) is None)
            others = {family: None for sign in strange if (family := family_with(sign)) is not None}
            text.set_fontfamily([USUAL, *others])
    return "".join(lacking)


def texts_in(figure: Figure) -> Iterable[Text]:
    """Return all texts of a figure; labels of ticks have theirs only once they are asked for."""
    for ax in figure.axes:
        ax.get_xticklabels()
        ax.get_yticklabels()
    return figure.findobj(Text)


def is_usual(sign: str) -> bool:
    """Whether the usual font has a sign, or nothing is drawn for it."""
    return ord(sign) in letters_of(findfont(USUAL)) or unicodedata.category(sign)[0] in "CZ"


@cache
def letters_of(path: str) -> frozenset[int]:
    """Return the letters that a font has; none of a file that is no font."""
    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


@cache
def family_with(sign: str) -> str | None:
    """Return the first installed family, by its name, that has a sign; None where none has."""
    real = (entry for entry in fontManager.ttflist if not entry.name.startswith(BOXES))
    entries = sorted(real, key=lambda entry: (entry.name, entry.style, str(entry.weight), entry.fname))
    return next((entry.name for entry in entries if ord(sign) in letters_of(entry.fname)), None)
