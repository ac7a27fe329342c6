"""Faults, segments, zones and historical ruptures made of the rows that speak of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.provenance import Source
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.sharing import Sharing
from importers.mappings import Template
from importers.vector.identity import name_of
from importers.vector.settling import Piece, settle

_CHINESE = re.compile(r"[一-鿿]")
_NAMES = ("name", "name_zh", "name_en")
_NAMED = tuple(f"fault.{field}" for field in _NAMES)
_PARAMETERS = frozenset(Segment.__dataclass_fields__) - frozenset({"name_zh", "name_en", "code", "position"})


@dataclass(frozen=True)
class Context:
    """What all records of one layer share."""

    survey: Survey
    template: Template
    file: str
    layer: str
    labels: Mapping[str, tuple[str, ...]]
    shared: Sharing = field(default_factory=Sharing)
    _by_levels: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def source(self, pieces: Sequence[Piece], key: str, levels: Sequence[str]) -> Source:
        """Where a record comes from, with the cells that its rows have in each column of these levels."""
        cells = {
            label: " | ".join(dict.fromkeys(p.row.texts[label] for p in pieces if label in p.row.texts))
            for label in self._columns(tuple(levels))
        }
        told = [p.text("source.reference") for p in pieces if "source.reference" in p.row.values]
        references = dict.fromkeys(filter(None, told))
        return Source(
            file=self.file,
            layer=self.layer,
            row=pieces[0].row.number,
            key=key,
            reference="; ".join(references),
            attributes=tuple(self.shared(cell) for cell in cells.items() if cell[1]),
        )

    @cached_property
    def trace(self) -> Trace:
        """What all traces of the layer have in common; the line is still to come."""
        return Trace(survey_id=self.survey.id, geometry=cast(Any, None), source=self.origin)

    @cached_property
    def origin(self) -> Source:
        """What all records of the layer have in common of their source."""
        return Source(file=self.file, layer=self.layer)

    def _columns(self, levels: tuple[str, ...]) -> list[str]:
        """The columns that say something at these levels."""
        if levels not in self._by_levels:
            told = [labels for target, labels in self.labels.items() if target.split(".")[0] in levels]
            self._by_levels[levels] = [label for labels in told for label in labels]
        return self._by_levels[levels]

    @cached_property
    def levels(self) -> frozenset[str]:
        """Of what the columns speak: zone, fault, part, segment, trace …"""
        targets = (*self.labels, *self.template.constants)
        return frozenset(target.split(".")[0] for target in targets)

    def name(self, piece: Piece, level: str) -> str:
        """The name that a row gives to its fault, segment or zone."""
        return name_of(piece, level, self.template)

    def words(self, pieces: Iterable[Piece], target: str) -> str:
        """The source's own words in the columns of a target, each once."""
        labels = self.labels.get(target)
        if labels is None:
            return ""
        found = (p.row.texts[label].strip() for p in pieces for label in labels if label in p.row.texts)
        return "; ".join(dict.fromkeys(found))


def names(values: Mapping[str, Any]) -> dict[str, Any]:
    """The names by language: a plain ``name`` is Chinese if it has Chinese characters."""
    found = {"name_zh": str(values.get("name_zh") or ""), "name_en": str(values.get("name_en") or "")}
    plain = str(values.get("name") or "")
    if plain:
        slot = "name_zh" if _CHINESE.search(plain) else "name_en"
        found[slot] = found[slot] or plain
    return found


def zone(context: Context, pieces: Sequence[Piece], key: str) -> FaultZone:
    """The fault zone that these rows name; its code is left to the survey."""
    values = settle(pieces, "zone")
    return FaultZone(
        survey_id=context.survey.id,
        code="",
        **names(values),
        source=context.source(pieces, key, ("zone",)),
    )


def fault(context: Context, pieces: Sequence[Piece], key: str, zone_id: Any) -> Fault:
    """The fault of these rows; a code that the source does not give is left to the survey (empty)."""
    values = settle(pieces, "fault")
    first = pieces[0]
    named = names({k: v for k, v in values.items() if k in _NAMES})
    if not any(named.values()):
        named = names({"name": next(filter(None, (context.name(p, "zone") for p in pieces)), "")})
    code = str(values.get("source_code") or "")
    number = "" if any(named.values()) else first.number
    prefix = context.template.code_prefix
    return Fault(
        survey_id=context.survey.id,
        zone_id=zone_id,
        code=code or (f"{prefix}{first.number}" if prefix and first.number else ""),
        source_code=code or number,
        aliases=_aliases(pieces, values, named),
        notes=str(values.get("notes") or ""),
        **named,
        **_parameters(context, pieces, values, "fault"),
        source=context.source(pieces, key, ("fault", "part", "source")),
    )


def _aliases(pieces: Sequence[Piece], values: Mapping[str, Any], named: Mapping[str, str]) -> str:
    found = [str(values.get("aliases") or "")]
    found += [piece.text(target) for piece in pieces for target in _NAMED if target in piece.row.values]
    return "; ".join(dict.fromkeys(name for name in found if name and name not in named.values()))


def _parameters(
    context: Context, pieces: Sequence[Piece], values: Mapping[str, Any], level: str
) -> dict[str, Any]:
    found = {k: v for k, v in values.items() if k in _PARAMETERS and k not in ("notes", "fault_id")}
    targets = (f"{level}.{{}}", "part.{}")
    kinematics = [context.words(pieces, t.format("kinematics")) for t in targets]
    activity = [
        context.words(pieces, t.format(field))
        for field in ("latest_activity", "activity_evidence")
        for t in targets
    ]
    found["kinematics_text"] = "; ".join(filter(None, kinematics))
    found["activity_text"] = "; ".join(filter(None, activity))
    return found


def segment(context: Context, pieces: Sequence[Piece], key: str, fault_id: Any, position: int) -> Segment:
    """The segment of these rows; without a number of its own the survey numbers it."""
    values = settle(pieces, "segment")
    code = str(values.get("code") or "")
    numbered = re.search(r"(?<!\d)(\d{1,6})$", code, re.ASCII)
    source = context.source(pieces, key, ("segment", "part"))
    return Segment(
        survey_id=context.survey.id,
        fault_id=fault_id,
        code=code,
        position=int(numbered[1]) if numbered else position,
        notes=str(values.get("notes") or ""),
        **names(values),
        **_parameters(context, pieces, values, "segment"),
        source=replace(source, reference=""),
    )
