"""Texts as XML 1.0 can say them."""

import re

_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sayable(text: str) -> str:
    """The text without the characters that XML forbids: control characters, halves of characters."""
    return _UNSAYABLE.sub("", text)
