-- What was asked about sites and answered.

CREATE TABLE faultgis.certificate (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    rule TEXT NOT NULL,
    edition TEXT DEFAULT '' NOT NULL,
    site_name TEXT DEFAULT '' NOT NULL,
    building_class TEXT DEFAULT '' NOT NULL,
    intensity INTEGER,
    outcome TEXT DEFAULT '' NOT NULL,
    data_version BIGINT DEFAULT 0 NOT NULL,
    question JSONB DEFAULT '{}' NOT NULL,
    answer JSONB DEFAULT '{}' NOT NULL,
    answer_hash TEXT DEFAULT '' NOT NULL,
    geometry_hash TEXT DEFAULT '' NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE,
    issued_by TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT 'zh' NOT NULL,
    path TEXT DEFAULT '' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    geometry geometry(GEOMETRY,4490) NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    secrecy SMALLINT DEFAULT 0 NOT NULL,
    publication TEXT DEFAULT 'draft' NOT NULL,
    batch_id UUID,
    source_file TEXT DEFAULT '' NOT NULL,
    source_layer TEXT DEFAULT '' NOT NULL,
    source_row INTEGER,
    source_key TEXT DEFAULT '' NOT NULL,
    source_method TEXT DEFAULT '' NOT NULL,
    source_reference TEXT DEFAULT '' NOT NULL,
    source_image TEXT DEFAULT '' NOT NULL,
    source_attributes JSONB DEFAULT '[]' NOT NULL,
    row_version INTEGER DEFAULT 0 NOT NULL,
    revision BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by TEXT DEFAULT '' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_certificate PRIMARY KEY (id),
    CONSTRAINT ck_certificate_code_given CHECK (code <> ''),
    CONSTRAINT ck_certificate_rule_given CHECK (rule <> ''),
    CONSTRAINT ck_certificate_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_certificate_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_certificate_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_certificate_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_certificate_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_certificate_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_certificate_batch_id ON faultgis.certificate (batch_id);
CREATE INDEX ix_certificate_geometry ON faultgis.certificate USING gist (geometry);
CREATE UNIQUE INDEX uq_certificate_survey_id_source_key ON faultgis.certificate (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.certificate is '避让意见书登记 | The register of issued certificates';
comment on column faultgis.certificate.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.certificate.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.certificate.code is '编号 | Its code';
comment on column faultgis.certificate.rule is '规则 | Rule set';
comment on column faultgis.certificate.edition is '规则版本 | Edition of the rule set';
comment on column faultgis.certificate.site_name is '场地名称 | Name of the site';
comment on column faultgis.certificate.building_class is '建筑抗震设防类别 | Building class';
comment on column faultgis.certificate.intensity is '抗震设防烈度 | Design intensity';
comment on column faultgis.certificate.outcome is '结论 | Outcome';
comment on column faultgis.certificate.data_version is '所依据的数据版本 | The data version it rests on';
comment on column faultgis.certificate.question is '问题 | The question';
comment on column faultgis.certificate.answer is '答复（规范化 JSON） | The answer as canonical JSON';
comment on column faultgis.certificate.answer_hash is '答复校验值 | SHA-256 of the answer';
comment on column faultgis.certificate.geometry_hash is '场地几何校验值 | SHA-256 of the site''s geometry';
comment on column faultgis.certificate.issued_at is '签发时间 | When it was issued';
comment on column faultgis.certificate.issued_by is '签发人 | Who issued it';
comment on column faultgis.certificate.language is '语言 | Language';
comment on column faultgis.certificate.path is '文件路径 | Path of the file';
comment on column faultgis.certificate.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.certificate.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.certificate.notes is '备注 | Notes';
comment on column faultgis.certificate.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.certificate.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.certificate.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.certificate.source_file is '来源文件 | File it comes from';
comment on column faultgis.certificate.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.certificate.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.certificate.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.certificate.source_method is '获取方法 | How it was obtained';
comment on column faultgis.certificate.source_reference is '参考文献 | Reference';
comment on column faultgis.certificate.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.certificate.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.certificate.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.certificate.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.certificate.created_at is '创建时间 | When it was created';
comment on column faultgis.certificate.created_by is '创建人 | Who created it';
comment on column faultgis.certificate.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.certificate.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.site_query (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    sites INTEGER DEFAULT 1 NOT NULL,
    data_version BIGINT DEFAULT 0 NOT NULL,
    question JSONB DEFAULT '{}' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE,
    asked_by TEXT DEFAULT '' NOT NULL,
    geometry geometry(GEOMETRY,4490),
    notes TEXT DEFAULT '' NOT NULL,
    secrecy SMALLINT DEFAULT 0 NOT NULL,
    publication TEXT DEFAULT 'draft' NOT NULL,
    batch_id UUID,
    source_file TEXT DEFAULT '' NOT NULL,
    source_layer TEXT DEFAULT '' NOT NULL,
    source_row INTEGER,
    source_key TEXT DEFAULT '' NOT NULL,
    source_method TEXT DEFAULT '' NOT NULL,
    source_reference TEXT DEFAULT '' NOT NULL,
    source_image TEXT DEFAULT '' NOT NULL,
    source_attributes JSONB DEFAULT '[]' NOT NULL,
    row_version INTEGER DEFAULT 0 NOT NULL,
    revision BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by TEXT DEFAULT '' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_site_query PRIMARY KEY (id),
    CONSTRAINT ck_site_query_sites_range CHECK (sites > 0),
    CONSTRAINT ck_site_query_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_site_query_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_site_query_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_site_query_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_site_query_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_site_query_batch_id ON faultgis.site_query (batch_id);
CREATE INDEX ix_site_query_geometry ON faultgis.site_query USING gist (geometry);
CREATE INDEX ix_site_query_survey_id ON faultgis.site_query (survey_id);
CREATE UNIQUE INDEX uq_site_query_survey_id_source_key ON faultgis.site_query (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.site_query is '场地查询记录 | The log of questions about sites';
comment on column faultgis.site_query.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.site_query.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.site_query.rule is '规则 | Rule set';
comment on column faultgis.site_query.outcome is '结论 | Outcome';
comment on column faultgis.site_query.sites is '场地数 | How many sites were asked about';
comment on column faultgis.site_query.data_version is '所依据的数据版本 | The data version it rests on';
comment on column faultgis.site_query.question is '问题 | The question';
comment on column faultgis.site_query.asked_at is '查询时间 | When it was asked';
comment on column faultgis.site_query.asked_by is '查询人 | Who asked';
comment on column faultgis.site_query.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.site_query.notes is '备注 | Notes';
comment on column faultgis.site_query.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.site_query.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.site_query.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.site_query.source_file is '来源文件 | File it comes from';
comment on column faultgis.site_query.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.site_query.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.site_query.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.site_query.source_method is '获取方法 | How it was obtained';
comment on column faultgis.site_query.source_reference is '参考文献 | Reference';
comment on column faultgis.site_query.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.site_query.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.site_query.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.site_query.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.site_query.created_at is '创建时间 | When it was created';
comment on column faultgis.site_query.created_by is '创建人 | Who created it';
comment on column faultgis.site_query.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.site_query.updated_by is '修改人 | Who changed it last';
