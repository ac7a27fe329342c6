-- Read views of the new tables; that of surveys says the new columns at its end.

create view faultgis.deformation_zones with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.fault_id,
    f.code as fault,
    f.name_zh as fault_zh,
    f.name_en as fault_en,
    t.trace_id,
    t.kind,
    code_kind.zh as kind_zh,
    code_kind.en as kind_en,
    t.name,
    t.method,
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
from faultgis.deformation_zone t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.code_value code_kind
    on code_kind.list = 'deformation_zone_kind' and code_kind.code = t.kind;
comment on view faultgis.deformation_zones is '地表变形带范围（只读视图） | A mapped polygon of deformed ground about a fault, for reading';
comment on column faultgis.deformation_zones.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.deformation_zones.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.deformation_zones.survey is '项目编号 | Code of the survey';
comment on column faultgis.deformation_zones.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.deformation_zones.fault is '断层编号 | Code of the fault';
comment on column faultgis.deformation_zones.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.deformation_zones.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.deformation_zones.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.deformation_zones.kind is '类型（代码表 deformation_zone_kind） | Kind (code list deformation_zone_kind)';
comment on column faultgis.deformation_zones.kind_zh is '类型（代码表 deformation_zone_kind）：中文 | Kind (code list deformation_zone_kind): in Chinese';
comment on column faultgis.deformation_zones.kind_en is '类型（代码表 deformation_zone_kind）：英文 | Kind (code list deformation_zone_kind): in English';
comment on column faultgis.deformation_zones.name is '名称 | Name';
comment on column faultgis.deformation_zones.method is '圈定方法 | How it was drawn';
comment on column faultgis.deformation_zones.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.deformation_zones.notes is '备注 | Notes';
comment on column faultgis.deformation_zones.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.deformation_zones.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.deformation_zones.source_file is '来源文件 | File it comes from';
comment on column faultgis.deformation_zones.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.deformation_zones.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.deformation_zones.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.deformation_zones.source_method is '获取方法 | How it was obtained';
comment on column faultgis.deformation_zones.source_reference is '参考文献 | Reference';
comment on column faultgis.deformation_zones.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.deformation_zones.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.deformation_zones.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.deformation_zones.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.deformation_zones.created_at is '创建时间 | When it was created';
comment on column faultgis.deformation_zones.created_by is '创建人 | Who created it';
comment on column faultgis.deformation_zones.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.deformation_zones.updated_by is '修改人 | Who changed it last';

create view faultgis.buried_points with (security_invoker = true) as
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
    t.method,
    code_method.zh as method_zh,
    code_method.en as method_en,
    t.line_name,
    t.distance_along_m,
    t.kinematics,
    code_kinematics.zh as kinematics_zh,
    code_kinematics.en as kinematics_en,
    (t.top_depth ->> 'best')::float8 as top_depth_best,
    (t.top_depth ->> 'low')::float8 as top_depth_low,
    (t.top_depth ->> 'high')::float8 as top_depth_high,
    faultgis.estimate_text(t.top_depth) as top_depth_text,
    (t.top_age ->> 'best')::float8 as top_age_best,
    (t.top_age ->> 'low')::float8 as top_age_low,
    (t.top_age ->> 'high')::float8 as top_age_high,
    faultgis.estimate_text(t.top_age) as top_age_text,
    (t.last_age ->> 'best')::float8 as last_age_best,
    (t.last_age ->> 'low')::float8 as last_age_low,
    (t.last_age ->> 'high')::float8 as last_age_high,
    faultgis.estimate_text(t.last_age) as last_age_text,
    (t.displacement ->> 'best')::float8 as displacement_best,
    (t.displacement ->> 'low')::float8 as displacement_low,
    (t.displacement ->> 'high')::float8 as displacement_high,
    faultgis.estimate_text(t.displacement) as displacement_text,
    t.view_direction,
    t.apparent_dip,
    t.reliability,
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
from faultgis.buried_point t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.fault f on f.id = t.fault_id
left join faultgis.code_value code_method
    on code_method.list = 'buried_method' and code_method.code = t.method
left join faultgis.code_value code_kinematics
    on code_kinematics.list = 'kinematics' and code_kinematics.code = t.kinematics;
comment on view faultgis.buried_points is '断点（钻探、物探）（只读视图） | Where a borehole or a seismic line meets a fault under cover, for reading';
comment on column faultgis.buried_points.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.buried_points.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.buried_points.survey is '项目编号 | Code of the survey';
comment on column faultgis.buried_points.code is '编号 | Its code';
comment on column faultgis.buried_points.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.buried_points.fault is '断层编号 | Code of the fault';
comment on column faultgis.buried_points.fault_zh is '断层中文名 | Name of the fault in Chinese';
comment on column faultgis.buried_points.fault_en is '断层英文名 | Name of the fault in English';
comment on column faultgis.buried_points.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.buried_points.method is '探测方法（代码表 buried_method） | Method (code list buried_method)';
comment on column faultgis.buried_points.method_zh is '探测方法（代码表 buried_method）：中文 | Method (code list buried_method): in Chinese';
comment on column faultgis.buried_points.method_en is '探测方法（代码表 buried_method）：英文 | Method (code list buried_method): in English';
comment on column faultgis.buried_points.line_name is '剖面或测线名称 | Drill profile or survey line';
comment on column faultgis.buried_points.distance_along_m is '距测线起点（米） | Place along the line in metres';
comment on column faultgis.buried_points.kinematics is '断层性质（代码表 kinematics） | Sense of slip (code list kinematics)';
comment on column faultgis.buried_points.kinematics_zh is '断层性质（代码表 kinematics）：中文 | Sense of slip (code list kinematics): in Chinese';
comment on column faultgis.buried_points.kinematics_en is '断层性质（代码表 kinematics）：英文 | Sense of slip (code list kinematics): in English';
comment on column faultgis.buried_points.top_depth_best is '上断点埋深（米，估计值）：最佳值 | Depth of the upper tip in metres (estimate): best value';
comment on column faultgis.buried_points.top_depth_low is '上断点埋深（米，估计值）：低值 | Depth of the upper tip in metres (estimate): low value';
comment on column faultgis.buried_points.top_depth_high is '上断点埋深（米，估计值）：高值 | Depth of the upper tip in metres (estimate): high value';
comment on column faultgis.buried_points.top_depth_text is '上断点埋深（米，估计值）：文字 | Depth of the upper tip in metres (estimate): as text';
comment on column faultgis.buried_points.top_age_best is '最老未断地层年龄（千年，估计值）：最佳值 | Age of the oldest unbroken layer in ka (estimate): best value';
comment on column faultgis.buried_points.top_age_low is '最老未断地层年龄（千年，估计值）：低值 | Age of the oldest unbroken layer in ka (estimate): low value';
comment on column faultgis.buried_points.top_age_high is '最老未断地层年龄（千年，估计值）：高值 | Age of the oldest unbroken layer in ka (estimate): high value';
comment on column faultgis.buried_points.top_age_text is '最老未断地层年龄（千年，估计值）：文字 | Age of the oldest unbroken layer in ka (estimate): as text';
comment on column faultgis.buried_points.last_age_best is '最新被断地层年龄（千年，估计值）：最佳值 | Age of the youngest broken layer in ka (estimate): best value';
comment on column faultgis.buried_points.last_age_low is '最新被断地层年龄（千年，估计值）：低值 | Age of the youngest broken layer in ka (estimate): low value';
comment on column faultgis.buried_points.last_age_high is '最新被断地层年龄（千年，估计值）：高值 | Age of the youngest broken layer in ka (estimate): high value';
comment on column faultgis.buried_points.last_age_text is '最新被断地层年龄（千年，估计值）：文字 | Age of the youngest broken layer in ka (estimate): as text';
comment on column faultgis.buried_points.displacement_best is '最新被断界面位移（米，估计值）：最佳值 | Its displacement in metres (estimate): best value';
comment on column faultgis.buried_points.displacement_low is '最新被断界面位移（米，估计值）：低值 | Its displacement in metres (estimate): low value';
comment on column faultgis.buried_points.displacement_high is '最新被断界面位移（米，估计值）：高值 | Its displacement in metres (estimate): high value';
comment on column faultgis.buried_points.displacement_text is '最新被断界面位移（米，估计值）：文字 | Its displacement in metres (estimate): as text';
comment on column faultgis.buried_points.view_direction is '视向（度） | Direction of view in degrees clockwise from north';
comment on column faultgis.buried_points.apparent_dip is '视倾角（度） | Apparent dip in the section in degrees';
comment on column faultgis.buried_points.reliability is '可靠性（1–5） | Reliability, 1 to 5';
comment on column faultgis.buried_points.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.buried_points.notes is '备注 | Notes';
comment on column faultgis.buried_points.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.buried_points.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.buried_points.source_file is '来源文件 | File it comes from';
comment on column faultgis.buried_points.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.buried_points.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.buried_points.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.buried_points.source_method is '获取方法 | How it was obtained';
comment on column faultgis.buried_points.source_reference is '参考文献 | Reference';
comment on column faultgis.buried_points.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.buried_points.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.buried_points.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.buried_points.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.buried_points.created_at is '创建时间 | When it was created';
comment on column faultgis.buried_points.created_by is '创建人 | Who created it';
comment on column faultgis.buried_points.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.buried_points.updated_by is '修改人 | Who changed it last';

create view faultgis.template_rows with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.class_name,
    t.template,
    t.values,
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
from faultgis.template_row t
join faultgis.survey s on s.id = t.survey_id;
comment on view faultgis.template_rows is '国家模板行（无对应记录）（只读视图） | A row of the national template that has no record of its own, for reading';
comment on column faultgis.template_rows.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.template_rows.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.template_rows.survey is '项目编号 | Code of the survey';
comment on column faultgis.template_rows.code is '国家库编号（原样） | National ID as it stands';
comment on column faultgis.template_rows.class_name is '模板类名 | Class of the template';
comment on column faultgis.template_rows.template is '读入时的模板 | The template that it was read by';
comment on column faultgis.template_rows.values is '各字段的值 | Its cells by field name';
comment on column faultgis.template_rows.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.template_rows.notes is '备注 | Notes';
comment on column faultgis.template_rows.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.template_rows.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.template_rows.source_file is '来源文件 | File it comes from';
comment on column faultgis.template_rows.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.template_rows.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.template_rows.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.template_rows.source_method is '获取方法 | How it was obtained';
comment on column faultgis.template_rows.source_reference is '参考文献 | Reference';
comment on column faultgis.template_rows.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.template_rows.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.template_rows.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.template_rows.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.template_rows.created_at is '创建时间 | When it was created';
comment on column faultgis.template_rows.created_by is '创建人 | Who created it';
comment on column faultgis.template_rows.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.template_rows.updated_by is '修改人 | Who changed it last';

create view faultgis.waivers with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.finding,
    t.rule,
    t.class_name,
    t.row_code,
    t.field,
    t.message,
    t.reason,
    t.waived_by,
    t.waived_at,
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
from faultgis.waiver t
join faultgis.survey s on s.id = t.survey_id;
comment on view faultgis.waivers is '质检豁免（只读视图） | A finding of the quality check that somebody answers for, for reading';
comment on column faultgis.waivers.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.waivers.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.waivers.survey is '项目编号 | Code of the survey';
comment on column faultgis.waivers.finding is '问题标识 | Key of the finding';
comment on column faultgis.waivers.rule is '规则 | Rule';
comment on column faultgis.waivers.class_name is '模板类名 | Class of the template';
comment on column faultgis.waivers.row_code is '行编号 | National ID of the row';
comment on column faultgis.waivers.field is '字段 | Field';
comment on column faultgis.waivers.message is '问题说明 | What was found';
comment on column faultgis.waivers.reason is '豁免理由 | Why it may stand';
comment on column faultgis.waivers.waived_by is '豁免人 | Who answers for it';
comment on column faultgis.waivers.waived_at is '豁免时间 | When';
comment on column faultgis.waivers.notes is '备注 | Notes';
comment on column faultgis.waivers.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.waivers.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.waivers.source_file is '来源文件 | File it comes from';
comment on column faultgis.waivers.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.waivers.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.waivers.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.waivers.source_method is '获取方法 | How it was obtained';
comment on column faultgis.waivers.source_reference is '参考文献 | Reference';
comment on column faultgis.waivers.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.waivers.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.waivers.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.waivers.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.waivers.created_at is '创建时间 | When it was created';
comment on column faultgis.waivers.created_by is '创建人 | Who created it';
comment on column faultgis.waivers.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.waivers.updated_by is '修改人 | Who changed it last';

create view faultgis.deliveries with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.number,
    t.data_version,
    t.since,
    t.template,
    t.template_version,
    t.mapping,
    t.mapping_sha256,
    t.formats,
    t.level,
    t.recipient,
    t.reason,
    t.delivered_at,
    t.delivered_by,
    t.path,
    t.manifest_sha256,
    t.score,
    t.receipt,
    t.receipt_on,
    t.settings,
    t.counts,
    t.redactions,
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
from faultgis.delivery t
join faultgis.survey s on s.id = t.survey_id;
comment on view faultgis.deliveries is '汇交登记（只读视图） | The register of deliveries to the national database, for reading';
comment on column faultgis.deliveries.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.deliveries.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.deliveries.survey is '项目编号 | Code of the survey';
comment on column faultgis.deliveries.number is '汇交序号 | Number within the survey, from 1';
comment on column faultgis.deliveries.data_version is '所依据的数据版本 | The data version it rests on';
comment on column faultgis.deliveries.since is '增量所依据的汇交（0 为全量） | The delivery that it follows; 0: a full one';
comment on column faultgis.deliveries.template is '国家模板 | National template';
comment on column faultgis.deliveries.template_version is '模板版本 | Version of the template';
comment on column faultgis.deliveries.mapping is '字段对照 | Mapping';
comment on column faultgis.deliveries.mapping_sha256 is '字段对照校验值 | SHA-256 of the mapping';
comment on column faultgis.deliveries.formats is '格式 | Formats';
comment on column faultgis.deliveries.level is '汇交密级 | Secrecy level of the package';
comment on column faultgis.deliveries.recipient is '接收单位 | Recipient';
comment on column faultgis.deliveries.reason is '说明 | Reason';
comment on column faultgis.deliveries.delivered_at is '汇交时间 | When';
comment on column faultgis.deliveries.delivered_by is '汇交人 | Who';
comment on column faultgis.deliveries.path is '文件路径 | Path of the file';
comment on column faultgis.deliveries.manifest_sha256 is '清单校验值 | SHA-256 of the manifest';
comment on column faultgis.deliveries.score is '质检得分 | Score of the quality check';
comment on column faultgis.deliveries.receipt is '回执 | Receipt';
comment on column faultgis.deliveries.receipt_on is '回执日期 | Date of the receipt';
comment on column faultgis.deliveries.settings is '决定内容的设置 | All that decides the rows';
comment on column faultgis.deliveries.counts is '各类行数 | Rows by class';
comment on column faultgis.deliveries.redactions is '脱密处理记录 | What the secrecy filter did';
comment on column faultgis.deliveries.notes is '备注 | Notes';
comment on column faultgis.deliveries.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.deliveries.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.deliveries.source_file is '来源文件 | File it comes from';
comment on column faultgis.deliveries.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.deliveries.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.deliveries.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.deliveries.source_method is '获取方法 | How it was obtained';
comment on column faultgis.deliveries.source_reference is '参考文献 | Reference';
comment on column faultgis.deliveries.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.deliveries.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.deliveries.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.deliveries.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.deliveries.created_at is '创建时间 | When it was created';
comment on column faultgis.deliveries.created_by is '创建人 | Who created it';
comment on column faultgis.deliveries.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.deliveries.updated_by is '修改人 | Who changed it last';

create view faultgis.rejections with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.delivery,
    t.class_name,
    t.row_code,
    t.field,
    t.rule,
    t.message,
    t.state,
    code_state.zh as state_zh,
    code_state.en as state_en,
    t.received_on,
    t.answer,
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
from faultgis.rejection t
join faultgis.survey s on s.id = t.survey_id
left join faultgis.code_value code_state
    on code_state.list = 'rejection_state' and code_state.code = t.state;
comment on view faultgis.rejections is '国家库退回意见（只读视图） | What the national side found wrong in a delivery, for reading';
comment on column faultgis.rejections.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.rejections.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.rejections.survey is '项目编号 | Code of the survey';
comment on column faultgis.rejections.delivery is '汇交序号 | Number of the delivery';
comment on column faultgis.rejections.class_name is '模板类名 | Class of the template';
comment on column faultgis.rejections.row_code is '行编号 | National ID of the row';
comment on column faultgis.rejections.field is '字段 | Field';
comment on column faultgis.rejections.rule is '对方规则 | Rule of the national side';
comment on column faultgis.rejections.message is '意见 | What they say';
comment on column faultgis.rejections.state is '处理状态（代码表 rejection_state） | State (code list rejection_state)';
comment on column faultgis.rejections.state_zh is '处理状态（代码表 rejection_state）：中文 | State (code list rejection_state): in Chinese';
comment on column faultgis.rejections.state_en is '处理状态（代码表 rejection_state）：英文 | State (code list rejection_state): in English';
comment on column faultgis.rejections.received_on is '收到日期 | Received on';
comment on column faultgis.rejections.answer is '答复 | Our answer';
comment on column faultgis.rejections.notes is '备注 | Notes';
comment on column faultgis.rejections.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.rejections.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.rejections.source_file is '来源文件 | File it comes from';
comment on column faultgis.rejections.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.rejections.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.rejections.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.rejections.source_method is '获取方法 | How it was obtained';
comment on column faultgis.rejections.source_reference is '参考文献 | Reference';
comment on column faultgis.rejections.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.rejections.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.rejections.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.rejections.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.rejections.created_at is '创建时间 | When it was created';
comment on column faultgis.rejections.created_by is '创建人 | Who created it';
comment on column faultgis.rejections.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.rejections.updated_by is '修改人 | Who changed it last';

create or replace view faultgis.surveys with (security_invoker = true) as
select
    t.id,
    t.code,
    t.name_zh,
    t.name_en,
    t.description,
    t.mapping_scale,
    t.attribution,
    t.constructed,
    t.basemap,
    t.secrecy,
    t.publication,
    t.row_version,
    t.revision,
    t.created_at,
    t.created_by,
    t.updated_at,
    t.updated_by,
    t.division,
    t.topic,
    t.organisation,
    t.authors,
    t.started_on,
    t.ended_on
from faultgis.survey t;
comment on column faultgis.surveys.division is '行政区划代码（6 位） | Division code of six digits (GB/T 2260)';
comment on column faultgis.surveys.topic is '专题号（3 位） | Topic number of three digits';
comment on column faultgis.surveys.organisation is '承担单位 | Organisation that made it';
comment on column faultgis.surveys.authors is '作者 | Authors';
comment on column faultgis.surveys.started_on is '野外工作开始日期 | First day of the field work';
comment on column faultgis.surveys.ended_on is '野外工作结束日期 | Last day of the field work';

grant select on faultgis.deformation_zones,
    faultgis.buried_points,
    faultgis.template_rows,
    faultgis.waivers,
    faultgis.deliveries,
    faultgis.rejections
    to faultgis_viewer, faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;
