"""Texts that somebody decoded by another encoding than they were written in, found by undoing the mistake."""

import re
from functools import lru_cache

# (the encoding that the text was wrongly read as, the one that it was in). GB 2312 is narrower than GB 18030:
# letters with accents beside plain ones are no pairs of bytes in it.
_AS_CHINESE = ("gb18030", "utf-8")
_AS_LATIN = (("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "gb2312"), ("latin-1", "gb2312"))
MISTAKES = (_AS_CHINESE, *_AS_LATIN)
_LATIN = re.compile("[\x80-\xff]")
# What stands in Chinese texts beside ASCII: ideographs, punctuation, full-width forms, signs of measures.
_CHINESE = re.compile("[一-鿿㐀-䶿、-】〔-〟！-～“”‘’—…·°±²³×℃]*")
_IDEOGRAPHS = re.compile("[一-鿿㐀-䶿]")
# So many characters, of which two are ideographs, do not come out right by chance.
_LEAST_GARBLED, _LEAST_RIGHT = 3, 2
# What stands for characters that an encoding lacked: U+FFFD, also as it looks when its UTF-8 is read as GBK;
# question marks in a row, or nothing but such. One or two behind a word are somebody's doubt.
LOST = re.compile(r"\ufffd|锟斤拷|\?{3,}|^\?\?$")


@lru_cache(maxsize=10_000)
def meant(text: str) -> str:
    """The text as it was written; empty where nothing says that it was garbled."""
    foreign = sum(not each.isascii() for each in text)
    if foreign < _LEAST_GARBLED:
        return ""
    mistakes = MISTAKES if _LATIN.search(text) else (_AS_CHINESE,)
    undone = (_undone(text, wrong, right) for wrong, right in mistakes)
    return next(filter(_is_chinese, undone), "")


def _undone(text: str, wrong: str, right: str) -> str:
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def _is_chinese(text: str) -> bool:
    foreign = "".join(each for each in text if not each.isascii())
    return len(_IDEOGRAPHS.findall(foreign)) >= _LEAST_RIGHT and bool(_CHINESE.fullmatch(foreign))
