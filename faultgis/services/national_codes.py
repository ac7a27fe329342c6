"""Codes that a survey has once, given to the records of a national package."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from faultgis.records.kinds import kind_of

# Kinds whose codes are unique in a survey (walls: in a trench), beside those that ``Codes`` numbers.
CODED = ("trench_site", "sample", "buried_point", "wall")


class Given:
    """Codes that a survey, or for walls a trench, has once, for kinds that no other service numbers."""

    def __init__(self, present: Mapping[str, Sequence[Any]]) -> None:
        self.used: dict[Any, set[str]] = {}
        for kind in CODED:
            for record in present.get(kind, ()):
                self._of(record).add(record.code)

    def _of(self, record: Any) -> set[str]:
        kind = kind_of(record)
        return self.used.setdefault((kind, record.trench_id if kind == "wall" else None), set())

    def code(self, before: Any, record: Any) -> Any:
        """The record with a code that no other of its kind has."""
        if kind_of(record) not in CODED or (before is not None and before.code == record.code):
            return record
        used, code, number = self._of(record), record.code, 1
        while code in used:
            number += 1
            code = f"{record.code}-{number}"
        used.add(code)
        return record if code == record.code else replace(record, code=code)
