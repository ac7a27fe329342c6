-- Stamps, history and notes of the new tables, and their past.

create trigger a_open before insert or update or delete on faultgis.trench_site
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.trench_site
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.trench_site referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.trench_site referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.trench_site referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.trench_site_at(at_revision bigint) returns setof faultgis.trench_site
language sql stable
as $$
    select * from faultgis.trench_site where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.trench_site, h.old_row) past
    where h.kind = 'trench_site' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.trench_site_at(bigint) is 'trench_site 在某数据版本时的状态 | trench_site as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.trench
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.trench
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.trench referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.trench referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.trench referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.trench_at(at_revision bigint) returns setof faultgis.trench
language sql stable
as $$
    select * from faultgis.trench where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.trench, h.old_row) past
    where h.kind = 'trench' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.trench_at(bigint) is 'trench 在某数据版本时的状态 | trench as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.wall
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.wall
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.wall referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_update after update on faultgis.wall referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');
create trigger z_after_delete after delete on faultgis.wall referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry');

create function faultgis.wall_at(at_revision bigint) returns setof faultgis.wall
language sql stable
as $$
    select * from faultgis.wall where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.wall, h.old_row) past
    where h.kind = 'wall' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.wall_at(bigint) is 'wall 在某数据版本时的状态 | wall as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.wall_image
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.wall_image
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.wall_image referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'wall_image_kind');
create trigger z_after_update after update on faultgis.wall_image referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'wall_image_kind');
create trigger z_after_delete after delete on faultgis.wall_image referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'wall_image_kind');

create function faultgis.wall_image_at(at_revision bigint) returns setof faultgis.wall_image
language sql stable
as $$
    select * from faultgis.wall_image where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.wall_image, h.old_row) past
    where h.kind = 'wall_image' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.wall_image_at(bigint) is 'wall_image 在某数据版本时的状态 | wall_image as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.strat_unit
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.strat_unit
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.strat_unit referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.strat_unit referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.strat_unit referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.strat_unit_at(at_revision bigint) returns setof faultgis.strat_unit
language sql stable
as $$
    select * from faultgis.strat_unit where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.strat_unit, h.old_row) past
    where h.kind = 'strat_unit' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.strat_unit_at(bigint) is 'strat_unit 在某数据版本时的状态 | strat_unit as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.unit_order
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.unit_order
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.unit_order referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.unit_order referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.unit_order referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.unit_order_at(at_revision bigint) returns setof faultgis.unit_order
language sql stable
as $$
    select * from faultgis.unit_order where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.unit_order, h.old_row) past
    where h.kind = 'unit_order' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.unit_order_at(bigint) is 'unit_order 在某数据版本时的状态 | unit_order as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.paleo_event
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.paleo_event
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.paleo_event referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'status', 'event_status');
create trigger z_after_update after update on faultgis.paleo_event referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'status', 'event_status');
create trigger z_after_delete after delete on faultgis.paleo_event referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'status', 'event_status');

create function faultgis.paleo_event_at(at_revision bigint) returns setof faultgis.paleo_event
language sql stable
as $$
    select * from faultgis.paleo_event where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.paleo_event, h.old_row) past
    where h.kind = 'paleo_event' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.paleo_event_at(bigint) is 'paleo_event 在某数据版本时的状态 | paleo_event as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.sample
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.sample
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.sample referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'method', 'dating_method', 'stratum_position', 'stratum_position', 'reworked_risk', 'reworked_risk');
create trigger z_after_update after update on faultgis.sample referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'method', 'dating_method', 'stratum_position', 'stratum_position', 'reworked_risk', 'reworked_risk');
create trigger z_after_delete after delete on faultgis.sample referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'geometry', 'method', 'dating_method', 'stratum_position', 'stratum_position', 'reworked_risk', 'reworked_risk');

create function faultgis.sample_at(at_revision bigint) returns setof faultgis.sample
language sql stable
as $$
    select * from faultgis.sample where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.sample, h.old_row) past
    where h.kind = 'sample' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.sample_at(bigint) is 'sample 在某数据版本时的状态 | sample as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.lab_result
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.lab_result
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.lab_result referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'method', 'dating_method');
create trigger z_after_update after update on faultgis.lab_result referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'method', 'dating_method');
create trigger z_after_delete after delete on faultgis.lab_result referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'method', 'dating_method');

create function faultgis.lab_result_at(at_revision bigint) returns setof faultgis.lab_result
language sql stable
as $$
    select * from faultgis.lab_result where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.lab_result, h.old_row) past
    where h.kind = 'lab_result' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.lab_result_at(bigint) is 'lab_result 在某数据版本时的状态 | lab_result as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.wall_feature
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.wall_feature
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.wall_feature referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'shape', 'kind', 'wall_feature_kind', 'role', 'fault_role', 'certainty', 'confidence');
create trigger z_after_update after update on faultgis.wall_feature referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'shape', 'kind', 'wall_feature_kind', 'role', 'fault_role', 'certainty', 'confidence');
create trigger z_after_delete after delete on faultgis.wall_feature referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', 'shape', 'kind', 'wall_feature_kind', 'role', 'fault_role', 'certainty', 'confidence');

create function faultgis.wall_feature_at(at_revision bigint) returns setof faultgis.wall_feature
language sql stable
as $$
    select * from faultgis.wall_feature where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.wall_feature, h.old_row) past
    where h.kind = 'wall_feature' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.wall_feature_at(bigint) is 'wall_feature 在某数据版本时的状态 | wall_feature as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.event_evidence
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.event_evidence
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.event_evidence referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'event_evidence');
create trigger z_after_update after update on faultgis.event_evidence referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'event_evidence');
create trigger z_after_delete after delete on faultgis.event_evidence referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'kind', 'event_evidence');

create function faultgis.event_evidence_at(at_revision bigint) returns setof faultgis.event_evidence
language sql stable
as $$
    select * from faultgis.event_evidence where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.event_evidence, h.old_row) past
    where h.kind = 'event_evidence' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.event_evidence_at(bigint) is 'event_evidence 在某数据版本时的状态 | event_evidence as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.calibrated_age
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.calibrated_age
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.calibrated_age referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.calibrated_age referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.calibrated_age referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.calibrated_age_at(at_revision bigint) returns setof faultgis.calibrated_age
language sql stable
as $$
    select * from faultgis.calibrated_age where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.calibrated_age, h.old_row) past
    where h.kind = 'calibrated_age' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.calibrated_age_at(bigint) is 'calibrated_age 在某数据版本时的状态 | calibrated_age as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.chronology_model
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.chronology_model
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.chronology_model referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.chronology_model referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.chronology_model referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.chronology_model_at(at_revision bigint) returns setof faultgis.chronology_model
language sql stable
as $$
    select * from faultgis.chronology_model where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.chronology_model, h.old_row) past
    where h.kind = 'chronology_model' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.chronology_model_at(bigint) is 'chronology_model 在某数据版本时的状态 | chronology_model as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.event_age
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.event_age
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.event_age referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.event_age referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.event_age referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.event_age_at(at_revision bigint) returns setof faultgis.event_age
language sql stable
as $$
    select * from faultgis.event_age where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.event_age, h.old_row) past
    where h.kind = 'event_age' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.event_age_at(bigint) is 'event_age 在某数据版本时的状态 | event_age as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.displacement
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.displacement
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.displacement referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'component', 'offset_component');
create trigger z_after_update after update on faultgis.displacement referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'component', 'offset_component');
create trigger z_after_delete after delete on faultgis.displacement referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'component', 'offset_component');

create function faultgis.displacement_at(at_revision bigint) returns setof faultgis.displacement
language sql stable
as $$
    select * from faultgis.displacement where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.displacement, h.old_row) past
    where h.kind = 'displacement' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.displacement_at(bigint) is 'displacement 在某数据版本时的状态 | displacement as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.slip_rate
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.slip_rate
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.slip_rate referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'component', 'offset_component');
create trigger z_after_update after update on faultgis.slip_rate referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'component', 'offset_component');
create trigger z_after_delete after delete on faultgis.slip_rate referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '', 'component', 'offset_component');

create function faultgis.slip_rate_at(at_revision bigint) returns setof faultgis.slip_rate
language sql stable
as $$
    select * from faultgis.slip_rate where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.slip_rate, h.old_row) past
    where h.kind = 'slip_rate' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.slip_rate_at(bigint) is 'slip_rate 在某数据版本时的状态 | slip_rate as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.recurrence
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.recurrence
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.recurrence referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.recurrence referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.recurrence referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.recurrence_at(at_revision bigint) returns setof faultgis.recurrence
language sql stable
as $$
    select * from faultgis.recurrence where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.recurrence, h.old_row) past
    where h.kind = 'recurrence' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.recurrence_at(bigint) is 'recurrence 在某数据版本时的状态 | recurrence as it stood at a data version';

create trigger a_open before insert or update or delete on faultgis.probability
    for each statement execute function faultgis.open_revision();
create trigger a_stamp before insert or update on faultgis.probability
    for each row execute function faultgis.stamp_row();
create trigger z_after_insert after insert on faultgis.probability referencing new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_update after update on faultgis.probability referencing old table as old_rows new table as new_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');
create trigger z_after_delete after delete on faultgis.probability referencing old table as old_rows
    for each statement execute function faultgis.after_change('survey_id', 'secrecy', '');

create function faultgis.probability_at(at_revision bigint) returns setof faultgis.probability
language sql stable
as $$
    select * from faultgis.probability where revision <= at_revision
    union all
    select past.* from faultgis.history h
    cross join lateral jsonb_populate_record(null::faultgis.probability, h.old_row) past
    where h.kind = 'probability' and h.made_revision <= at_revision and h.revision > at_revision
$$;
comment on function faultgis.probability_at(bigint) is 'probability 在某数据版本时的状态 | probability as it stood at a data version';
