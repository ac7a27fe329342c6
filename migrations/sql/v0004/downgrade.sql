drop view if exists faultgis.certificates, faultgis.site_queries;
drop function if exists faultgis.certificate_at(bigint), faultgis.site_query_at(bigint);
drop table if exists faultgis.certificate, faultgis.site_query;
