"""The grammar of OxCal's command language: commands with arguments, and blocks of commands in braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faultgis.errors import InputError

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z_0-9.]*)
      | (?P<mark>[(){},;=])""",
    re.VERBOSE | re.DOTALL,
)
DEEPEST = 40


@dataclass(frozen=True)
class Call:
    """A command: its name, the title in its first argument, its other values, what stands in its braces, and
    the line that it stands on."""

    name: str
    title: str
    values: tuple["str | float | Call", ...]
    body: tuple["Call", ...]
    line: int

    def number(self, place: int, default: float | None = None) -> float:
        """A number among the values. Raises ``InputError("oxcal.arguments")`` where there is none."""
        value = self.values[place] if place < len(self.values) else default
        if not isinstance(value, float):
            raise InputError("oxcal.arguments", row=self.line, command=self.name)
        return value


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def calls(text: str) -> tuple[Call, ...]:
    """All commands of a text, in order. Raises ``InputError("oxcal.syntax")`` with the line."""
    parser = _Parser([token for token in _tokens(text) if token.kind != "space"])
    found = parser.block(0, "")
    return tuple(found)


def _tokens(text: str) -> Iterator[_Token]:
    place, line = 0, 1
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise InputError("oxcal.syntax", row=line, text=text[place : place + 20].split("\n")[0])
        yield _Token(str(match.lastgroup), match.group(), line)
        line += match.group().count("\n")
        place = match.end()


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> _Token:
        token = self._peek()
        if token is None:
            last = self._tokens[-1].line if self._tokens else 1
            raise InputError("oxcal.syntax", row=last, text="…")
        self._at += 1
        return token

    def _take(self, mark: str) -> bool:
        token = self._peek()
        if token is not None and token.kind == "mark" and token.text == mark:
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        token = self._next()
        if token.text != mark or token.kind != "mark":
            raise InputError("oxcal.syntax", row=token.line, text=token.text)

    def block(self, depth: int, end: str) -> list[Call]:
        """Commands up to a closing brace, or to the end of the text."""
        found: list[Call] = []
        while (token := self._peek()) is not None:
            if token.text == end and token.kind == "mark":
                return found
            if not self._take(";"):
                found += self._statement(depth)
        if end:
            raise InputError("oxcal.syntax", row=self._tokens[-1].line, text="…")
        return found

    def _statement(self, depth: int) -> list[Call]:
        """A command; or a setting (name = value), which says nothing of ages."""
        token = self._next()
        if token.kind != "name" or depth > DEEPEST:
            raise InputError("oxcal.syntax", row=token.line, text=token.text)
        if self._take("="):
            self._next()
            return []
        return [self._call(token, depth)]

    def _call(self, token: _Token, depth: int) -> Call:
        self._expect("(")
        values = self._arguments(depth)
        body: list[Call] = []
        if self._take("{"):
            body = self.block(depth + 1, "}")
            self._expect("}")
        title = values.pop(0) if values and isinstance(values[0], str) else ""
        return Call(token.text, str(title), tuple(values), tuple(body), token.line)

    def _arguments(self, depth: int) -> list["str | float | Call"]:
        values: list[str | float | Call] = []
        while not self._take(")"):
            token = self._next()
            if token.kind == "text":
                values.append(token.text[1:-1])
            elif token.kind == "number":
                values.append(float(token.text))
            elif token.kind == "name" and depth < DEEPEST:
                values.append(self._call(token, depth + 1))
            else:
                raise InputError("oxcal.syntax", row=token.line, text=token.text)
            if not self._take(","):
                self._expect(")")
                break
        return values
