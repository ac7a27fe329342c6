-- Stamps, history and notes of the new tables, and their past.

create trigger a_open before insert or update or delete on faultgis.local_grid
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.local_grid
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.local_grid referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.local_grid referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.local_grid referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.local_grid_at(at_revision bigint) returns setof faultgis.local_grid
language sql stable
as $$
    select * from faultgis.local_grid where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.local_grid, h.old_row) past
    where h.kind = 'local_grid' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.local_grid_at(bigint) is 'local_grid 在某数据版本时的状态 | local_grid as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.point_cloud
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.point_cloud
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.point_cloud referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.point_cloud referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.point_cloud referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.point_cloud_at(at_revision bigint) returns setof faultgis.point_cloud
language sql stable
as $$
    select * from faultgis.point_cloud where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.point_cloud, h.old_row) past
    where h.kind = 'point_cloud' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.point_cloud_at(bigint) is 'point_cloud 在某数据版本时的状态 | point_cloud as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.raster
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.raster
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.raster referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'raster_kind');
create trigger z_after_update after update on faultgis.raster referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'raster_kind');
create trigger z_after_delete after delete on faultgis.raster referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'kind', 'raster_kind');

create function faultgis.raster_at(at_revision bigint) returns setof faultgis.raster
language sql stable
as $$
    select * from faultgis.raster where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.raster, h.old_row) past
    where h.kind = 'raster' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.raster_at(bigint) is 'raster 在某数据版本时的状态 | raster as it stood at a data version';
