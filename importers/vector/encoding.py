"""Which encoding a file's texts are in: declared and believed, declared and refuted, detected, or asked.

GBK and GB2312 are read as GB18030, which contains both. Every answer carries counts as evidence, so that
wrong Chinese is never taken for right without anybody noticing.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.batch import Problem
from importers.vector.chinese import looks_chinese

UTF8 = "UTF-8"
GB18030 = "GB18030"
CANDIDATES = (GB18030, "Big5", "Shift_JIS", "EUC-KR", "windows-1251", "windows-1252")
# Of the texts that are not plain ASCII, this share may be damaged before the encoding itself is doubted.
TOLERATED = 0.1


@dataclass(frozen=True)
class Decision:
    """``encoding`` is ``None`` when the user must say which of ``candidates`` it is."""

    encoding: str | None
    evidence: Problem
    problems: tuple[Problem, ...] = ()
    candidates: tuple[str, ...] = ()


def known_name(name: str) -> str | None:
    """The usual name of an encoding however it is written ("936", "OEM 936", "utf8"); ``None`` if unknown."""
    text = name.strip().strip("\x00").lower()
    number = re.search(r"(?<!\d)(\d{3,5})$", text)
    if text in ("gbk", "gb2312", "cp936", "gb18030", "x-gbk") or (number and number[1] in ("936", "54936")):
        return GB18030
    if "utf-8" in text or "utf8" in text or (number and number[1] == "65001"):
        return UTF8
    plain = re.sub(r"^(iso[- ]?)?8859[-_ ]?", "iso-8859-", text) if "8859" in text else text
    for attempt in (plain, f"cp{number[1]}" if number else plain):
        try:
            b"text".decode(attempt, "replace")  # some codecs, as rot13 and idna, are none of texts
            return _display(codecs.lookup(attempt).name)
        except (LookupError, ValueError):
            continue
    return None


_USUAL = {
    "utf-8": UTF8,
    "gb18030": GB18030,
    "gbk": GB18030,
    "gb2312": GB18030,
    "big5": "Big5",
    "cp950": "Big5",
    "shift_jis": "Shift_JIS",
    "euc_kr": "EUC-KR",
}
_SINGLE_BYTE = ("cp125", "iso8859", "cp437", "cp85", "cp866", "latin", "koi8")


def _display(codec: str) -> str:
    if codec.startswith("iso8859-"):
        return f"ISO-8859-{codec[8:]}"
    if re.fullmatch(r"cp125\d", codec):
        return f"windows-{codec[2:]}"
    return _USUAL.get(codec, codec)


def is_valid(text: bytes, encoding: str) -> bool:
    """Whether the bytes decode.

    A last character cut in half by the width of its column is forgiven where another one stands before it.
    """
    try:
        decoded = text.decode(encoding)
    except UnicodeDecodeError:
        try:
            decoded = codecs.getincrementaldecoder(encoding)().decode(text)
        except UnicodeDecodeError:
            return False
    return not decoded.isascii() or text.isascii()


def decode(text: bytes, encoding: str) -> tuple[str, str]:
    """The text and what is wrong with it: "" nothing, "cut" half a character at its end, "invalid" more."""
    try:
        return text.decode(encoding), ""
    except UnicodeDecodeError:
        pass
    if is_valid(text, encoding):
        return codecs.getincrementaldecoder(encoding)().decode(text), "cut"
    return text.decode(encoding, "replace"), "invalid"


def decide(texts: Iterable[bytes], declared: str | None = None, by: str = "") -> Decision:
    """The encoding of the texts, where ``by`` (".cpg", "XML") declares one or nobody does."""
    foreign = list(dict.fromkeys(text for text in texts if not text.isascii()))
    if not foreign:
        chosen = declared or UTF8
        return Decision(chosen, Problem("encoding.ascii_only", {"encoding": chosen}))
    found = detect(foreign)
    return found if declared is None else _weigh(foreign, declared, by, found)


def count_valid(texts: Sequence[bytes], encoding: str) -> int:
    """How many of the texts decode."""
    return sum(is_valid(text, encoding) for text in texts)


def detect(foreign: Sequence[bytes]) -> Decision:
    """The encoding of texts that are not ASCII, from their bytes alone."""
    total = len(foreign)
    utf8, gb = count_valid(foreign, UTF8), count_valid(foreign, GB18030)
    enough = total * (1 - TOLERATED)
    if utf8 >= enough and (is_surely_utf8(foreign) or gb < total):
        return Decision(UTF8, _detected(UTF8, utf8, total, GB18030, gb))
    if gb >= enough and utf8 < total and looks_chinese(_text(foreign, GB18030)):
        return Decision(GB18030, _detected(GB18030, gb, total, UTF8, utf8))
    candidates = tuple(name for name in (UTF8, *CANDIDATES) if count_valid(foreign, name) == total)
    return Decision(None, ambiguous(foreign, candidates), candidates=candidates)


def ambiguous(foreign: Sequence[bytes], candidates: Sequence[str]) -> Problem:
    """The question to the user: how the same texts read in each candidate."""
    sample = b" ".join(foreign[:3])[:60]
    readings = [f"{name}: {decode(sample, name)[0].replace(chr(0), '')}" for name in candidates]
    shown = {"candidates": ", ".join(candidates), "samples": "; ".join(readings), "texts": len(foreign)}
    return Problem("encoding.ambiguous", shown)


def is_surely_utf8(texts: Sequence[bytes]) -> bool:
    """Whether so much multi-byte UTF-8 cannot be chance: a character of three bytes, or six of any length."""
    decoded = "".join(text.decode(UTF8, "ignore") for text in texts[:2000] if is_valid(text, UTF8))
    long = [char for char in decoded if ord(char) > 0x7F]
    return len(long) >= 6 or any(ord(char) >= 0x800 for char in long)


def _text(texts: Sequence[bytes], encoding: str) -> str:
    return "".join(decode(text, encoding)[0] for text in texts[:2000])


def _detected(encoding: str, valid: int, total: int, other: str, other_valid: int) -> Problem:
    shown = {"encoding": encoding, "valid": valid, "total": total, "other": other, "other_valid": other_valid}
    return Problem("encoding.detected", shown)


def _weigh(foreign: Sequence[bytes], declared: str, by: str, found: Decision) -> Decision:
    total, valid = len(foreign), count_valid(foreign, declared)
    shown = {"encoding": declared, "by": by, "valid": valid, "total": total}
    if found.encoding not in (None, declared) and _refuted(declared, valid, total, found.encoding):
        wrong = Problem("encoding.declaration_wrong", {**shown, "found": found.encoding})
        return Decision(found.encoding, found.evidence, (wrong,))
    if valid < total * (1 - TOLERATED) and found.encoding != declared:
        candidates = tuple(name for name in CANDIDATES if count_valid(foreign, name) == total)
        refused = Problem("encoding.declaration_invalid", {**shown, "candidates": ", ".join(candidates)})
        return Decision(None, ambiguous(foreign, candidates), (refused,), candidates)
    return Decision(declared, Problem("encoding.declared", shown))


def _refuted(declared: str, valid: int, total: int, found: str | None) -> bool:
    """A detected encoding beats a declared one if that cannot decode the texts, or if it decodes anything.

    UTF-8 is not met by chance, so it beats all others; GB18030 beats only the single-byte encodings, in
    which every text is valid.
    """
    if valid < total * (1 - TOLERATED):
        return True
    return found == UTF8 or (found == GB18030 and is_single_byte(declared))


def is_single_byte(encoding: str) -> bool:
    """Whether the encoding has one byte per character, so that hardly any text can be invalid in it."""
    return codecs.lookup(encoding).name.startswith(
        ("cp125", "iso8859", "cp437", "cp85", "cp866", "latin", "koi8")
    )
