"""A measured offset as another component of the slip, by the fault's dip and rake."""

from dataclasses import replace
from typing import Any

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.derived import Displacement
from faultgis.records.fault import Fault, Segment
from faultgis.records.site import OffsetMarker
from faultgis.services.deriving import making
from faultgis.services.deriving.making import Records
from faultgis.services.deriving.stating import convention_of
from faultgis.values import Basis, Estimate

# Components as the code list names them, and as the calculation does.
PARTS = {"strike_slip": "strike_slip", "vertical": "throw", "dip_slip": "dip_slip", "net": "net"}
PROJECTION = "dip_and_rake"


def displacement(
    records: Records, marker: OffsetMarker, component: str, old: Displacement | None = None
) -> Change:
    """The offset of a marker as ``component`` (strike_slip, vertical, dip_slip or net), with the dip and rake
    that its segment or fault states; a vertical offset is taken for throw, which holds where the displaced
    surfaces are level.

    Raises ``InputError``: ``deriving.no_offset``, ``deriving.component``, ``deriving.no_attitude``,
    ``slip.not_resolvable``.
    """
    if marker.offset is None:
        raise InputError("deriving.no_offset", marker=marker.code)
    for name in (marker.component, component):
        if name not in PARTS:
            raise InputError("deriving.component", marker=marker.code, component=name, known=", ".join(PARTS))
    owner, dip, rake = _attitude(records, marker)
    sizes = [marker.offset.low, marker.offset.middle, marker.offset.high]
    known = [abs(size) for size in sizes if size is not None]
    request = {"dip_deg": dip.middle, "rake_deg": rake.middle, PARTS[marker.component]: sorted(known)}
    convention = f"{PROJECTION}; {convention_of(marker.offset)}"
    with making.naming(marker=marker.code):
        fields = making.derived(records, (marker, owner), "slip_components", request, convention)
    amount = _amount(marker.offset, [abs(value) for value in fields["results"][PARTS[component]]], component)
    made: dict[str, Any] = {"component": component, "amount": amount, "projection": PROJECTION}
    made |= {"dip": dip, "rake": rake}
    if old is not None:
        return Change(old, replace(old, **made, **fields))
    return Change(None, Displacement(survey_id=marker.survey_id, marker_id=marker.id, **made, **fields))


def _attitude(records: Records, marker: OffsetMarker) -> tuple[Fault | Segment, Estimate, Estimate]:
    for owner in _owners(records, marker):
        if isinstance(owner, Fault | Segment) and owner.dip is not None and owner.rake is not None:
            return owner, owner.dip, owner.rake
    raise InputError("deriving.no_attitude", marker=marker.code)


def _owners(records: Records, marker: OffsetMarker) -> list[Any]:
    """The segment that the marker's trace belongs to, then its fault."""
    trace: Any = records["trace"].get(marker.trace_id) if marker.trace_id else None
    segment = records["segment"].get(trace.segment_id) if trace is not None and trace.segment_id else None
    fault = records["fault"].get(marker.fault_id) if marker.fault_id else None
    return [owner for owner in (segment, fault) if owner is not None]


def _amount(measured: Estimate, sizes: list[float], component: str) -> Estimate:
    known = [size for size in (measured.low, measured.best, measured.high) if size is not None]
    low, high = (min(sizes), max(sizes)) if len(known) > 1 else (None, None)
    middle = sorted(sizes)[len(sizes) // 2]
    return Estimate(
        unit="m",
        low=None if measured.low is None or low is None else round(low, 3),
        best=round(middle, 3),
        high=None if measured.high is None or high is None else round(high, 3),
        range=measured.range,
        component=component,
        basis=Basis.DERIVED,
    )
