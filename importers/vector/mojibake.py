"""Texts that were decoded wrongly before they came into the file: found by undoing the usual mistakes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from importers.vector.chinese import is_ideograph, looks_chinese

# (the encoding the texts were wrongly read as, the one they were in)
_MISTAKES = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "gb18030"),
    ("latin-1", "gb18030"),
)
_SHARE = 0.2
_SAMPLE = 2000


@dataclass(frozen=True)
class Mojibake:
    """Texts in ``right`` that somebody read as ``wrong``; ``before`` and ``after`` show one repaired."""

    wrong: str
    right: str
    before: str
    after: str

    def repair(self, text: str) -> str:
        """The text as it was meant; unchanged where the mistake cannot be undone."""
        after = _undo(text, self.wrong, self.right)
        return after if _is_word(after, self.wrong, self.right) else text


def find(cells: Iterable[Any]) -> Mojibake | None:
    """The mistake that many of the texts beyond ASCII among the cells have suffered, if undoing it gives real
    words."""
    texts = dict.fromkeys(cell for cell in cells if type(cell) is str and not cell.isascii())
    foreign = list(islice(texts, _SAMPLE))
    for wrong, right in _MISTAKES:
        repaired = [(text, _undo(text, wrong, right)) for text in foreign]
        good = [(before, after) for before, after in repaired if _is_word(after, wrong, right)]
        if good and len(good) >= _SHARE * len(foreign) and _is_sure(good, right):
            return Mojibake(wrong, right, good[0][0][:40], good[0][1][:40])
    return None


def _undo(text: str, wrong: str, right: str) -> str:
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def _is_word(after: str, wrong: str, right: str) -> bool:
    """Whether the restored text may be one; right Chinese, misread on purpose, gives none."""
    if right == "utf-8" and wrong != "gb18030":
        return not after.isascii()
    return any(is_ideograph(char) for char in after)


def _is_sure(good: Sequence[tuple[str, str]], right: str) -> bool:
    """Chinese came out; or, several times, UTF-8, which hardly arises by chance."""
    if looks_chinese("".join(after for _, after in good)):
        return True
    return right == "utf-8" and len(good) >= 2
