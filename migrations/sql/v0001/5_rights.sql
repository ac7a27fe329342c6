-- Who may see and write what. It holds for every client, QGIS and psql included.

do $$
declare
    wanted text;
begin
    foreach wanted in array array['faultgis_viewer', 'faultgis_planner', 'faultgis_geologist',
        'faultgis_reviewer', 'faultgis_clerk', 'faultgis_administrator']
    loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin', wanted);
            exception
                when duplicate_object or unique_violation then null;
                when insufficient_privilege then
                    raise exception 'role % is missing and may not be created by %', wanted, current_user using
                        errcode = 'insufficient_privilege',
                        hint = format('An administrator of the server runs: create role %I nologin;', wanted);
            end;
        end if;
    end loop;
end
$$;

comment on table faultgis.alembic_version is '数据库结构版本 | Version of the schema';
comment on column faultgis.alembic_version.version_num is '版本 | Version';

create function faultgis.clearance() returns smallint
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select coalesce((select level from faultgis.user_clearance where login = session_user), 0::smallint) $$;
comment on function faultgis.clearance() is '当前登录可见的最高密级 | Highest secrecy level this login may see';

grant usage on schema faultgis to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer,
    faultgis_clerk, faultgis_administrator;
grant select on faultgis.alembic_version, faultgis.code_list, faultgis.code_value to faultgis_viewer, faultgis_planner, faultgis_geologist,
    faultgis_reviewer, faultgis_clerk, faultgis_administrator;
grant select (number, made_at) on faultgis.revision to faultgis_viewer, faultgis_planner;
grant select on faultgis.revision, faultgis.history to faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;
grant insert, update, delete on faultgis.code_list, faultgis.code_value to faultgis_clerk, faultgis_administrator;
grant select, insert, update, delete on faultgis.user_clearance to faultgis_administrator;

-- The functions that write on the owner's behalf are for triggers and for saves.
revoke execute on function faultgis.draw_revision(), faultgis.clearance() from public;
grant execute on function faultgis.clearance() to faultgis_viewer, faultgis_planner, faultgis_geologist,
    faultgis_reviewer, faultgis_clerk, faultgis_administrator;
grant execute on function faultgis.draw_revision() to faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

do $$
declare
    of_record text;
    visible text;
begin
    foreach of_record in array array['survey', 'fault_zone', 'fault', 'segment', 'trace', 'observation_point',
        'measurement', 'deformation_width', 'offset_marker', 'piercing_line', 'surface_rupture', 'media',
        'sheet_state']
    loop
        visible := 'secrecy <= (select faultgis.clearance())';
        if of_record <> 'survey' then
            visible := visible || ' and survey_id in (select id from faultgis.survey)';
        end if;
        execute format('alter table faultgis.%I enable row level security', of_record);
        execute format('grant select on faultgis.%I to faultgis_viewer, faultgis_planner, faultgis_geologist,
            faultgis_reviewer, faultgis_clerk, faultgis_administrator', of_record);
        execute format('grant insert, update on faultgis.%I to faultgis_geologist, faultgis_clerk,
            faultgis_administrator', of_record);
        execute format('grant update on faultgis.%I to faultgis_reviewer', of_record);
        execute format('grant delete on faultgis.%I to faultgis_geologist, faultgis_administrator', of_record);

        execute format('create policy read_published on faultgis.%I for select
            to faultgis_viewer, faultgis_planner using (publication = ''published'' and %s)', of_record, visible);
        execute format('create policy read_all on faultgis.%I for select
            to faultgis_geologist, faultgis_reviewer, faultgis_clerk, faultgis_administrator
            using (%s)', of_record, visible);
        execute format('create policy add on faultgis.%I for insert to faultgis_geologist, faultgis_clerk
            with check (publication <> ''published'' and %s)', of_record, visible);
        execute format('create policy change on faultgis.%1$I for update to faultgis_geologist, faultgis_clerk
            using (publication <> ''published'' and %2$s) with check (publication <> ''published'' and %2$s)',
            of_record, visible);
        execute format('create policy remove on faultgis.%I for delete to faultgis_geologist
            using (publication <> ''published'' and %s)', of_record, visible);
        execute format('create policy review on faultgis.%1$I for update to faultgis_reviewer
            using (%2$s) with check (%2$s)', of_record, visible);
        execute format('create policy administer on faultgis.%1$I for all to faultgis_administrator
            using (%2$s) with check (%2$s)', of_record, visible);
    end loop;

    foreach of_record in array array['import_batch', 'import_rejection']
    loop
        visible := 'survey_id in (select id from faultgis.survey)';
        execute format('alter table faultgis.%I enable row level security', of_record);
        execute format('grant select on faultgis.%I to faultgis_geologist, faultgis_reviewer, faultgis_clerk,
            faultgis_administrator', of_record);
        execute format('grant insert, update, delete on faultgis.%I to faultgis_geologist, faultgis_clerk,
            faultgis_administrator', of_record);
        execute format('create policy read_all on faultgis.%I for select to faultgis_geologist,
            faultgis_reviewer, faultgis_clerk, faultgis_administrator using (%s)', of_record, visible);
        execute format('create policy work on faultgis.%1$I for all to faultgis_geologist, faultgis_clerk,
            faultgis_administrator using (%2$s) with check (%2$s)', of_record, visible);
    end loop;
end
$$;

alter table faultgis.history enable row level security;
create policy read_all on faultgis.history for select
    to faultgis_geologist, faultgis_reviewer, faultgis_clerk, faultgis_administrator
    using (secrecy <= (select faultgis.clearance())
        and (kind <> 'user_clearance' or pg_has_role(session_user, 'faultgis_administrator', 'member')));
