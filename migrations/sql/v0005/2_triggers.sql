-- Stamps, history and notes of the new tables, and their past.

create trigger a_open before insert or update or delete on faultgis.deformation_zone
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.deformation_zone
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.deformation_zone referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'deformation_zone_kind');
create trigger z_after_update after update on faultgis.deformation_zone referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'deformation_zone_kind');
create trigger z_after_delete after delete on faultgis.deformation_zone referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'deformation_zone_kind');

create function faultgis.deformation_zone_at(at_revision bigint) returns setof faultgis.deformation_zone
language sql stable
as $$
    select * from faultgis.deformation_zone where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.deformation_zone, h.old_row) past
    where h.kind = 'deformation_zone' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.deformation_zone_at(bigint) is 'deformation_zone 在某数据版本时的状态 | deformation_zone as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.buried_point
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.buried_point
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.buried_point referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'method', 'buried_method', 'kinematics', 'kinematics');
create trigger z_after_update after update on faultgis.buried_point referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'method', 'buried_method', 'kinematics', 'kinematics');
create trigger z_after_delete after delete on faultgis.buried_point referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'method', 'buried_method', 'kinematics', 'kinematics');

create function faultgis.buried_point_at(at_revision bigint) returns setof faultgis.buried_point
language sql stable
as $$
    select * from faultgis.buried_point where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.buried_point, h.old_row) past
    where h.kind = 'buried_point' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.buried_point_at(bigint) is 'buried_point 在某数据版本时的状态 | buried_point as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.template_row
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.template_row
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.template_row referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.template_row referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.template_row referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.template_row_at(at_revision bigint) returns setof faultgis.template_row
language sql stable
as $$
    select * from faultgis.template_row where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.template_row, h.old_row) past
    where h.kind = 'template_row' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.template_row_at(bigint) is 'template_row 在某数据版本时的状态 | template_row as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.waiver
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.waiver
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.waiver referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.waiver referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.waiver referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.waiver_at(at_revision bigint) returns setof faultgis.waiver
language sql stable
as $$
    select * from faultgis.waiver where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.waiver, h.old_row) past
    where h.kind = 'waiver' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.waiver_at(bigint) is 'waiver 在某数据版本时的状态 | waiver as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.delivery
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.delivery
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.delivery referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.delivery referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.delivery referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.delivery_at(at_revision bigint) returns setof faultgis.delivery
language sql stable
as $$
    select * from faultgis.delivery where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.delivery, h.old_row) past
    where h.kind = 'delivery' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.delivery_at(bigint) is 'delivery 在某数据版本时的状态 | delivery as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.rejection
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.rejection
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.rejection referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'state', 'rejection_state');
create trigger z_after_update after update on faultgis.rejection referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'state', 'rejection_state');
create trigger z_after_delete after delete on faultgis.rejection referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'state', 'rejection_state');

create function faultgis.rejection_at(at_revision bigint) returns setof faultgis.rejection
language sql stable
as $$
    select * from faultgis.rejection where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.rejection, h.old_row) past
    where h.kind = 'rejection' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.rejection_at(bigint) is 'rejection 在某数据版本时的状态 | rejection as it stood at a data version';
