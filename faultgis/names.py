"""Chinese names by sound: pinyin, initials, and a tolerant search over names and codes.

A query may be Chinese characters, pinyin with or without tones, blanks or apostrophes ("an ning he",
"ānnínghé"), initials ("anh"), a code ("GF-12") or English words, whole or in part.
"""

import gc
import math
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

_HAN = re.compile(r"[㐀-鿿]")
_SUFFIXES = ("断裂带", "断层带", "断裂", "断层")


@cache
def _reader() -> Callable[..., list[str]]:
    """Chinese read aloud. Reading the dictionary in takes a fifth of a second; without the collector's rounds
    and a second copy of it, no other thread waits longer than some 50 ms meanwhile."""
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    collecting = gc.isenabled()
    gc.disable()
    try:
        from pypinyin import lazy_pinyin
    finally:
        if collecting:
            gc.enable()
    read: Callable[..., list[str]] = lazy_pinyin
    return read


def warm_up() -> None:
    """Read the dictionary in, so that the first search and the first sorting do not wait for it."""
    _reader()


def ready() -> bool:
    """Whether the dictionary has been read in."""
    return "pypinyin" in sys.modules and _reader.cache_info().currsize > 0


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each character without tones (ü as v); other characters run together as they are."""
    if not _HAN.search(text):
        return (text,) if text else ()
    return tuple(_reader()(text, v_to_u=False))


def order(text: str) -> tuple[tuple[float, str], ...]:
    """What names and codes sort by: Chinese by its pinyin, numbers by size (HTM-9 before HTM-10) and before
    letters, Latin letters without regard to case, equal sounds by their characters."""
    return _order(text.casefold(), syllables)


def plain_order(text: str) -> tuple[tuple[float, str], ...]:
    """As ``order``, with Chinese by its characters' numbers: for as long as the dictionary is not read in."""
    return _order(text.casefold(), lambda part: (part,) if part else ())


def _order(text: str, spoken: Callable[[str], tuple[str, ...]]) -> tuple[tuple[float, str], ...]:
    found: list[tuple[float, str]] = []
    for part in re.split(r"(\d+)", text):
        if part.isdecimal():
            found.append((int(part), ""))
        else:
            found += [(math.inf, sound) for sound in spoken(part)]
    return *found, (-1, text)


def pinyin(text: str) -> str:
    """The text's pinyin in small letters, without tones and blanks: 安宁河断裂 → anningheduanlie."""
    return _squeeze("".join(syllables(text)))


def pinyin_initials(text: str) -> str:
    """The first letter of each character's pinyin: 安宁河断裂 → anhdl."""
    parts = syllables(text)
    return "".join(_squeeze(p) if not _HAN.search(text) else _squeeze(p)[:1] for p in parts)


@lru_cache(maxsize=65536)
def _squeeze(text: str) -> str:
    """Small letters and digits only, full width made narrow, tone marks and accents gone, ü as v."""
    apart = unicodedata.normalize("NFKD", text).lower().replace("u\u0308", "v").replace("u:", "v")
    return "".join(c for c in apart if c.isalnum())


def _without_tone_digits(text: str) -> str:
    return re.sub(r"(?<=[a-z])[1-5](?![0-9])", "", text)


@lru_cache(maxsize=65536)
def _keys(name: str) -> tuple[str, str, str]:
    """Of one name: its characters, its full pinyin, its initials (the last two only for Chinese)."""
    plain = _squeeze(name)
    return (plain, pinyin(name), pinyin_initials(name)) if _HAN.search(name) else (plain, "", "")


def _core(name: str) -> str:
    """The name without 断裂带, 断层 and the like, which nobody types to find a fault."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def score(query: str, *names: str) -> int:
    """How well a query fits the best of these names: 0 not at all, up to 100 for the very name.

    Equal beats beginning, beginning beats inside; characters beat pinyin, pinyin beats initials. An empty
    query fits everything with 1.
    """
    wanted = _squeeze(query)
    if not wanted:
        return 1
    return max((_score(wanted, name) for name in names if name), default=0)


def matches(query: str, *names: str) -> bool:
    """Whether the query finds any of these names."""
    return score(query, *names) > 0


@lru_cache(maxsize=65536)
def _score(wanted: str, name: str) -> int:
    plain, sound, initials = _keys(name)
    best = max(_fit(wanted, plain, 100), _fit(wanted, _squeeze(_core(name)), 99))
    if not _HAN.search(wanted):
        toneless = _without_tone_digits(wanted)
        for text in {wanted, toneless} if sound else ():
            best = max(best, _fit(text, sound, 90), _fit(text, pinyin(_core(name)), 89))
            best = max(best, _fit(text, initials, 60, least=2), _fit(text, pinyin_initials(_core(name)), 59))
    elif sound and not best:
        best = _fit(pinyin(wanted), sound, 45, least=3)
    return best or _scattered(wanted, plain)


def _fit(wanted: str, text: str, weight: int, least: int = 1) -> int:
    """``weight`` for equality, less for a beginning, still less for a part."""
    if len(wanted) < least or wanted not in text:
        return 0
    if wanted == text:
        return weight
    return weight - 10 if text.startswith(wanted) else weight - 25


def _scattered(wanted: str, plain: str) -> int:
    """10 when all characters of a Chinese query occur in the name in order (鲜水断裂 in 鲜水河断裂带)."""
    if len(wanted) < 2 or not _HAN.search(wanted):
        return 0
    rest = iter(plain)
    return 10 if all(c in rest for c in wanted) else 0
