"""JSON values one after the other, out of a file that is never in memory as a whole."""

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faultgis.errors import InputError

_BLOCK = 4_000_000
# An error so close to where reading stopped may come from the stop: in the middle of a number, a word or an
# escape.
_CUT = 40
_BLANK = " \t\r\n"
_MOST_DIGITS = 400


def whole(digits: str) -> int | float:
    """A whole number; one of more digits than any real number has is infinite, as JSON's 1e999 is."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


decoder = json.JSONDecoder(parse_int=whole)
"""For JSON of whoever's making."""

Take = Callable[[Any, int, int], None]
"""What takes a value, with the bytes of the file at which it begins and before which it ends."""


class NotStreamedError(Exception):
    """The file is no list of features: it is to be read as a whole."""


def scan(path: Path, feature: Take, item: Take) -> dict[str, Any] | None:
    """Hand over what a file in UTF-8 holds, value by value: each ``feature`` of a collection, whose other
    members are returned; or each ``item`` of a list or a sequence (then ``None``).

    Raises ``NotStreamedError``, and ``InputError``: json.broken with line and column, json.too_deep.
    """
    with path.open("rb") as file:
        window = _Window(file)
        try:
            return _scan(window, feature, item)
        except json.JSONDecodeError as error:
            place: dict[str, Any] = {**window.place(error.pos), "reason": error.msg}
            raise InputError("json.broken", file=str(path), **place) from error
        except RecursionError as error:
            raise InputError("json.too_deep", file=str(path)) from error


def _scan(window: "_Window", feature: Take, item: Take) -> dict[str, Any] | None:
    first = window.peek("\x1e")
    if first == "[":
        window.at += 1
        _elements(window, item)
        window.on_new_line = False
        if window.peek("\x1e"):
            raise NotStreamedError if window.on_new_line else window.error("Extra data")
        return None
    if first != "{":
        raise NotStreamedError
    members, begin, end = _members(window, feature)
    if not window.peek("\x1e"):
        if members.get("type") != "FeatureCollection" or members.get("features", ()) != []:
            raise NotStreamedError
        return members
    if "features" in members:
        raise NotStreamedError
    item(members, begin, end)
    while window.peek("\x1e"):
        if not window.on_new_line:
            raise window.error("Extra data")
        item(*window.value())
    return None


def _members(window: "_Window", take: Take) -> tuple[dict[str, Any], int, int]:
    """An object's members, of which features are handed over and leave an empty list."""
    begin = window.here()
    members: dict[str, Any] = {}
    window.at += 1
    while window.peek() != "}":
        if members:
            window.expect(",", "Expecting ',' delimiter")
        if window.peek() != '"':
            raise window.error("Expecting property name enclosed in double quotes")
        name = window.value()[0]
        window.expect(":", "Expecting ':' delimiter")
        if name == "features" and window.peek() == "[":
            if name in members:
                raise NotStreamedError
            window.at += 1
            _elements(window, take)
            members[name] = []
        else:
            members[name] = window.value()[0]
    window.at, window.on_new_line = window.at + 1, False
    return members, begin, window.here()


def _elements(window: "_Window", take: Take) -> None:
    """The elements of a list behind its bracket."""
    if window.peek() == "]":
        window.at += 1
        return
    while True:
        take(*window.value())
        if window.peek() == "]":
            window.at += 1
            return
        window.expect(",", "Expecting ',' delimiter")


class _Window:
    """Some of a file's text; what lies before ``at`` may be let go. ``on_new_line``: a line ended, or a
    separator of records stood, since the last value."""

    def __init__(self, file: Any) -> None:
        self._file, self._decode = file, codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._text, self.at, self._known = "", 0, 0
        self._lines, self._column = 1, 1
        self.on_new_line = False
        self._bytes = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
        file.seek(0)

    def _more(self, least: int = _BLOCK) -> bool:
        """Read on, and let go of what lies behind; whether there was anything."""
        if not (data := self._file.read(least)):
            return False
        self.here()
        gone = self._text[: self.at]
        if ends := gone.count("\n"):
            self._lines, self._column = self._lines + ends, 1
        self._column += len(gone) - (gone.rfind("\n") + 1)
        self._text = self._text[self.at :] + self._decode(data)
        self.at = self._known = 0
        return True

    def here(self) -> int:
        """The byte of the file at which the window stands."""
        part = self._text[self._known : self.at]
        self._bytes += len(part) if part.isascii() else len(part.encode())
        self._known = self.at
        return self._bytes

    def peek(self, also: str = "") -> str:
        """The next character that is no blank (nor one of ``also``); empty at the end."""
        blank = _BLANK + also
        while True:
            rest = self._text
            while self.at < len(rest):
                if (char := rest[self.at]) not in blank:
                    return char
                self.on_new_line |= char not in " \t"
                self.at += 1
            if not self._more():
                return ""

    def expect(self, char: str, otherwise: str) -> None:
        """Go beyond the next character, which must be this one."""
        if self.peek() != char:
            raise self.error(otherwise)
        self.at += 1

    def error(self, reason: str) -> json.JSONDecodeError:
        """That something is wrong with what comes next."""
        return json.JSONDecodeError(reason, self._text, self.at)

    def value(self) -> tuple[Any, int, int]:
        """The next value, with its first byte and the one behind it."""
        self.peek()
        begin, least = self.here(), _BLOCK
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self.at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._more(least):
                    raise
            else:
                # A number may go on where reading has stopped.
                if end < len(self._text) or not self._more(least):
                    break
            least *= 2
        self.at, self.on_new_line = end, False
        return value, begin, self.here()

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.pos >= len(self._text) - _CUT or error.msg.startswith("Unterminated string")

    def place(self, position: int) -> dict[str, int]:
        """Line and column of a place in the window's text."""
        before = self._text[:position]
        ends = before.count("\n")
        column = len(before) - before.rfind("\n") if ends else self._column + len(before)
        return {"line": self._lines + ends, "column": column}
