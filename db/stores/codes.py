"""Brings the code lists of the resources into the database, so that it can check codes by itself."""

import json
from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from db.base import SCHEMA
from faultgis import codes

_LIST = f"""
    insert into {SCHEMA}.code_list as l (name, zh, en, version, source)
    values (%(name)s, %(zh)s, %(en)s, %(version)s, %(source)s)
    on conflict (name) do update set zh = excluded.zh, en = excluded.en, version = excluded.version,
        source = excluded.source
    where (l.zh, l.en, l.version, l.source)
        is distinct from (excluded.zh, excluded.en, excluded.version, excluded.source)
"""
_VALUES = f"""
    insert into {SCHEMA}.code_value as v (list, code, zh, en, note, confidence, extra, position)
    select %(name)s, s.* from jsonb_to_recordset(%(values)s::jsonb)
        s(code text, zh text, en text, note text, confidence text, extra jsonb, position int)
    on conflict (list, code) do update set zh = excluded.zh, en = excluded.en, note = excluded.note,
        confidence = excluded.confidence, extra = excluded.extra, position = excluded.position
    where (v.zh, v.en, v.note, v.confidence, v.extra, v.position) is distinct from (excluded.zh, excluded.en,
        excluded.note, excluded.confidence, excluded.extra, excluded.position)
"""


def load(connection: Connection[Any]) -> None:
    """Write all lists with their versions; what is there already stays untouched.

    A code that a newer list no longer has stays in the database, since records may use it.
    """
    for name in codes.names():
        found = codes.code_list(name)
        values = json.dumps(list(_values(found)), ensure_ascii=False)
        given = {"name": name, "zh": found.zh, "en": found.en}
        given |= {"version": found.version, "source": found.source, "values": values}
        connection.execute(_LIST.encode(), given)
        connection.execute(_VALUES.encode(), given)


def _values(found: codes.CodeList) -> Iterator[dict[str, Any]]:
    for position, entry in enumerate(found.entries, start=1):
        told = {"code": entry.code, "zh": entry.zh, "en": entry.en, "note": entry.note}
        yield {**told, "confidence": entry.confidence, "extra": dict(entry.extra), "position": position}
