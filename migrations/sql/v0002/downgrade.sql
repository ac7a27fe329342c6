-- The read views of offset markers and media go too: those of v0001 are not made again.
drop view if exists faultgis.offset_markers, faultgis.media_files, faultgis.rasters, faultgis.point_clouds,
    faultgis.local_grids;
delete from faultgis.offset_marker where geometry is null;
alter table faultgis.offset_marker alter column geometry set not null, drop column local_grid_id;
alter table faultgis.media drop column pitch, drop column elevation_m, drop column vertical_datum,
    drop column camera, drop column width_px, drop column height_px;
drop function if exists faultgis.raster_at(bigint), faultgis.point_cloud_at(bigint),
    faultgis.local_grid_at(bigint);
drop table if exists faultgis.raster, faultgis.point_cloud, faultgis.local_grid;
