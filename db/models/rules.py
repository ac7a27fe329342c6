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
    "site_id": "trench_site",
    "trench_id": "trench",
    "wall_id": "wall",
    "unit_id": "strat_unit",
    "younger_id": "strat_unit",
    "older_id": "strat_unit",
    "older_unit_id": "strat_unit",
    "younger_unit_id": "strat_unit",
    "event_id": "paleo_event",
    "sample_id": "sample",
    "feature_id": "wall_feature",
    "result_id": "lab_result",
    "chronology_id": "chronology_model",
    "recurrence_id": "recurrence",
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
    "trench_site": ("survey_id", "code"),
    "trench": ("site_id", "code"),
    "wall": ("trench_id", "code"),
    "strat_unit": ("trench_id", "code"),
    "unit_order": ("younger_id", "older_id"),
    "paleo_event": ("site_id", "code"),
    "sample": ("survey_id", "code"),
    "chronology_model": ("site_id", "code"),
    "certificate": ("survey_id", "code"),
    "buried_point": ("survey_id", "code"),
    "waiver": ("survey_id", "finding"),
    "delivery": ("survey_id", "number"),
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
    "wall_image": {"kind": "wall_image_kind"},
    "wall_feature": {"kind": "wall_feature_kind", "role": "fault_role", "certainty": "confidence"},
    "paleo_event": {"status": "event_status"},
    "event_evidence": {"kind": "event_evidence"},
    "sample": {
        "method": "dating_method",
        "stratum_position": "stratum_position",
        "reworked_risk": "reworked_risk",
    },
    "lab_result": {"method": "dating_method"},
    "displacement": {"component": "offset_component"},
    "slip_rate": {"component": "offset_component"},
    "deformation_zone": {"kind": "deformation_zone_kind"},
    "buried_point": {"method": "buried_method", "kinematics": "kinematics"},
    "rejection": {"state": "rejection_state"},
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

RANGES |= {
    "trench_site": {"code_given": "code <> ''"},
    "trench": {
        "code_given": "code <> ''",
        "azimuth_range": "azimuth between 0 and 360",
        "sizes_range": "length_m > 0 and width_m > 0 and depth_m > 0",
    },
    "wall": {
        "code_given": "code <> ''",
        "azimuth_range": "azimuth between 0 and 360",
        "face_dip_range": "face_dip > 0 and face_dip <= 90",
    },
    "wall_image": {"path_given": "path <> ''", "rmse_m_range": "rmse_m >= 0"},
    "strat_unit": {"code_given": "code <> ''"},
    "unit_order": {"two_units": "younger_id <> older_id"},
    "wall_feature": {"shape_given": "not st_isempty(shape)"},
    "paleo_event": {
        "code_given": "code <> ''",
        "probability_range": "probability between 0 and 1",
        "known_year_range": "known_year <> 0",
        "two_units": "older_unit_id <> younger_unit_id",
    },
    "sample": {"code_given": "code <> ''"},
    "lab_result": {
        "lab_code_given": "lab_code <> ''",
        "errors_range": "c14_error > 0 and f14c_error > 0 and age_minus_ka >= 0 and age_plus_ka >= 0",
        "f14c_range": "f14c > 0",
        "sigma_range": "sigma between 0 and 2",
    },
    "chronology_model": {"code_given": "code <> ''"},
    "certificate": {"code_given": "code <> ''", "rule_given": "rule <> ''"},
    "site_query": {"sites_range": "sites > 0"},
    "buried_point": {
        "code_given": "code <> ''",
        "view_direction_range": "view_direction between 0 and 360",
        "apparent_dip_range": "apparent_dip between 0 and 90",
        "reliability_range": "reliability between 1 and 5",
    },
    "template_row": {"class_name_given": "class_name <> ''"},
    "waiver": {"finding_given": "finding <> ''", "reason_given": "reason <> ''"},
    "delivery": {
        "number_range": "number > 0",
        "since_range": "since >= 0",
        "level_range": "level between 0 and 3",
    },
    "probability": {
        "window_years_range": "window_years > 0",
        "probability_range": "probability between 0 and 1",
        "low_range": "low between 0 and 1",
        "high_range": "high between 0 and 1",
        "order_range": "low <= probability and probability <= high",
    },
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
