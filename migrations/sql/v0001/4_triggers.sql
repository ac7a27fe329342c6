
-- The triggers of each table, and the table as it stood at a data version.

create trigger a_open before insert or update or delete on faultgis.survey
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.survey
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.survey referencing new table as new_rows
    for each statement execute function faultgis.after_change('id', 'secrecy', '');
create trigger z_after_update after update on faultgis.survey referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.survey referencing old table as old_rows
    for each statement execute function faultgis.after_change('id', 'secrecy', '');

create function faultgis.survey_at(at_revision bigint) returns setof faultgis.survey
language sql stable
as $$
    select * from faultgis.survey where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.survey, h.old_row) past
    where h.kind = 'survey' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.survey_at(bigint) is 'survey 在某数据版本时的状态 | survey as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.fault_zone
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.fault_zone
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.fault_zone referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.fault_zone referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.fault_zone referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.fault_zone_at(at_revision bigint) returns setof faultgis.fault_zone
language sql stable
as $$
    select * from faultgis.fault_zone where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.fault_zone, h.old_row) past
    where h.kind = 'fault_zone' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.fault_zone_at(bigint) is 'fault_zone 在某数据版本时的状态 | fault_zone as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.fault
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.fault
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.fault referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity');
create trigger z_after_update after update on faultgis.fault referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity');
create trigger z_after_delete after delete on faultgis.fault referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity');

create function faultgis.fault_at(at_revision bigint) returns setof faultgis.fault
language sql stable
as $$
    select * from faultgis.fault where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.fault, h.old_row) past
    where h.kind = 'fault' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.fault_at(bigint) is 'fault 在某数据版本时的状态 | fault as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.segment
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.segment
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.segment referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity');
create trigger z_after_update after update on faultgis.segment referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity');
create trigger z_after_delete after delete on faultgis.segment referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity');

create function faultgis.segment_at(at_revision bigint) returns setof faultgis.segment
language sql stable
as $$
    select * from faultgis.segment where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.segment, h.old_row) past
    where h.kind = 'segment' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.segment_at(bigint) is 'segment 在某数据版本时的状态 | segment as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.trace
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.trace
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.trace referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity', 'exposure', 'exposure', 'accuracy', 'accuracy', 'confidence', 'confidence', 'hanging_wall', 'side', 'upthrown', 'side');
create trigger z_after_update after update on faultgis.trace referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity', 'exposure', 'exposure', 'accuracy', 'accuracy', 'confidence', 'confidence', 'hanging_wall', 'side', 'upthrown', 'side');
create trigger z_after_delete after delete on faultgis.trace referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kinematics', 'kinematics', 'latest_activity', 'latest_activity', 'exposure', 'exposure', 'accuracy', 'accuracy', 'confidence', 'confidence', 'hanging_wall', 'side', 'upthrown', 'side');

create function faultgis.trace_at(at_revision bigint) returns setof faultgis.trace
language sql stable
as $$
    select * from faultgis.trace where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.trace, h.old_row) past
    where h.kind = 'trace' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.trace_at(bigint) is 'trace 在某数据版本时的状态 | trace as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.observation_point
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.observation_point
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.observation_point referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'observation_kind');
create trigger z_after_update after update on faultgis.observation_point referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'observation_kind');
create trigger z_after_delete after delete on faultgis.observation_point referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'observation_kind');

create function faultgis.observation_point_at(at_revision bigint) returns setof faultgis.observation_point
language sql stable
as $$
    select * from faultgis.observation_point where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.observation_point, h.old_row) past
    where h.kind = 'observation_point' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.observation_point_at(bigint) is 'observation_point 在某数据版本时的状态 | observation_point as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.measurement
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.measurement
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.measurement referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'measurement_kind');
create trigger z_after_update after update on faultgis.measurement referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'measurement_kind');
create trigger z_after_delete after delete on faultgis.measurement referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'measurement_kind');

create function faultgis.measurement_at(at_revision bigint) returns setof faultgis.measurement
language sql stable
as $$
    select * from faultgis.measurement where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.measurement, h.old_row) past
    where h.kind = 'measurement' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.measurement_at(bigint) is 'measurement 在某数据版本时的状态 | measurement as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.deformation_width
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.deformation_width
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.deformation_width referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.deformation_width referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.deformation_width referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.deformation_width_at(at_revision bigint) returns setof faultgis.deformation_width
language sql stable
as $$
    select * from faultgis.deformation_width where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.deformation_width, h.old_row) past
    where h.kind = 'deformation_width' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.deformation_width_at(bigint) is 'deformation_width 在某数据版本时的状态 | deformation_width as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.offset_marker
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.offset_marker
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.offset_marker referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'marker_kind', 'component', 'offset_component');
create trigger z_after_update after update on faultgis.offset_marker referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'marker_kind', 'component', 'offset_component');
create trigger z_after_delete after delete on faultgis.offset_marker referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'marker_kind', 'component', 'offset_component');

create function faultgis.offset_marker_at(at_revision bigint) returns setof faultgis.offset_marker
language sql stable
as $$
    select * from faultgis.offset_marker where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.offset_marker, h.old_row) past
    where h.kind = 'offset_marker' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.offset_marker_at(bigint) is 'offset_marker 在某数据版本时的状态 | offset_marker as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.piercing_line
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.piercing_line
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.piercing_line referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'side', 'side');
create trigger z_after_update after update on faultgis.piercing_line referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'side', 'side');
create trigger z_after_delete after delete on faultgis.piercing_line referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'side', 'side');

create function faultgis.piercing_line_at(at_revision bigint) returns setof faultgis.piercing_line
language sql stable
as $$
    select * from faultgis.piercing_line where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.piercing_line, h.old_row) past
    where h.kind = 'piercing_line' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.piercing_line_at(bigint) is 'piercing_line 在某数据版本时的状态 | piercing_line as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.surface_rupture
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.surface_rupture
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.surface_rupture referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.surface_rupture referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.surface_rupture referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.surface_rupture_at(at_revision bigint) returns setof faultgis.surface_rupture
language sql stable
as $$
    select * from faultgis.surface_rupture where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.surface_rupture, h.old_row) past
    where h.kind = 'surface_rupture' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.surface_rupture_at(bigint) is 'surface_rupture 在某数据版本时的状态 | surface_rupture as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.media
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.media
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.media referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'media_kind');
create trigger z_after_update after update on faultgis.media referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'media_kind');
create trigger z_after_delete after delete on faultgis.media referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'media_kind');

create function faultgis.media_at(at_revision bigint) returns setof faultgis.media
language sql stable
as $$
    select * from faultgis.media where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.media, h.old_row) past
    where h.kind = 'media' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.media_at(bigint) is 'media 在某数据版本时的状态 | media as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.sheet_state
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.sheet_state
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.sheet_state referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'state', 'sheet_state');
create trigger z_after_update after update on faultgis.sheet_state referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'state', 'sheet_state');
create trigger z_after_delete after delete on faultgis.sheet_state referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'state', 'sheet_state');

create function faultgis.sheet_state_at(at_revision bigint) returns setof faultgis.sheet_state
language sql stable
as $$
    select * from faultgis.sheet_state where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.sheet_state, h.old_row) past
    where h.kind = 'sheet_state' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.sheet_state_at(bigint) is 'sheet_state 在某数据版本时的状态 | sheet_state as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.import_batch
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.import_batch
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.import_batch referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', '', '');
create trigger z_after_update after update on faultgis.import_batch referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', '', '');
create trigger z_after_delete after delete on faultgis.import_batch referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', '', '');

create trigger z_keep after update or delete on faultgis.code_list
    for each row execute function faultgis.keep_old_row('name');
create trigger z_keep after update or delete on faultgis.code_value
    for each row execute function faultgis.keep_old_row('list', 'code');
create trigger z_keep after update or delete on faultgis.user_clearance
    for each row execute function faultgis.keep_old_row('login');
