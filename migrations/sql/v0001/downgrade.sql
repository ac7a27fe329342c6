do $$
declare
    item record;
begin
    for item in select relname, relkind from pg_class
        where relnamespace = 'faultgis'::regnamespace and relkind in ('v', 'r') and relname <> 'alembic_version'
    loop
        execute format('drop %s if exists faultgis.%I cascade',
            case item.relkind when 'v' then 'view' else 'table' end, item.relname);
    end loop;
    for item in select oid::regprocedure as signature from pg_proc where pronamespace = 'faultgis'::regnamespace
    loop
        execute format('drop function if exists %s cascade', item.signature);
    end loop;
    if to_regclass('public.layer_styles') is not null then
        delete from public.layer_styles where f_table_schema = 'faultgis' and stylename = 'FaultGIS';
    end if;
exception
    when insufficient_privilege then
        raise notice 'the styles of faultgis stay in public.layer_styles';
end
$$;
