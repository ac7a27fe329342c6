-- Read views of the new tables.

create view faultgis.certificates with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.code,
    t.rule,
    t.edition,
    t.site_name,
    t.building_class,
    t.intensity,
    t.outcome,
    t.data_version,
    t.question,
    t.answer,
    t.answer_hash,
    t.geometry_hash,
    t.issued_at,
    t.issued_by,
    t.language,
    t.path,
    t.sha256,
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
from faultgis.certificate t
join faultgis.survey s on s.id = t.survey_id;
comment on view faultgis.certificates is '避让意见书登记（只读视图） | The register of issued certificates, for reading';
comment on column faultgis.certificates.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.certificates.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.certificates.survey is '项目编号 | Code of the survey';
comment on column faultgis.certificates.code is '编号 | Its code';
comment on column faultgis.certificates.rule is '规则 | Rule set';
comment on column faultgis.certificates.edition is '规则版本 | Edition of the rule set';
comment on column faultgis.certificates.site_name is '场地名称 | Name of the site';
comment on column faultgis.certificates.building_class is '建筑抗震设防类别 | Building class';
comment on column faultgis.certificates.intensity is '抗震设防烈度 | Design intensity';
comment on column faultgis.certificates.outcome is '结论 | Outcome';
comment on column faultgis.certificates.data_version is '所依据的数据版本 | The data version it rests on';
comment on column faultgis.certificates.question is '问题 | The question';
comment on column faultgis.certificates.answer is '答复（规范化 JSON） | The answer as canonical JSON';
comment on column faultgis.certificates.answer_hash is '答复校验值 | SHA-256 of the answer';
comment on column faultgis.certificates.geometry_hash is '场地几何校验值 | SHA-256 of the site''s geometry';
comment on column faultgis.certificates.issued_at is '签发时间 | When it was issued';
comment on column faultgis.certificates.issued_by is '签发人 | Who issued it';
comment on column faultgis.certificates.language is '语言 | Language';
comment on column faultgis.certificates.path is '文件路径 | Path of the file';
comment on column faultgis.certificates.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.certificates.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.certificates.notes is '备注 | Notes';
comment on column faultgis.certificates.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.certificates.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.certificates.source_file is '来源文件 | File it comes from';
comment on column faultgis.certificates.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.certificates.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.certificates.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.certificates.source_method is '获取方法 | How it was obtained';
comment on column faultgis.certificates.source_reference is '参考文献 | Reference';
comment on column faultgis.certificates.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.certificates.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.certificates.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.certificates.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.certificates.created_at is '创建时间 | When it was created';
comment on column faultgis.certificates.created_by is '创建人 | Who created it';
comment on column faultgis.certificates.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.certificates.updated_by is '修改人 | Who changed it last';
grant select on faultgis.certificates to faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;

create view faultgis.site_queries with (security_invoker = true) as
select
    t.id,
    t.survey_id,
    s.code as survey,
    t.rule,
    t.outcome,
    t.sites,
    t.data_version,
    t.question,
    t.asked_at,
    t.asked_by,
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
from faultgis.site_query t
join faultgis.survey s on s.id = t.survey_id;
comment on view faultgis.site_queries is '场地查询记录（只读视图） | The log of questions about sites, for reading';
comment on column faultgis.site_queries.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.site_queries.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.site_queries.survey is '项目编号 | Code of the survey';
comment on column faultgis.site_queries.rule is '规则 | Rule set';
comment on column faultgis.site_queries.outcome is '结论 | Outcome';
comment on column faultgis.site_queries.sites is '场地数 | How many sites were asked about';
comment on column faultgis.site_queries.data_version is '所依据的数据版本 | The data version it rests on';
comment on column faultgis.site_queries.question is '问题 | The question';
comment on column faultgis.site_queries.asked_at is '查询时间 | When it was asked';
comment on column faultgis.site_queries.asked_by is '查询人 | Who asked';
comment on column faultgis.site_queries.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.site_queries.notes is '备注 | Notes';
comment on column faultgis.site_queries.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.site_queries.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.site_queries.source_file is '来源文件 | File it comes from';
comment on column faultgis.site_queries.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.site_queries.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.site_queries.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.site_queries.source_method is '获取方法 | How it was obtained';
comment on column faultgis.site_queries.source_reference is '参考文献 | Reference';
comment on column faultgis.site_queries.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.site_queries.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.site_queries.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.site_queries.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.site_queries.created_at is '创建时间 | When it was created';
comment on column faultgis.site_queries.created_by is '创建人 | Who created it';
comment on column faultgis.site_queries.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.site_queries.updated_by is '修改人 | Who changed it last';
grant select on faultgis.site_queries to faultgis_planner, faultgis_geologist, faultgis_reviewer, faultgis_clerk,
    faultgis_administrator;
