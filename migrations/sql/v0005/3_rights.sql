-- Who may see and write them: as with all records.

do $$
declare
    of_record text;
    visible text;
begin
    foreach of_record in array array['deformation_zone', 'buried_point', 'template_row', 'waiver', 'delivery', 'rejection']
    loop
        visible := 'secrecy <= (select faultgis.clearance())'
            || ' and survey_id in (select id from faultgis.survey)';
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
end
$$;

-- Whoever waives answers for it by name; a clerk may take back what an import of the national package brought.
grant insert on faultgis.waiver to faultgis_reviewer;
create policy waive on faultgis.waiver for insert to faultgis_reviewer
    with check (secrecy <= (select faultgis.clearance()) and survey_id in (select id from faultgis.survey));
grant delete on faultgis.template_row, faultgis.waiver, faultgis.rejection to faultgis_clerk;
create policy take_back on faultgis.template_row for delete to faultgis_clerk
    using (publication <> 'published' and secrecy <= (select faultgis.clearance())
        and survey_id in (select id from faultgis.survey));
create policy take_back on faultgis.waiver for delete to faultgis_clerk
    using (secrecy <= (select faultgis.clearance()) and survey_id in (select id from faultgis.survey));
create policy take_back on faultgis.rejection for delete to faultgis_clerk
    using (secrecy <= (select faultgis.clearance()) and survey_id in (select id from faultgis.survey));
