"""The national ID: 6 digits of the division, 3 of the topic, then 8 free characters.

The free part comes from the record's UUID, so that every delivery gives the same row the same ID. Capitals
and digits only: spreadsheets and file systems do not tell "a" from "A", and folders of attachments bear it.
"""

import hashlib
from uuid import UUID

FREE = 8
NO_DIVISION = "000000"
NO_TOPIC = "100"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = tuple(one + two for one in _DIGITS for two in _DIGITS)


def free_part(key: UUID, class_name: str, part: int = 0, attempt: int = 0) -> str:
    """Eight characters for a row: from the first 64 bits of SHA-256 over record, class, part of a multi-part
    shape, and attempt."""
    told = key.bytes + f"/{class_name}/{part}/{attempt}".encode()
    number = int.from_bytes(hashlib.sha256(told).digest()[:8], "big")
    pairs = []
    for _ in range(FREE // 2):
        number, pair = divmod(number, len(_PAIRS))
        pairs.append(_PAIRS[pair])
    return "".join(pairs)


class Register:
    """The IDs of one class. Those that rows came with must be kept before new ones are given; the oldest
    record asks first, so that a clash (once in millions) is settled the same way each time."""

    def __init__(self, class_name: str, division: str, topic: str) -> None:
        self._class_name = class_name
        self._head = f"{division or NO_DIVISION}{topic or NO_TOPIC}"
        self._taken: set[str] = set()

    def keep(self, code: str) -> str:
        """An ID that a row came with, twice given or not."""
        self._taken.add(code.casefold())
        return code

    def has(self, code: str) -> bool:
        """Whether an ID is taken, capitals or not."""
        return code.casefold() in self._taken

    def give(self, key: UUID, part: int = 0) -> str:
        """The ID of a record's row, or of a part of its shape."""
        attempt = 0
        while self.has(code := self._head + free_part(key, self._class_name, part, attempt)):
            attempt += 1
        return self.keep(code)
