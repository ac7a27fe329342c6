"""What reading one cell gives: typed values, what the user should look at, or why nothing was taken."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BLANK_WORDS = frozenset({"", "na", "n/a", "nan", "none", "null", "<null>", "-", "--", "-9999", "-9999.0"})


@dataclass(frozen=True)
class Flag:
    """Something about a cell that the user should know; ``code`` and ``params`` are for ``ui.words``."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """The outcome of reading one cell.

    ``values`` are the typed parts by name; the part "" is the plain value, others say what they are (a
    shortening rate in a column of slip rates, the dip in a column of attitudes). ``rejected`` gives the
    reason where nothing or not everything could be taken; ``empty`` says that the cell holds nothing.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    rejected: Flag | None = None
    empty: bool = False

    @property
    def value(self) -> Any:
        """The plain value, or ``None``."""
        return self.values.get("")

    @property
    def state(self) -> str:
        """``empty``, ``typed``, ``flagged`` (typed, but look at it) or ``rejected``."""
        if self.empty:
            return "empty"
        if self.rejected is not None or not self.values:
            return "rejected"
        return "flagged" if self.flags else "typed"


EMPTY = Cell(empty=True)


def typed(value: Any, *flags: Flag | None) -> Cell:
    """A cell with one plain value."""
    return Cell({"": value}, tuple(filter(None, flags)))


def parts(values: Mapping[str, Any], *flags: Flag | None) -> Cell:
    """A cell with named values."""
    return Cell(values, tuple(flag for flag in flags if flag is not None))


def refused(code: str, **params: Any) -> Cell:
    """A cell from which nothing was taken."""
    return Cell(rejected=Flag(code, params))


def blank(text: str) -> bool:
    """Whether a cell holds nothing: no text, or one of the usual words for "no value"."""
    return text.strip().casefold() in BLANK_WORDS


def tidy(text: str) -> str:
    """The text with full-width characters made plain, one kind of dash and of blank, none at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = re.sub(r"[‐‑‒–—―－]", "-", text)
        text = re.sub(r"[~〜∼]", "~", text)
    return " ".join(text.split())


def damage(text: str) -> Flag | None:
    """A flag naming the place of the first character that was lost in an earlier conversion (U+FFFD)."""
    position = text.find("\ufffd")
    return None if position < 0 else Flag("text.damaged", {"position": position + 1})
