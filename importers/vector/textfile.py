"""Files that are text as a whole (XML, JSON): decoded once, by what they declare and what their bytes say."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from importers.batch import Problem
from importers.vector.cells import by_user
from importers.vector.encoding import UTF8, Decision, decide, is_valid, known_name

_BETWEEN_WORDS = re.compile(rb"[<>\"\x00-\x1f]+")
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_PROLOG = re.compile(r"^\s*<\?xml[^>]*?\?>\s*")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", UTF8),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNDECIDED = "latin-1"
_HEAD = 400


def read_text(path: Path, by: str, wanted: str | None = None) -> tuple[str, Decision]:
    """The file's text and how its encoding was found. ``by`` names the standard that demands UTF-8.

    With an undecided encoding, the text stands with one character per byte.
    """
    data = path.read_bytes()
    codec, decision = decided(data[:_HEAD], lambda: words(data, is_valid(data, UTF8)), by, wanted)
    return data.decode(codec, "replace").removeprefix("\ufeff"), decision


def decided(
    head: bytes, told: Callable[[], list[bytes]], by: str, wanted: str | None
) -> tuple[str, Decision]:
    """The codec of a file that begins so, and how it was found. ``told`` are its ``words``, if somebody must
    look at them."""
    for bom, codec, name in _BOMS:
        if head.startswith(bom) and wanted is None:
            shown = {"encoding": name, "by": "BOM", "valid": 1, "total": 1}
            return codec, Decision(name, Problem("encoding.declared", shown))
    decision = by_user(wanted) if wanted else _weighed(head, told(), by)
    return decision.encoding or _UNDECIDED, decision


def _weighed(head: bytes, told: list[bytes], by: str) -> Decision:
    match = _DECLARED.match(head)
    stated = match[1].decode("ascii") if match else ""
    declared = known_name(stated) if stated and not stated.lower().startswith("utf-16") else UTF8
    if declared is None:
        unknown = Problem("encoding.unknown_name", {"name": stated, "by": "XML"})
        found = decide(told)
        return Decision(found.encoding, found.evidence, (*found.problems, unknown), found.candidates)
    return decide(told, declared, "XML" if stated else by)


def words(data: bytes, in_utf8: bool) -> list[bytes]:
    """The texts beyond ASCII. In UTF-8 their foreign characters are enough, which are found much faster."""
    if data.isascii():
        return []
    if in_utf8:
        return list(dict.fromkeys(_FOREIGN.findall(data)))
    return [word for word in _BETWEEN_WORDS.split(data) if not word.isascii()]


def as_utf8(text: str) -> bytes:
    """An XML text as UTF-8 that also says so."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _PROLOG.sub("", text, count=1).encode(
        "utf-8", "replace"
    )


def is_clean_utf8(path: Path, text: str, decision: Decision) -> bool:
    """Whether the file can be given to a reader as it is."""
    if decision.encoding != UTF8 or decision.problems or "\N{REPLACEMENT CHARACTER}" in text:
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
    match = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    return match is None or known_name(match[1].decode("ascii")) == UTF8
