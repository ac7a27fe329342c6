drop view if exists faultgis.probabilities,
    faultgis.recurrences,
    faultgis.slip_rates,
    faultgis.displacements,
    faultgis.event_ages,
    faultgis.chronology_models,
    faultgis.calibrated_ages,
    faultgis.event_evidences,
    faultgis.wall_features,
    faultgis.lab_results,
    faultgis.samples,
    faultgis.paleo_events,
    faultgis.unit_orders,
    faultgis.strat_units,
    faultgis.wall_images,
    faultgis.walls,
    faultgis.trenches,
    faultgis.trench_sites;
drop function if exists faultgis.trench_site_at(bigint);
drop function if exists faultgis.trench_at(bigint);
drop function if exists faultgis.wall_at(bigint);
drop function if exists faultgis.wall_image_at(bigint);
drop function if exists faultgis.strat_unit_at(bigint);
drop function if exists faultgis.unit_order_at(bigint);
drop function if exists faultgis.paleo_event_at(bigint);
drop function if exists faultgis.sample_at(bigint);
drop function if exists faultgis.lab_result_at(bigint);
drop function if exists faultgis.wall_feature_at(bigint);
drop function if exists faultgis.event_evidence_at(bigint);
drop function if exists faultgis.calibrated_age_at(bigint);
drop function if exists faultgis.chronology_model_at(bigint);
drop function if exists faultgis.event_age_at(bigint);
drop function if exists faultgis.displacement_at(bigint);
drop function if exists faultgis.slip_rate_at(bigint);
drop function if exists faultgis.recurrence_at(bigint);
drop function if exists faultgis.probability_at(bigint);
drop table if exists faultgis.probability,
    faultgis.recurrence,
    faultgis.slip_rate,
    faultgis.displacement,
    faultgis.event_age,
    faultgis.chronology_model,
    faultgis.calibrated_age,
    faultgis.event_evidence,
    faultgis.wall_feature,
    faultgis.lab_result,
    faultgis.sample,
    faultgis.paleo_event,
    faultgis.unit_order,
    faultgis.strat_unit,
    faultgis.wall_image,
    faultgis.wall,
    faultgis.trench,
    faultgis.trench_site;
