"""Finds zones, faults and segments by name, sound (pinyin) or code, without loading whole surveys."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import SCHEMA
from faultgis.names import score

_NAMED = {
    "fault_zone": "id, survey_id, code, name_zh, name_en, ''",
    "fault": "id, survey_id, code, name_zh, name_en, concat_ws(',', aliases, source_code)",
    "segment": "id, survey_id, code, name_zh, name_en, ''",
}


@dataclass(frozen=True)
class Found:
    """One record that fits; ``score`` is from 1 to 100, the very name having 100."""

    kind: str
    id: UUID
    survey_id: UUID
    code: str
    name_zh: str
    name_en: str
    score: int


def find(
    connection: Connection[Any], text: str, survey_id: UUID | None = None, limit: int = 50
) -> list[Found]:
    """What fits ``text`` best, in one survey or in all that this login may see."""
    parts = [
        f"select '{kind}', {columns} from {SCHEMA}.{kind}"
        " where %(survey)s::uuid is null or survey_id = %(survey)s"
        for kind, columns in _NAMED.items()
    ]
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(" union all ".join(parts).encode(), {"survey": survey_id}).fetchall()
    found = []
    for kind, record_id, owner, code, name_zh, name_en, others in rows:
        fits = score(text, code, name_zh, name_en, *_apart(others))
        if fits > 0:
            found.append(Found(kind, record_id, owner, code, name_zh, name_en, fits))
    order = list(_NAMED)
    return sorted(found, key=lambda f: (-f.score, order.index(f.kind), f.code))[:limit]


def _apart(others: str) -> list[str]:
    for mark in "，、；;":
        others = others.replace(mark, ",")
    return [name.strip() for name in others.split(",") if name.strip()]
