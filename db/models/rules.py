"""What the tables demand of their rows: references, uniqueness, ranges and codes."""

REFERENCES = {
    "survey_id": "survey",
    "batch_id": "import_batch",
    "zone_id": "fault_zone",
    "fault_id": "fault",
    "segment_id": "segment",
    "trace_id": "trace",
    "point_id": "observation_point",
    "marker_id": "offset_marker",
    "local_grid_id": "local_grid",
}
"""Columns that hold the key of another table's row, wherever they occur."""

UNIQUE = {
    "survey": ("code",),
    "fault_zone": ("survey_id", "code"),
    "fault": ("survey_id", "code"),
    "segment": ("fault_id", "code"),
    "sheet_state": ("survey_id", "sheet"),
    "local_grid": ("survey_id", "code"),
    "point_cloud": ("survey_id", "code"),
}
"""Uniqueness is checked at the end of a save, so that two faults may swap their codes."""

CODED = {
    "fault": {"kinematics": "kinematics", "latest_activity": "latest_activity"},
    "segment": {"kinematics": "kinematics", "latest_activity": "latest_activity"},
    "trace": {
        "kinematics": "kinematics",
        "latest_activity": "latest_activity",
        "exposure": "exposure",
        "accuracy": "accuracy",
        "confidence": "confidence",
        "hanging_wall": "side",
        "upthrown": "side",
    },
    "observation_point": {"kind": "observation_kind"},
    "measurement": {"kind": "measurement_kind"},
    "offset_marker": {"kind": "marker_kind", "component": "offset_component"},
    "piercing_line": {"side": "side"},
    "media": {"kind": "media_kind"},
    "sheet_state": {"state": "sheet_state"},
    "raster": {"kind": "raster_kind"},
}
"""Columns whose non-empty values must be codes of a list; a trigger checks it, as lists may be replaced."""

RANGES = {
    "survey": {"mapping_scale_range": "mapping_scale > 0", "code_given": "code <> ''"},
    "fault_zone": {"code_given": "code <> ''"},
    "fault": {"code_given": "code <> ''"},
    "segment": {"code_given": "code <> ''"},
    "trace": {
        "location_error_m_range": "location_error_m >= 0",
        "mapping_scale_range": "mapping_scale > 0",
        "stretches_valid": "faultgis.valid_stretches(stretches)",
    },
    "measurement": {
        "dip_range": "dip between 0 and 90",
        "dip_direction_range": "dip_direction between 0 and 360",
        "trend_range": "trend between 0 and 360",
        "plunge_range": "plunge between -90 and 90",
        "rake_range": "rake between -180 and 180",
    },
    "surface_rupture": {
        "year_range": "year <> 0",
        "month_range": "month between 1 and 12",
        "day_range": "day between 1 and 31",
    },
    "media": {
        "path_given": "path <> ''",
        "azimuth_range": "azimuth between 0 and 360",
        "pitch_range": "pitch between -90 and 90",
    },
    "offset_marker": {"placed_once": "(geometry is null) = (local_grid_id is not null)"},
    "local_grid": {"code_given": "code <> ''"},
    "point_cloud": {
        "code_given": "code <> ''",
        "path_given": "path <> ''",
        "points_range": "points >= 0",
        "density_m2_range": "density_m2 >= 0",
        "placed_once": "geometry is null or local_grid_id is null",
    },
    "raster": {
        "code_given": "code <> ''",
        "path_given": "path <> ''",
        "cell_m_range": "cell_m > 0",
        "placed_once": "geometry is null or local_grid_id is null",
    },
    "sheet_state": {"scale_range": "scale > 0", "sheet_given": "sheet <> ''"},
}

EVERYWHERE = {
    "secrecy_range": "secrecy between 0 and 3",
    "publication_known": "publication in ('draft', 'review', 'published')",
}


def on_earth(column: str) -> str:
    """Longitude and latitude in degrees, so that a metre does not slip in as one."""
    return (
        f"not st_isempty({column}) and st_xmin({column}) >= -180 and st_xmax({column}) <= 180"
        f" and st_ymin({column}) >= -90 and st_ymax({column}) <= 90"
    )
