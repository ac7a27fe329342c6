"""Which fields a record's form has: one table from which forms, tables and filters are made."""

from ui.forms.derived_fields import DERIVED_FORMS, DERIVED_WORDS
from ui.forms.field import Field, Section
from ui.forms.trench_fields import TRENCH_FORMS, TRENCH_WORDS

__all__ = ["FORMS", "KIND_WORDS", "Field", "Section", "fields"]


def _azimuth(name: str, label: str, editor: str = "number") -> Field:
    return Field(name, label, editor, unit="deg", low=0, high=360, help="Clockwise from north, 0–360°")


def _dip(name: str, label: str, editor: str = "number") -> Field:
    return Field(name, label, editor, unit="deg", low=0, high=90, help="Down from horizontal, 0–90°")


def _estimate(name: str, label: str, unit: str, component: str = "", low: float | None = 0) -> Field:
    return Field(name, label, "estimate", unit=unit, low=low, component=component)


CODE = Field("code", "Code", required=True, unique=True, common=False, help="Unique within the survey")
NAME_ZH = Field("name_zh", "Chinese name", common=False)
NAME_EN = Field("name_en", "English name", common=False)
FAULT = Field("fault_id", "Fault", "parent", parents=("fault",))
TRACE = Field("trace_id", "Trace", "parent", parents=("trace",), column=False)

HOUSEKEEPING = Section(
    "Administration",
    (
        Field("secrecy", "Secrecy", "code", codes="secrecy"),
        Field("publication", "Publication", "code", codes="publication"),
        Field("notes", "Notes", "long"),
    ),
)

_SENSE = Section(
    "Sense and activity",
    (
        Field("kinematics", "Kinematics", "code", codes="kinematics"),
        Field("kinematics_text", "Kinematics in the source", column=False),
        Field("latest_activity", "Latest activity", "code", codes="latest_activity"),
        Field("activity_text", "Activity in the source", column=False),
        Field("activity_evidence", "Evidence of activity", "code", codes="activity_evidence"),
    ),
)
_ATTITUDE = Section(
    "Attitude and size",
    (
        _azimuth("strike", "Strike", "estimate"),
        _azimuth("dip_direction", "Dip direction", "estimate"),
        _dip("dip", "Dip", "estimate"),
        Field("rake", "Rake", "estimate", unit="deg", low=-180, high=180, help="Aki and Richards, −180–180°"),
        _estimate("length", "Length", "km"),
        _estimate("upper_depth", "Upper depth", "km"),
        _estimate("lower_depth", "Lower depth", "km"),
    ),
)
_RATES = Section(
    "Slip rates",
    (
        _estimate("net_slip_rate", "Net slip rate", "mm/a", "net", None),
        _estimate("strike_slip_rate", "Strike-slip rate", "mm/a", "strike_slip", None),
        _estimate("vertical_slip_rate", "Vertical slip rate", "mm/a", "vertical", None),
        _estimate("shortening_rate", "Shortening rate", "mm/a", "shortening", None),
    ),
)

FORMS: dict[str, tuple[Section, ...]] = {
    "survey": (
        Section(
            "Survey",
            (
                Field("code", "Code", required=True, unique=True, common=False),
                NAME_ZH,
                NAME_EN,
                Field("mapping_scale", "Mapping scale 1:", "integer", low=100, high=10_000_000),
                Field("description", "Description", "long"),
                Field("attribution", "Attribution", "long"),
            ),
        ),
        Section(
            "For the national database",
            (
                Field("division", "Division code", help="Six digits (GB/T 2260); national IDs begin with it"),
                Field("topic", "Topic number", help="Three digits; they follow the division in national IDs"),
                Field("organisation", "Organisation"),
                Field("authors", "Authors"),
                Field("started_on", "Start of the field work", "date"),
                Field("ended_on", "End of the field work", "date"),
                Field("secrecy", "Secrecy", "code", codes="secrecy"),
                Field("publication", "Publication", "code", codes="publication"),
            ),
        ),
    ),
    "fault_zone": (Section("Fault zone", (CODE, NAME_ZH, NAME_EN)), HOUSEKEEPING),
    "fault": (
        Section(
            "Fault",
            (
                NAME_ZH,
                NAME_EN,
                CODE,
                Field("zone_id", "Fault zone", "parent", parents=("fault_zone",)),
                Field("source_code", "Source code", common=False),
                Field("aliases", "Other names", common=False, column=False),
            ),
        ),
        _SENSE,
        _ATTITUDE,
        _RATES,
        HOUSEKEEPING,
    ),
    "segment": (
        Section(
            "Segment",
            (
                NAME_ZH,
                NAME_EN,
                CODE,
                Field("fault_id", "Fault", "parent", parents=("fault",), required=True),
                Field("position", "Position", "integer", low=0, high=10_000, common=False),
            ),
        ),
        _SENSE,
        _ATTITUDE,
        _RATES,
        HOUSEKEEPING,
    ),
    "trace": (
        Section(
            "Trace",
            (
                Field("fault_id", "Belongs to", "parent", parents=("fault", "segment")),
                Field("kinematics", "Kinematics", "code", codes="kinematics", inherits=True),
                Field("latest_activity", "Latest activity", "code", codes="latest_activity", inherits=True),
                Field("exposure", "Exposure", "code", codes="exposure"),
                Field("accuracy", "Location accuracy", "code", codes="accuracy"),
                Field("location_error_m", "Location error", "number", unit="m", low=0, high=100_000),
                Field("confidence", "Confidence", "code", codes="confidence"),
            ),
        ),
        Section(
            "Sides and attitude",
            (
                Field("hanging_wall", "Hanging wall", "side", help="Seen along the digitizing direction"),
                Field("upthrown", "Upthrown side", "side", help="Seen along the digitizing direction"),
                _azimuth("dip_direction", "Dip direction", "estimate"),
                _dip("dip", "Dip", "estimate"),
            ),
        ),
        Section(
            "Evidence",
            (
                Field("evidence", "Evidence", "code", codes="evidence"),
                Field("mapping_scale", "Mapping scale 1:", "integer", low=100, high=10_000_000),
            ),
        ),
        HOUSEKEEPING,
    ),
    "observation_point": (
        Section(
            "Observation point",
            (
                CODE,
                Field("kind", "Kind", "code", codes="observation_kind"),
                FAULT,
                TRACE,
                Field("location_name", "Place"),
                Field("elevation_m", "Elevation", "number", unit="m", low=-12_000, high=9_000),
                Field("observed_on", "Observed on", "date"),
                Field("observer", "Observer"),
                Field("description", "Description", "long", column=False),
            ),
        ),
        HOUSEKEEPING,
    ),
    "measurement": (
        Section(
            "Measurement",
            (
                Field("kind", "Kind", "code", codes="measurement_kind"),
                _azimuth("dip_direction", "Dip direction"),
                _dip("dip", "Dip"),
                _azimuth("trend", "Trend"),
                _dip("plunge", "Plunge"),
                Field(
                    "rake",
                    "Rake",
                    "number",
                    unit="deg",
                    low=-180,
                    high=180,
                    help="Aki and Richards, −180–180°",
                ),
                Field("sense", "Sense", "code", codes="kinematics"),
                Field("quality", "Quality", "integer", low=1, high=5),
            ),
        ),
    ),
    "offset_marker": (
        Section(
            "Offset marker",
            (
                CODE,
                Field("kind", "Kind", "code", codes="marker_kind"),
                FAULT,
                TRACE,
                Field("component", "Component", "code", codes="offset_component"),
                _estimate("offset", "Offset", "m", low=None),
                Field("quality", "Quality"),
            ),
        ),
        HOUSEKEEPING,
    ),
    "local_grid": (
        Section(
            "Local grid",
            (NAME_ZH, NAME_EN, CODE, FAULT, Field("description", "Description", "long")),
        ),
        HOUSEKEEPING,
    ),
    "point_cloud": (
        Section(
            "Point cloud",
            (
                CODE,
                Field("acquired_on", "Acquired from", "date"),
                Field("acquired_until", "Acquired until", "date"),
                Field("sensor", "Sensor"),
            ),
        ),
        HOUSEKEEPING,
    ),
    "raster": (
        Section(
            "Raster",
            (
                CODE,
                Field("kind", "Kind", "code", codes="raster_kind"),
                FAULT,
            ),
        ),
        HOUSEKEEPING,
    ),
    "deformation_width": (
        Section(
            "Deformation width",
            (
                FAULT,
                TRACE,
                _estimate("left", "Width to the left", "m"),
                _estimate("right", "Width to the right", "m"),
                Field("method", "Method"),
            ),
        ),
        HOUSEKEEPING,
    ),
    "buried_point": (
        Section(
            "Buried fault point",
            (
                CODE,
                FAULT,
                TRACE,
                Field("method", "Method", "code", codes="buried_method"),
                Field("line_name", "Survey line or drill profile"),
                Field("distance_along_m", "Distance along the line", "number", unit="m", low=0),
                Field("kinematics", "Kinematics", "code", codes="kinematics"),
                Field("reliability", "Reliability", "integer", low=1, high=5, help="1 failed, 5 excellent"),
            ),
        ),
        Section(
            "Depth and age",
            (
                _estimate("top_depth", "Depth of the upper tip", "m"),
                _estimate("top_age", "Age of the unbroken cover", "ka"),
                _estimate("last_age", "Age of the youngest broken layer", "ka"),
                _estimate("displacement", "Displacement of that layer", "m"),
                _azimuth("view_direction", "Apparent dip direction"),
                _dip("apparent_dip", "Apparent dip"),
            ),
        ),
        HOUSEKEEPING,
    ),
    "deformation_zone": (
        Section(
            "Deformation zone",
            (
                Field("name", "Name"),
                FAULT,
                TRACE,
                Field("kind", "Kind", "code", codes="deformation_zone_kind"),
                Field("method", "Method"),
            ),
        ),
        HOUSEKEEPING,
    ),
    "media": (
        Section(
            "Photo",
            (
                Field("caption", "Caption", "long", common=False),
                Field("kind", "Kind", "code", codes="media_kind"),
                _azimuth("azimuth", "Azimuth"),
                Field(
                    "pitch",
                    "Pitch",
                    "number",
                    unit="deg",
                    low=-90,
                    high=90,
                    help="Above the horizon; straight down is −90°",
                ),
                Field("elevation_m", "Elevation", "number", unit="m", low=-12_000, high=20_000),
                Field("vertical_datum", "Elevation datum", "code", codes="vertical_datum"),
                Field("camera", "Camera"),
            ),
        ),
        HOUSEKEEPING,
    ),
}

KIND_WORDS = {
    "survey": "Survey",
    "fault_zone": "Fault zone",
    "fault": "Fault",
    "segment": "Segment",
    "trace": "Trace",
    "observation_point": "Observation point",
    "measurement": "Measurement",
    "offset_marker": "Offset marker",
    "deformation_width": "Deformation width",
    "deformation_zone": "Deformation zone",
    "buried_point": "Buried fault point",
    "piercing_line": "Piercing line",
    "surface_rupture": "Surface rupture",
    "media": "Media",
    "sheet_state": "Sheet state",
    "local_grid": "Local grid",
    "raster": "Raster",
    "point_cloud": "Point cloud",
}
FORMS |= TRENCH_FORMS | DERIVED_FORMS
KIND_WORDS |= TRENCH_WORDS | DERIVED_WORDS


def fields(kind: str) -> tuple[Field, ...]:
    """All fields of a kind in the order of its form."""
    return tuple(field for section in FORMS.get(kind, ()) for field in section.fields)
