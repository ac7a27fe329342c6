-- What the tables need before they exist: keys, and what a valid estimate is.

create function faultgis.new_id() returns uuid
language sql volatile parallel safe
as $$
    -- UUID version 7 (RFC 9562): 48 bits of Unix milliseconds over a random UUID, version bits raised from 4 to 7.
    select encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6),
            52, 1), 53, 1),
        'hex')::uuid
$$;
comment on function faultgis.new_id() is '新主键（UUIDv7） | A new key (UUID version 7)';

create function faultgis.valid_estimate(value jsonb) returns boolean
language plpgsql immutable strict parallel safe
as $$
declare
    low numeric;
    best numeric;
    high numeric;
begin
    if jsonb_typeof(value) <> 'object' or exists (
        select from jsonb_each(value) as part(key, given)
        where case
            when key in ('low', 'best', 'high') then jsonb_typeof(given) not in ('number', 'null')
            when key = 'unit' then given #>> '{}' not in ('deg', 'm', 'km', 'mm/a', 'ka', 'a', 'Mw', 'M')
            when key = 'range' then given #>> '{}' not in ('min_max', '68', '95', 'unstated')
            when key = 'basis' then given #>> '{}' not in ('measured', 'derived', 'default')
            when key = 'distribution'
                then given #>> '{}' not in ('unstated', 'normal', 'uniform', 'triangle', 'lognormal')
            when key = 'source_date' then given #>> '{}' !~ '^\d{4}-\d\d-\d\d$'
            when key in ('component', 'source', 'text') then jsonb_typeof(given) <> 'string'
            else true
        end
    ) then
        return false;
    end if;
    low := value ->> 'low';
    best := value ->> 'best';
    high := value ->> 'high';
    return coalesce(jsonb_typeof(value -> 'unit') = 'string', false)
        and coalesce(low, best, high) is not null
        and coalesce(low <= best, true) and coalesce(best <= high, true) and coalesce(low <= high, true)
        and greatest(abs(low), abs(best), abs(high)) < 1.7e308;
end
$$;
comment on function faultgis.valid_estimate(jsonb) is
    '估计值是否有效（键、次序、单位） | Whether a JSON value is an estimate: its keys, low <= best <= high, its unit';

create function faultgis.valid_stretches(value jsonb) returns boolean
language plpgsql immutable strict parallel safe
as $$
begin
    if value = '[]' then
        return true;
    end if;
    return jsonb_typeof(value) = 'array' and not exists (
        select from jsonb_array_elements(value) as part(given)
        where jsonb_typeof(given -> 'start') is distinct from 'number'
            or jsonb_typeof(given -> 'end') is distinct from 'number'
            or not ((given ->> 'start')::numeric >= 0 and (given ->> 'end')::numeric <= 1
                and (given ->> 'start')::numeric <= (given ->> 'end')::numeric)
    );
end
$$;
comment on function faultgis.valid_stretches(jsonb) is
    '区段是否有效 | Whether a JSON value is a list of stretches between fractions 0 and 1';

create function faultgis.estimate_text(value jsonb) returns text
language sql immutable strict parallel safe
as $$
    select coalesce(nullif(value ->> 'text', ''), concat_ws(' ',
        value ->> 'best',
        case
            when value ->> 'low' is not null and value ->> 'high' is not null
                then '[' || (value ->> 'low') || ', ' || (value ->> 'high') || ']'
            when value ->> 'low' is not null then '≥ ' || (value ->> 'low')
            when value ->> 'high' is not null then '≤ ' || (value ->> 'high')
        end,
        value ->> 'unit'))
$$;
comment on function faultgis.estimate_text(jsonb) is
    '估计值的文字（原文优先） | An estimate as text, in the source''s own words where there are any';
