-- A planner makes the answer of a certificate again: of its survey's past only what was published when it was
-- issued, and only that one data version. The history itself stays closed to planners.

create function faultgis.certified_rows(of_kind anyelement, certificate_id uuid) returns setof anyelement
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
    kind text := split_part(pg_typeof(of_kind)::text, '.', 2);
    cleared smallint := faultgis.clearance();
    issued record;
begin
    if kind not in ('survey', 'fault', 'segment', 'trace', 'deformation_width', 'deformation_zone', 'buried_point',
        'sheet_state', 'recurrence', 'surface_rupture') then
        raise exception 'no certificate rests on %', kind using errcode = 'insufficient_privilege';
    end if;
    select c.survey_id, c.data_version, c.question -> 'seen' as seen into issued
    from faultgis.certificate c join faultgis.survey s on s.id = c.survey_id
    where c.id = certificate_id and c.secrecy <= cleared and s.secrecy <= cleared and s.publication = 'published';
    if not found then
        raise exception 'no such certificate' using errcode = 'insufficient_privilege';
    end if;
    if issued.seen ->> 'publication' is distinct from 'published' then
        raise exception 'the certificate rests on data that are not published' using
            errcode = 'insufficient_privilege';
    end if;
    return query execute format(
        'select t.* from faultgis.%1$I t
         where t.%2$I = $1 and t.revision <= $2 and t.publication = ''published'' and t.secrecy <= $3
         union all
         select past.* from faultgis.history h
         cross join lateral jsonb_populate_record(null::faultgis.%1$I, h.old_row) past
         where h.kind = %1$L and h.survey_id = $1 and h.made_revision <= $2 and h.revision > $2
            and past.publication = ''published'' and greatest(h.secrecy, past.secrecy) <= $3',
        kind, case when kind = 'survey' then 'id' else 'survey_id' end)
    using issued.survey_id, issued.data_version, least(cleared, (issued.seen ->> 'secrecy')::smallint);
end
$$;
comment on function faultgis.certified_rows(anyelement, uuid) is
    '意见书所依据数据版本中已发布的记录 | The published records of the data version that a certificate rests on';

revoke execute on function faultgis.certified_rows(anyelement, uuid) from public;
grant execute on function faultgis.certified_rows(anyelement, uuid) to faultgis_planner;
