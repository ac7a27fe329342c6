-- Views with plain names for reading in QGIS and elsewhere: estimates in columns of their own, codes with labels.
-- They run with the rights of whoever reads, which needs PostgreSQL 15.

create view faultgis.surveys with (security_invoker = true) as
select
    t.id,
    t.code,
    t.name_zh,
    t.name_en,
    t.description,
    t.mapping_scale,
    t.attribution,
    t.constructed,
    t.basemap,
    t.secrecy,
    t.publication,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.survey t;
comment on view faultgis.surveys is '调查项目（只读视图） | Surveys, for reading';

create view faultgis.fault_zones with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.name_zh,
    t.name_en,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.fault_zone t
join faultgis.survey s on s.id = t.survey_id;
comment on view faultgis.fault_zones is '断裂带（只读视图） | Fault zones, for reading';

create view faultgis.faults with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.kinematics,
    code_kinematics.zh as kinematics_zh,
    code_kinematics.en as kinematics_en,
    t.kinematics_text,
    t.latest_activity,
    code_latest_activity.zh as latest_activity_zh,
    code_latest_activity.en as latest_activity_en,
    t.activity_text,
    t.activity_evidence,
    (t.strike ->> 'best')::float8 as strike_best,
    (t.strike ->> 'low')::float8 as strike_low,
    (t.strike ->> 'high')::float8 as strike_high,
    faultgis.estimate_text(t.strike) as strike_text,
    (t.dip_direction ->> 'best')::float8 as dip_direction_best,
    (t.dip_direction ->> 'low')::float8 as dip_direction_low,
    (t.dip_direction ->> 'high')::float8 as dip_direction_high,
    faultgis.estimate_text(t.dip_direction) as dip_direction_text,
    (t.dip ->> 'best')::float8 as dip_best,
    (t.dip ->> 'low')::float8 as dip_low,
    (t.dip ->> 'high')::float8 as dip_high,
    faultgis.estimate_text(t.dip) as dip_text,
    (t.rake ->> 'best')::float8 as rake_best,
    (t.rake ->> 'low')::float8 as rake_low,
    (t.rake ->> 'high')::float8 as rake_high,
    faultgis.estimate_text(t.rake) as rake_text,
    (t.length ->> 'best')::float8 as length_best,
    (t.length ->> 'low')::float8 as length_low,
    (t.length ->> 'high')::float8 as length_high,
    faultgis.estimate_text(t.length) as length_text,
    (t.net_slip_rate ->> 'best')::float8 as net_slip_rate_best,
    (t.net_slip_rate ->> 'low')::float8 as net_slip_rate_low,
    (t.net_slip_rate ->> 'high')::float8 as net_slip_rate_high,
    faultgis.estimate_text(t.net_slip_rate) as net_slip_rate_text,
    (t.strike_slip_rate ->> 'best')::float8 as strike_slip_rate_best,
    (t.strike_slip_rate ->> 'low')::float8 as strike_slip_rate_low,
    (t.strike_slip_rate ->> 'high')::float8 as strike_slip_rate_high,
    faultgis.estimate_text(t.strike_slip_rate) as strike_slip_rate_text,
    (t.vertical_slip_rate ->> 'best')::float8 as vertical_slip_rate_best,
    (t.vertical_slip_rate ->> 'low')::float8 as vertical_slip_rate_low,
    (t.vertical_slip_rate ->> 'high')::float8 as vertical_slip_rate_high,
    faultgis.estimate_text(t.vertical_slip_rate) as vertical_slip_rate_text,
    (t.shortening_rate ->> 'best')::float8 as shortening_rate_best,
    (t.shortening_rate ->> 'low')::float8 as shortening_rate_low,
    (t.shortening_rate ->> 'high')::float8 as shortening_rate_high,
    faultgis.estimate_text(t.shortening_rate) as shortening_rate_text,
    (t.upper_depth ->> 'best')::float8 as upper_depth_best,
    (t.upper_depth ->> 'low')::float8 as upper_depth_low,
    (t.upper_depth ->> 'high')::float8 as upper_depth_high,
    faultgis.estimate_text(t.upper_depth) as upper_depth_text,
    (t.lower_depth ->> 'best')::float8 as lower_depth_best,
    (t.lower_depth ->> 'low')::float8 as lower_depth_low,
    (t.lower_depth ->> 'high')::float8 as lower_depth_high,
    faultgis.estimate_text(t.lower_depth) as lower_depth_text,
    t.source_code,
    t.zone_id,
    z.name_zh as zone_zh,
    t.name_zh,
    t.name_en,
    t.aliases,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.fault t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_kinematics
    on code_kinematics.list = 'kinematics' and code_kinematics.code = t.kinematics
left join faultgis.code_value code_latest_activity
    on code_latest_activity.list = 'latest_activity' and code_latest_activity.code = t.latest_activity
left join faultgis.fault_zone z on z.id = t.zone_id;
comment on view faultgis.faults is '断层（只读视图） | Faults, for reading';

create view faultgis.segments with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.kinematics,
    code_kinematics.zh as kinematics_zh,
    code_kinematics.en as kinematics_en,
    t.kinematics_text,
    t.latest_activity,
    code_latest_activity.zh as latest_activity_zh,
    code_latest_activity.en as latest_activity_en,
    t.activity_text,
    t.activity_evidence,
    (t.strike ->> 'best')::float8 as strike_best,
    (t.strike ->> 'low')::float8 as strike_low,
    (t.strike ->> 'high')::float8 as strike_high,
    faultgis.estimate_text(t.strike) as strike_text,
    (t.dip_direction ->> 'best')::float8 as dip_direction_best,
    (t.dip_direction ->> 'low')::float8 as dip_direction_low,
    (t.dip_direction ->> 'high')::float8 as dip_direction_high,
    faultgis.estimate_text(t.dip_direction) as dip_direction_text,
    (t.dip ->> 'best')::float8 as dip_best,
    (t.dip ->> 'low')::float8 as dip_low,
    (t.dip ->> 'high')::float8 as dip_high,
    faultgis.estimate_text(t.dip) as dip_text,
    (t.rake ->> 'best')::float8 as rake_best,
    (t.rake ->> 'low')::float8 as rake_low,
    (t.rake ->> 'high')::float8 as rake_high,
    faultgis.estimate_text(t.rake) as rake_text,
    (t.length ->> 'best')::float8 as length_best,
    (t.length ->> 'low')::float8 as length_low,
    (t.length ->> 'high')::float8 as length_high,
    faultgis.estimate_text(t.length) as length_text,
    (t.net_slip_rate ->> 'best')::float8 as net_slip_rate_best,
    (t.net_slip_rate ->> 'low')::float8 as net_slip_rate_low,
    (t.net_slip_rate ->> 'high')::float8 as net_slip_rate_high,
    faultgis.estimate_text(t.net_slip_rate) as net_slip_rate_text,
    (t.strike_slip_rate ->> 'best')::float8 as strike_slip_rate_best,
    (t.strike_slip_rate ->> 'low')::float8 as strike_slip_rate_low,
    (t.strike_slip_rate ->> 'high')::float8 as strike_slip_rate_high,
    faultgis.estimate_text(t.strike_slip_rate) as strike_slip_rate_text,
    (t.vertical_slip_rate ->> 'best')::float8 as vertical_slip_rate_best,
    (t.vertical_slip_rate ->> 'low')::float8 as vertical_slip_rate_low,
    (t.vertical_slip_rate ->> 'high')::float8 as vertical_slip_rate_high,
    faultgis.estimate_text(t.vertical_slip_rate) as vertical_slip_rate_text,
    (t.shortening_rate ->> 'best')::float8 as shortening_rate_best,
    (t.shortening_rate ->> 'low')::float8 as shortening_rate_low,
    (t.shortening_rate ->> 'high')::float8 as shortening_rate_high,
    faultgis.estimate_text(t.shortening_rate) as shortening_rate_text,
    (t.upper_depth ->> 'best')::float8 as upper_depth_best,
    (t.upper_depth ->> 'low')::float8 as upper_depth_low,
    (t.upper_depth ->> 'high')::float8 as upper_depth_high,
    faultgis.estimate_text(t.upper_depth) as upper_depth_text,
    (t.lower_depth ->> 'best')::float8 as lower_depth_best,
    (t.lower_depth ->> 'low')::float8 as lower_depth_low,
    (t.lower_depth ->> 'high')::float8 as lower_depth_high,
    faultgis.estimate_text(t.lower_depth) as lower_depth_text,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.position,
    t.name_zh,
    t.name_en,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.segment t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_kinematics
    on code_kinematics.list = 'kinematics' and code_kinematics.code = t.kinematics
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.code_value code_latest_activity
    on code_latest_activity.list = 'latest_activity' and code_latest_activity.code = t.latest_activity;
comment on view faultgis.segments is '断层分段（只读视图） | Segments, for reading';

create view faultgis.traces with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.segment_id,
    seg.code as segment,
    coalesce(nullif(t.kinematics, ''), nullif(seg.kinematics, 'unknown'), f.kinematics) as kinematics,
    code_kinematics.zh as kinematics_zh,
    code_kinematics.en as kinematics_en,
    coalesce(nullif(t.latest_activity, ''), nullif(seg.latest_activity, 'undetermined'), f.latest_activity) as latest_activity,
    code_latest_activity.zh as latest_activity_zh,
    code_latest_activity.en as latest_activity_en,
    t.exposure,
    code_exposure.zh as exposure_zh,
    code_exposure.en as exposure_en,
    t.accuracy,
    code_accuracy.zh as accuracy_zh,
    code_accuracy.en as accuracy_en,
    t.location_error_m,
    t.confidence,
    code_confidence.zh as confidence_zh,
    code_confidence.en as confidence_en,
    t.stretches,
    t.hanging_wall,
    code_hanging_wall.zh as hanging_wall_zh,
    code_hanging_wall.en as hanging_wall_en,
    t.upthrown,
    code_upthrown.zh as upthrown_zh,
    code_upthrown.en as upthrown_en,
    (t.dip_direction ->> 'best')::float8 as dip_direction_best,
    (t.dip_direction ->> 'low')::float8 as dip_direction_low,
    (t.dip_direction ->> 'high')::float8 as dip_direction_high,
    faultgis.estimate_text(t.dip_direction) as dip_direction_text,
    (t.dip ->> 'best')::float8 as dip_best,
    (t.dip ->> 'low')::float8 as dip_low,
    (t.dip ->> 'high')::float8 as dip_high,
    faultgis.estimate_text(t.dip) as dip_text,
    t.mapping_scale,
    t.evidence,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by,
    st_length(t.geometry::geography) / 1000 as length_km
from faultgis.trace t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.segment seg on seg.id = t.segment_id
left join faultgis.fault f on f.id = coalesce(t.fault_id, seg.fault_id)
left join faultgis.code_value code_kinematics
    on code_kinematics.list = 'kinematics' and code_kinematics.code = coalesce(nullif(t.kinematics, ''), nullif(seg.kinematics, 'unknown'), f.kinematics)
left join faultgis.code_value code_latest_activity
    on code_latest_activity.list = 'latest_activity' and code_latest_activity.code = coalesce(nullif(t.latest_activity, ''), nullif(seg.latest_activity, 'undetermined'), f.latest_activity)
left join faultgis.code_value code_exposure
    on code_exposure.list = 'exposure' and code_exposure.code = t.exposure
left join faultgis.code_value code_accuracy
    on code_accuracy.list = 'accuracy' and code_accuracy.code = t.accuracy
left join faultgis.code_value code_confidence
    on code_confidence.list = 'confidence' and code_confidence.code = t.confidence
left join faultgis.code_value code_hanging_wall
    on code_hanging_wall.list = 'side' and code_hanging_wall.code = t.hanging_wall
left join faultgis.code_value code_upthrown
    on code_upthrown.list = 'side' and code_upthrown.code = t.upthrown;
comment on view faultgis.traces is '断层迹线（只读视图） | Traces, for reading';

create view faultgis.observation_points with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.trace_id,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.location_name,
    t.elevation_m,
    t.observed_on,
    t.observer,
    t.description,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.observation_point t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.code_value code_kind
    on code_kind.list = 'observation_kind' and code_kind.code = t.kind;
comment on view faultgis.observation_points is '观测点（只读视图） | Observation points, for reading';

create view faultgis.measurements with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.point_id,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.dip_direction,
    t.dip,
    t.trend,
    t.plunge,
    t.rake,
    t.sense,
    t.quality,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.measurement t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_kind
    on code_kind.list = 'measurement_kind' and code_kind.code = t.kind;
comment on view faultgis.measurements is '产状（只读视图） | Measurements, for reading';

create view faultgis.deformation_widths with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.trace_id,
    (t."left" ->> 'best')::float8 as left_best,
    (t."left" ->> 'low')::float8 as left_low,
    (t."left" ->> 'high')::float8 as left_high,
    faultgis.estimate_text(t."left") as left_text,
    (t."right" ->> 'best')::float8 as right_best,
    (t."right" ->> 'low')::float8 as right_low,
    (t."right" ->> 'high')::float8 as right_high,
    faultgis.estimate_text(t."right") as right_text,
    t.method,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.deformation_width t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id;
comment on view faultgis.deformation_widths is '变形带宽度（只读视图） | Deformation widths, for reading';

create view faultgis.offset_markers with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.trace_id,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.component,
    code_component.zh as component_zh,
    code_component.en as component_en,
    (t."offset" ->> 'best')::float8 as offset_best,
    (t."offset" ->> 'low')::float8 as offset_low,
    (t."offset" ->> 'high')::float8 as offset_high,
    faultgis.estimate_text(t."offset") as offset_text,
    t.quality,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.offset_marker t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.code_value code_kind
    on code_kind.list = 'marker_kind' and code_kind.code = t.kind
left join faultgis.code_value code_component
    on code_component.list = 'offset_component' and code_component.code = t.component;
comment on view faultgis.offset_markers is '位错标志（只读视图） | Offset markers, for reading';

create view faultgis.piercing_lines with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.marker_id,
    t.side,
    code_side.zh as side_zh,
    code_side.en as side_en,
    t.position,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.piercing_line t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_side
    on code_side.list = 'side' and code_side.code = t.side;
comment on view faultgis.piercing_lines is '对应线（只读视图） | Piercing lines, for reading';

create view faultgis.surface_ruptures with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.name,
    t.date_text,
    t.year,
    t.month,
    t.day,
    (t.magnitude ->> 'best')::float8 as magnitude_best,
    (t.magnitude ->> 'low')::float8 as magnitude_low,
    (t.magnitude ->> 'high')::float8 as magnitude_high,
    faultgis.estimate_text(t.magnitude) as magnitude_text,
    (t.length ->> 'best')::float8 as length_best,
    (t.length ->> 'low')::float8 as length_low,
    (t.length ->> 'high')::float8 as length_high,
    faultgis.estimate_text(t.length) as length_text,
    (t.horizontal_slip ->> 'best')::float8 as horizontal_slip_best,
    (t.horizontal_slip ->> 'low')::float8 as horizontal_slip_low,
    (t.horizontal_slip ->> 'high')::float8 as horizontal_slip_high,
    faultgis.estimate_text(t.horizontal_slip) as horizontal_slip_text,
    (t.vertical_slip ->> 'best')::float8 as vertical_slip_best,
    (t.vertical_slip ->> 'low')::float8 as vertical_slip_low,
    (t.vertical_slip ->> 'high')::float8 as vertical_slip_high,
    faultgis.estimate_text(t.vertical_slip) as vertical_slip_text,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.surface_rupture t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id;
comment on view faultgis.surface_ruptures is '地表破裂（只读视图） | Surface ruptures, for reading';

create view faultgis.media_files with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.path,
    t.sha256,
    t.owner_kind,
    t.owner_id,
    t.taken_at,
    t.azimuth,
    t.caption,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.media t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_kind
    on code_kind.list = 'media_kind' and code_kind.code = t.kind;
comment on view faultgis.media_files is '影像与文件（只读视图） | Media files, for reading';

create view faultgis.sheets with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.sheet,
    t.scale,
    t.state,
    code_state.zh as state_zh,
    code_state.en as state_en,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.sheet_state t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_state
    on code_state.list = 'sheet_state' and code_state.code = t.state;
comment on view faultgis.sheets is '图幅（只读视图） | Sheets, for reading';

do $$
declare
    part record;
    told text;
begin
    -- What a table's column says, its column in the view says too.
    for part in
        select v.oid as view, a.attname as name, a.attnum as number, t.oid as base
        from (values ('surveys', 'survey'),
            ('fault_zones', 'fault_zone'),
            ('faults', 'fault'),
            ('segments', 'segment'),
            ('traces', 'trace'),
            ('observation_points', 'observation_point'),
            ('measurements', 'measurement'),
            ('deformation_widths', 'deformation_width'),
            ('offset_markers', 'offset_marker'),
            ('piercing_lines', 'piercing_line'),
            ('surface_ruptures', 'surface_rupture'),
            ('media_files', 'media'),
            ('sheets', 'sheet_state')) as pair(view_name, table_name)
        join pg_class v on v.relname = view_name and v.relnamespace = 'faultgis'::regnamespace
        join pg_class t on t.relname = table_name and t.relnamespace = 'faultgis'::regnamespace
        join pg_attribute a on a.attrelid = v.oid and a.attnum > 0
    loop
        select case
                when b.attname = part.name then d
                when part.name = b.attname || '_best' then replace(d, ' | ', '：最佳值 | ') || ': best value'
                when part.name = b.attname || '_low' then replace(d, ' | ', '：低值 | ') || ': low value'
                when part.name = b.attname || '_high' then replace(d, ' | ', '：高值 | ') || ': high value'
                when part.name = b.attname || '_text' then replace(d, ' | ', '：文字 | ') || ': as text'
                when part.name = b.attname || '_zh' then replace(d, ' | ', '：中文 | ') || ': in Chinese'
                when part.name = b.attname || '_en' then replace(d, ' | ', '：英文 | ') || ': in English'
            end into told
        from pg_attribute b cross join lateral col_description(part.base, b.attnum) d
        where b.attrelid = part.base and b.attnum > 0 and part.name in (b.attname, b.attname || '_best',
            b.attname || '_low', b.attname || '_high', b.attname || '_text', b.attname || '_zh', b.attname || '_en')
        order by length(b.attname) desc limit 1;
        told := coalesce(told, case part.name
            when 'survey' then '项目编号 | Code of the survey'
            when 'fault' then '断层编号 | Code of the fault'
            when 'fault_zh' then '断层中文名 | Name of the fault in Chinese'
            when 'fault_en' then '断层英文名 | Name of the fault in English'
            when 'segment' then '分段编号 | Code of the segment'
            when 'zone_zh' then '断裂带中文名 | Name of the zone in Chinese'
            when 'length_km' then '椭球面长度（千米） | Length on the ellipsoid in kilometres'
        end);
        execute format('comment on column %s.%I is %L', part.view::regclass, part.name, told);
    end loop;
end
$$;

grant select on faultgis.surveys, faultgis.fault_zones, faultgis.faults, faultgis.segments, faultgis.traces, faultgis.observation_points, faultgis.measurements, faultgis.deformation_widths, faultgis.offset_markers, faultgis.piercing_lines, faultgis.surface_ruptures, faultgis.media_files, faultgis.sheets
    to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;
