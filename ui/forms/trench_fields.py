"""The forms of trenches and their logs."""

from ui.forms.field import Field, Section

_CODE = Field("code", "Code", required=True, common=False)
_NAME_ZH = Field("name_zh", "Chinese name", common=False)
_NAME_EN = Field("name_en", "English name", common=False)
_DESCRIPTION = Field("description", "Description", "long", column=False)
_NOTES = Section(
    "Administration",
    (
        Field("secrecy", "Secrecy", "code", codes="secrecy"),
        Field("publication", "Publication", "code", codes="publication"),
        Field("notes", "Notes", "long"),
    ),
)


def _parent(name: str, label: str, kind: str, required: bool = False, column: bool = True) -> Field:
    return Field(name, label, "parent", parents=(kind,), required=required, column=column)


def _metres(name: str, label: str, low: float = 0.01, high: float = 10_000) -> Field:
    return Field(name, label, "number", unit="m", low=low, high=high)


def _azimuth(name: str, label: str, tip: str = "Clockwise from north, 0–360°") -> Field:
    return Field(name, label, "number", unit="deg", low=0, high=360, help=tip)


def _years(name: str, label: str, low: float | None = None, tip: str = "") -> Field:
    return Field(name, label, "number", unit="a", low=low, help=tip)


TRENCH_FORMS: dict[str, tuple[Section, ...]] = {
    "trench_site": (
        Section(
            "Trench site",
            (
                _NAME_ZH,
                _NAME_EN,
                Field("code", "Code", required=True, unique=True, common=False),
                _parent("fault_id", "Fault", "fault"),
                _parent("segment_id", "Segment", "segment", column=False),
                Field("location_name", "Place"),
                _metres("elevation_m", "Elevation", -12_000, 9_000),
                Field("landform", "Landform"),
                Field("permit", "Owner's permit", column=False),
                _DESCRIPTION,
            ),
        ),
        _NOTES,
    ),
    "trench": (
        Section(
            "Trench",
            (
                _NAME_ZH,
                _NAME_EN,
                _CODE,
                _parent("site_id", "Trench site", "trench_site", required=True),
                _azimuth("azimuth", "Azimuth"),
                _metres("length_m", "Length"),
                _metres("width_m", "Width"),
                _metres("depth_m", "Depth"),
                Field("opened_on", "Opened on", "date"),
                Field("closed_on", "Closed on", "date"),
                Field("refilled", "Refilled", "flag"),
                Field("constructed", "Constructed for practice", "flag"),
                _DESCRIPTION,
            ),
        ),
        _NOTES,
    ),
    "wall": (
        Section(
            "Trench wall",
            (
                _CODE,
                _azimuth("azimuth", "Azimuth of x", "To where x grows: to the right when facing the wall"),
                Field("mirrored", "Shown mirrored", "flag", help="x to the left, as the facing wall reads"),
                Field("face_dip", "Dip of the face", "number", unit="deg", low=1, high=90, required=True),
                _metres("length_m", "Length"),
                _metres("height_m", "Height"),
                _metres("origin_elevation_m", "Elevation of the origin", -12_000, 9_000),
                _DESCRIPTION,
            ),
        ),
    ),
    "wall_image": (
        Section(
            "Picture of a wall",
            (
                Field("kind", "Kind", "code", codes="wall_image_kind"),
                Field("path", "File", required=True, common=False),
                Field("taken_on", "Taken on", "date"),
                Field("position", "Position", "integer", low=0, high=1000, help="Higher ones lie on top"),
            ),
        ),
    ),
    "strat_unit": (
        Section(
            "Unit",
            (
                _CODE,
                _NAME_ZH,
                _NAME_EN,
                Field("lithology", "Lithology"),
                Field("grain", "Grain size"),
                Field("munsell", "Munsell colour", help="As described in the field, e.g. 10YR 5/4"),
                Field("color", "Colour on the log", "colour"),
                Field("pattern", "Pattern", help="e.g. gravel, sand, silt, clay, peat, soil"),
                _DESCRIPTION,
            ),
        ),
    ),
    "unit_order": (
        Section(
            "Order of units",
            (
                _parent("younger_id", "Younger unit", "strat_unit", required=True),
                _parent("older_id", "Older unit", "strat_unit", required=True),
                Field("basis", "Basis"),
            ),
        ),
    ),
    "wall_feature": (
        Section(
            "On the wall",
            (
                Field("kind", "Kind", "code", codes="wall_feature_kind", fixed=True, common=False),
                Field("code", "Code", common=False),
                _parent("unit_id", "Unit", "strat_unit"),
                _parent("younger_unit_id", "Unit above", "strat_unit"),
                _parent("older_unit_id", "Unit below", "strat_unit"),
                _parent("event_id", "Event", "paleo_event"),
                _parent("sample_id", "Sample", "sample", column=False),
                Field("role", "Role of the fault", "code", codes="fault_role"),
                Field("certainty", "Certainty", "code", codes="confidence"),
                _DESCRIPTION,
            ),
        ),
    ),
    "paleo_event": (
        Section(
            "Past earthquake",
            (
                _CODE,
                Field("name", "Name", common=False),
                Field("status", "How sure", "code", codes="event_status"),
                Field("probability", "Probability", "number", low=0, high=1, help="That it happened: 0–1"),
                _parent("older_unit_id", "Unit below (the youngest it cut)", "strat_unit"),
                _parent("younger_unit_id", "Unit above (the oldest cover)", "strat_unit"),
                Field(
                    "known_year",
                    "Known year",
                    "integer",
                    low=-10_000,
                    high=2200,
                    help="AD positive, BC negative; only for an earthquake in written sources",
                ),
                Field("position", "Position", "integer", low=0, high=1000, help="1 is the youngest"),
                _DESCRIPTION,
            ),
        ),
    ),
    "event_evidence": (
        Section(
            "Evidence",
            (
                _parent("event_id", "Event", "paleo_event", required=True),
                Field("kind", "Kind", "code", codes="event_evidence"),
                _parent("wall_id", "Trench wall", "wall"),
                Field(
                    "score",
                    "Score",
                    "integer",
                    low=0,
                    high=10,
                    help="On the office's own scale, 1 poor – 4 excellent",
                ),
                Field("exposures", "Walls that show it", "integer", low=0, high=1000),
                Field("exposures_possible", "Walls that could show it", "integer", low=0, high=1000),
                _DESCRIPTION,
            ),
        ),
    ),
    "sample": (
        Section(
            "Sample",
            (
                Field("code", "Code", required=True, unique=True, common=False),
                Field("method", "Method", "code", codes="dating_method"),
                Field("material", "Material"),
                _parent("unit_id", "Unit", "strat_unit"),
                Field("stratum_position", "Place in the unit", "code", codes="stratum_position"),
                Field("reworked_risk", "Risk of reworking", "code", codes="reworked_risk"),
                _parent("trench_id", "Trench", "trench", column=False),
                _parent("wall_id", "Trench wall", "wall"),
                _parent("marker_id", "Offset marker", "offset_marker", column=False),
                Field("depth_m", "Depth", "number", unit="m", low=0, high=1000),
                Field("collected_on", "Collected on", "date"),
                Field("collector", "Collector"),
                _DESCRIPTION,
            ),
        ),
        _NOTES,
    ),
    "lab_result": (
        Section(
            "Laboratory result",
            (
                Field("lab_code", "Laboratory number", required=True, common=False),
                Field("laboratory", "Laboratory"),
                Field("method", "Method", "code", codes="dating_method"),
                Field(
                    "sigma",
                    "Error level",
                    "integer",
                    low=0,
                    high=2,
                    help="1 or 2 sigma as reported; 0: not stated",
                ),
                Field("rejected", "Not used", "flag"),
                Field("reason", "Reason", column=False),
            ),
        ),
        Section(
            "Radiocarbon",
            (
                _years("c14_age", "14C age", tip="Conventional age in years BP, not calibrated"),
                Field("c14_error", "Error of the age", "number", unit="a", above=0),
                Field("f14c", "F14C", "number", above=0),
                Field("f14c_error", "Error of F14C", "number", above=0),
                Field("delta13c", "δ13C (‰)", "number", low=-60, high=30),
                Field(
                    "curve", "Calibration curve", help="intcal20, shcal20, marine20 or a curve of the office"
                ),
                _years("delta_r", "Reservoir offset ΔR", tip="In 14C years, of either sign"),
                _years("delta_r_error", "Error of ΔR", 0),
            ),
        ),
        Section(
            "Luminescence and nuclides",
            (
                Field("age_ka", "Age", "number", unit="ka", low=0),
                Field("age_minus_ka", "Error downwards", "number", unit="ka", low=0),
                Field("age_plus_ka", "Error upwards", "number", unit="ka", low=0),
                Field(
                    "datum_year",
                    "Counted from year",
                    "integer",
                    low=1900,
                    high=2200,
                    help="The year of sampling",
                ),
            ),
        ),
        Section(
            "Report",
            (
                Field("reported", "As reported", "long", column=False),
                Field("reported_on", "Reported on", "date"),
                Field("notes", "Notes", "long"),
            ),
        ),
    ),
}

TRENCH_WORDS = {
    "trench_site": "Trench site",
    "trench": "Trench",
    "wall": "Trench wall",
    "wall_image": "Picture of a wall",
    "strat_unit": "Unit",
    "unit_order": "Order of units",
    "wall_feature": "On the wall",
    "paleo_event": "Past earthquake",
    "event_evidence": "Evidence",
    "sample": "Sample",
    "lab_result": "Laboratory result",
}
