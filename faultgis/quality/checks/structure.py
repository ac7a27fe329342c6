"""Structure: classes and fields as the template has them, and text that survives old tools."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from faultgis.national.rows import Row
from faultgis.national.template import TemplateClass, TemplateField, plain
from faultgis.quality import garbled
from faultgis.quality.finding import INFO, WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check

# Controls: C0 and what follows ASCII, and those that nobody sees (widths, directions, a mark of byte order).
_CONTROLS = "\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
# Beside them what means nothing, or something to one program only: lone surrogates, the replacement
# character, non-characters, private-use areas.
_ODD = re.compile(
    f"[{_CONTROLS}\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff\ue000-\uf8ff"
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)

# A text of so many characters may not fit into a Shapefile.
_SHORT = 50


@check("QC-STR-001")
def classes(given: Given) -> Iterator[Finding | None]:
    """Every class is there, and no rows of classes that the template does not know."""
    package = given.package
    for each in package.template.classes:
        there = each.name in package.rows
        yield None if there else given.wrong(None, class_name=each.name, name=each.name, zh=each.zh)
    for name, rows in package.rows.items():
        if package.template.find(name) is None:
            yield given.wrong(None, variant="unknown", class_name=name, name=name, count=len(rows))


@check("QC-STR-002")
def fields(given: Given) -> Iterator[Finding | None]:
    """Every row has every field, spelt as in the template, holding what its type says."""
    for described, rows in given.classes():
        kinds = [(entry.name, _USUAL[entry.type], entry) for entry in described.fields]
        for row in rows:
            found = [*_missing(given, described, row), *_mistyped(given, kinds, row)]
            yield from found or (None,)


def _missing(given: Given, described: TemplateClass, row: Row) -> Iterator[Finding]:
    if all(entry.name in row.values for entry in described.fields):
        return
    spelt = {plain(name): name for name in (*row.values, *row.extras)}
    for entry in described.fields:
        if entry.name in row.values:
            continue
        near = spelt.get(plain(entry.name))
        if near is not None:
            yield given.wrong(row, entry.name, "name", near=near)
        else:
            yield given.wrong(row, entry.name, "mandatory" if entry.required else "missing")


def _mistyped(
    given: Given, kinds: list[tuple[str, tuple[type, ...], TemplateField]], row: Row
) -> Iterator[Finding]:
    values = row.values
    for name, usual, entry in kinds:
        value = values.get(name)
        if value is None or (type(value) in usual and not entry.length):
            continue
        if not _TYPES[entry.type](value):
            if not given.empty(value):
                yield given.wrong(row, name, "type", type=entry.type)
        elif entry.length and isinstance(value, str) and len(value) > entry.length:
            yield given.wrong(row, name, "long", length=entry.length, found=len(value))


def _real(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: Any) -> bool:
    return _real(value) and (isinstance(value, int) or value.is_integer())


def _text(value: Any) -> bool:
    return isinstance(value, str)


# What most values are, and right without a second look.
_USUAL: Mapping[str, tuple[type, ...]] = {
    "text": (str,), "date": (str,), "integer": (int,), "flag": (int,), "real": (float, int),
}  # fmt: skip
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "text": _text, "date": _text, "integer": _whole, "flag": _whole, "real": _real,
}  # fmt: skip


@check("QC-STR-003")
def unknown_fields(given: Given) -> Iterator[Finding | None]:
    """Fields that the template does not know, told once for each class."""
    for described, rows in given.classes():
        counts = Counter(name for row in rows if row.extras for name in row.extras)
        known = {entry.name for entry in described.fields}
        counts.update(name for row in rows for name in row.values.keys() - known if not described.field(name))
        for name, count in sorted(counts.items()):
            yield given.wrong(None, name, class_name=described.name, name=described.name, count=count)
        if not counts:
            yield None


Texts = list[tuple[Row, list[tuple[str, str]]]]


def _texts(given: Given) -> Texts:
    """Every row with those of its texts, by field, that old tools may not bear: all but short plain ASCII.
    Texts of unknown fields are among them."""
    empty = given.package.template.empty.text
    return given.shared("texts", lambda: [(row, _telling(row, empty)) for row in given.package])


def _telling(row: Row, empty: str) -> list[tuple[str, str]]:
    # Most texts of most rows are the mark for "not available".
    found = [
        (name, value)
        for name, value in row.values.items()
        if isinstance(value, str) and value != empty and _tells(value)
    ]
    if row.extras:
        found += [(name, text) for name, text in row.extras.items() if isinstance(text, str) and _tells(text)]
    return found


def _tells(text: str) -> bool:
    return not text.isascii() or len(text) > _SHORT or not text.isprintable() or "??" in text


@check("QC-STR-004")
def characters(given: Given) -> Iterator[Finding | None]:
    """No characters that stand for lost ones, steer terminals, or mean something only to one program; no text
    that was read by another encoding than it was written in."""
    allowed = set(given.parameter("allowed_private_use", "") + given.parameter("allowed_controls", ""))
    for row, texts in _texts(given):
        found = [_unsound(given, row, name, value, allowed) for name, value in texts]
        yield from [each for each in found if each is not None] or (None,)


def _unsound(given: Given, row: Row, name: str, value: str, allowed: set[str]) -> Finding | None:
    if lost := garbled.LOST.search(value):
        return given.wrong(row, name, "lost", at=lost.start() + 1)
    if value.isascii() and value.isprintable():
        return None
    if meant := garbled.meant(value):
        fix = given.mend(row, name, meant, "fix.value")
        return given.wrong(row, name, "garbled", severity=WARNING, fix=fix, meant=meant)
    odd = set(_ODD.findall(value)) - allowed
    if not odd:
        return None
    cleaned = re.sub(f"[{_CONTROLS}]", lambda each: each[0] if each[0] in allowed else _meant(each[0]), value)
    fix = None if set(_ODD.findall(cleaned)) - allowed else given.mend(row, name, cleaned, "fix.clean")
    return given.wrong(row, name, fix=fix, characters=_told(odd))


def _meant(control: str) -> str:
    """What a control character stands for: a dash or a quotation mark of Windows that was read as Latin-1, or
    nothing."""
    return bytes([ord(control)]).decode("cp1252", "ignore") if "\x80" <= control <= "\x9f" else ""


def _told(characters: set[str]) -> str:
    return " ".join(f"U+{ord(each):04X}" for each in sorted(characters))


@check("QC-STR-005")
def round_trip(given: Given) -> Iterator[Finding | None]:
    """Text comes back from the national encoding as it was; characters that only its later versions have are
    told as a hint."""
    encoding = given.parameter("encoding", "gb18030")
    lost_in = (
        partial(_lost, encoding=encoding),
        partial(_lost, encoding=given.parameter("old_encoding", "gbk")),
    )
    seen: dict[str, tuple[str, str]] = {}
    for row, texts in _texts(given):
        found: list[Finding] = []
        for name, value in texts:
            if value.isascii():
                continue
            lost, old = seen.get(value) or seen.setdefault(value, (lost_in[0](value), lost_in[1](value)))
            if lost:
                found.append(given.wrong(row, name, characters=lost, encoding=encoding))
            elif old:
                found.append(given.wrong(row, name, "old", severity=INFO, characters=old))
        yield from found or (None,)


def _lost(text: str, encoding: str) -> str:
    """The characters of a text that an encoding cannot give back."""
    try:
        if text.encode(encoding).decode(encoding) == text:
            return ""
    except UnicodeError:
        pass
    return " ".join(
        f"{each if each.isprintable() else ''}(U+{ord(each):04X})" for each in _bad(text, encoding)
    )


def _bad(text: str, encoding: str) -> list[str]:
    kept = dict.fromkeys(each for each in text if each.encode(encoding, "ignore").decode(encoding) != each)
    return list(kept)


@check("QC-STR-006")
def shapefile(given: Given) -> Iterator[Finding | None]:
    """What a Shapefile cannot hold: texts of too many bytes; names that become one when they are cut (the
    export renames them, hence a hint)."""
    encoding = given.parameter("encoding", "gb18030")
    most, name_bytes = int(given.parameter("value_bytes", 254)), int(given.parameter("name_bytes", 10))
    for described, _ in given.classes():
        yield from _cut_names(given, described, encoding, name_bytes)
    for row, texts in _texts(given):
        found = [
            given.wrong(row, name, bytes=size, most=most)
            for name, value in texts
            # No character takes more than four bytes.
            if len(value) * 4 > most and (size := len(value.encode(encoding, "replace"))) > most
        ]
        yield from found or (None,)


def _cut_names(given: Given, described: TemplateClass, encoding: str, size: int) -> Iterator[Finding | None]:
    cut: dict[str, list[str]] = {}
    for entry in described.fields:
        short = entry.name.encode(encoding, "replace")[:size].decode(encoding, "ignore")
        cut.setdefault(short.casefold(), []).append(entry.name)
    same = [names for names in cut.values() if len(names) > 1]
    for names in same:
        told: dict[str, Any] = {"names": ", ".join(names), "short": names[0][:size], "name": described.name}
        yield given.wrong(None, names[1], "names", severity=INFO, class_name=described.name, **told)
    if not same:
        yield None
