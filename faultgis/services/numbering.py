"""Codes of faults, zones and segments that a survey gives by itself, each once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from faultgis.records.copying import with_values
from faultgis.records.kinds import kind_of
from faultgis.services.naming import PATTERNS


class Codes:
    """Gives codes to records whose source has none, and another one where the source's is taken.

    ``taken`` lists the latter: the source row, its code and the code given instead.
    """

    def __init__(self, present: Mapping[str, Mapping[UUID, Any]]) -> None:
        self.used: dict[tuple[str, UUID | None], set[str]] = {}
        for kind in ("fault_zone", "fault", "segment", "observation_point", "buried_point"):
            for record in present.get(kind, {}).values():
                self._used(record, kind).add(record.code)
        self.next: dict[str, int] = {}
        self.taken: list[tuple[int | None, str, str]] = []

    def _used(self, record: Any, kind: str) -> set[str]:
        return self.used.setdefault((kind, record.fault_id if kind == "segment" else None), set())

    def given(self, record: Any) -> Any:
        """The record with a code that no other of its kind has."""
        kind = kind_of(record)
        if kind not in ("fault_zone", "fault", "segment", "buried_point"):
            return record
        used = self._used(record, kind)
        code = record.code or self._made(record, kind, used)
        if code in used:
            code = next(c for c in (f"{record.code}-{n}" for n in range(2, 10**6)) if c not in used)
            self.taken.append((record.source.row, record.code, code))
        used.add(code)
        return with_values(record, code=code)

    def _made(self, record: Any, kind: str, used: set[str]) -> str:
        if kind == "segment":
            start, pattern = record.position or 1, "{}"
        else:
            pattern = PATTERNS[kind]
            start = self.next.get(kind, 1)
        number = start
        while pattern.format(number) in used:
            number += 1
        self.next[kind] = number + 1
        return pattern.format(number)
