"""Relations between the size of a rupture and its magnitude: a table that an office may edit.

The table stands in ``resources/scaling/relations.json``; an office's own, of the same form, in the folder
``scaling`` of the user's home, goes before it. A row without coefficients says so and is not calculated with.
"""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.office_files import held, read_json
from faultgis.settings import default_home

QUANTITIES = ("length_km", "area_km2", "displacement_m", "mw", "m")


@dataclass(frozen=True)
class Row:
    """One relation for one style of faulting: ``gives`` from ``given``, its standard deviation (of the
    magnitude, or of the logarithm of the other quantity) and the range of ``given`` it was found on."""

    relation: str
    style: str
    given: str
    gives: str
    form: str
    a: float | None
    b: float | None
    sigma: float | None
    low: float | None
    high: float | None
    citation: str
    confidence: str

    def apply(self, value: float) -> float:
        """The other quantity. Raises ``InputError``: ``scaling.no_coefficients``, ``scaling.positive``."""
        if self.a is None or self.b is None:
            raise InputError(
                "scaling.no_coefficients", field="relation", relation=self.relation, style=self.style
            )
        if self.form == "10^(a + b x)":
            return float(10 ** (self.a + self.b * value))
        if not value > 0:
            raise InputError("scaling.positive", field=self.given, value=value)
        if self.form == "a + b log10(x)":
            return self.a + self.b * math.log10(value)
        return (math.log10(value) - self.a) / self.b

    def covers(self, value: float) -> bool:
        """Whether a value lies in the range of the data; always, where the range is not known."""
        return self.low is None or self.high is None or self.low <= value <= self.high


def rows() -> tuple[Row, ...]:
    """All rows, the office's own first. Raises ``InputError("scaling.damaged")`` with the file."""
    own = default_home() / "scaling" / "relations.json"
    found = _read(str(own), own.stat().st_mtime_ns) if own.is_file() else ()
    taken = {(row.relation, row.given, row.style) for row in found}
    shipped = _read(str(resources.path("scaling/relations.json")), 0)
    return (*found, *(row for row in shipped if (row.relation, row.given, row.style) not in taken))


@cache
def _read(path: str, _version: int) -> tuple[Row, ...]:
    try:
        told = read_json(Path(path))["relations"]
        return tuple(held(_row(entry, style, of)) for entry in told for style, of in entry["styles"].items())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("scaling.damaged", file=path, reason=str(error)) from error


def _row(entry: dict[str, Any], style: str, of: dict[str, Any]) -> Row:
    low, high = of.get("range") or (None, None)
    return Row(
        relation=entry["id"],
        style=style,
        given=entry["given"],
        gives=entry["gives"],
        form=entry["form"],
        a=of["a"],
        b=of["b"],
        sigma=of.get("sigma"),
        low=low,
        high=high,
        citation=entry["citation"],
        confidence=of.get("note") or entry["confidence"],
    )


def row(relation: str, given: str, style: str | None = None) -> Row:
    """The row of a relation for a known quantity and a style; without one, its only or its ``all``.

    Raises ``InputError``: ``scaling.unknown`` (names the known relations), ``scaling.given`` (what it takes),
    ``scaling.style`` (names its styles).
    """
    of_relation = [r for r in rows() if r.relation.lower() == relation.lower()]
    if not of_relation:
        known = ", ".join(dict.fromkeys(r.relation for r in rows()))
        raise InputError("scaling.unknown", field="relation", relation=relation, known=known)
    fitting = {r.style: r for r in of_relation if r.given == given}
    if not fitting:
        takes = ", ".join(dict.fromkeys(r.given for r in of_relation))
        raise InputError("scaling.given", field=given, relation=relation, known=takes)
    wanted = style or ("all" if "all" in fitting else next(iter(fitting)) if len(fitting) == 1 else "")
    if wanted not in fitting:
        raise InputError("scaling.style", field="styles", relation=relation, known=", ".join(fitting))
    return fitting[wanted]
