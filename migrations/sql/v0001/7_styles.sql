-- Where QGIS looks for the styles of a database's layers. It belongs to QGIS: if it is there, it is only filled.

do $$
begin
    if to_regclass('public.layer_styles') is null then
        create table public.layer_styles (
            id serial primary key,
            f_table_catalog varchar,
            f_table_schema varchar,
            f_table_name varchar,
            f_geometry_column varchar,
            stylename text,
            styleqml xml,
            stylesld xml,
            useasdefault boolean,
            description text,
            owner varchar(63) default current_user,
            ui xml,
            update_time timestamp default current_timestamp,
            type varchar
        );
        comment on table public.layer_styles is 'QGIS 图层样式 | Styles of layers in QGIS';
        grant select on public.layer_styles to faultgis_viewer, faultgis_planner, faultgis_geologist,
            faultgis_reviewer, faultgis_clerk, faultgis_administrator;
        grant insert, update, delete on public.layer_styles to faultgis_geologist, faultgis_administrator;
        grant usage on sequence public.layer_styles_id_seq to faultgis_geologist, faultgis_administrator;
    end if;
exception
    when insufficient_privilege then
        raise notice 'no table layer_styles: % may not create tables in the schema public', current_user;
end
$$;
