-- Read views of the new tables; those of offset markers and media say the new columns at their end.

create view faultgis.local_grids with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.name_zh,
    t.name_en,
    t.description,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.local_grid t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id;
comment on view faultgis.local_grids is '局部坐标网（无真实坐标系）（只读视图） | A frame in metres that is tied to no place on the earth, for reading';
comment on column faultgis.local_grids.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.local_grids.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.local_grids.survey is '项目编号 | Code of the survey';
comment on column faultgis.local_grids.code is '编号 | Its code';
comment on column faultgis.local_grids.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.local_grids.fault is '断层编号 | Code of the fault';
comment on column faultgis.local_grids.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.local_grids.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.local_grids.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.local_grids.name_en is '英文名称 | Name in English';
comment on column faultgis.local_grids.description is '描述 | Description';
comment on column faultgis.local_grids.notes is '备注 | Notes';
comment on column faultgis.local_grids.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.local_grids.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.local_grids.source_file is '来源文件 | File it comes from';
comment on column faultgis.local_grids.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.local_grids.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.local_grids.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.local_grids.source_method is '获取方法 | How it was obtained';
comment on column faultgis.local_grids.source_reference is '参考文献 | Reference';
comment on column faultgis.local_grids.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.local_grids.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.local_grids.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.local_grids.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.local_grids.created_at is '创建时间 | When it was created';
comment on column faultgis.local_grids.created_by is '创建人 | Who created it';
comment on column faultgis.local_grids.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.local_grids.updated_by is '修改人 | Who changed it last';
grant select on faultgis.local_grids to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.point_clouds with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.local_grid_id,
    lg.code as local_grid,
    t.path,
    t.sha256,
    t.size_bytes,
    t.format,
    t.point_format,
    t.points,
    t.density_m2,
    t.z_low_m,
    t.z_high_m,
    t.crs_found,
    t.crs_declared,
    t.units,
    t.vertical_datum,
    t.acquired_on,
    t.acquired_until,
    t.sensor,
    (t.accuracy ->> 'best')::float8 as accuracy_best,
    (t.accuracy ->> 'low')::float8 as accuracy_low,
    (t.accuracy ->> 'high')::float8 as accuracy_high,
    faultgis.estimate_text(t.accuracy) as accuracy_text,
    t.counts,
    t.quality,
    t.lineage,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.point_cloud t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.local_grid lg on lg.id = t.local_grid_id;
comment on view faultgis.point_clouds is '点云（只读视图） | A point cloud kept in the archive, for reading';
comment on column faultgis.point_clouds.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.point_clouds.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.point_clouds.survey is '项目编号 | Code of the survey';
comment on column faultgis.point_clouds.code is '编号 | Its code';
comment on column faultgis.point_clouds.local_grid_id is '所在局部坐标网 | The local grid it lies in';
comment on column faultgis.point_clouds.local_grid is '局部坐标网编号 | Code of the local grid';
comment on column faultgis.point_clouds.path is '文件路径 | Path of the file';
comment on column faultgis.point_clouds.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.point_clouds.size_bytes is '文件大小（字节） | Size of the file in bytes';
comment on column faultgis.point_clouds.format is '文件格式与版本 | Format and version of the file';
comment on column faultgis.point_clouds.point_format is '点记录格式 | Point data record format';
comment on column faultgis.point_clouds.points is '点数 | Number of points';
comment on column faultgis.point_clouds.density_m2 is '点密度（每平方米占用面积） | Points per square metre of occupied area';
comment on column faultgis.point_clouds.z_low_m is '最低点（米） | Lowest point in metres';
comment on column faultgis.point_clouds.z_high_m is '最高点（米） | Highest point in metres';
comment on column faultgis.point_clouds.crs_found is '文件中的坐标系 | Coordinate system as found in the file';
comment on column faultgis.point_clouds.crs_declared is '声明的坐标系 | Coordinate system as declared by the user';
comment on column faultgis.point_clouds.units is '坐标单位 | Unit of the coordinates';
comment on column faultgis.point_clouds.vertical_datum is '高程基准（空为未说明） | Vertical datum (empty: not stated)';
comment on column faultgis.point_clouds.acquired_on is '采集日期 | First day of the acquisition';
comment on column faultgis.point_clouds.acquired_until is '采集结束日期 | Last day of the acquisition';
comment on column faultgis.point_clouds.sensor is '传感器 | Sensor';
comment on column faultgis.point_clouds.accuracy_best is '高程精度（米，估计值）：最佳值 | Vertical accuracy in metres (estimate): best value';
comment on column faultgis.point_clouds.accuracy_low is '高程精度（米，估计值）：低值 | Vertical accuracy in metres (estimate): low value';
comment on column faultgis.point_clouds.accuracy_high is '高程精度（米，估计值）：高值 | Vertical accuracy in metres (estimate): high value';
comment on column faultgis.point_clouds.accuracy_text is '高程精度（米，估计值）：文字 | Vertical accuracy in metres (estimate): as text';
comment on column faultgis.point_clouds.counts is '按类别与回波的点数 | Points by class and by return';
comment on column faultgis.point_clouds.quality is '质量标记与损失 | Quality flags and losses';
comment on column faultgis.point_clouds.lineage is '来源与处理过程 | Inputs, software and parameters it comes from';
comment on column faultgis.point_clouds.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.point_clouds.notes is '备注 | Notes';
comment on column faultgis.point_clouds.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.point_clouds.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.point_clouds.source_file is '来源文件 | File it comes from';
comment on column faultgis.point_clouds.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.point_clouds.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.point_clouds.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.point_clouds.source_method is '获取方法 | How it was obtained';
comment on column faultgis.point_clouds.source_reference is '参考文献 | Reference';
comment on column faultgis.point_clouds.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.point_clouds.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.point_clouds.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.point_clouds.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.point_clouds.created_at is '创建时间 | When it was created';
comment on column faultgis.point_clouds.created_by is '创建人 | Who created it';
comment on column faultgis.point_clouds.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.point_clouds.updated_by is '修改人 | Who changed it last';
grant select on faultgis.point_clouds to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.rasters with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.local_grid_id,
    lg.code as local_grid,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.path,
    t.sha256,
    t.size_bytes,
    t.columns,
    t.rows,
    t.bands,
    t.cell_m,
    t.crs,
    t.vertical_datum,
    t.lineage,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by
from faultgis.raster t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_kind
    on code_kind.list = 'raster_kind' and code_kind.code = t.kind
left join faultgis.local_grid lg on lg.id = t.local_grid_id
left join faultgis.fault f on f.id = t.fault_id;
comment on view faultgis.rasters is '栅格（高程、影像及衍生产品）（只读视图） | An elevation model, an image or what is derived from them, for reading';
comment on column faultgis.rasters.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.rasters.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.rasters.survey is '项目编号 | Code of the survey';
comment on column faultgis.rasters.code is '编号 | Its code';
comment on column faultgis.rasters.kind is '类别（代码表 raster_kind） | Kind (code list raster_kind)';
comment on column faultgis.rasters.kind_zh is '类别（代码表 raster_kind）：中文 | Kind (code list raster_kind): in Chinese';
comment on column faultgis.rasters.kind_en is '类别（代码表 raster_kind）：英文 | Kind (code list raster_kind): in English';
comment on column faultgis.rasters.local_grid_id is '所在局部坐标网 | The local grid it lies in';
comment on column faultgis.rasters.local_grid is '局部坐标网编号 | Code of the local grid';
comment on column faultgis.rasters.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.rasters.fault is '断层编号 | Code of the fault';
comment on column faultgis.rasters.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.rasters.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.rasters.path is '文件路径 | Path of the file';
comment on column faultgis.rasters.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.rasters.size_bytes is '文件大小（字节） | Size of the file in bytes';
comment on column faultgis.rasters.columns is '列数 | Columns';
comment on column faultgis.rasters.rows is '行数 | Rows';
comment on column faultgis.rasters.bands is '波段数 | Bands';
comment on column faultgis.rasters.cell_m is '像元大小（米） | Side of a cell in metres';
comment on column faultgis.rasters.crs is '坐标系 | Coordinate system';
comment on column faultgis.rasters.vertical_datum is '高程基准（空为未说明） | Vertical datum (empty: not stated)';
comment on column faultgis.rasters.lineage is '来源与处理过程 | Inputs, software and parameters it comes from';
comment on column faultgis.rasters.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.rasters.notes is '备注 | Notes';
comment on column faultgis.rasters.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.rasters.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.rasters.source_file is '来源文件 | File it comes from';
comment on column faultgis.rasters.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.rasters.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.rasters.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.rasters.source_method is '获取方法 | How it was obtained';
comment on column faultgis.rasters.source_reference is '参考文献 | Reference';
comment on column faultgis.rasters.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.rasters.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.rasters.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.rasters.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.rasters.created_at is '创建时间 | When it was created';
comment on column faultgis.rasters.created_by is '创建人 | Who created it';
comment on column faultgis.rasters.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.rasters.updated_by is '修改人 | Who changed it last';
grant select on faultgis.rasters to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create or replace view faultgis.offset_markers with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.trace_id,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.component,
    code_component.zh as component_zh,
    code_component.en as component_en,
    (t."offset" ->> 'best')::float8 as offset_best,
    (t."offset" ->> 'low')::float8 as offset_low,
    (t."offset" ->> 'high')::float8 as offset_high,
    faultgis.estimate_text(t."offset") as offset_text,
    t.quality,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by,
    t.local_grid_id,
    lg.code as local_grid
from faultgis.offset_marker t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.code_value code_kind
    on code_kind.list = 'marker_kind' and code_kind.code = t.kind
left join faultgis.code_value code_component
    on code_component.list = 'offset_component' and code_component.code = t.component
left join faultgis.local_grid lg on lg.id = t.local_grid_id;
comment on column faultgis.offset_markers.local_grid is '局部坐标网编号 | Code of the local grid';
comment on column faultgis.offset_markers.local_grid_id is '所在局部坐标网 | The local grid it lies in';
create or replace view faultgis.media_files with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.path,
    t.sha256,
    t.owner_kind,
    t.owner_id,
    t.taken_at,
    t.azimuth,
    t.caption,
    t.geometry,
    t.notes,
    t.secrecy,
    t.publication,
    t.source_file,
    t.source_layer,
    t.source_row,
    t.source_key,
    t.source_method,
    t.source_reference,
    t.source_image,
    t.source_attributes,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by,
    t.pitch,
    t.elevation_m,
    t.vertical_datum,
    t.camera,
    t.width_px,
    t.height_px
from faultgis.media t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_kind
    on code_kind.list = 'media_kind' and code_kind.code = t.kind;
comment on column faultgis.media_files.pitch is '镜头俯仰角（度，向上为正） | View angle above the horizon in degrees';
comment on column faultgis.media_files.elevation_m is '高程（米） | Elevation in metres';
comment on column faultgis.media_files.vertical_datum is '高程基准（空为未说明） | Vertical datum (empty: not stated)';
comment on column faultgis.media_files.camera is '相机 | Camera';
comment on column faultgis.media_files.width_px is '宽（像素） | Width in pixels';
comment on column faultgis.media_files.height_px is '高（像素） | Height in pixels';
