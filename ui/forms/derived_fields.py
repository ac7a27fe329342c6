"""What the forms of calculated results show; nothing in them is typed but notes and administration."""

from ui.forms.field import Field, Section

_NOTES = Section(
    "Administration",
    (
        Field("secrecy", "Secrecy", "code", codes="secrecy"),
        Field("publication", "Publication", "code", codes="publication"),
        Field("notes", "Notes", "long"),
    ),
)


def _of(name: str, label: str, *kinds: str) -> Field:
    return Field(name, label, "parent", parents=kinds, fixed=True)


def _estimate(name: str, label: str, unit: str) -> Field:
    return Field(name, label, "estimate", unit=unit, fixed=True)


def _text(name: str, label: str, editor: str = "text", codes: str = "", unit: str = "") -> Field:
    return Field(name, label, editor, codes=codes, unit=unit, fixed=True)


_CODE = _text("code", "Code")
_FAULT = _of("fault_id", "Fault", "fault")
_SEGMENT = _of("segment_id", "Segment", "segment")
_COMPONENT = _text("component", "Component", "code", "offset_component")

DERIVED_FORMS: dict[str, tuple[Section, ...]] = {
    "calibrated_age": (
        Section(
            "Calibrated age",
            (
                _of("result_id", "Laboratory result", "lab_result"),
                _of("sample_id", "Sample", "sample"),
                _text("age", "Age", "age"),
            ),
        ),
        _NOTES,
    ),
    "chronology_model": (
        Section(
            "Chronology",
            (
                _CODE,
                _of("site_id", "Trench site", "trench_site"),
                Field("author", "Author"),
            ),
        ),
        _NOTES,
    ),
    "event_age": (
        Section(
            "Age of an event",
            (
                _of("event_id", "Event", "paleo_event"),
                _of("chronology_id", "Chronology", "chronology_model"),
                _text("age", "Age", "age"),
            ),
        ),
        _NOTES,
    ),
    "displacement": (
        Section(
            "Displacement",
            (
                _of("event_id", "Event", "paleo_event"),
                _of("marker_id", "Offset marker", "offset_marker"),
                _COMPONENT,
                _estimate("amount", "Amount", "m"),
                _text("projection", "Projection"),
                _estimate("dip", "Dip", "deg"),
                _estimate("rake", "Rake", "deg"),
            ),
        ),
        _NOTES,
    ),
    "slip_rate": (
        Section(
            "Slip rate",
            (
                _CODE,
                _FAULT,
                _SEGMENT,
                _of("marker_id", "Offset marker", "offset_marker"),
                _COMPONENT,
                _estimate("rate", "Slip rate", "mm/a"),
            ),
        ),
        _NOTES,
    ),
    "recurrence": (
        Section(
            "Recurrence interval",
            (
                _CODE,
                _FAULT,
                _SEGMENT,
                _of("chronology_id", "Chronology", "chronology_model"),
                _estimate("interval", "Interval", "a"),
                _estimate("cov", "Coefficient of variation", ""),
                _estimate("elapsed", "Elapsed", "a"),
            ),
        ),
        _NOTES,
    ),
    "probability": (
        Section(
            "Probability of rupture",
            (
                _CODE,
                _FAULT,
                _SEGMENT,
                _text("model", "Model"),
                _text("from_year", "From year", "year"),
                _text("window_years", "Window", "integer", unit="a"),
                _text("probability", "Probability", "share"),
                _text("low", "Least", "share"),
                _text("high", "Greatest", "share"),
            ),
        ),
        _NOTES,
    ),
}

DERIVED_WORDS = {
    "calibrated_age": "Calibrated age",
    "chronology_model": "Chronology",
    "event_age": "Age of an event",
    "displacement": "Displacement",
    "slip_rate": "Slip rate",
    "recurrence": "Recurrence interval",
    "probability": "Probability of rupture",
}
