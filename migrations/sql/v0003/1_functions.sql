-- An estimate may be a ratio.

create or replace function faultgis.valid_estimate(value jsonb) returns boolean
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
            when key = 'unit' then given #>> '{}' not in ('deg', 'm', 'km', 'mm/a', 'ka', 'a', 'Mw', 'M', '1')
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
