-- Buried fault points, deformation zones, and what passes between a survey and the national database.


CREATE TABLE faultgis.deformation_zone (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    fault_id UUID,
    trace_id UUID,
    kind TEXT DEFAULT 'deformation' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    method TEXT DEFAULT '' NOT NULL,
    geometry geometry(MULTIPOLYGON,4490) NOT NULL,
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
    CONSTRAINT pk_deformation_zone PRIMARY KEY (id),
    CONSTRAINT ck_deformation_zone_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_deformation_zone_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_deformation_zone_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_deformation_zone_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_deformation_zone_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_deformation_zone_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_deformation_zone_trace_id FOREIGN KEY(trace_id) REFERENCES faultgis.trace (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_deformation_zone_batch_id ON faultgis.deformation_zone (batch_id);
CREATE INDEX ix_deformation_zone_fault_id ON faultgis.deformation_zone (fault_id);
CREATE INDEX ix_deformation_zone_geometry ON faultgis.deformation_zone USING gist (geometry);
CREATE INDEX ix_deformation_zone_survey_id ON faultgis.deformation_zone (survey_id);
CREATE INDEX ix_deformation_zone_trace_id ON faultgis.deformation_zone (trace_id);
CREATE UNIQUE INDEX uq_deformation_zone_survey_id_source_key ON faultgis.deformation_zone (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.deformation_zone is '地表变形带范围 | A mapped polygon of deformed ground about a fault';
comment on column faultgis.deformation_zone.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.deformation_zone.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.deformation_zone.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.deformation_zone.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.deformation_zone.kind is '类型（代码表 deformation_zone_kind） | Kind (code list deformation_zone_kind)';
comment on column faultgis.deformation_zone.name is '名称 | Name';
comment on column faultgis.deformation_zone.method is '圈定方法 | How it was drawn';
comment on column faultgis.deformation_zone.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.deformation_zone.notes is '备注 | Notes';
comment on column faultgis.deformation_zone.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.deformation_zone.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.deformation_zone.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.deformation_zone.source_file is '来源文件 | File it comes from';
comment on column faultgis.deformation_zone.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.deformation_zone.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.deformation_zone.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.deformation_zone.source_method is '获取方法 | How it was obtained';
comment on column faultgis.deformation_zone.source_reference is '参考文献 | Reference';
comment on column faultgis.deformation_zone.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.deformation_zone.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.deformation_zone.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.deformation_zone.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.deformation_zone.created_at is '创建时间 | When it was created';
comment on column faultgis.deformation_zone.created_by is '创建人 | Who created it';
comment on column faultgis.deformation_zone.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.deformation_zone.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.buried_point (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    fault_id UUID,
    trace_id UUID,
    method TEXT DEFAULT 'borehole' NOT NULL,
    line_name TEXT DEFAULT '' NOT NULL,
    distance_along_m DOUBLE PRECISION,
    kinematics TEXT DEFAULT '' NOT NULL,
    top_depth JSONB,
    top_age JSONB,
    last_age JSONB,
    displacement JSONB,
    view_direction DOUBLE PRECISION,
    apparent_dip DOUBLE PRECISION,
    reliability INTEGER,
    geometry geometry(POINT,4490) NOT NULL,
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
    CONSTRAINT pk_buried_point PRIMARY KEY (id),
    CONSTRAINT ck_buried_point_code_given CHECK (code <> ''),
    CONSTRAINT ck_buried_point_view_direction_range CHECK (view_direction between 0 and 360),
    CONSTRAINT ck_buried_point_apparent_dip_range CHECK (apparent_dip between 0 and 90),
    CONSTRAINT ck_buried_point_reliability_range CHECK (reliability between 1 and 5),
    CONSTRAINT ck_buried_point_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_buried_point_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_buried_point_top_depth_valid CHECK (faultgis.valid_estimate("top_depth")),
    CONSTRAINT ck_buried_point_top_age_valid CHECK (faultgis.valid_estimate("top_age")),
    CONSTRAINT ck_buried_point_last_age_valid CHECK (faultgis.valid_estimate("last_age")),
    CONSTRAINT ck_buried_point_displacement_valid CHECK (faultgis.valid_estimate("displacement")),
    CONSTRAINT ck_buried_point_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_buried_point_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_buried_point_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_buried_point_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_buried_point_trace_id FOREIGN KEY(trace_id) REFERENCES faultgis.trace (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_buried_point_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_buried_point_batch_id ON faultgis.buried_point (batch_id);
CREATE INDEX ix_buried_point_fault_id ON faultgis.buried_point (fault_id);
CREATE INDEX ix_buried_point_geometry ON faultgis.buried_point USING gist (geometry);
CREATE INDEX ix_buried_point_trace_id ON faultgis.buried_point (trace_id);
CREATE UNIQUE INDEX uq_buried_point_survey_id_source_key ON faultgis.buried_point (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.buried_point is '断点（钻探、物探） | Where a borehole or a seismic line meets a fault under cover';
comment on column faultgis.buried_point.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.buried_point.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.buried_point.code is '编号 | Its code';
comment on column faultgis.buried_point.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.buried_point.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.buried_point.method is '探测方法（代码表 buried_method） | Method (code list buried_method)';
comment on column faultgis.buried_point.line_name is '剖面或测线名称 | Drill profile or survey line';
comment on column faultgis.buried_point.distance_along_m is '距测线起点（米） | Place along the line in metres';
comment on column faultgis.buried_point.kinematics is '断层性质（代码表 kinematics） | Sense of slip (code list kinematics)';
comment on column faultgis.buried_point.top_depth is '上断点埋深（米，估计值） | Depth of the upper tip in metres (estimate)';
comment on column faultgis.buried_point.top_age is '最老未断地层年龄（千年，估计值） | Age of the oldest unbroken layer in ka (estimate)';
comment on column faultgis.buried_point.last_age is '最新被断地层年龄（千年，估计值） | Age of the youngest broken layer in ka (estimate)';
comment on column faultgis.buried_point.displacement is '最新被断界面位移（米，估计值） | Its displacement in metres (estimate)';
comment on column faultgis.buried_point.view_direction is '视向（度） | Direction of view in degrees clockwise from north';
comment on column faultgis.buried_point.apparent_dip is '视倾角（度） | Apparent dip in the section in degrees';
comment on column faultgis.buried_point.reliability is '可靠性（1–5） | Reliability, 1 to 5';
comment on column faultgis.buried_point.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.buried_point.notes is '备注 | Notes';
comment on column faultgis.buried_point.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.buried_point.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.buried_point.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.buried_point.source_file is '来源文件 | File it comes from';
comment on column faultgis.buried_point.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.buried_point.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.buried_point.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.buried_point.source_method is '获取方法 | How it was obtained';
comment on column faultgis.buried_point.source_reference is '参考文献 | Reference';
comment on column faultgis.buried_point.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.buried_point.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.buried_point.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.buried_point.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.buried_point.created_at is '创建时间 | When it was created';
comment on column faultgis.buried_point.created_by is '创建人 | Who created it';
comment on column faultgis.buried_point.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.buried_point.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.template_row (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    class_name TEXT NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    values JSONB DEFAULT '{}' NOT NULL,
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
    CONSTRAINT pk_template_row PRIMARY KEY (id),
    CONSTRAINT ck_template_row_class_name_given CHECK (class_name <> ''),
    CONSTRAINT ck_template_row_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_template_row_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_template_row_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_template_row_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_template_row_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_template_row_batch_id ON faultgis.template_row (batch_id);
CREATE INDEX ix_template_row_geometry ON faultgis.template_row USING gist (geometry);
CREATE INDEX ix_template_row_survey_id ON faultgis.template_row (survey_id);
CREATE UNIQUE INDEX uq_template_row_survey_id_source_key ON faultgis.template_row (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.template_row is '国家模板行（无对应记录） | A row of the national template that has no record of its own';
comment on column faultgis.template_row.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.template_row.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.template_row.code is '国家库编号（原样） | National ID as it stands';
comment on column faultgis.template_row.class_name is '模板类名 | Class of the template';
comment on column faultgis.template_row.template is '读入时的模板 | The template that it was read by';
comment on column faultgis.template_row.values is '各字段的值 | Its cells by field name';
comment on column faultgis.template_row.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.template_row.notes is '备注 | Notes';
comment on column faultgis.template_row.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.template_row.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.template_row.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.template_row.source_file is '来源文件 | File it comes from';
comment on column faultgis.template_row.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.template_row.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.template_row.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.template_row.source_method is '获取方法 | How it was obtained';
comment on column faultgis.template_row.source_reference is '参考文献 | Reference';
comment on column faultgis.template_row.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.template_row.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.template_row.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.template_row.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.template_row.created_at is '创建时间 | When it was created';
comment on column faultgis.template_row.created_by is '创建人 | Who created it';
comment on column faultgis.template_row.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.template_row.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.waiver (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    finding TEXT NOT NULL,
    rule TEXT NOT NULL,
    class_name TEXT DEFAULT '' NOT NULL,
    row_code TEXT DEFAULT '' NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    message TEXT DEFAULT '' NOT NULL,
    reason TEXT NOT NULL,
    waived_by TEXT DEFAULT '' NOT NULL,
    waived_at TIMESTAMP WITH TIME ZONE,
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
    CONSTRAINT pk_waiver PRIMARY KEY (id),
    CONSTRAINT ck_waiver_finding_given CHECK (finding <> ''),
    CONSTRAINT ck_waiver_reason_given CHECK (reason <> ''),
    CONSTRAINT ck_waiver_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_waiver_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_waiver_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_waiver_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_waiver_survey_id_finding UNIQUE (survey_id, finding) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_waiver_batch_id ON faultgis.waiver (batch_id);
CREATE UNIQUE INDEX uq_waiver_survey_id_source_key ON faultgis.waiver (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.waiver is '质检豁免 | A finding of the quality check that somebody answers for';
comment on column faultgis.waiver.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.waiver.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.waiver.finding is '问题标识 | Key of the finding';
comment on column faultgis.waiver.rule is '规则 | Rule';
comment on column faultgis.waiver.class_name is '模板类名 | Class of the template';
comment on column faultgis.waiver.row_code is '行编号 | National ID of the row';
comment on column faultgis.waiver.field is '字段 | Field';
comment on column faultgis.waiver.message is '问题说明 | What was found';
comment on column faultgis.waiver.reason is '豁免理由 | Why it may stand';
comment on column faultgis.waiver.waived_by is '豁免人 | Who answers for it';
comment on column faultgis.waiver.waived_at is '豁免时间 | When';
comment on column faultgis.waiver.notes is '备注 | Notes';
comment on column faultgis.waiver.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.waiver.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.waiver.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.waiver.source_file is '来源文件 | File it comes from';
comment on column faultgis.waiver.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.waiver.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.waiver.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.waiver.source_method is '获取方法 | How it was obtained';
comment on column faultgis.waiver.source_reference is '参考文献 | Reference';
comment on column faultgis.waiver.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.waiver.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.waiver.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.waiver.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.waiver.created_at is '创建时间 | When it was created';
comment on column faultgis.waiver.created_by is '创建人 | Who created it';
comment on column faultgis.waiver.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.waiver.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.delivery (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    number INTEGER NOT NULL,
    data_version BIGINT DEFAULT 0 NOT NULL,
    since INTEGER DEFAULT 0 NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    template_version TEXT DEFAULT '' NOT NULL,
    mapping TEXT DEFAULT '' NOT NULL,
    mapping_sha256 TEXT DEFAULT '' NOT NULL,
    formats TEXT DEFAULT '' NOT NULL,
    level INTEGER DEFAULT 0 NOT NULL,
    recipient TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    delivered_by TEXT DEFAULT '' NOT NULL,
    path TEXT DEFAULT '' NOT NULL,
    manifest_sha256 TEXT DEFAULT '' NOT NULL,
    score DOUBLE PRECISION,
    receipt TEXT DEFAULT '' NOT NULL,
    receipt_on DATE,
    settings JSONB DEFAULT '{}' NOT NULL,
    counts JSONB DEFAULT '{}' NOT NULL,
    redactions JSONB DEFAULT '{}' NOT NULL,
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
    CONSTRAINT pk_delivery PRIMARY KEY (id),
    CONSTRAINT ck_delivery_number_range CHECK (number > 0),
    CONSTRAINT ck_delivery_since_range CHECK (since >= 0),
    CONSTRAINT ck_delivery_level_range CHECK (level between 0 and 3),
    CONSTRAINT ck_delivery_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_delivery_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_delivery_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_delivery_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_delivery_survey_id_number UNIQUE (survey_id, number) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_delivery_batch_id ON faultgis.delivery (batch_id);
CREATE UNIQUE INDEX uq_delivery_survey_id_source_key ON faultgis.delivery (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.delivery is '汇交登记 | The register of deliveries to the national database';
comment on column faultgis.delivery.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.delivery.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.delivery.number is '汇交序号 | Number within the survey, from 1';
comment on column faultgis.delivery.data_version is '所依据的数据版本 | The data version it rests on';
comment on column faultgis.delivery.since is '增量所依据的汇交（0 为全量） | The delivery that it follows; 0: a full one';
comment on column faultgis.delivery.template is '国家模板 | National template';
comment on column faultgis.delivery.template_version is '模板版本 | Version of the template';
comment on column faultgis.delivery.mapping is '字段对照 | Mapping';
comment on column faultgis.delivery.mapping_sha256 is '字段对照校验值 | SHA-256 of the mapping';
comment on column faultgis.delivery.formats is '格式 | Formats';
comment on column faultgis.delivery.level is '汇交密级 | Secrecy level of the package';
comment on column faultgis.delivery.recipient is '接收单位 | Recipient';
comment on column faultgis.delivery.reason is '说明 | Reason';
comment on column faultgis.delivery.delivered_at is '汇交时间 | When';
comment on column faultgis.delivery.delivered_by is '汇交人 | Who';
comment on column faultgis.delivery.path is '文件路径 | Path of the file';
comment on column faultgis.delivery.manifest_sha256 is '清单校验值 | SHA-256 of the manifest';
comment on column faultgis.delivery.score is '质检得分 | Score of the quality check';
comment on column faultgis.delivery.receipt is '回执 | Receipt';
comment on column faultgis.delivery.receipt_on is '回执日期 | Date of the receipt';
comment on column faultgis.delivery.settings is '决定内容的设置 | All that decides the rows';
comment on column faultgis.delivery.counts is '各类行数 | Rows by class';
comment on column faultgis.delivery.redactions is '脱密处理记录 | What the secrecy filter did';
comment on column faultgis.delivery.notes is '备注 | Notes';
comment on column faultgis.delivery.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.delivery.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.delivery.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.delivery.source_file is '来源文件 | File it comes from';
comment on column faultgis.delivery.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.delivery.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.delivery.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.delivery.source_method is '获取方法 | How it was obtained';
comment on column faultgis.delivery.source_reference is '参考文献 | Reference';
comment on column faultgis.delivery.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.delivery.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.delivery.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.delivery.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.delivery.created_at is '创建时间 | When it was created';
comment on column faultgis.delivery.created_by is '创建人 | Who created it';
comment on column faultgis.delivery.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.delivery.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.rejection (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    delivery INTEGER DEFAULT 0 NOT NULL,
    class_name TEXT DEFAULT '' NOT NULL,
    row_code TEXT DEFAULT '' NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    message TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    received_on DATE,
    answer TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_rejection PRIMARY KEY (id),
    CONSTRAINT ck_rejection_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_rejection_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_rejection_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_rejection_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_rejection_batch_id ON faultgis.rejection (batch_id);
CREATE INDEX ix_rejection_survey_id ON faultgis.rejection (survey_id);
CREATE UNIQUE INDEX uq_rejection_survey_id_source_key ON faultgis.rejection (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.rejection is '国家库退回意见 | What the national side found wrong in a delivery';
comment on column faultgis.rejection.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.rejection.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.rejection.delivery is '汇交序号 | Number of the delivery';
comment on column faultgis.rejection.class_name is '模板类名 | Class of the template';
comment on column faultgis.rejection.row_code is '行编号 | National ID of the row';
comment on column faultgis.rejection.field is '字段 | Field';
comment on column faultgis.rejection.rule is '对方规则 | Rule of the national side';
comment on column faultgis.rejection.message is '意见 | What they say';
comment on column faultgis.rejection.state is '处理状态（代码表 rejection_state） | State (code list rejection_state)';
comment on column faultgis.rejection.received_on is '收到日期 | Received on';
comment on column faultgis.rejection.answer is '答复 | Our answer';
comment on column faultgis.rejection.notes is '备注 | Notes';
comment on column faultgis.rejection.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.rejection.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.rejection.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.rejection.source_file is '来源文件 | File it comes from';
comment on column faultgis.rejection.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.rejection.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.rejection.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.rejection.source_method is '获取方法 | How it was obtained';
comment on column faultgis.rejection.source_reference is '参考文献 | Reference';
comment on column faultgis.rejection.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.rejection.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.rejection.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.rejection.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.rejection.created_at is '创建时间 | When it was created';
comment on column faultgis.rejection.created_by is '创建人 | Who created it';
comment on column faultgis.rejection.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.rejection.updated_by is '修改人 | Who changed it last';

-- What the national database asks of a survey.
alter table faultgis.survey
    add column division text default '' not null,
    add column topic text default '' not null,
    add column organisation text default '' not null,
    add column authors text default '' not null,
    add column started_on date,
    add column ended_on date;
comment on column faultgis.survey.division is '行政区划代码（6 位） | Division code of six digits (GB/T 2260)';
comment on column faultgis.survey.topic is '专题号（3 位） | Topic number of three digits';
comment on column faultgis.survey.organisation is '承担单位 | Organisation that made it';
comment on column faultgis.survey.authors is '作者 | Authors';
comment on column faultgis.survey.started_on is '野外工作开始日期 | First day of the field work';
comment on column faultgis.survey.ended_on is '野外工作结束日期 | Last day of the field work';
