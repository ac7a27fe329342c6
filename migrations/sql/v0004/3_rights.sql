-- Issued certificates and logged questions are added by whoever may ask, and changed by nobody but an
-- administrator.

do $$
declare
    of_record text;
    visible text;
begin
    foreach of_record in array array['certificate', 'site_query']
    loop
        visible := 'secrecy <= (select faultgis.clearance())'
            || ' and survey_id in (select id from faultgis.survey)';
        execute format('alter table faultgis.%I enable row level security', of_record);
        execute format('grant select, insert on faultgis.%I to faultgis_planner, faultgis_geologist,
            faultgis_reviewer, faultgis_clerk, faultgis_administrator', of_record);
        -- A viewer may ask for them and finds none: all kinds of a survey are read in one go.
        execute format('grant select on faultgis.%I to faultgis_viewer', of_record);
        execute format('grant update, delete on faultgis.%I to faultgis_administrator', of_record);
        execute format('create policy add on faultgis.%I for insert to faultgis_planner, faultgis_geologist,
            faultgis_reviewer, faultgis_clerk with check (%s)', of_record, visible);
        execute format('create policy administer on faultgis.%1$I for all to faultgis_administrator
            using (%2$s) with check (%2$s)', of_record, visible);
    end loop;
    execute format('create policy read_all on faultgis.certificate for select to faultgis_planner,
        faultgis_geologist, faultgis_reviewer, faultgis_clerk using (%s)', visible);
    execute format('create policy read_all on faultgis.site_query for select to faultgis_geologist,
        faultgis_reviewer, faultgis_clerk using (%s)', visible);
    -- A planner looks up the own questions only.
    execute format('create policy read_own on faultgis.site_query for select to faultgis_planner
        using (created_by = faultgis.actor() and %s)', visible);
end
$$;

-- Whoever writes draws a data version.
grant execute on function faultgis.draw_revision() to faultgis_planner;
grant select on faultgis.revision to faultgis_planner;
