"""Damage that leaves JSON JSON and XML XML: wrong values, keys, elements, nesting, encodings.

What breaks the form is refused at the door; these changes get further in.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from tests.fuzz.mutations import WORDS

_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, -1e308, float("nan"), float("inf"), 10**30, 2**63, -(2**63) - 1, 0.1, "",
    " ", "\x00", "\ud800", "NaN", "1e999", "中" * 300, "a" * 70000, [], {}, [None], [[]], {"": None},
    [0, 0], [1e300, 1e300], [200, 100], "2020-02-30", "0000-00-00", "EPSG:4326", "EPSG:2381", "../../x",
    "=1+1", "<script>alert(1)</script>", "9" * 400, "9" * 5000, -0.0, 5e-324,
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "latin-1", "utf-32")
_MOST = 40


def json_(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Values, keys and lists of a JSON document; keys told twice; nesting; encodings."""
    try:
        told = _thinned(json.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return data
    for _ in range(source.choice((1, 1, 2, 3, 6))):
        told = _changed(source, told)
    text = json.dumps(told, ensure_ascii=source.random() < 0.3, indent=source.choice((None, None, 1)))
    if source.random() < 0.1 and (places := [m.end() for m in re.finditer(r"[{\[]", text)]):
        at, deep = source.choice(places), source.choice((50, 3000, 100_000))
        long = f'"id": {"9" * 5000}, '
        more = source.choice(('"type": null, ', '"id": 1, "id": 2, ', long, "[" * deep, '{"a":' * deep))
        text = text[:at] + more + text[at:]
    if source.random() < 0.1:
        return text.encode("utf-8", "surrogatepass")
    return text.encode(source.choice(_ENCODINGS), "replace")


def _thinned(value: Any) -> Any:
    """The same with short lists, so that damage is seldom lost in the bulk."""
    if isinstance(value, dict):
        return {key: _thinned(each) for key, each in value.items()}
    return [_thinned(each) for each in value[:_MOST]] if isinstance(value, list) else value


def _nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document, however deep it is, as what holds it and its key there."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        pairs = (
            holder.items()
            if isinstance(holder, dict)
            else enumerate(holder)
            if isinstance(holder, list)
            else ()
        )
        for key, each in pairs:
            yield holder, key
            waiting.append(each)


def _changed(source: random.Random, told: Any) -> Any:
    nodes = list(_nodes(told))
    if not nodes or source.random() < 0.01:
        return _value(source)
    holder, key = source.choice(nodes)
    what = source.randrange(6)
    if what <= 1:
        holder[key] = _near(source, holder[key])
    elif what == 2:
        del holder[key]
    elif what == 3:
        other, there = source.choice(nodes)
        holder[key] = json.loads(json.dumps(other[there])) if _has(other, there) else None
    elif what == 4 and isinstance(holder, list):
        holder[key:key] = [holder[key]] * source.choice((1, 3, 500))
    elif isinstance(holder, dict):
        holder[source.choice([*holder, "", "id", "type", "中" * 40, "\x00"])] = holder.pop(key)
    return told


def _value(source: random.Random) -> Any:
    """One of the values, of its own: what is done to a list must not come back in another document."""
    return deepcopy(source.choice(_VALUES))


def _has(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def _near(source: random.Random, value: Any) -> Any:
    """Something else in place of a value: often of the same sort, which is looked at more closely."""
    if isinstance(value, bool) or source.random() < 0.4:
        return _value(source)
    if isinstance(value, int | float):
        return source.choice((-value, value * 1e6, value + 360, value + 0.5, str(value), 10**25, 1e-300))
    if isinstance(value, str):
        near = value[:-1], value * 50, f" {value}\n", value.upper(), [value], f"{value}\x00", "?"
        return source.choice(near)
    return source.choice((None, "", [value], {"value": value}, list(value or ())[:1], str(value)[:100]))


def xml(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Elements, attributes and texts; entities; nesting; declared encodings."""
    for _ in range(source.choice((1, 1, 2, 3, 6))):
        marks = list(re.finditer(rb"<[^<>]*>|[^<>]+", data))
        if not marks:
            return data
        data = source.choice(_XML)(source, data, source.choice(marks).span())
    return data


def _twice(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    start, end = span[0], min(len(data), span[1] + source.choice((0, 0, 200, 3000)))
    return data[:end] + data[start:end] * source.choice((1, 2, 50)) + data[end:]


def _gone(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    return data[: span[0]] + data[span[1] :]


def _said(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    """Another text, or another value of an attribute."""
    part = data[span[0] : span[1]]
    values = list(re.finditer(rb'"[^"]*"', part))
    if part.startswith(b"<") and values:
        start, end = source.choice(values).span()
        part = part[: start + 1] + source.choice(WORDS) + part[end - 1 :]
    elif not part.startswith(b"<"):
        part = source.choice((source.choice(WORDS), part * 100, b"&#0;", b"&#x10ffff;", b"&lt;script&gt;"))
    return data[: span[0]] + part + data[span[1] :]


def _figure(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    """Another number in place of one of the whole document's."""
    found = list(re.finditer(rb"-?\d+(\.\d+)?", data))
    if not found:
        return data
    start, end = source.choice(found).span()
    wrong = (b"0", b"-1", b"NaN", b"inf", b"1e999", b"4294967296", b"9" * 30, b"999999", b"91", b"181")
    return data[:start] + source.choice(wrong) + data[end:]


def _entity(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    """A document type with entities that unfold without end, or that name a file."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
    kinds = (
        b'<!DOCTYPE a [<!ENTITY l0 "ha">' + laughs + b"]>",
        b'<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE a [<!ENTITY % l SYSTEM "file:///etc/passwd">%l;]>',
    )
    head = data.find(b"?>") + 2 if b"?>" in data[:200] else 0
    return data[:head] + source.choice(kinds) + data[head : span[1]] + b"&l9;" + data[span[1] :]


def _deep(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    part, deep = data[span[0] : span[1]], source.choice((30, 2000, 60_000))
    if not re.fullmatch(rb"<\w[^/]*>", part):
        return data
    return data[: span[0]] + part * deep + data[span[1] :]


def _declared(source: random.Random, data: bytes, span: tuple[int, int]) -> bytes:
    """Another encoding is declared, or used."""
    names = (b"GBK", b"utf-16", b"latin-1", b"", b"IBM037", b"idna", b"rot13", b"unicode_escape", b"utf-7")
    if source.random() < 0.5:
        return re.sub(rb'encoding="[^"]*"', b'encoding="%s"' % source.choice(names), data, count=1)
    return data.decode("utf-8", "replace").encode(source.choice(_ENCODINGS), "replace")


_XML = (_twice, _gone, _said, _said, _figure, _figure, _entity, _deep, _declared)
