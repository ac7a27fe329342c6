-- Stamps, history and notes of the new tables, and their past.

create trigger a_open before insert or update or delete on faultgis.certificate
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.certificate
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.certificate referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.certificate referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.certificate referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.certificate_at(at_revision bigint) returns setof faultgis.certificate
language sql stable
as $$
    select * from faultgis.certificate where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.certificate, h.old_row) past
    where h.kind = 'certificate' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.certificate_at(bigint) is 'certificate 在某数据版本时的状态 | certificate as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.site_query
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.site_query
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.site_query referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.site_query referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.site_query referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.site_query_at(at_revision bigint) returns setof faultgis.site_query
language sql stable
as $$
    select * from faultgis.site_query where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.site_query, h.old_row) past
    where h.kind = 'site_query' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.site_query_at(bigint) is 'site_query 在某数据版本时的状态 | site_query as it stood at a data version';
