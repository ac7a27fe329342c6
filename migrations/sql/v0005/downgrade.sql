drop view if exists faultgis.deformation_zones, faultgis.buried_points, faultgis.template_rows, faultgis.waivers, faultgis.deliveries, faultgis.rejections;
drop view if exists faultgis.surveys;
alter table faultgis.survey drop column division, drop column topic, drop column organisation, drop column authors, drop column started_on, drop column ended_on;
drop function if exists faultgis.deformation_zone_at(bigint), faultgis.buried_point_at(bigint), faultgis.template_row_at(bigint), faultgis.waiver_at(bigint), faultgis.delivery_at(bigint), faultgis.rejection_at(bigint);
drop table if exists faultgis.deformation_zone, faultgis.buried_point, faultgis.template_row, faultgis.waiver, faultgis.delivery, faultgis.rejection;
drop function if exists faultgis.certified_rows(anyelement, uuid);
