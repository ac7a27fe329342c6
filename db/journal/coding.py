"""Edits as bytes and back, with a checksum that tells a damaged one."""

import json
import zlib
from typing import Any

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.encoding import decode, encode


def pack(value: Any) -> bytes:
    """Plain values as bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def checksum(body: bytes) -> int:
    """What stands beside the bytes."""
    return zlib.crc32(body)


def unpack(body: bytes, crc: int) -> Any:
    """The plain values. Raises ``ValueError`` for bytes that are not what was written."""
    if checksum(body) != crc:
        raise ValueError("checksum")
    return json.loads(body)


def pack_edit(edit: Edit) -> bytes:
    """An edit as bytes."""
    changes = [[_side(change.before), _side(change.after)] for change in edit.changes]
    return pack({"name": edit.name, "merge_key": edit.merge_key, "changes": changes})


def _side(record: Any) -> Any:
    return None if record is None else encode(record)


def unpack_edit(body: bytes, crc: int) -> Edit:
    """The edit. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for one that cannot be read."""
    value = unpack(body, crc)
    changes = tuple(Change(*(None if s is None else decode(s) for s in sides)) for sides in value["changes"])
    return Edit(value["name"], changes, value["merge_key"])
