-- Who, when and why: data versions in commit order, row stamps, history, and the note to open clients.

create sequence faultgis.revision_number as bigint owned by faultgis.revision.number;

create function faultgis.actor() returns text
language sql stable
as $$ select coalesce(nullif(current_setting('faultgis.user', true), ''), session_user) $$;
comment on function faultgis.actor() is '当前用户 | Who works: what the program says, else the login';

create function faultgis.draw_revision() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    drawn bigint;
begin
    -- The transaction number alone does not do: after a restore into a new server it comes again.
    select number into drawn from faultgis.revision
    where transaction = pg_current_xact_id()::text::bigint and began_at = transaction_timestamp();
    if not found then
        -- Held until commit, so that numbers become visible in their order.
        perform pg_advisory_xact_lock(x'4661756c74474953'::bigint);
        drawn := nextval('faultgis.revision_number');
        insert into faultgis.revision (number, made_at, made_by, login, reason, transaction, began_at)
        values (drawn, clock_timestamp(), faultgis.actor(), session_user,
            coalesce(current_setting('faultgis.reason', true), ''),
            pg_current_xact_id()::text::bigint, transaction_timestamp());
    end if;
    perform set_config('faultgis.revision', drawn::text, true);
    return drawn;
end
$$;
comment on function faultgis.draw_revision() is
    '取得本事务的数据版本 | The data version of this transaction, drawn when first asked for';

create function faultgis.open_revision() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    -- Before any row is locked: whoever writes waits for the other writer first and for rows never after.
    perform faultgis.draw_revision();
    return null;
end
$$;
comment on function faultgis.open_revision() is
    '写入前取得数据版本 | Draws the data version before a statement writes';

-- Called for every row, so without a search path of its own, which would cost more than the rest; hence the
-- full names: nobody is to slip in a clock of theirs.
create function faultgis.stamp_row() returns trigger
language plpgsql
as $$
begin
    new.revision := pg_catalog.current_setting('faultgis.revision');
    new.updated_at := pg_catalog.now();
    new.updated_by := coalesce(nullif(pg_catalog.current_setting('faultgis.user', true), ''), session_user);
    if tg_op operator(pg_catalog.=) 'INSERT' then
        new.row_version := 1;
        new.created_at := new.updated_at;
        new.created_by := new.updated_by;
    else
        new.id := old.id;
        new.row_version := old.row_version operator(pg_catalog.+) 1;
        new.created_at := old.created_at;
        new.created_by := old.created_by;
    end if;
    return new;
end
$$;
comment on function faultgis.stamp_row() is '写入行版本与修改人 | Stamps a row with its version, who and when';

-- One function after each statement. Transition tables are visible only in the trigger function itself, so
-- the parts that differ by table come as arguments: the column of the survey's key, the columns that a row's
-- history keeps in another form, and pairs of column and code list.

create function faultgis.after_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    survey_column text := tg_argv[0];
    secrecy_column text := tg_argv[1];
    geometry_column text := tg_argv[2];
    rows_of text := case when tg_op = 'DELETE' then 'old_rows' else 'new_rows' end;
    coded text := '';
    codes text := '';
    drawn bigint;
    told record;
    note record;
begin
    execute format('select exists (select from %I) as any_row', rows_of) into told;
    if not told.any_row then
        return null;
    end if;
    drawn := faultgis.draw_revision();

    -- One pass over the rows, however many: they are grouped by all that has to be looked at.
    if tg_op <> 'DELETE' then
        for i in 3 .. tg_nargs - 2 by 2 loop
            coded := coded || format(', %I', tg_argv[i]);
            codes := codes || format('%s(%L, %L, %I)', case when codes = '' then '' else ', ' end,
                tg_argv[i], tg_argv[i + 1], tg_argv[i]);
        end loop;
    end if;
    execute format(
        'with used as materialized (
            select %1$I as survey_id, revision %2$s, count(*) as amount from %3$I group by 1, 2 %2$s)
        select (select bool_or(revision is distinct from $1) from used) as forged,
            (select sum(amount)::bigint from used) as amount,
            (select array_agg(distinct survey_id) from used) as surveys,
            %4$s as wrong',
        survey_column, coded, rows_of,
        case when codes = '' then 'null::text[]' else format(
            '(select array[given.name, given.list, given.code]
             from used cross join lateral (values %s) as given(name, list, code)
             where given.code <> ''''
                and exists (select from faultgis.code_list l where l.name = given.list)
                and not exists (select from faultgis.code_value v
                    where v.list = given.list and v.code = given.code)
             limit 1)', codes) end) into told using drawn;
    if tg_op <> 'DELETE' and told.forged then
        raise exception 'the data version is drawn by the database' using errcode = 'insufficient_privilege';
    end if;
    if told.wrong is not null then
        raise exception 'unknown code % in column % (list %)', told.wrong[3], told.wrong[1], told.wrong[2] using
            errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name,
            column = told.wrong[1], constraint = 'code_known', detail = told.wrong[3];
    end if;

    if tg_op <> 'INSERT' then
        execute format(
            'insert into faultgis.history (kind, record_id, survey_id, operation, made_revision, revision,
                changed_at, changed_by, reason, secrecy, old_row)
             select $1, o.id, o.%I, $2, o.revision, r.number, r.made_at, r.made_by, r.reason, %s, to_jsonb(o) %s
             from old_rows o cross join faultgis.revision r where r.number = $3',
            survey_column,
            case when secrecy_column = '' then '0' else format('o.%I', secrecy_column) end,
            case when geometry_column = '' then ''
                else format('|| jsonb_build_object(%1$L, o.%1$I::text)', geometry_column) end)
        using tg_table_name, lower(tg_op), drawn;
    end if;
    if tg_op = 'UPDATE' and secrecy_column <> '' then
        -- What became secret is secret in its past, too.
        execute format(
            'update faultgis.history h set secrecy = n.%1$I
             from new_rows n join old_rows o on o.id = n.id and n.%1$I > o.%1$I
             where h.record_id = n.id and h.secrecy < n.%1$I', secrecy_column);
    end if;

    for note in execute case
        when told.amount <= 100 then format(
            'select %I as survey_id, count(*) as amount, jsonb_agg(id) as ids from %I group by 1',
            survey_column, rows_of)
        when cardinality(told.surveys) = 1 then 'select $1[1] as survey_id, $2 as amount, null::jsonb as ids'
        else format('select %I as survey_id, count(*) as amount, null::jsonb as ids from %I group by 1',
            survey_column, rows_of)
        end using told.surveys, told.amount
    loop
        perform pg_notify('faultgis_changed', jsonb_build_object(
            'revision', drawn, 'survey', note.survey_id, 'kind', tg_table_name, 'operation', lower(tg_op),
            'count', note.amount, 'ids', note.ids,
            'session', left(coalesce(current_setting('faultgis.session', true), ''), 100))::text);
    end loop;
    return null;
end
$$;
comment on function faultgis.after_change() is
    '记录历史并通知其他用户 | Keeps the rows as they were and tells the other clients';

create function faultgis.keep_old_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    -- For the tables whose keys are words: code lists and clearances.
    insert into faultgis.history (kind, record_key, operation, made_revision, revision, changed_by, reason, old_row)
    values (tg_table_name,
        (select string_agg(to_jsonb(old) ->> part, '/') from unnest(tg_argv) as part),
        lower(tg_op), 0, faultgis.draw_revision(), faultgis.actor(),
        coalesce(current_setting('faultgis.reason', true), ''), to_jsonb(old));
    return null;
end
$$;
comment on function faultgis.keep_old_row() is '记录旧行 | Keeps a row as it was';

create function faultgis.revision_at(moment timestamptz) returns bigint
language sql stable
as $$ select coalesce(max(number), 0) from faultgis.revision where made_at <= moment $$;
comment on function faultgis.revision_at(timestamptz) is
    '某一时刻的数据版本 | The data version at a moment';
