-- Read views of the new tables.

create view faultgis.trench_sites with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.segment_id,
    g.code as segment,
    t.name_zh,
    t.name_en,
    t.location_name,
    t.elevation_m,
    t.landform,
    t.permit,
    t.description,
    t.template,
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
from faultgis.trench_site t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.segment g on g.id = t.segment_id;
comment on view faultgis.trench_sites is '探槽点（只读视图） | A place where trenches were dug across a fault, for reading';
comment on column faultgis.trench_sites.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.trench_sites.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.trench_sites.survey is '项目编号 | Code of the survey';
comment on column faultgis.trench_sites.code is '编号 | Its code';
comment on column faultgis.trench_sites.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.trench_sites.fault is '断层编号 | Code of the fault';
comment on column faultgis.trench_sites.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.trench_sites.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.trench_sites.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.trench_sites.segment is '分段编号 | Code of the segment';
comment on column faultgis.trench_sites.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.trench_sites.name_en is '英文名称 | Name in English';
comment on column faultgis.trench_sites.location_name is '地点 | Name of the place';
comment on column faultgis.trench_sites.elevation_m is '高程（米） | Elevation in metres';
comment on column faultgis.trench_sites.landform is '地貌环境 | Landform';
comment on column faultgis.trench_sites.permit is '开挖许可 | Permit of the owner';
comment on column faultgis.trench_sites.description is '描述 | Description';
comment on column faultgis.trench_sites.template is '国家模板中的其他字段 | Fields of the national template that have no column here';
comment on column faultgis.trench_sites.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.trench_sites.notes is '备注 | Notes';
comment on column faultgis.trench_sites.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.trench_sites.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.trench_sites.source_file is '来源文件 | File it comes from';
comment on column faultgis.trench_sites.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.trench_sites.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.trench_sites.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.trench_sites.source_method is '获取方法 | How it was obtained';
comment on column faultgis.trench_sites.source_reference is '参考文献 | Reference';
comment on column faultgis.trench_sites.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.trench_sites.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.trench_sites.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.trench_sites.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.trench_sites.created_at is '创建时间 | When it was created';
comment on column faultgis.trench_sites.created_by is '创建人 | Who created it';
comment on column faultgis.trench_sites.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.trench_sites.updated_by is '修改人 | Who changed it last';
grant select on faultgis.trench_sites to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.trenches with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.site_id,
    ts.code as site,
    t.name_zh,
    t.name_en,
    t.azimuth,
    t.length_m,
    t.width_m,
    t.depth_m,
    t.opened_on,
    t.closed_on,
    t.refilled,
    t.constructed,
    t.description,
    t.template,
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
from faultgis.trench t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench_site ts on ts.id = t.site_id;
comment on view faultgis.trenches is '探槽（只读视图） | A trench, for reading';
comment on column faultgis.trenches.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.trenches.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.trenches.survey is '项目编号 | Code of the survey';
comment on column faultgis.trenches.code is '编号 | Its code';
comment on column faultgis.trenches.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.trenches.site is '探槽点编号 | Code of the trench site';
comment on column faultgis.trenches.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.trenches.name_en is '英文名称 | Name in English';
comment on column faultgis.trenches.azimuth is '方位角（度） | Azimuth in degrees clockwise from north';
comment on column faultgis.trenches.length_m is '长度（米） | Length in metres';
comment on column faultgis.trenches.width_m is '宽度（米） | Width in metres';
comment on column faultgis.trenches.depth_m is '深度（米） | Depth in metres';
comment on column faultgis.trenches.opened_on is '开挖日期 | Opened on';
comment on column faultgis.trenches.closed_on is '回填日期 | Closed on';
comment on column faultgis.trenches.refilled is '是否已回填 | Whether it was refilled';
comment on column faultgis.trenches.constructed is '是否为虚构示例 | Whether its log is constructed for practice';
comment on column faultgis.trenches.description is '描述 | Description';
comment on column faultgis.trenches.template is '国家模板中的其他字段 | Fields of the national template that have no column here';
comment on column faultgis.trenches.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.trenches.notes is '备注 | Notes';
comment on column faultgis.trenches.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.trenches.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.trenches.source_file is '来源文件 | File it comes from';
comment on column faultgis.trenches.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.trenches.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.trenches.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.trenches.source_method is '获取方法 | How it was obtained';
comment on column faultgis.trenches.source_reference is '参考文献 | Reference';
comment on column faultgis.trenches.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.trenches.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.trenches.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.trenches.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.trenches.created_at is '创建时间 | When it was created';
comment on column faultgis.trenches.created_by is '创建人 | Who created it';
comment on column faultgis.trenches.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.trenches.updated_by is '修改人 | Who changed it last';
grant select on faultgis.trenches to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.walls with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.trench_id,
    tr.code as trench,
    t.azimuth,
    t.mirrored,
    t.face_dip,
    t.origin_elevation_m,
    t.length_m,
    t.height_m,
    t.description,
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
from faultgis.wall t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench tr on tr.id = t.trench_id;
comment on view faultgis.walls is '探槽壁（自有坐标，单位米）（只读视图） | A logged wall of a trench, with a frame of its own in metres, for reading';
comment on column faultgis.walls.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.walls.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.walls.survey is '项目编号 | Code of the survey';
comment on column faultgis.walls.code is '编号 | Its code';
comment on column faultgis.walls.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.walls.trench is '探槽编号 | Code of the trench';
comment on column faultgis.walls.azimuth is 'x 轴方向（度） | Direction of the x axis in degrees';
comment on column faultgis.walls.mirrored is '是否镜像显示 | Whether it is shown mirrored';
comment on column faultgis.walls.face_dip is '槽壁倾角（度） | Inclination of the face in degrees';
comment on column faultgis.walls.origin_elevation_m is '原点高程（米） | Elevation of the origin in metres';
comment on column faultgis.walls.length_m is '长度（米） | Length in metres';
comment on column faultgis.walls.height_m is '高度（米） | Height in metres';
comment on column faultgis.walls.description is '描述 | Description';
comment on column faultgis.walls.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.walls.notes is '备注 | Notes';
comment on column faultgis.walls.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.walls.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.walls.source_file is '来源文件 | File it comes from';
comment on column faultgis.walls.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.walls.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.walls.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.walls.source_method is '获取方法 | How it was obtained';
comment on column faultgis.walls.source_reference is '参考文献 | Reference';
comment on column faultgis.walls.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.walls.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.walls.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.walls.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.walls.created_at is '创建时间 | When it was created';
comment on column faultgis.walls.created_by is '创建人 | Who created it';
comment on column faultgis.walls.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.walls.updated_by is '修改人 | Who changed it last';
grant select on faultgis.walls to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.wall_images with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.wall_id,
    w.code as wall,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.path,
    t.sha256,
    t.width_px,
    t.height_px,
    t.control,
    t.rmse_m,
    t.position,
    t.taken_on,
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
from faultgis.wall_image t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.wall w on w.id = t.wall_id
left join faultgis.code_value code_kind
    on code_kind.list = 'wall_image_kind' and code_kind.code = t.kind;
comment on view faultgis.wall_images is '槽壁影像（只读视图） | A picture of a wall with its control points, for reading';
comment on column faultgis.wall_images.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.wall_images.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.wall_images.survey is '项目编号 | Code of the survey';
comment on column faultgis.wall_images.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.wall_images.wall is '槽壁编号 | Code of the wall';
comment on column faultgis.wall_images.kind is '影像类别（代码表 wall_image_kind） | Kind (code list wall_image_kind)';
comment on column faultgis.wall_images.kind_zh is '影像类别（代码表 wall_image_kind）：中文 | Kind (code list wall_image_kind): in Chinese';
comment on column faultgis.wall_images.kind_en is '影像类别（代码表 wall_image_kind）：英文 | Kind (code list wall_image_kind): in English';
comment on column faultgis.wall_images.path is '文件路径 | Path of the file';
comment on column faultgis.wall_images.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.wall_images.width_px is '宽（像素） | Width in pixels';
comment on column faultgis.wall_images.height_px is '高（像素） | Height in pixels';
comment on column faultgis.wall_images.control is '控制点与变换 | Control points and the transformation they gave';
comment on column faultgis.wall_images.rmse_m is '控制点残差（米） | What the control points leave, in metres';
comment on column faultgis.wall_images.position is '序号 | Its place in the order';
comment on column faultgis.wall_images.taken_on is '拍摄日期 | Taken on';
comment on column faultgis.wall_images.notes is '备注 | Notes';
comment on column faultgis.wall_images.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.wall_images.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.wall_images.source_file is '来源文件 | File it comes from';
comment on column faultgis.wall_images.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.wall_images.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.wall_images.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.wall_images.source_method is '获取方法 | How it was obtained';
comment on column faultgis.wall_images.source_reference is '参考文献 | Reference';
comment on column faultgis.wall_images.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.wall_images.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.wall_images.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.wall_images.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.wall_images.created_at is '创建时间 | When it was created';
comment on column faultgis.wall_images.created_by is '创建人 | Who created it';
comment on column faultgis.wall_images.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.wall_images.updated_by is '修改人 | Who changed it last';
grant select on faultgis.wall_images to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.strat_units with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.trench_id,
    tr.code as trench,
    t.name_zh,
    t.name_en,
    t.lithology,
    t.grain,
    t.munsell,
    t.color,
    t.pattern,
    t.position,
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
from faultgis.strat_unit t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench tr on tr.id = t.trench_id;
comment on view faultgis.strat_units is '地层单元（只读视图） | A unit of a trench''s stratigraphy, for reading';
comment on column faultgis.strat_units.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.strat_units.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.strat_units.survey is '项目编号 | Code of the survey';
comment on column faultgis.strat_units.code is '编号 | Its code';
comment on column faultgis.strat_units.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.strat_units.trench is '探槽编号 | Code of the trench';
comment on column faultgis.strat_units.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.strat_units.name_en is '英文名称 | Name in English';
comment on column faultgis.strat_units.lithology is '岩性 | Lithology';
comment on column faultgis.strat_units.grain is '粒度 | Grain size';
comment on column faultgis.strat_units.munsell is '孟塞尔颜色 | Munsell colour';
comment on column faultgis.strat_units.color is '绘图颜色（#rrggbb） | Colour of drawing (#rrggbb)';
comment on column faultgis.strat_units.pattern is '花纹 | Pattern of drawing';
comment on column faultgis.strat_units.position is '序号 | Its place in the order';
comment on column faultgis.strat_units.description is '描述 | Description';
comment on column faultgis.strat_units.notes is '备注 | Notes';
comment on column faultgis.strat_units.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.strat_units.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.strat_units.source_file is '来源文件 | File it comes from';
comment on column faultgis.strat_units.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.strat_units.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.strat_units.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.strat_units.source_method is '获取方法 | How it was obtained';
comment on column faultgis.strat_units.source_reference is '参考文献 | Reference';
comment on column faultgis.strat_units.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.strat_units.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.strat_units.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.strat_units.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.strat_units.created_at is '创建时间 | When it was created';
comment on column faultgis.strat_units.created_by is '创建人 | Who created it';
comment on column faultgis.strat_units.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.strat_units.updated_by is '修改人 | Who changed it last';
grant select on faultgis.strat_units to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.unit_orders with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.trench_id,
    tr.code as trench,
    t.younger_id,
    t.older_id,
    t.basis,
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
from faultgis.unit_order t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench tr on tr.id = t.trench_id;
comment on view faultgis.unit_orders is '地层新老关系（只读视图） | Which of two units is the younger, for reading';
comment on column faultgis.unit_orders.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.unit_orders.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.unit_orders.survey is '项目编号 | Code of the survey';
comment on column faultgis.unit_orders.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.unit_orders.trench is '探槽编号 | Code of the trench';
comment on column faultgis.unit_orders.younger_id is '较新单元 | The younger unit';
comment on column faultgis.unit_orders.older_id is '较老单元 | The older unit';
comment on column faultgis.unit_orders.basis is '依据 | What it rests on';
comment on column faultgis.unit_orders.notes is '备注 | Notes';
comment on column faultgis.unit_orders.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.unit_orders.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.unit_orders.source_file is '来源文件 | File it comes from';
comment on column faultgis.unit_orders.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.unit_orders.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.unit_orders.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.unit_orders.source_method is '获取方法 | How it was obtained';
comment on column faultgis.unit_orders.source_reference is '参考文献 | Reference';
comment on column faultgis.unit_orders.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.unit_orders.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.unit_orders.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.unit_orders.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.unit_orders.created_at is '创建时间 | When it was created';
comment on column faultgis.unit_orders.created_by is '创建人 | Who created it';
comment on column faultgis.unit_orders.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.unit_orders.updated_by is '修改人 | Who changed it last';
grant select on faultgis.unit_orders to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.paleo_events with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.site_id,
    ts.code as site,
    t.name,
    t.position,
    t.status,
    code_status.zh as status_zh,
    code_status.en as status_en,
    t.probability,
    t.older_unit_id,
    t.younger_unit_id,
    t.known_year,
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
from faultgis.paleo_event t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench_site ts on ts.id = t.site_id
left join faultgis.code_value code_status
    on code_status.list = 'event_status' and code_status.code = t.status;
comment on view faultgis.paleo_events is '古地震事件（只读视图） | A past earthquake read from a site, for reading';
comment on column faultgis.paleo_events.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.paleo_events.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.paleo_events.survey is '项目编号 | Code of the survey';
comment on column faultgis.paleo_events.code is '编号 | Its code';
comment on column faultgis.paleo_events.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.paleo_events.site is '探槽点编号 | Code of the trench site';
comment on column faultgis.paleo_events.name is '名称 | Name';
comment on column faultgis.paleo_events.position is '序号 | Its place in the order';
comment on column faultgis.paleo_events.status is '可靠程度（代码表 event_status） | How sure (code list event_status)';
comment on column faultgis.paleo_events.status_zh is '可靠程度（代码表 event_status）：中文 | How sure (code list event_status): in Chinese';
comment on column faultgis.paleo_events.status_en is '可靠程度（代码表 event_status）：英文 | How sure (code list event_status): in English';
comment on column faultgis.paleo_events.probability is '发生概率（0–1） | Probability that it happened, 0 to 1';
comment on column faultgis.paleo_events.older_unit_id is '被断错的最新单元 | Youngest unit that it cut';
comment on column faultgis.paleo_events.younger_unit_id is '覆盖断层的最老单元 | Oldest unit that covers it';
comment on column faultgis.paleo_events.known_year is '历史地震年份 | Year of the historical earthquake';
comment on column faultgis.paleo_events.description is '描述 | Description';
comment on column faultgis.paleo_events.notes is '备注 | Notes';
comment on column faultgis.paleo_events.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.paleo_events.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.paleo_events.source_file is '来源文件 | File it comes from';
comment on column faultgis.paleo_events.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.paleo_events.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.paleo_events.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.paleo_events.source_method is '获取方法 | How it was obtained';
comment on column faultgis.paleo_events.source_reference is '参考文献 | Reference';
comment on column faultgis.paleo_events.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.paleo_events.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.paleo_events.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.paleo_events.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.paleo_events.created_at is '创建时间 | When it was created';
comment on column faultgis.paleo_events.created_by is '创建人 | Who created it';
comment on column faultgis.paleo_events.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.paleo_events.updated_by is '修改人 | Who changed it last';
grant select on faultgis.paleo_events to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.samples with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.site_id,
    ts.code as site,
    t.trench_id,
    tr.code as trench,
    t.wall_id,
    w.code as wall,
    t.unit_id,
    t.marker_id,
    t.method,
    code_method.zh as method_zh,
    code_method.en as method_en,
    t.material,
    t.x_m,
    t.y_m,
    t.depth_m,
    t.stratum_position,
    code_stratum_position.zh as stratum_position_zh,
    code_stratum_position.en as stratum_position_en,
    t.reworked_risk,
    code_reworked_risk.zh as reworked_risk_zh,
    code_reworked_risk.en as reworked_risk_en,
    t.collected_on,
    t.collector,
    t.description,
    t.template,
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
from faultgis.sample t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench_site ts on ts.id = t.site_id
left join faultgis.trench tr on tr.id = t.trench_id
left join faultgis.wall w on w.id = t.wall_id
left join faultgis.code_value code_method
    on code_method.list = 'dating_method' and code_method.code = t.method
left join faultgis.code_value code_stratum_position
    on code_stratum_position.list = 'stratum_position' and code_stratum_position.code = t.stratum_position
left join faultgis.code_value code_reworked_risk
    on code_reworked_risk.list = 'reworked_risk' and code_reworked_risk.code = t.reworked_risk;
comment on view faultgis.samples is '样品（只读视图） | A sample for dating, for reading';
comment on column faultgis.samples.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.samples.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.samples.survey is '项目编号 | Code of the survey';
comment on column faultgis.samples.code is '编号 | Its code';
comment on column faultgis.samples.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.samples.site is '探槽点编号 | Code of the trench site';
comment on column faultgis.samples.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.samples.trench is '探槽编号 | Code of the trench';
comment on column faultgis.samples.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.samples.wall is '槽壁编号 | Code of the wall';
comment on column faultgis.samples.unit_id is '所属地层单元 | The unit it belongs to';
comment on column faultgis.samples.marker_id is '位错标志 | The offset marker';
comment on column faultgis.samples.method is '测年方法（代码表 dating_method） | Dating method (code list dating_method)';
comment on column faultgis.samples.method_zh is '测年方法（代码表 dating_method）：中文 | Dating method (code list dating_method): in Chinese';
comment on column faultgis.samples.method_en is '测年方法（代码表 dating_method）：英文 | Dating method (code list dating_method): in English';
comment on column faultgis.samples.material is '材料 | Material';
comment on column faultgis.samples.x_m is '槽壁坐标 x（米） | Place along the wall in metres';
comment on column faultgis.samples.y_m is '槽壁坐标 y（米） | Height on the wall in metres';
comment on column faultgis.samples.depth_m is '埋深（米） | Depth below the surface in metres';
comment on column faultgis.samples.stratum_position is '层内位置 | Where in its unit';
comment on column faultgis.samples.stratum_position_zh is '层内位置：中文 | Where in its unit: in Chinese';
comment on column faultgis.samples.stratum_position_en is '层内位置：英文 | Where in its unit: in English';
comment on column faultgis.samples.reworked_risk is '再沉积风险 | How likely it is older than its unit';
comment on column faultgis.samples.reworked_risk_zh is '再沉积风险：中文 | How likely it is older than its unit: in Chinese';
comment on column faultgis.samples.reworked_risk_en is '再沉积风险：英文 | How likely it is older than its unit: in English';
comment on column faultgis.samples.collected_on is '采样日期 | Collected on';
comment on column faultgis.samples.collector is '采样人 | Collector';
comment on column faultgis.samples.description is '描述 | Description';
comment on column faultgis.samples.template is '国家模板中的其他字段 | Fields of the national template that have no column here';
comment on column faultgis.samples.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.samples.notes is '备注 | Notes';
comment on column faultgis.samples.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.samples.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.samples.source_file is '来源文件 | File it comes from';
comment on column faultgis.samples.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.samples.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.samples.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.samples.source_method is '获取方法 | How it was obtained';
comment on column faultgis.samples.source_reference is '参考文献 | Reference';
comment on column faultgis.samples.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.samples.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.samples.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.samples.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.samples.created_at is '创建时间 | When it was created';
comment on column faultgis.samples.created_by is '创建人 | Who created it';
comment on column faultgis.samples.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.samples.updated_by is '修改人 | Who changed it last';
grant select on faultgis.samples to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.lab_results with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.sample_id,
    sa.code as sample,
    t.laboratory,
    t.lab_code,
    t.method,
    code_method.zh as method_zh,
    code_method.en as method_en,
    t.c14_age,
    t.c14_error,
    t.f14c,
    t.f14c_error,
    t.delta13c,
    t.curve,
    t.delta_r,
    t.delta_r_error,
    t.age_ka,
    t.age_minus_ka,
    t.age_plus_ka,
    t.datum_year,
    t.sigma,
    t.reported,
    t.reported_on,
    t.rejected,
    t.reason,
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
from faultgis.lab_result t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.sample sa on sa.id = t.sample_id
left join faultgis.code_value code_method
    on code_method.list = 'dating_method' and code_method.code = t.method;
comment on view faultgis.lab_results is '实验室结果（原样）（只读视图） | A laboratory''s result as reported, for reading';
comment on column faultgis.lab_results.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.lab_results.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.lab_results.survey is '项目编号 | Code of the survey';
comment on column faultgis.lab_results.sample_id is '样品 | The sample';
comment on column faultgis.lab_results.sample is '样品编号 | Code of the sample';
comment on column faultgis.lab_results.laboratory is '实验室 | Laboratory';
comment on column faultgis.lab_results.lab_code is '实验室编号 | Laboratory''s number';
comment on column faultgis.lab_results.method is '测年方法（代码表 dating_method） | Dating method (code list dating_method)';
comment on column faultgis.lab_results.method_zh is '测年方法（代码表 dating_method）：中文 | Dating method (code list dating_method): in Chinese';
comment on column faultgis.lab_results.method_en is '测年方法（代码表 dating_method）：英文 | Dating method (code list dating_method): in English';
comment on column faultgis.lab_results.c14_age is '放射性碳年龄（BP） | Radiocarbon age in years BP';
comment on column faultgis.lab_results.c14_error is '放射性碳误差（年） | Its error in years';
comment on column faultgis.lab_results.f14c is '放射性碳分数 F14C | Radiocarbon as the fraction F14C';
comment on column faultgis.lab_results.f14c_error is 'F14C 误差 | Error of F14C';
comment on column faultgis.lab_results.delta13c is '碳同位素 δ13C（‰） | Carbon isotopes (delta 13C) in per mil';
comment on column faultgis.lab_results.curve is '校正曲线 | Calibration curve';
comment on column faultgis.lab_results.delta_r is '储库偏移 ΔR（年） | Reservoir offset (delta R) in 14C years';
comment on column faultgis.lab_results.delta_r_error is '储库偏移 ΔR 的误差（年） | Error of the reservoir offset';
comment on column faultgis.lab_results.age_ka is '年龄（千年） | Age in thousands of years';
comment on column faultgis.lab_results.age_minus_ka is '负误差（千年） | Error towards younger';
comment on column faultgis.lab_results.age_plus_ka is '正误差（千年） | Error towards older';
comment on column faultgis.lab_results.datum_year is '起算年份 | Year from which the age counts';
comment on column faultgis.lab_results.sigma is '误差级别（1 或 2，0 为未说明） | Level of the errors: 1 or 2 sigma, 0 not stated';
comment on column faultgis.lab_results.reported is '报告原文 | In the laboratory''s own words';
comment on column faultgis.lab_results.reported_on is '报告日期 | Reported on';
comment on column faultgis.lab_results.rejected is '是否弃用 | Whether it is not used';
comment on column faultgis.lab_results.reason is '弃用原因 | Why it is not used';
comment on column faultgis.lab_results.notes is '备注 | Notes';
comment on column faultgis.lab_results.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.lab_results.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.lab_results.source_file is '来源文件 | File it comes from';
comment on column faultgis.lab_results.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.lab_results.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.lab_results.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.lab_results.source_method is '获取方法 | How it was obtained';
comment on column faultgis.lab_results.source_reference is '参考文献 | Reference';
comment on column faultgis.lab_results.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.lab_results.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.lab_results.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.lab_results.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.lab_results.created_at is '创建时间 | When it was created';
comment on column faultgis.lab_results.created_by is '创建人 | Who created it';
comment on column faultgis.lab_results.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.lab_results.updated_by is '修改人 | Who changed it last';
grant select on faultgis.lab_results to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.wall_features with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.shape,
    t.wall_id,
    w.code as wall,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.unit_id,
    t.older_unit_id,
    t.younger_unit_id,
    t.event_id,
    e.code as event,
    t.sample_id,
    sa.code as sample,
    t.role,
    code_role.zh as role_zh,
    code_role.en as role_en,
    t.certainty,
    code_certainty.zh as certainty_zh,
    code_certainty.en as certainty_en,
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
from faultgis.wall_feature t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.wall w on w.id = t.wall_id
left join faultgis.code_value code_kind
    on code_kind.list = 'wall_feature_kind' and code_kind.code = t.kind
left join faultgis.paleo_event e on e.id = t.event_id
left join faultgis.sample sa on sa.id = t.sample_id
left join faultgis.code_value code_role
    on code_role.list = 'fault_role' and code_role.code = t.role
left join faultgis.code_value code_certainty
    on code_certainty.list = 'confidence' and code_certainty.code = t.certainty;
comment on view faultgis.wall_features is '槽壁要素（槽壁坐标，单位米）（只读视图） | Something drawn on a wall, in metres of the wall, for reading';
comment on column faultgis.wall_features.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.wall_features.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.wall_features.survey is '项目编号 | Code of the survey';
comment on column faultgis.wall_features.code is '编号 | Its code';
comment on column faultgis.wall_features.shape is '形状（槽壁坐标，米） | Shape in metres of the wall';
comment on column faultgis.wall_features.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.wall_features.wall is '槽壁编号 | Code of the wall';
comment on column faultgis.wall_features.kind is '类别（代码表 wall_feature_kind） | Kind (code list wall_feature_kind)';
comment on column faultgis.wall_features.kind_zh is '类别（代码表 wall_feature_kind）：中文 | Kind (code list wall_feature_kind): in Chinese';
comment on column faultgis.wall_features.kind_en is '类别（代码表 wall_feature_kind）：英文 | Kind (code list wall_feature_kind): in English';
comment on column faultgis.wall_features.unit_id is '所属地层单元 | The unit it belongs to';
comment on column faultgis.wall_features.older_unit_id is '较老单元 | The older unit';
comment on column faultgis.wall_features.younger_unit_id is '较新单元 | The younger unit';
comment on column faultgis.wall_features.event_id is '事件 | The event';
comment on column faultgis.wall_features.event is '事件编号 | Code of the event';
comment on column faultgis.wall_features.sample_id is '样品 | The sample';
comment on column faultgis.wall_features.sample is '样品编号 | Code of the sample';
comment on column faultgis.wall_features.role is '断层角色（代码表 fault_role） | Role of a fault (code list fault_role)';
comment on column faultgis.wall_features.role_zh is '断层角色（代码表 fault_role）：中文 | Role of a fault (code list fault_role): in Chinese';
comment on column faultgis.wall_features.role_en is '断层角色（代码表 fault_role）：英文 | Role of a fault (code list fault_role): in English';
comment on column faultgis.wall_features.certainty is '可信度（代码表 confidence） | Confidence (code list confidence)';
comment on column faultgis.wall_features.certainty_zh is '可信度（代码表 confidence）：中文 | Confidence (code list confidence): in Chinese';
comment on column faultgis.wall_features.certainty_en is '可信度（代码表 confidence）：英文 | Confidence (code list confidence): in English';
comment on column faultgis.wall_features.description is '描述 | Description';
comment on column faultgis.wall_features.notes is '备注 | Notes';
comment on column faultgis.wall_features.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.wall_features.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.wall_features.source_file is '来源文件 | File it comes from';
comment on column faultgis.wall_features.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.wall_features.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.wall_features.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.wall_features.source_method is '获取方法 | How it was obtained';
comment on column faultgis.wall_features.source_reference is '参考文献 | Reference';
comment on column faultgis.wall_features.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.wall_features.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.wall_features.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.wall_features.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.wall_features.created_at is '创建时间 | When it was created';
comment on column faultgis.wall_features.created_by is '创建人 | Who created it';
comment on column faultgis.wall_features.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.wall_features.updated_by is '修改人 | Who changed it last';
grant select on faultgis.wall_features to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.event_evidences with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.event_id,
    e.code as event,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.wall_id,
    w.code as wall,
    t.feature_id,
    t.score,
    t.exposures,
    t.exposures_possible,
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
from faultgis.event_evidence t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.paleo_event e on e.id = t.event_id
left join faultgis.code_value code_kind
    on code_kind.list = 'event_evidence' and code_kind.code = t.kind
left join faultgis.wall w on w.id = t.wall_id;
comment on view faultgis.event_evidences is '事件证据（只读视图） | One piece of evidence for an event, for reading';
comment on column faultgis.event_evidences.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.event_evidences.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.event_evidences.survey is '项目编号 | Code of the survey';
comment on column faultgis.event_evidences.event_id is '事件 | The event';
comment on column faultgis.event_evidences.event is '事件编号 | Code of the event';
comment on column faultgis.event_evidences.kind is '证据类别（代码表 event_evidence） | Kind (code list event_evidence)';
comment on column faultgis.event_evidences.kind_zh is '证据类别（代码表 event_evidence）：中文 | Kind (code list event_evidence): in Chinese';
comment on column faultgis.event_evidences.kind_en is '证据类别（代码表 event_evidence）：英文 | Kind (code list event_evidence): in English';
comment on column faultgis.event_evidences.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.event_evidences.wall is '槽壁编号 | Code of the wall';
comment on column faultgis.event_evidences.feature_id is '槽壁要素 | The feature on the wall';
comment on column faultgis.event_evidences.score is '评分（自定义尺度） | Score on the office''s own scale';
comment on column faultgis.event_evidences.exposures is '出现该现象的剖面数 | Exposures that show it';
comment on column faultgis.event_evidences.exposures_possible is '可能出现的剖面数 | Exposures that could have shown it';
comment on column faultgis.event_evidences.description is '描述 | Description';
comment on column faultgis.event_evidences.notes is '备注 | Notes';
comment on column faultgis.event_evidences.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.event_evidences.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.event_evidences.source_file is '来源文件 | File it comes from';
comment on column faultgis.event_evidences.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.event_evidences.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.event_evidences.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.event_evidences.source_method is '获取方法 | How it was obtained';
comment on column faultgis.event_evidences.source_reference is '参考文献 | Reference';
comment on column faultgis.event_evidences.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.event_evidences.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.event_evidences.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.event_evidences.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.event_evidences.created_at is '创建时间 | When it was created';
comment on column faultgis.event_evidences.created_by is '创建人 | Who created it';
comment on column faultgis.event_evidences.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.event_evidences.updated_by is '修改人 | Who changed it last';
grant select on faultgis.event_evidences to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.calibrated_ages with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.result_id,
    t.sample_id,
    sa.code as sample,
    (t.age ->> 'best')::float8 as age_best,
    (t.age ->> 'low')::float8 as age_low,
    (t.age ->> 'high')::float8 as age_high,
    faultgis.estimate_text(t.age) as age_text,
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
from faultgis.calibrated_age t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.sample sa on sa.id = t.sample_id;
comment on view faultgis.calibrated_ages is '校正年龄（只读视图） | The age of one laboratory result in calendar years, for reading';
comment on column faultgis.calibrated_ages.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.calibrated_ages.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.calibrated_ages.survey is '项目编号 | Code of the survey';
comment on column faultgis.calibrated_ages.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.calibrated_ages.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.calibrated_ages.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.calibrated_ages.convention is '采用的约定 | Convention followed';
comment on column faultgis.calibrated_ages.software is '软件版本 | Version of the software';
comment on column faultgis.calibrated_ages.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.calibrated_ages.request is '计算请求 | The request of the calculation';
comment on column faultgis.calibrated_ages.results is '计算结果 | The answer of the calculation';
comment on column faultgis.calibrated_ages.result_id is '实验室结果 | The laboratory''s result';
comment on column faultgis.calibrated_ages.sample_id is '样品 | The sample';
comment on column faultgis.calibrated_ages.sample is '样品编号 | Code of the sample';
comment on column faultgis.calibrated_ages.age_best is '年龄（公历年，公元前为负，估计值）：最佳值 | Age as a calendar year, BC negative (estimate): best value';
comment on column faultgis.calibrated_ages.age_low is '年龄（公历年，公元前为负，估计值）：低值 | Age as a calendar year, BC negative (estimate): low value';
comment on column faultgis.calibrated_ages.age_high is '年龄（公历年，公元前为负，估计值）：高值 | Age as a calendar year, BC negative (estimate): high value';
comment on column faultgis.calibrated_ages.age_text is '年龄（公历年，公元前为负，估计值）：文字 | Age as a calendar year, BC negative (estimate): as text';
comment on column faultgis.calibrated_ages.notes is '备注 | Notes';
comment on column faultgis.calibrated_ages.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.calibrated_ages.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.calibrated_ages.source_file is '来源文件 | File it comes from';
comment on column faultgis.calibrated_ages.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.calibrated_ages.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.calibrated_ages.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.calibrated_ages.source_method is '获取方法 | How it was obtained';
comment on column faultgis.calibrated_ages.source_reference is '参考文献 | Reference';
comment on column faultgis.calibrated_ages.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.calibrated_ages.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.calibrated_ages.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.calibrated_ages.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.calibrated_ages.created_at is '创建时间 | When it was created';
comment on column faultgis.calibrated_ages.created_by is '创建人 | Who created it';
comment on column faultgis.calibrated_ages.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.calibrated_ages.updated_by is '修改人 | Who changed it last';
grant select on faultgis.calibrated_ages to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.chronology_models with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.site_id,
    ts.code as site,
    t.author,
    t.is_default,
    t.model,
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
from faultgis.chronology_model t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.trench_site ts on ts.id = t.site_id;
comment on view faultgis.chronology_models is '年代模型（只读视图） | Ages of a site constrained by its stratigraphic order, for reading';
comment on column faultgis.chronology_models.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.chronology_models.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.chronology_models.survey is '项目编号 | Code of the survey';
comment on column faultgis.chronology_models.code is '编号 | Its code';
comment on column faultgis.chronology_models.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.chronology_models.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.chronology_models.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.chronology_models.convention is '采用的约定 | Convention followed';
comment on column faultgis.chronology_models.software is '软件版本 | Version of the software';
comment on column faultgis.chronology_models.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.chronology_models.request is '计算请求 | The request of the calculation';
comment on column faultgis.chronology_models.results is '计算结果 | The answer of the calculation';
comment on column faultgis.chronology_models.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.chronology_models.site is '探槽点编号 | Code of the trench site';
comment on column faultgis.chronology_models.author is '作者 | Author';
comment on column faultgis.chronology_models.is_default is '是否为默认模型 | Whether it is the site''s default';
comment on column faultgis.chronology_models.model is '模型（由老到新） | The sequence as laid out, oldest first';
comment on column faultgis.chronology_models.notes is '备注 | Notes';
comment on column faultgis.chronology_models.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.chronology_models.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.chronology_models.source_file is '来源文件 | File it comes from';
comment on column faultgis.chronology_models.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.chronology_models.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.chronology_models.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.chronology_models.source_method is '获取方法 | How it was obtained';
comment on column faultgis.chronology_models.source_reference is '参考文献 | Reference';
comment on column faultgis.chronology_models.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.chronology_models.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.chronology_models.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.chronology_models.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.chronology_models.created_at is '创建时间 | When it was created';
comment on column faultgis.chronology_models.created_by is '创建人 | Who created it';
comment on column faultgis.chronology_models.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.chronology_models.updated_by is '修改人 | Who changed it last';
grant select on faultgis.chronology_models to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.event_ages with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.chronology_id,
    t.event_id,
    e.code as event,
    (t.age ->> 'best')::float8 as age_best,
    (t.age ->> 'low')::float8 as age_low,
    (t.age ->> 'high')::float8 as age_high,
    faultgis.estimate_text(t.age) as age_text,
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
from faultgis.event_age t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.paleo_event e on e.id = t.event_id;
comment on view faultgis.event_ages is '事件年龄（只读视图） | The age of an event in a chronology, for reading';
comment on column faultgis.event_ages.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.event_ages.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.event_ages.survey is '项目编号 | Code of the survey';
comment on column faultgis.event_ages.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.event_ages.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.event_ages.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.event_ages.convention is '采用的约定 | Convention followed';
comment on column faultgis.event_ages.software is '软件版本 | Version of the software';
comment on column faultgis.event_ages.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.event_ages.request is '计算请求 | The request of the calculation';
comment on column faultgis.event_ages.results is '计算结果 | The answer of the calculation';
comment on column faultgis.event_ages.chronology_id is '年代模型 | The chronology';
comment on column faultgis.event_ages.event_id is '事件 | The event';
comment on column faultgis.event_ages.event is '事件编号 | Code of the event';
comment on column faultgis.event_ages.age_best is '年龄（公历年，公元前为负，估计值）：最佳值 | Age as a calendar year, BC negative (estimate): best value';
comment on column faultgis.event_ages.age_low is '年龄（公历年，公元前为负，估计值）：低值 | Age as a calendar year, BC negative (estimate): low value';
comment on column faultgis.event_ages.age_high is '年龄（公历年，公元前为负，估计值）：高值 | Age as a calendar year, BC negative (estimate): high value';
comment on column faultgis.event_ages.age_text is '年龄（公历年，公元前为负，估计值）：文字 | Age as a calendar year, BC negative (estimate): as text';
comment on column faultgis.event_ages.notes is '备注 | Notes';
comment on column faultgis.event_ages.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.event_ages.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.event_ages.source_file is '来源文件 | File it comes from';
comment on column faultgis.event_ages.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.event_ages.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.event_ages.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.event_ages.source_method is '获取方法 | How it was obtained';
comment on column faultgis.event_ages.source_reference is '参考文献 | Reference';
comment on column faultgis.event_ages.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.event_ages.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.event_ages.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.event_ages.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.event_ages.created_at is '创建时间 | When it was created';
comment on column faultgis.event_ages.created_by is '创建人 | Who created it';
comment on column faultgis.event_ages.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.event_ages.updated_by is '修改人 | Who changed it last';
grant select on faultgis.event_ages to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.displacements with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.event_id,
    e.code as event,
    t.marker_id,
    t.component,
    code_component.zh as component_zh,
    code_component.en as component_en,
    (t.amount ->> 'best')::float8 as amount_best,
    (t.amount ->> 'low')::float8 as amount_low,
    (t.amount ->> 'high')::float8 as amount_high,
    faultgis.estimate_text(t.amount) as amount_text,
    t.projection,
    (t.dip ->> 'best')::float8 as dip_best,
    (t.dip ->> 'low')::float8 as dip_low,
    (t.dip ->> 'high')::float8 as dip_high,
    faultgis.estimate_text(t.dip) as dip_text,
    (t.rake ->> 'best')::float8 as rake_best,
    (t.rake ->> 'low')::float8 as rake_low,
    (t.rake ->> 'high')::float8 as rake_high,
    faultgis.estimate_text(t.rake) as rake_text,
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
from faultgis.displacement t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.paleo_event e on e.id = t.event_id
left join faultgis.code_value code_component
    on code_component.list = 'offset_component' and code_component.code = t.component;
comment on view faultgis.displacements is '位移量（只读视图） | How far an event, or all since a marker, moved the ground, for reading';
comment on column faultgis.displacements.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.displacements.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.displacements.survey is '项目编号 | Code of the survey';
comment on column faultgis.displacements.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.displacements.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.displacements.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.displacements.convention is '采用的约定 | Convention followed';
comment on column faultgis.displacements.software is '软件版本 | Version of the software';
comment on column faultgis.displacements.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.displacements.request is '计算请求 | The request of the calculation';
comment on column faultgis.displacements.results is '计算结果 | The answer of the calculation';
comment on column faultgis.displacements.event_id is '事件 | The event';
comment on column faultgis.displacements.event is '事件编号 | Code of the event';
comment on column faultgis.displacements.marker_id is '位错标志 | The offset marker';
comment on column faultgis.displacements.component is '位移分量（代码表 offset_component） | Component (code list offset_component)';
comment on column faultgis.displacements.component_zh is '位移分量（代码表 offset_component）：中文 | Component (code list offset_component): in Chinese';
comment on column faultgis.displacements.component_en is '位移分量（代码表 offset_component）：英文 | Component (code list offset_component): in English';
comment on column faultgis.displacements.amount_best is '位移量（米，估计值）：最佳值 | Displacement in metres (estimate): best value';
comment on column faultgis.displacements.amount_low is '位移量（米，估计值）：低值 | Displacement in metres (estimate): low value';
comment on column faultgis.displacements.amount_high is '位移量（米，估计值）：高值 | Displacement in metres (estimate): high value';
comment on column faultgis.displacements.amount_text is '位移量（米，估计值）：文字 | Displacement in metres (estimate): as text';
comment on column faultgis.displacements.projection is '换算方法 | How the component was come by';
comment on column faultgis.displacements.dip_best is '所用倾角（度，估计值）：最佳值 | Dip taken in degrees (estimate): best value';
comment on column faultgis.displacements.dip_low is '所用倾角（度，估计值）：低值 | Dip taken in degrees (estimate): low value';
comment on column faultgis.displacements.dip_high is '所用倾角（度，估计值）：高值 | Dip taken in degrees (estimate): high value';
comment on column faultgis.displacements.dip_text is '所用倾角（度，估计值）：文字 | Dip taken in degrees (estimate): as text';
comment on column faultgis.displacements.rake_best is '所用滑动角（度，估计值）：最佳值 | Rake taken in degrees (estimate): best value';
comment on column faultgis.displacements.rake_low is '所用滑动角（度，估计值）：低值 | Rake taken in degrees (estimate): low value';
comment on column faultgis.displacements.rake_high is '所用滑动角（度，估计值）：高值 | Rake taken in degrees (estimate): high value';
comment on column faultgis.displacements.rake_text is '所用滑动角（度，估计值）：文字 | Rake taken in degrees (estimate): as text';
comment on column faultgis.displacements.notes is '备注 | Notes';
comment on column faultgis.displacements.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.displacements.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.displacements.source_file is '来源文件 | File it comes from';
comment on column faultgis.displacements.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.displacements.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.displacements.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.displacements.source_method is '获取方法 | How it was obtained';
comment on column faultgis.displacements.source_reference is '参考文献 | Reference';
comment on column faultgis.displacements.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.displacements.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.displacements.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.displacements.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.displacements.created_at is '创建时间 | When it was created';
comment on column faultgis.displacements.created_by is '创建人 | Who created it';
comment on column faultgis.displacements.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.displacements.updated_by is '修改人 | Who changed it last';
grant select on faultgis.displacements to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.slip_rates with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.segment_id,
    g.code as segment,
    t.site_id,
    ts.code as site,
    t.marker_id,
    t.component,
    code_component.zh as component_zh,
    code_component.en as component_en,
    (t.rate ->> 'best')::float8 as rate_best,
    (t.rate ->> 'low')::float8 as rate_low,
    (t.rate ->> 'high')::float8 as rate_high,
    faultgis.estimate_text(t.rate) as rate_text,
    t.representative,
    t.rule,
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
from faultgis.slip_rate t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.segment g on g.id = t.segment_id
left join faultgis.trench_site ts on ts.id = t.site_id
left join faultgis.code_value code_component
    on code_component.list = 'offset_component' and code_component.code = t.component;
comment on view faultgis.slip_rates is '滑动速率（只读视图） | A slip rate at a site, or the representative one of a fault, for reading';
comment on column faultgis.slip_rates.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.slip_rates.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.slip_rates.survey is '项目编号 | Code of the survey';
comment on column faultgis.slip_rates.code is '编号 | Its code';
comment on column faultgis.slip_rates.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.slip_rates.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.slip_rates.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.slip_rates.convention is '采用的约定 | Convention followed';
comment on column faultgis.slip_rates.software is '软件版本 | Version of the software';
comment on column faultgis.slip_rates.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.slip_rates.request is '计算请求 | The request of the calculation';
comment on column faultgis.slip_rates.results is '计算结果 | The answer of the calculation';
comment on column faultgis.slip_rates.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.slip_rates.fault is '断层编号 | Code of the fault';
comment on column faultgis.slip_rates.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.slip_rates.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.slip_rates.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.slip_rates.segment is '分段编号 | Code of the segment';
comment on column faultgis.slip_rates.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.slip_rates.site is '探槽点编号 | Code of the trench site';
comment on column faultgis.slip_rates.marker_id is '位错标志 | The offset marker';
comment on column faultgis.slip_rates.component is '位移分量（代码表 offset_component） | Component (code list offset_component)';
comment on column faultgis.slip_rates.component_zh is '位移分量（代码表 offset_component）：中文 | Component (code list offset_component): in Chinese';
comment on column faultgis.slip_rates.component_en is '位移分量（代码表 offset_component）：英文 | Component (code list offset_component): in English';
comment on column faultgis.slip_rates.rate_best is '滑动速率（毫米/年，估计值）：最佳值 | Slip rate in mm/a (estimate): best value';
comment on column faultgis.slip_rates.rate_low is '滑动速率（毫米/年，估计值）：低值 | Slip rate in mm/a (estimate): low value';
comment on column faultgis.slip_rates.rate_high is '滑动速率（毫米/年，估计值）：高值 | Slip rate in mm/a (estimate): high value';
comment on column faultgis.slip_rates.rate_text is '滑动速率（毫米/年，估计值）：文字 | Slip rate in mm/a (estimate): as text';
comment on column faultgis.slip_rates.representative is '是否为代表值 | Whether it stands for the fault or segment';
comment on column faultgis.slip_rates.rule is '取值规则 | Rule by which it was chosen';
comment on column faultgis.slip_rates.notes is '备注 | Notes';
comment on column faultgis.slip_rates.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.slip_rates.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.slip_rates.source_file is '来源文件 | File it comes from';
comment on column faultgis.slip_rates.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.slip_rates.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.slip_rates.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.slip_rates.source_method is '获取方法 | How it was obtained';
comment on column faultgis.slip_rates.source_reference is '参考文献 | Reference';
comment on column faultgis.slip_rates.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.slip_rates.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.slip_rates.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.slip_rates.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.slip_rates.created_at is '创建时间 | When it was created';
comment on column faultgis.slip_rates.created_by is '创建人 | Who created it';
comment on column faultgis.slip_rates.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.slip_rates.updated_by is '修改人 | Who changed it last';
grant select on faultgis.slip_rates to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.recurrences with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.segment_id,
    g.code as segment,
    t.chronology_id,
    t.basis,
    (t.interval ->> 'best')::float8 as interval_best,
    (t.interval ->> 'low')::float8 as interval_low,
    (t.interval ->> 'high')::float8 as interval_high,
    faultgis.estimate_text(t.interval) as interval_text,
    (t.cov ->> 'best')::float8 as cov_best,
    (t.cov ->> 'low')::float8 as cov_low,
    (t.cov ->> 'high')::float8 as cov_high,
    faultgis.estimate_text(t.cov) as cov_text,
    (t.elapsed ->> 'best')::float8 as elapsed_best,
    (t.elapsed ->> 'low')::float8 as elapsed_low,
    (t.elapsed ->> 'high')::float8 as elapsed_high,
    faultgis.estimate_text(t.elapsed) as elapsed_text,
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
from faultgis.recurrence t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.segment g on g.id = t.segment_id;
comment on view faultgis.recurrences is '复发间隔（只读视图） | The recurrence interval of a fault or segment, for reading';
comment on column faultgis.recurrences.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.recurrences.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.recurrences.survey is '项目编号 | Code of the survey';
comment on column faultgis.recurrences.code is '编号 | Its code';
comment on column faultgis.recurrences.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.recurrences.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.recurrences.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.recurrences.convention is '采用的约定 | Convention followed';
comment on column faultgis.recurrences.software is '软件版本 | Version of the software';
comment on column faultgis.recurrences.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.recurrences.request is '计算请求 | The request of the calculation';
comment on column faultgis.recurrences.results is '计算结果 | The answer of the calculation';
comment on column faultgis.recurrences.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.recurrences.fault is '断层编号 | Code of the fault';
comment on column faultgis.recurrences.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.recurrences.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.recurrences.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.recurrences.segment is '分段编号 | Code of the segment';
comment on column faultgis.recurrences.chronology_id is '年代模型 | The chronology';
comment on column faultgis.recurrences.basis is '依据 | What it rests on';
comment on column faultgis.recurrences.interval_best is '复发间隔（年，估计值）：最佳值 | Recurrence interval in years (estimate): best value';
comment on column faultgis.recurrences.interval_low is '复发间隔（年，估计值）：低值 | Recurrence interval in years (estimate): low value';
comment on column faultgis.recurrences.interval_high is '复发间隔（年，估计值）：高值 | Recurrence interval in years (estimate): high value';
comment on column faultgis.recurrences.interval_text is '复发间隔（年，估计值）：文字 | Recurrence interval in years (estimate): as text';
comment on column faultgis.recurrences.cov_best is '变异系数（估计值）：最佳值 | Coefficient of variation (estimate): best value';
comment on column faultgis.recurrences.cov_low is '变异系数（估计值）：低值 | Coefficient of variation (estimate): low value';
comment on column faultgis.recurrences.cov_high is '变异系数（估计值）：高值 | Coefficient of variation (estimate): high value';
comment on column faultgis.recurrences.cov_text is '变异系数（估计值）：文字 | Coefficient of variation (estimate): as text';
comment on column faultgis.recurrences.elapsed_best is '离逝时间（年，估计值）：最佳值 | Years since the last event (estimate): best value';
comment on column faultgis.recurrences.elapsed_low is '离逝时间（年，估计值）：低值 | Years since the last event (estimate): low value';
comment on column faultgis.recurrences.elapsed_high is '离逝时间（年，估计值）：高值 | Years since the last event (estimate): high value';
comment on column faultgis.recurrences.elapsed_text is '离逝时间（年，估计值）：文字 | Years since the last event (estimate): as text';
comment on column faultgis.recurrences.notes is '备注 | Notes';
comment on column faultgis.recurrences.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.recurrences.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.recurrences.source_file is '来源文件 | File it comes from';
comment on column faultgis.recurrences.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.recurrences.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.recurrences.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.recurrences.source_method is '获取方法 | How it was obtained';
comment on column faultgis.recurrences.source_reference is '参考文献 | Reference';
comment on column faultgis.recurrences.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.recurrences.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.recurrences.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.recurrences.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.recurrences.created_at is '创建时间 | When it was created';
comment on column faultgis.recurrences.created_by is '创建人 | Who created it';
comment on column faultgis.recurrences.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.recurrences.updated_by is '修改人 | Who changed it last';
grant select on faultgis.recurrences to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.probabilities with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.inputs,
    t.input_hash,
    t.function,
    t.convention,
    t.software,
    t.computed_at,
    t.request,
    t.results,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.segment_id,
    g.code as segment,
    t.recurrence_id,
    t.model,
    t.from_year,
    t.window_years,
    t.probability,
    t.low,
    t.high,
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
from faultgis.probability t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.segment g on g.id = t.segment_id;
comment on view faultgis.probabilities is '发震概率（只读视图） | The probability of rupture within a time window, for reading';
comment on column faultgis.probabilities.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.probabilities.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.probabilities.survey is '项目编号 | Code of the survey';
comment on column faultgis.probabilities.code is '编号 | Its code';
comment on column faultgis.probabilities.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.probabilities.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.probabilities.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.probabilities.convention is '采用的约定 | Convention followed';
comment on column faultgis.probabilities.software is '软件版本 | Version of the software';
comment on column faultgis.probabilities.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.probabilities.request is '计算请求 | The request of the calculation';
comment on column faultgis.probabilities.results is '计算结果 | The answer of the calculation';
comment on column faultgis.probabilities.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.probabilities.fault is '断层编号 | Code of the fault';
comment on column faultgis.probabilities.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.probabilities.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.probabilities.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.probabilities.segment is '分段编号 | Code of the segment';
comment on column faultgis.probabilities.recurrence_id is '复发间隔 | The recurrence it rests on';
comment on column faultgis.probabilities.model is '更新模型 | Renewal model';
comment on column faultgis.probabilities.from_year is '起始年份 | First year of the window';
comment on column faultgis.probabilities.window_years is '时间窗（年） | Length of the window in years';
comment on column faultgis.probabilities.probability is '概率 | Probability';
comment on column faultgis.probabilities.low is '概率下限 | Its lower bound';
comment on column faultgis.probabilities.high is '概率上限 | Its upper bound';
comment on column faultgis.probabilities.notes is '备注 | Notes';
comment on column faultgis.probabilities.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.probabilities.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.probabilities.source_file is '来源文件 | File it comes from';
comment on column faultgis.probabilities.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.probabilities.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.probabilities.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.probabilities.source_method is '获取方法 | How it was obtained';
comment on column faultgis.probabilities.source_reference is '参考文献 | Reference';
comment on column faultgis.probabilities.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.probabilities.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.probabilities.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.probabilities.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.probabilities.created_at is '创建时间 | When it was created';
comment on column faultgis.probabilities.created_by is '创建人 | Who created it';
comment on column faultgis.probabilities.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.probabilities.updated_by is '修改人 | Who changed it last';
grant select on faultgis.probabilities to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;
