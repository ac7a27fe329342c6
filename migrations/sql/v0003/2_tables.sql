-- From the trench wall to the probability.

CREATE TABLE faultgis.trench_site (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    fault_id UUID,
    segment_id UUID,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
    location_name TEXT DEFAULT '' NOT NULL,
    elevation_m DOUBLE PRECISION,
    landform TEXT DEFAULT '' NOT NULL,
    permit TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    template JSONB DEFAULT '{}' NOT NULL,
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
    CONSTRAINT pk_trench_site PRIMARY KEY (id),
    CONSTRAINT ck_trench_site_code_given CHECK (code <> ''),
    CONSTRAINT ck_trench_site_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_trench_site_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_trench_site_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_trench_site_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trench_site_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trench_site_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trench_site_segment_id FOREIGN KEY(segment_id) REFERENCES faultgis.segment (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_trench_site_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_trench_site_batch_id ON faultgis.trench_site (batch_id);
CREATE INDEX ix_trench_site_fault_id ON faultgis.trench_site (fault_id);
CREATE INDEX ix_trench_site_geometry ON faultgis.trench_site USING gist (geometry);
CREATE INDEX ix_trench_site_segment_id ON faultgis.trench_site (segment_id);
CREATE UNIQUE INDEX uq_trench_site_survey_id_source_key ON faultgis.trench_site (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.trench_site is '探槽点 | A place where trenches were dug across a fault';
comment on column faultgis.trench_site.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.trench_site.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.trench_site.code is '编号 | Its code';
comment on column faultgis.trench_site.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.trench_site.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.trench_site.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.trench_site.name_en is '英文名称 | Name in English';
comment on column faultgis.trench_site.location_name is '地点 | Name of the place';
comment on column faultgis.trench_site.elevation_m is '高程（米） | Elevation in metres';
comment on column faultgis.trench_site.landform is '地貌环境 | Landform';
comment on column faultgis.trench_site.permit is '开挖许可 | Permit of the owner';
comment on column faultgis.trench_site.description is '描述 | Description';
comment on column faultgis.trench_site.template is '国家模板中的其他字段 | Fields of the national template that have no column here';
comment on column faultgis.trench_site.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.trench_site.notes is '备注 | Notes';
comment on column faultgis.trench_site.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.trench_site.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.trench_site.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.trench_site.source_file is '来源文件 | File it comes from';
comment on column faultgis.trench_site.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.trench_site.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.trench_site.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.trench_site.source_method is '获取方法 | How it was obtained';
comment on column faultgis.trench_site.source_reference is '参考文献 | Reference';
comment on column faultgis.trench_site.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.trench_site.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.trench_site.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.trench_site.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.trench_site.created_at is '创建时间 | When it was created';
comment on column faultgis.trench_site.created_by is '创建人 | Who created it';
comment on column faultgis.trench_site.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.trench_site.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.trench (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    site_id UUID NOT NULL,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
    azimuth DOUBLE PRECISION,
    length_m DOUBLE PRECISION,
    width_m DOUBLE PRECISION,
    depth_m DOUBLE PRECISION,
    opened_on DATE,
    closed_on DATE,
    refilled BOOLEAN DEFAULT false NOT NULL,
    constructed BOOLEAN DEFAULT false NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    template JSONB DEFAULT '{}' NOT NULL,
    geometry geometry(LINESTRING,4490),
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
    CONSTRAINT pk_trench PRIMARY KEY (id),
    CONSTRAINT ck_trench_code_given CHECK (code <> ''),
    CONSTRAINT ck_trench_azimuth_range CHECK (azimuth between 0 and 360),
    CONSTRAINT ck_trench_sizes_range CHECK (length_m > 0 and width_m > 0 and depth_m > 0),
    CONSTRAINT ck_trench_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_trench_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_trench_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_trench_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trench_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trench_site_id FOREIGN KEY(site_id) REFERENCES faultgis.trench_site (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_trench_site_id_code UNIQUE (site_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_trench_batch_id ON faultgis.trench (batch_id);
CREATE INDEX ix_trench_geometry ON faultgis.trench USING gist (geometry);
CREATE INDEX ix_trench_survey_id ON faultgis.trench (survey_id);
CREATE UNIQUE INDEX uq_trench_survey_id_source_key ON faultgis.trench (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.trench is '探槽 | A trench';
comment on column faultgis.trench.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.trench.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.trench.code is '编号 | Its code';
comment on column faultgis.trench.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.trench.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.trench.name_en is '英文名称 | Name in English';
comment on column faultgis.trench.azimuth is '方位角（度） | Azimuth in degrees clockwise from north';
comment on column faultgis.trench.length_m is '长度（米） | Length in metres';
comment on column faultgis.trench.width_m is '宽度（米） | Width in metres';
comment on column faultgis.trench.depth_m is '深度（米） | Depth in metres';
comment on column faultgis.trench.opened_on is '开挖日期 | Opened on';
comment on column faultgis.trench.closed_on is '回填日期 | Closed on';
comment on column faultgis.trench.refilled is '是否已回填 | Whether it was refilled';
comment on column faultgis.trench.constructed is '是否为虚构示例 | Whether its log is constructed for practice';
comment on column faultgis.trench.description is '描述 | Description';
comment on column faultgis.trench.template is '国家模板中的其他字段 | Fields of the national template that have no column here';
comment on column faultgis.trench.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.trench.notes is '备注 | Notes';
comment on column faultgis.trench.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.trench.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.trench.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.trench.source_file is '来源文件 | File it comes from';
comment on column faultgis.trench.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.trench.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.trench.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.trench.source_method is '获取方法 | How it was obtained';
comment on column faultgis.trench.source_reference is '参考文献 | Reference';
comment on column faultgis.trench.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.trench.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.trench.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.trench.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.trench.created_at is '创建时间 | When it was created';
comment on column faultgis.trench.created_by is '创建人 | Who created it';
comment on column faultgis.trench.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.trench.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.wall (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    trench_id UUID NOT NULL,
    azimuth DOUBLE PRECISION,
    mirrored BOOLEAN DEFAULT false NOT NULL,
    face_dip DOUBLE PRECISION DEFAULT 90.0 NOT NULL,
    origin_elevation_m DOUBLE PRECISION,
    length_m DOUBLE PRECISION,
    height_m DOUBLE PRECISION,
    description TEXT DEFAULT '' NOT NULL,
    geometry geometry(POINT,4490),
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
    CONSTRAINT pk_wall PRIMARY KEY (id),
    CONSTRAINT ck_wall_code_given CHECK (code <> ''),
    CONSTRAINT ck_wall_azimuth_range CHECK (azimuth between 0 and 360),
    CONSTRAINT ck_wall_face_dip_range CHECK (face_dip > 0 and face_dip <= 90),
    CONSTRAINT ck_wall_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_wall_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_wall_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_wall_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_trench_id FOREIGN KEY(trench_id) REFERENCES faultgis.trench (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_wall_trench_id_code UNIQUE (trench_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_wall_batch_id ON faultgis.wall (batch_id);
CREATE INDEX ix_wall_geometry ON faultgis.wall USING gist (geometry);
CREATE INDEX ix_wall_survey_id ON faultgis.wall (survey_id);
CREATE UNIQUE INDEX uq_wall_survey_id_source_key ON faultgis.wall (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.wall is '探槽壁（自有坐标，单位米） | A logged wall of a trench, with a frame of its own in metres';
comment on column faultgis.wall.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.wall.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.wall.code is '编号 | Its code';
comment on column faultgis.wall.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.wall.azimuth is 'x 轴方向（度） | Direction of the x axis in degrees';
comment on column faultgis.wall.mirrored is '是否镜像显示 | Whether it is shown mirrored';
comment on column faultgis.wall.face_dip is '槽壁倾角（度） | Inclination of the face in degrees';
comment on column faultgis.wall.origin_elevation_m is '原点高程（米） | Elevation of the origin in metres';
comment on column faultgis.wall.length_m is '长度（米） | Length in metres';
comment on column faultgis.wall.height_m is '高度（米） | Height in metres';
comment on column faultgis.wall.description is '描述 | Description';
comment on column faultgis.wall.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.wall.notes is '备注 | Notes';
comment on column faultgis.wall.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.wall.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.wall.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.wall.source_file is '来源文件 | File it comes from';
comment on column faultgis.wall.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.wall.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.wall.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.wall.source_method is '获取方法 | How it was obtained';
comment on column faultgis.wall.source_reference is '参考文献 | Reference';
comment on column faultgis.wall.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.wall.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.wall.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.wall.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.wall.created_at is '创建时间 | When it was created';
comment on column faultgis.wall.created_by is '创建人 | Who created it';
comment on column faultgis.wall.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.wall.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.wall_image (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    wall_id UUID NOT NULL,
    kind TEXT DEFAULT 'photomosaic' NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    width_px INTEGER,
    height_px INTEGER,
    control JSONB DEFAULT '{}' NOT NULL,
    rmse_m DOUBLE PRECISION,
    position INTEGER DEFAULT 0 NOT NULL,
    taken_on DATE,
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
    CONSTRAINT pk_wall_image PRIMARY KEY (id),
    CONSTRAINT ck_wall_image_path_given CHECK (path <> ''),
    CONSTRAINT ck_wall_image_rmse_m_range CHECK (rmse_m >= 0),
    CONSTRAINT ck_wall_image_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_wall_image_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_wall_image_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_image_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_image_wall_id FOREIGN KEY(wall_id) REFERENCES faultgis.wall (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_wall_image_batch_id ON faultgis.wall_image (batch_id);
CREATE INDEX ix_wall_image_survey_id ON faultgis.wall_image (survey_id);
CREATE INDEX ix_wall_image_wall_id ON faultgis.wall_image (wall_id);
CREATE UNIQUE INDEX uq_wall_image_survey_id_source_key ON faultgis.wall_image (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.wall_image is '槽壁影像 | A picture of a wall with its control points';
comment on column faultgis.wall_image.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.wall_image.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.wall_image.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.wall_image.kind is '影像类别（代码表 wall_image_kind） | Kind (code list wall_image_kind)';
comment on column faultgis.wall_image.path is '文件路径 | Path of the file';
comment on column faultgis.wall_image.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.wall_image.width_px is '宽（像素） | Width in pixels';
comment on column faultgis.wall_image.height_px is '高（像素） | Height in pixels';
comment on column faultgis.wall_image.control is '控制点与变换 | Control points and the transformation they gave';
comment on column faultgis.wall_image.rmse_m is '控制点残差（米） | What the control points leave, in metres';
comment on column faultgis.wall_image.position is '序号 | Its place in the order';
comment on column faultgis.wall_image.taken_on is '拍摄日期 | Taken on';
comment on column faultgis.wall_image.notes is '备注 | Notes';
comment on column faultgis.wall_image.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.wall_image.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.wall_image.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.wall_image.source_file is '来源文件 | File it comes from';
comment on column faultgis.wall_image.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.wall_image.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.wall_image.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.wall_image.source_method is '获取方法 | How it was obtained';
comment on column faultgis.wall_image.source_reference is '参考文献 | Reference';
comment on column faultgis.wall_image.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.wall_image.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.wall_image.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.wall_image.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.wall_image.created_at is '创建时间 | When it was created';
comment on column faultgis.wall_image.created_by is '创建人 | Who created it';
comment on column faultgis.wall_image.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.wall_image.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.strat_unit (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    trench_id UUID NOT NULL,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
    lithology TEXT DEFAULT '' NOT NULL,
    grain TEXT DEFAULT '' NOT NULL,
    munsell TEXT DEFAULT '' NOT NULL,
    color TEXT DEFAULT '' NOT NULL,
    pattern TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_strat_unit PRIMARY KEY (id),
    CONSTRAINT ck_strat_unit_code_given CHECK (code <> ''),
    CONSTRAINT ck_strat_unit_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_strat_unit_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_strat_unit_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_strat_unit_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_strat_unit_trench_id FOREIGN KEY(trench_id) REFERENCES faultgis.trench (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_strat_unit_trench_id_code UNIQUE (trench_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_strat_unit_batch_id ON faultgis.strat_unit (batch_id);
CREATE INDEX ix_strat_unit_survey_id ON faultgis.strat_unit (survey_id);
CREATE UNIQUE INDEX uq_strat_unit_survey_id_source_key ON faultgis.strat_unit (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.strat_unit is '地层单元 | A unit of a trench''s stratigraphy';
comment on column faultgis.strat_unit.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.strat_unit.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.strat_unit.code is '编号 | Its code';
comment on column faultgis.strat_unit.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.strat_unit.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.strat_unit.name_en is '英文名称 | Name in English';
comment on column faultgis.strat_unit.lithology is '岩性 | Lithology';
comment on column faultgis.strat_unit.grain is '粒度 | Grain size';
comment on column faultgis.strat_unit.munsell is '孟塞尔颜色 | Munsell colour';
comment on column faultgis.strat_unit.color is '绘图颜色（#rrggbb） | Colour of drawing (#rrggbb)';
comment on column faultgis.strat_unit.pattern is '花纹 | Pattern of drawing';
comment on column faultgis.strat_unit.position is '序号 | Its place in the order';
comment on column faultgis.strat_unit.description is '描述 | Description';
comment on column faultgis.strat_unit.notes is '备注 | Notes';
comment on column faultgis.strat_unit.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.strat_unit.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.strat_unit.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.strat_unit.source_file is '来源文件 | File it comes from';
comment on column faultgis.strat_unit.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.strat_unit.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.strat_unit.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.strat_unit.source_method is '获取方法 | How it was obtained';
comment on column faultgis.strat_unit.source_reference is '参考文献 | Reference';
comment on column faultgis.strat_unit.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.strat_unit.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.strat_unit.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.strat_unit.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.strat_unit.created_at is '创建时间 | When it was created';
comment on column faultgis.strat_unit.created_by is '创建人 | Who created it';
comment on column faultgis.strat_unit.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.strat_unit.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.unit_order (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    trench_id UUID NOT NULL,
    younger_id UUID NOT NULL,
    older_id UUID NOT NULL,
    basis TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_unit_order PRIMARY KEY (id),
    CONSTRAINT ck_unit_order_two_units CHECK (younger_id <> older_id),
    CONSTRAINT ck_unit_order_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_unit_order_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_unit_order_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_unit_order_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_unit_order_trench_id FOREIGN KEY(trench_id) REFERENCES faultgis.trench (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_unit_order_younger_id FOREIGN KEY(younger_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_unit_order_older_id FOREIGN KEY(older_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_unit_order_younger_id_older_id UNIQUE (younger_id, older_id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_unit_order_batch_id ON faultgis.unit_order (batch_id);
CREATE INDEX ix_unit_order_older_id ON faultgis.unit_order (older_id);
CREATE INDEX ix_unit_order_survey_id ON faultgis.unit_order (survey_id);
CREATE INDEX ix_unit_order_trench_id ON faultgis.unit_order (trench_id);
CREATE UNIQUE INDEX uq_unit_order_survey_id_source_key ON faultgis.unit_order (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.unit_order is '地层新老关系 | Which of two units is the younger';
comment on column faultgis.unit_order.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.unit_order.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.unit_order.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.unit_order.younger_id is '较新单元 | The younger unit';
comment on column faultgis.unit_order.older_id is '较老单元 | The older unit';
comment on column faultgis.unit_order.basis is '依据 | What it rests on';
comment on column faultgis.unit_order.notes is '备注 | Notes';
comment on column faultgis.unit_order.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.unit_order.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.unit_order.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.unit_order.source_file is '来源文件 | File it comes from';
comment on column faultgis.unit_order.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.unit_order.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.unit_order.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.unit_order.source_method is '获取方法 | How it was obtained';
comment on column faultgis.unit_order.source_reference is '参考文献 | Reference';
comment on column faultgis.unit_order.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.unit_order.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.unit_order.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.unit_order.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.unit_order.created_at is '创建时间 | When it was created';
comment on column faultgis.unit_order.created_by is '创建人 | Who created it';
comment on column faultgis.unit_order.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.unit_order.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.paleo_event (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    site_id UUID NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    status TEXT DEFAULT 'probable' NOT NULL,
    probability DOUBLE PRECISION,
    older_unit_id UUID,
    younger_unit_id UUID,
    known_year INTEGER,
    description TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_paleo_event PRIMARY KEY (id),
    CONSTRAINT ck_paleo_event_code_given CHECK (code <> ''),
    CONSTRAINT ck_paleo_event_probability_range CHECK (probability between 0 and 1),
    CONSTRAINT ck_paleo_event_known_year_range CHECK (known_year <> 0),
    CONSTRAINT ck_paleo_event_two_units CHECK (older_unit_id <> younger_unit_id),
    CONSTRAINT ck_paleo_event_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_paleo_event_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_paleo_event_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_paleo_event_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_paleo_event_site_id FOREIGN KEY(site_id) REFERENCES faultgis.trench_site (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_paleo_event_older_unit_id FOREIGN KEY(older_unit_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_paleo_event_younger_unit_id FOREIGN KEY(younger_unit_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_paleo_event_site_id_code UNIQUE (site_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_paleo_event_batch_id ON faultgis.paleo_event (batch_id);
CREATE INDEX ix_paleo_event_older_unit_id ON faultgis.paleo_event (older_unit_id);
CREATE INDEX ix_paleo_event_survey_id ON faultgis.paleo_event (survey_id);
CREATE INDEX ix_paleo_event_younger_unit_id ON faultgis.paleo_event (younger_unit_id);
CREATE UNIQUE INDEX uq_paleo_event_survey_id_source_key ON faultgis.paleo_event (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.paleo_event is '古地震事件 | A past earthquake read from a site';
comment on column faultgis.paleo_event.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.paleo_event.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.paleo_event.code is '编号 | Its code';
comment on column faultgis.paleo_event.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.paleo_event.name is '名称 | Name';
comment on column faultgis.paleo_event.position is '序号 | Its place in the order';
comment on column faultgis.paleo_event.status is '可靠程度（代码表 event_status） | How sure (code list event_status)';
comment on column faultgis.paleo_event.probability is '发生概率（0–1） | Probability that it happened, 0 to 1';
comment on column faultgis.paleo_event.older_unit_id is '被断错的最新单元 | Youngest unit that it cut';
comment on column faultgis.paleo_event.younger_unit_id is '覆盖断层的最老单元 | Oldest unit that covers it';
comment on column faultgis.paleo_event.known_year is '历史地震年份 | Year of the historical earthquake';
comment on column faultgis.paleo_event.description is '描述 | Description';
comment on column faultgis.paleo_event.notes is '备注 | Notes';
comment on column faultgis.paleo_event.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.paleo_event.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.paleo_event.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.paleo_event.source_file is '来源文件 | File it comes from';
comment on column faultgis.paleo_event.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.paleo_event.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.paleo_event.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.paleo_event.source_method is '获取方法 | How it was obtained';
comment on column faultgis.paleo_event.source_reference is '参考文献 | Reference';
comment on column faultgis.paleo_event.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.paleo_event.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.paleo_event.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.paleo_event.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.paleo_event.created_at is '创建时间 | When it was created';
comment on column faultgis.paleo_event.created_by is '创建人 | Who created it';
comment on column faultgis.paleo_event.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.paleo_event.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.sample (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    site_id UUID,
    trench_id UUID,
    wall_id UUID,
    unit_id UUID,
    marker_id UUID,
    method TEXT DEFAULT 'c14' NOT NULL,
    material TEXT DEFAULT '' NOT NULL,
    x_m DOUBLE PRECISION,
    y_m DOUBLE PRECISION,
    depth_m DOUBLE PRECISION,
    stratum_position TEXT DEFAULT '' NOT NULL,
    reworked_risk TEXT DEFAULT '' NOT NULL,
    collected_on DATE,
    collector TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    template JSONB DEFAULT '{}' NOT NULL,
    geometry geometry(POINT,4490),
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
    CONSTRAINT pk_sample PRIMARY KEY (id),
    CONSTRAINT ck_sample_code_given CHECK (code <> ''),
    CONSTRAINT ck_sample_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_sample_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_sample_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_sample_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sample_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sample_marker_id FOREIGN KEY(marker_id) REFERENCES faultgis.offset_marker (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sample_site_id FOREIGN KEY(site_id) REFERENCES faultgis.trench_site (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sample_trench_id FOREIGN KEY(trench_id) REFERENCES faultgis.trench (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sample_wall_id FOREIGN KEY(wall_id) REFERENCES faultgis.wall (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sample_unit_id FOREIGN KEY(unit_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_sample_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_sample_batch_id ON faultgis.sample (batch_id);
CREATE INDEX ix_sample_geometry ON faultgis.sample USING gist (geometry);
CREATE INDEX ix_sample_marker_id ON faultgis.sample (marker_id);
CREATE INDEX ix_sample_site_id ON faultgis.sample (site_id);
CREATE INDEX ix_sample_trench_id ON faultgis.sample (trench_id);
CREATE INDEX ix_sample_unit_id ON faultgis.sample (unit_id);
CREATE INDEX ix_sample_wall_id ON faultgis.sample (wall_id);
CREATE UNIQUE INDEX uq_sample_survey_id_source_key ON faultgis.sample (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.sample is '样品 | A sample for dating';
comment on column faultgis.sample.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.sample.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.sample.code is '编号 | Its code';
comment on column faultgis.sample.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.sample.trench_id is '所属探槽 | The trench it belongs to';
comment on column faultgis.sample.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.sample.unit_id is '所属地层单元 | The unit it belongs to';
comment on column faultgis.sample.marker_id is '位错标志 | The offset marker';
comment on column faultgis.sample.method is '测年方法（代码表 dating_method） | Dating method (code list dating_method)';
comment on column faultgis.sample.material is '材料 | Material';
comment on column faultgis.sample.x_m is '槽壁坐标 x（米） | Place along the wall in metres';
comment on column faultgis.sample.y_m is '槽壁坐标 y（米） | Height on the wall in metres';
comment on column faultgis.sample.depth_m is '埋深（米） | Depth below the surface in metres';
comment on column faultgis.sample.stratum_position is '层内位置 | Where in its unit';
comment on column faultgis.sample.reworked_risk is '再沉积风险 | How likely it is older than its unit';
comment on column faultgis.sample.collected_on is '采样日期 | Collected on';
comment on column faultgis.sample.collector is '采样人 | Collector';
comment on column faultgis.sample.description is '描述 | Description';
comment on column faultgis.sample.template is '国家模板中的其他字段 | Fields of the national template that have no column here';
comment on column faultgis.sample.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.sample.notes is '备注 | Notes';
comment on column faultgis.sample.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.sample.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.sample.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.sample.source_file is '来源文件 | File it comes from';
comment on column faultgis.sample.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.sample.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.sample.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.sample.source_method is '获取方法 | How it was obtained';
comment on column faultgis.sample.source_reference is '参考文献 | Reference';
comment on column faultgis.sample.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.sample.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.sample.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.sample.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.sample.created_at is '创建时间 | When it was created';
comment on column faultgis.sample.created_by is '创建人 | Who created it';
comment on column faultgis.sample.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.sample.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.lab_result (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    sample_id UUID NOT NULL,
    laboratory TEXT DEFAULT '' NOT NULL,
    lab_code TEXT NOT NULL,
    method TEXT DEFAULT 'c14' NOT NULL,
    c14_age DOUBLE PRECISION,
    c14_error DOUBLE PRECISION,
    f14c DOUBLE PRECISION,
    f14c_error DOUBLE PRECISION,
    delta13c DOUBLE PRECISION,
    curve TEXT DEFAULT 'intcal20' NOT NULL,
    delta_r DOUBLE PRECISION,
    delta_r_error DOUBLE PRECISION,
    age_ka DOUBLE PRECISION,
    age_minus_ka DOUBLE PRECISION,
    age_plus_ka DOUBLE PRECISION,
    datum_year INTEGER,
    sigma INTEGER DEFAULT 0 NOT NULL,
    reported TEXT DEFAULT '' NOT NULL,
    reported_on DATE,
    rejected BOOLEAN DEFAULT false NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_lab_result PRIMARY KEY (id),
    CONSTRAINT ck_lab_result_lab_code_given CHECK (lab_code <> ''),
    CONSTRAINT ck_lab_result_errors_range CHECK (c14_error > 0 and f14c_error > 0 and age_minus_ka >= 0 and age_plus_ka >= 0),
    CONSTRAINT ck_lab_result_f14c_range CHECK (f14c > 0),
    CONSTRAINT ck_lab_result_sigma_range CHECK (sigma between 0 and 2),
    CONSTRAINT ck_lab_result_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_lab_result_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_lab_result_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_lab_result_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_lab_result_sample_id FOREIGN KEY(sample_id) REFERENCES faultgis.sample (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_lab_result_batch_id ON faultgis.lab_result (batch_id);
CREATE INDEX ix_lab_result_sample_id ON faultgis.lab_result (sample_id);
CREATE INDEX ix_lab_result_survey_id ON faultgis.lab_result (survey_id);
CREATE UNIQUE INDEX uq_lab_result_survey_id_source_key ON faultgis.lab_result (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.lab_result is '实验室结果（原样） | A laboratory''s result as reported';
comment on column faultgis.lab_result.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.lab_result.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.lab_result.sample_id is '样品 | The sample';
comment on column faultgis.lab_result.laboratory is '实验室 | Laboratory';
comment on column faultgis.lab_result.lab_code is '实验室编号 | Laboratory''s number';
comment on column faultgis.lab_result.method is '测年方法（代码表 dating_method） | Dating method (code list dating_method)';
comment on column faultgis.lab_result.c14_age is '放射性碳年龄（BP） | Radiocarbon age in years BP';
comment on column faultgis.lab_result.c14_error is '放射性碳误差（年） | Its error in years';
comment on column faultgis.lab_result.f14c is '放射性碳分数 F14C | Radiocarbon as the fraction F14C';
comment on column faultgis.lab_result.f14c_error is 'F14C 误差 | Error of F14C';
comment on column faultgis.lab_result.delta13c is '碳同位素 δ13C（‰） | Carbon isotopes (delta 13C) in per mil';
comment on column faultgis.lab_result.curve is '校正曲线 | Calibration curve';
comment on column faultgis.lab_result.delta_r is '储库偏移 ΔR（年） | Reservoir offset (delta R) in 14C years';
comment on column faultgis.lab_result.delta_r_error is '储库偏移 ΔR 的误差（年） | Error of the reservoir offset';
comment on column faultgis.lab_result.age_ka is '年龄（千年） | Age in thousands of years';
comment on column faultgis.lab_result.age_minus_ka is '负误差（千年） | Error towards younger';
comment on column faultgis.lab_result.age_plus_ka is '正误差（千年） | Error towards older';
comment on column faultgis.lab_result.datum_year is '起算年份 | Year from which the age counts';
comment on column faultgis.lab_result.sigma is '误差级别（1 或 2，0 为未说明） | Level of the errors: 1 or 2 sigma, 0 not stated';
comment on column faultgis.lab_result.reported is '报告原文 | In the laboratory''s own words';
comment on column faultgis.lab_result.reported_on is '报告日期 | Reported on';
comment on column faultgis.lab_result.rejected is '是否弃用 | Whether it is not used';
comment on column faultgis.lab_result.reason is '弃用原因 | Why it is not used';
comment on column faultgis.lab_result.notes is '备注 | Notes';
comment on column faultgis.lab_result.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.lab_result.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.lab_result.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.lab_result.source_file is '来源文件 | File it comes from';
comment on column faultgis.lab_result.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.lab_result.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.lab_result.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.lab_result.source_method is '获取方法 | How it was obtained';
comment on column faultgis.lab_result.source_reference is '参考文献 | Reference';
comment on column faultgis.lab_result.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.lab_result.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.lab_result.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.lab_result.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.lab_result.created_at is '创建时间 | When it was created';
comment on column faultgis.lab_result.created_by is '创建人 | Who created it';
comment on column faultgis.lab_result.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.lab_result.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.wall_feature (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    shape geometry NOT NULL,
    wall_id UUID NOT NULL,
    kind TEXT NOT NULL,
    unit_id UUID,
    older_unit_id UUID,
    younger_unit_id UUID,
    event_id UUID,
    sample_id UUID,
    role TEXT DEFAULT '' NOT NULL,
    certainty TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_wall_feature PRIMARY KEY (id),
    CONSTRAINT ck_wall_feature_shape_given CHECK (not st_isempty(shape)),
    CONSTRAINT ck_wall_feature_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_wall_feature_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_wall_feature_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_wall_id FOREIGN KEY(wall_id) REFERENCES faultgis.wall (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_unit_id FOREIGN KEY(unit_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_older_unit_id FOREIGN KEY(older_unit_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_younger_unit_id FOREIGN KEY(younger_unit_id) REFERENCES faultgis.strat_unit (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_event_id FOREIGN KEY(event_id) REFERENCES faultgis.paleo_event (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_wall_feature_sample_id FOREIGN KEY(sample_id) REFERENCES faultgis.sample (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_wall_feature_batch_id ON faultgis.wall_feature (batch_id);
CREATE INDEX ix_wall_feature_event_id ON faultgis.wall_feature (event_id);
CREATE INDEX ix_wall_feature_older_unit_id ON faultgis.wall_feature (older_unit_id);
CREATE INDEX ix_wall_feature_sample_id ON faultgis.wall_feature (sample_id);
CREATE INDEX ix_wall_feature_survey_id ON faultgis.wall_feature (survey_id);
CREATE INDEX ix_wall_feature_unit_id ON faultgis.wall_feature (unit_id);
CREATE INDEX ix_wall_feature_wall_id ON faultgis.wall_feature (wall_id);
CREATE INDEX ix_wall_feature_younger_unit_id ON faultgis.wall_feature (younger_unit_id);
CREATE UNIQUE INDEX uq_wall_feature_survey_id_source_key ON faultgis.wall_feature (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.wall_feature is '槽壁要素（槽壁坐标，单位米） | Something drawn on a wall, in metres of the wall';
comment on column faultgis.wall_feature.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.wall_feature.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.wall_feature.code is '编号 | Its code';
comment on column faultgis.wall_feature.shape is '形状（槽壁坐标，米） | Shape in metres of the wall';
comment on column faultgis.wall_feature.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.wall_feature.kind is '类别（代码表 wall_feature_kind） | Kind (code list wall_feature_kind)';
comment on column faultgis.wall_feature.unit_id is '所属地层单元 | The unit it belongs to';
comment on column faultgis.wall_feature.older_unit_id is '较老单元 | The older unit';
comment on column faultgis.wall_feature.younger_unit_id is '较新单元 | The younger unit';
comment on column faultgis.wall_feature.event_id is '事件 | The event';
comment on column faultgis.wall_feature.sample_id is '样品 | The sample';
comment on column faultgis.wall_feature.role is '断层角色（代码表 fault_role） | Role of a fault (code list fault_role)';
comment on column faultgis.wall_feature.certainty is '可信度（代码表 confidence） | Confidence (code list confidence)';
comment on column faultgis.wall_feature.description is '描述 | Description';
comment on column faultgis.wall_feature.notes is '备注 | Notes';
comment on column faultgis.wall_feature.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.wall_feature.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.wall_feature.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.wall_feature.source_file is '来源文件 | File it comes from';
comment on column faultgis.wall_feature.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.wall_feature.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.wall_feature.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.wall_feature.source_method is '获取方法 | How it was obtained';
comment on column faultgis.wall_feature.source_reference is '参考文献 | Reference';
comment on column faultgis.wall_feature.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.wall_feature.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.wall_feature.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.wall_feature.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.wall_feature.created_at is '创建时间 | When it was created';
comment on column faultgis.wall_feature.created_by is '创建人 | Who created it';
comment on column faultgis.wall_feature.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.wall_feature.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.event_evidence (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    event_id UUID NOT NULL,
    kind TEXT NOT NULL,
    wall_id UUID,
    feature_id UUID,
    score INTEGER,
    exposures INTEGER,
    exposures_possible INTEGER,
    description TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_event_evidence PRIMARY KEY (id),
    CONSTRAINT ck_event_evidence_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_event_evidence_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_event_evidence_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_evidence_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_evidence_wall_id FOREIGN KEY(wall_id) REFERENCES faultgis.wall (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_evidence_event_id FOREIGN KEY(event_id) REFERENCES faultgis.paleo_event (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_evidence_feature_id FOREIGN KEY(feature_id) REFERENCES faultgis.wall_feature (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_event_evidence_batch_id ON faultgis.event_evidence (batch_id);
CREATE INDEX ix_event_evidence_event_id ON faultgis.event_evidence (event_id);
CREATE INDEX ix_event_evidence_feature_id ON faultgis.event_evidence (feature_id);
CREATE INDEX ix_event_evidence_survey_id ON faultgis.event_evidence (survey_id);
CREATE INDEX ix_event_evidence_wall_id ON faultgis.event_evidence (wall_id);
CREATE UNIQUE INDEX uq_event_evidence_survey_id_source_key ON faultgis.event_evidence (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.event_evidence is '事件证据 | One piece of evidence for an event';
comment on column faultgis.event_evidence.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.event_evidence.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.event_evidence.event_id is '事件 | The event';
comment on column faultgis.event_evidence.kind is '证据类别（代码表 event_evidence） | Kind (code list event_evidence)';
comment on column faultgis.event_evidence.wall_id is '所在槽壁 | The wall it is on';
comment on column faultgis.event_evidence.feature_id is '槽壁要素 | The feature on the wall';
comment on column faultgis.event_evidence.score is '评分（自定义尺度） | Score on the office''s own scale';
comment on column faultgis.event_evidence.exposures is '出现该现象的剖面数 | Exposures that show it';
comment on column faultgis.event_evidence.exposures_possible is '可能出现的剖面数 | Exposures that could have shown it';
comment on column faultgis.event_evidence.description is '描述 | Description';
comment on column faultgis.event_evidence.notes is '备注 | Notes';
comment on column faultgis.event_evidence.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.event_evidence.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.event_evidence.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.event_evidence.source_file is '来源文件 | File it comes from';
comment on column faultgis.event_evidence.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.event_evidence.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.event_evidence.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.event_evidence.source_method is '获取方法 | How it was obtained';
comment on column faultgis.event_evidence.source_reference is '参考文献 | Reference';
comment on column faultgis.event_evidence.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.event_evidence.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.event_evidence.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.event_evidence.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.event_evidence.created_at is '创建时间 | When it was created';
comment on column faultgis.event_evidence.created_by is '创建人 | Who created it';
comment on column faultgis.event_evidence.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.event_evidence.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.calibrated_age (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    result_id UUID NOT NULL,
    sample_id UUID NOT NULL,
    age JSONB,
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
    CONSTRAINT pk_calibrated_age PRIMARY KEY (id),
    CONSTRAINT ck_calibrated_age_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_calibrated_age_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_calibrated_age_age_valid CHECK (faultgis.valid_estimate("age")),
    CONSTRAINT fk_calibrated_age_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_calibrated_age_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_calibrated_age_sample_id FOREIGN KEY(sample_id) REFERENCES faultgis.sample (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_calibrated_age_result_id FOREIGN KEY(result_id) REFERENCES faultgis.lab_result (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_calibrated_age_batch_id ON faultgis.calibrated_age (batch_id);
CREATE INDEX ix_calibrated_age_result_id ON faultgis.calibrated_age (result_id);
CREATE INDEX ix_calibrated_age_sample_id ON faultgis.calibrated_age (sample_id);
CREATE INDEX ix_calibrated_age_survey_id ON faultgis.calibrated_age (survey_id);
CREATE UNIQUE INDEX uq_calibrated_age_survey_id_source_key ON faultgis.calibrated_age (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.calibrated_age is '校正年龄 | The age of one laboratory result in calendar years';
comment on column faultgis.calibrated_age.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.calibrated_age.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.calibrated_age.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.calibrated_age.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.calibrated_age.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.calibrated_age.convention is '采用的约定 | Convention followed';
comment on column faultgis.calibrated_age.software is '软件版本 | Version of the software';
comment on column faultgis.calibrated_age.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.calibrated_age.request is '计算请求 | The request of the calculation';
comment on column faultgis.calibrated_age.results is '计算结果 | The answer of the calculation';
comment on column faultgis.calibrated_age.result_id is '实验室结果 | The laboratory''s result';
comment on column faultgis.calibrated_age.sample_id is '样品 | The sample';
comment on column faultgis.calibrated_age.age is '年龄（公历年，公元前为负，估计值） | Age as a calendar year, BC negative (estimate)';
comment on column faultgis.calibrated_age.notes is '备注 | Notes';
comment on column faultgis.calibrated_age.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.calibrated_age.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.calibrated_age.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.calibrated_age.source_file is '来源文件 | File it comes from';
comment on column faultgis.calibrated_age.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.calibrated_age.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.calibrated_age.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.calibrated_age.source_method is '获取方法 | How it was obtained';
comment on column faultgis.calibrated_age.source_reference is '参考文献 | Reference';
comment on column faultgis.calibrated_age.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.calibrated_age.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.calibrated_age.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.calibrated_age.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.calibrated_age.created_at is '创建时间 | When it was created';
comment on column faultgis.calibrated_age.created_by is '创建人 | Who created it';
comment on column faultgis.calibrated_age.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.calibrated_age.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.chronology_model (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    site_id UUID NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    is_default BOOLEAN DEFAULT false NOT NULL,
    model JSONB DEFAULT '{}' NOT NULL,
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
    CONSTRAINT pk_chronology_model PRIMARY KEY (id),
    CONSTRAINT ck_chronology_model_code_given CHECK (code <> ''),
    CONSTRAINT ck_chronology_model_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_chronology_model_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_chronology_model_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_chronology_model_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_chronology_model_site_id FOREIGN KEY(site_id) REFERENCES faultgis.trench_site (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_chronology_model_site_id_code UNIQUE (site_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_chronology_model_batch_id ON faultgis.chronology_model (batch_id);
CREATE INDEX ix_chronology_model_survey_id ON faultgis.chronology_model (survey_id);
CREATE UNIQUE INDEX uq_chronology_model_survey_id_source_key ON faultgis.chronology_model (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.chronology_model is '年代模型 | Ages of a site constrained by its stratigraphic order';
comment on column faultgis.chronology_model.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.chronology_model.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.chronology_model.code is '编号 | Its code';
comment on column faultgis.chronology_model.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.chronology_model.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.chronology_model.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.chronology_model.convention is '采用的约定 | Convention followed';
comment on column faultgis.chronology_model.software is '软件版本 | Version of the software';
comment on column faultgis.chronology_model.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.chronology_model.request is '计算请求 | The request of the calculation';
comment on column faultgis.chronology_model.results is '计算结果 | The answer of the calculation';
comment on column faultgis.chronology_model.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.chronology_model.author is '作者 | Author';
comment on column faultgis.chronology_model.is_default is '是否为默认模型 | Whether it is the site''s default';
comment on column faultgis.chronology_model.model is '模型（由老到新） | The sequence as laid out, oldest first';
comment on column faultgis.chronology_model.notes is '备注 | Notes';
comment on column faultgis.chronology_model.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.chronology_model.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.chronology_model.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.chronology_model.source_file is '来源文件 | File it comes from';
comment on column faultgis.chronology_model.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.chronology_model.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.chronology_model.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.chronology_model.source_method is '获取方法 | How it was obtained';
comment on column faultgis.chronology_model.source_reference is '参考文献 | Reference';
comment on column faultgis.chronology_model.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.chronology_model.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.chronology_model.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.chronology_model.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.chronology_model.created_at is '创建时间 | When it was created';
comment on column faultgis.chronology_model.created_by is '创建人 | Who created it';
comment on column faultgis.chronology_model.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.chronology_model.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.event_age (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    chronology_id UUID NOT NULL,
    event_id UUID NOT NULL,
    age JSONB,
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
    CONSTRAINT pk_event_age PRIMARY KEY (id),
    CONSTRAINT ck_event_age_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_event_age_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_event_age_age_valid CHECK (faultgis.valid_estimate("age")),
    CONSTRAINT fk_event_age_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_age_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_age_event_id FOREIGN KEY(event_id) REFERENCES faultgis.paleo_event (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_event_age_chronology_id FOREIGN KEY(chronology_id) REFERENCES faultgis.chronology_model (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_event_age_batch_id ON faultgis.event_age (batch_id);
CREATE INDEX ix_event_age_chronology_id ON faultgis.event_age (chronology_id);
CREATE INDEX ix_event_age_event_id ON faultgis.event_age (event_id);
CREATE INDEX ix_event_age_survey_id ON faultgis.event_age (survey_id);
CREATE UNIQUE INDEX uq_event_age_survey_id_source_key ON faultgis.event_age (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.event_age is '事件年龄 | The age of an event in a chronology';
comment on column faultgis.event_age.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.event_age.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.event_age.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.event_age.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.event_age.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.event_age.convention is '采用的约定 | Convention followed';
comment on column faultgis.event_age.software is '软件版本 | Version of the software';
comment on column faultgis.event_age.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.event_age.request is '计算请求 | The request of the calculation';
comment on column faultgis.event_age.results is '计算结果 | The answer of the calculation';
comment on column faultgis.event_age.chronology_id is '年代模型 | The chronology';
comment on column faultgis.event_age.event_id is '事件 | The event';
comment on column faultgis.event_age.age is '年龄（公历年，公元前为负，估计值） | Age as a calendar year, BC negative (estimate)';
comment on column faultgis.event_age.notes is '备注 | Notes';
comment on column faultgis.event_age.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.event_age.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.event_age.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.event_age.source_file is '来源文件 | File it comes from';
comment on column faultgis.event_age.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.event_age.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.event_age.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.event_age.source_method is '获取方法 | How it was obtained';
comment on column faultgis.event_age.source_reference is '参考文献 | Reference';
comment on column faultgis.event_age.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.event_age.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.event_age.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.event_age.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.event_age.created_at is '创建时间 | When it was created';
comment on column faultgis.event_age.created_by is '创建人 | Who created it';
comment on column faultgis.event_age.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.event_age.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.displacement (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    event_id UUID,
    marker_id UUID,
    component TEXT DEFAULT 'vertical' NOT NULL,
    amount JSONB,
    projection TEXT DEFAULT '' NOT NULL,
    dip JSONB,
    rake JSONB,
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
    CONSTRAINT pk_displacement PRIMARY KEY (id),
    CONSTRAINT ck_displacement_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_displacement_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_displacement_amount_valid CHECK (faultgis.valid_estimate("amount")),
    CONSTRAINT ck_displacement_dip_valid CHECK (faultgis.valid_estimate("dip")),
    CONSTRAINT ck_displacement_rake_valid CHECK (faultgis.valid_estimate("rake")),
    CONSTRAINT fk_displacement_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_displacement_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_displacement_marker_id FOREIGN KEY(marker_id) REFERENCES faultgis.offset_marker (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_displacement_event_id FOREIGN KEY(event_id) REFERENCES faultgis.paleo_event (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_displacement_batch_id ON faultgis.displacement (batch_id);
CREATE INDEX ix_displacement_event_id ON faultgis.displacement (event_id);
CREATE INDEX ix_displacement_marker_id ON faultgis.displacement (marker_id);
CREATE INDEX ix_displacement_survey_id ON faultgis.displacement (survey_id);
CREATE UNIQUE INDEX uq_displacement_survey_id_source_key ON faultgis.displacement (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.displacement is '位移量 | How far an event, or all since a marker, moved the ground';
comment on column faultgis.displacement.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.displacement.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.displacement.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.displacement.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.displacement.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.displacement.convention is '采用的约定 | Convention followed';
comment on column faultgis.displacement.software is '软件版本 | Version of the software';
comment on column faultgis.displacement.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.displacement.request is '计算请求 | The request of the calculation';
comment on column faultgis.displacement.results is '计算结果 | The answer of the calculation';
comment on column faultgis.displacement.event_id is '事件 | The event';
comment on column faultgis.displacement.marker_id is '位错标志 | The offset marker';
comment on column faultgis.displacement.component is '位移分量（代码表 offset_component） | Component (code list offset_component)';
comment on column faultgis.displacement.amount is '位移量（米，估计值） | Displacement in metres (estimate)';
comment on column faultgis.displacement.projection is '换算方法 | How the component was come by';
comment on column faultgis.displacement.dip is '所用倾角（度，估计值） | Dip taken in degrees (estimate)';
comment on column faultgis.displacement.rake is '所用滑动角（度，估计值） | Rake taken in degrees (estimate)';
comment on column faultgis.displacement.notes is '备注 | Notes';
comment on column faultgis.displacement.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.displacement.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.displacement.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.displacement.source_file is '来源文件 | File it comes from';
comment on column faultgis.displacement.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.displacement.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.displacement.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.displacement.source_method is '获取方法 | How it was obtained';
comment on column faultgis.displacement.source_reference is '参考文献 | Reference';
comment on column faultgis.displacement.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.displacement.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.displacement.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.displacement.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.displacement.created_at is '创建时间 | When it was created';
comment on column faultgis.displacement.created_by is '创建人 | Who created it';
comment on column faultgis.displacement.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.displacement.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.slip_rate (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    fault_id UUID,
    segment_id UUID,
    site_id UUID,
    marker_id UUID,
    component TEXT DEFAULT 'strike_slip' NOT NULL,
    rate JSONB,
    representative BOOLEAN DEFAULT false NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_slip_rate PRIMARY KEY (id),
    CONSTRAINT ck_slip_rate_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_slip_rate_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_slip_rate_rate_valid CHECK (faultgis.valid_estimate("rate")),
    CONSTRAINT fk_slip_rate_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_slip_rate_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_slip_rate_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_slip_rate_segment_id FOREIGN KEY(segment_id) REFERENCES faultgis.segment (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_slip_rate_marker_id FOREIGN KEY(marker_id) REFERENCES faultgis.offset_marker (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_slip_rate_site_id FOREIGN KEY(site_id) REFERENCES faultgis.trench_site (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_slip_rate_batch_id ON faultgis.slip_rate (batch_id);
CREATE INDEX ix_slip_rate_fault_id ON faultgis.slip_rate (fault_id);
CREATE INDEX ix_slip_rate_marker_id ON faultgis.slip_rate (marker_id);
CREATE INDEX ix_slip_rate_segment_id ON faultgis.slip_rate (segment_id);
CREATE INDEX ix_slip_rate_site_id ON faultgis.slip_rate (site_id);
CREATE INDEX ix_slip_rate_survey_id ON faultgis.slip_rate (survey_id);
CREATE UNIQUE INDEX uq_slip_rate_survey_id_source_key ON faultgis.slip_rate (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.slip_rate is '滑动速率 | A slip rate at a site, or the representative one of a fault';
comment on column faultgis.slip_rate.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.slip_rate.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.slip_rate.code is '编号 | Its code';
comment on column faultgis.slip_rate.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.slip_rate.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.slip_rate.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.slip_rate.convention is '采用的约定 | Convention followed';
comment on column faultgis.slip_rate.software is '软件版本 | Version of the software';
comment on column faultgis.slip_rate.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.slip_rate.request is '计算请求 | The request of the calculation';
comment on column faultgis.slip_rate.results is '计算结果 | The answer of the calculation';
comment on column faultgis.slip_rate.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.slip_rate.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.slip_rate.site_id is '所属探槽点 | The trench site it belongs to';
comment on column faultgis.slip_rate.marker_id is '位错标志 | The offset marker';
comment on column faultgis.slip_rate.component is '位移分量（代码表 offset_component） | Component (code list offset_component)';
comment on column faultgis.slip_rate.rate is '滑动速率（毫米/年，估计值） | Slip rate in mm/a (estimate)';
comment on column faultgis.slip_rate.representative is '是否为代表值 | Whether it stands for the fault or segment';
comment on column faultgis.slip_rate.rule is '取值规则 | Rule by which it was chosen';
comment on column faultgis.slip_rate.notes is '备注 | Notes';
comment on column faultgis.slip_rate.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.slip_rate.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.slip_rate.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.slip_rate.source_file is '来源文件 | File it comes from';
comment on column faultgis.slip_rate.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.slip_rate.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.slip_rate.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.slip_rate.source_method is '获取方法 | How it was obtained';
comment on column faultgis.slip_rate.source_reference is '参考文献 | Reference';
comment on column faultgis.slip_rate.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.slip_rate.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.slip_rate.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.slip_rate.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.slip_rate.created_at is '创建时间 | When it was created';
comment on column faultgis.slip_rate.created_by is '创建人 | Who created it';
comment on column faultgis.slip_rate.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.slip_rate.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.recurrence (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    fault_id UUID,
    segment_id UUID,
    chronology_id UUID,
    basis TEXT DEFAULT 'chronology' NOT NULL,
    interval JSONB,
    cov JSONB,
    elapsed JSONB,
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
    CONSTRAINT pk_recurrence PRIMARY KEY (id),
    CONSTRAINT ck_recurrence_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_recurrence_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_recurrence_interval_valid CHECK (faultgis.valid_estimate("interval")),
    CONSTRAINT ck_recurrence_cov_valid CHECK (faultgis.valid_estimate("cov")),
    CONSTRAINT ck_recurrence_elapsed_valid CHECK (faultgis.valid_estimate("elapsed")),
    CONSTRAINT fk_recurrence_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_recurrence_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_recurrence_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_recurrence_segment_id FOREIGN KEY(segment_id) REFERENCES faultgis.segment (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_recurrence_chronology_id FOREIGN KEY(chronology_id) REFERENCES faultgis.chronology_model (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_recurrence_batch_id ON faultgis.recurrence (batch_id);
CREATE INDEX ix_recurrence_chronology_id ON faultgis.recurrence (chronology_id);
CREATE INDEX ix_recurrence_fault_id ON faultgis.recurrence (fault_id);
CREATE INDEX ix_recurrence_segment_id ON faultgis.recurrence (segment_id);
CREATE INDEX ix_recurrence_survey_id ON faultgis.recurrence (survey_id);
CREATE UNIQUE INDEX uq_recurrence_survey_id_source_key ON faultgis.recurrence (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.recurrence is '复发间隔 | The recurrence interval of a fault or segment';
comment on column faultgis.recurrence.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.recurrence.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.recurrence.code is '编号 | Its code';
comment on column faultgis.recurrence.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.recurrence.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.recurrence.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.recurrence.convention is '采用的约定 | Convention followed';
comment on column faultgis.recurrence.software is '软件版本 | Version of the software';
comment on column faultgis.recurrence.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.recurrence.request is '计算请求 | The request of the calculation';
comment on column faultgis.recurrence.results is '计算结果 | The answer of the calculation';
comment on column faultgis.recurrence.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.recurrence.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.recurrence.chronology_id is '年代模型 | The chronology';
comment on column faultgis.recurrence.basis is '依据 | What it rests on';
comment on column faultgis.recurrence.interval is '复发间隔（年，估计值） | Recurrence interval in years (estimate)';
comment on column faultgis.recurrence.cov is '变异系数（估计值） | Coefficient of variation (estimate)';
comment on column faultgis.recurrence.elapsed is '离逝时间（年，估计值） | Years since the last event (estimate)';
comment on column faultgis.recurrence.notes is '备注 | Notes';
comment on column faultgis.recurrence.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.recurrence.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.recurrence.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.recurrence.source_file is '来源文件 | File it comes from';
comment on column faultgis.recurrence.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.recurrence.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.recurrence.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.recurrence.source_method is '获取方法 | How it was obtained';
comment on column faultgis.recurrence.source_reference is '参考文献 | Reference';
comment on column faultgis.recurrence.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.recurrence.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.recurrence.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.recurrence.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.recurrence.created_at is '创建时间 | When it was created';
comment on column faultgis.recurrence.created_by is '创建人 | Who created it';
comment on column faultgis.recurrence.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.recurrence.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.probability (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    inputs JSONB DEFAULT '[]' NOT NULL,
    input_hash TEXT DEFAULT '' NOT NULL,
    function TEXT DEFAULT '' NOT NULL,
    convention TEXT DEFAULT '' NOT NULL,
    software TEXT DEFAULT '' NOT NULL,
    computed_at TIMESTAMP WITH TIME ZONE,
    request JSONB DEFAULT '{}' NOT NULL,
    results JSONB DEFAULT '{}' NOT NULL,
    fault_id UUID,
    segment_id UUID,
    recurrence_id UUID,
    model TEXT DEFAULT 'bpt' NOT NULL,
    from_year INTEGER DEFAULT 0 NOT NULL,
    window_years INTEGER DEFAULT 50 NOT NULL,
    probability DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
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
    CONSTRAINT pk_probability PRIMARY KEY (id),
    CONSTRAINT ck_probability_window_years_range CHECK (window_years > 0),
    CONSTRAINT ck_probability_probability_range CHECK (probability between 0 and 1),
    CONSTRAINT ck_probability_low_range CHECK (low between 0 and 1),
    CONSTRAINT ck_probability_high_range CHECK (high between 0 and 1),
    CONSTRAINT ck_probability_order_range CHECK (low <= probability and probability <= high),
    CONSTRAINT ck_probability_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_probability_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_probability_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_probability_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_probability_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_probability_segment_id FOREIGN KEY(segment_id) REFERENCES faultgis.segment (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_probability_recurrence_id FOREIGN KEY(recurrence_id) REFERENCES faultgis.recurrence (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_probability_batch_id ON faultgis.probability (batch_id);
CREATE INDEX ix_probability_fault_id ON faultgis.probability (fault_id);
CREATE INDEX ix_probability_recurrence_id ON faultgis.probability (recurrence_id);
CREATE INDEX ix_probability_segment_id ON faultgis.probability (segment_id);
CREATE INDEX ix_probability_survey_id ON faultgis.probability (survey_id);
CREATE UNIQUE INDEX uq_probability_survey_id_source_key ON faultgis.probability (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.probability is '发震概率 | The probability of rupture within a time window';
comment on column faultgis.probability.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.probability.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.probability.code is '编号 | Its code';
comment on column faultgis.probability.inputs is '输入记录（类别与主键） | The records that went in: pairs of kind and key';
comment on column faultgis.probability.input_hash is '输入内容的校验值 | Hash of what the inputs said';
comment on column faultgis.probability.function is '计算函数 | Function of faultgis compute';
comment on column faultgis.probability.convention is '采用的约定 | Convention followed';
comment on column faultgis.probability.software is '软件版本 | Version of the software';
comment on column faultgis.probability.computed_at is '计算时间 | When it was calculated';
comment on column faultgis.probability.request is '计算请求 | The request of the calculation';
comment on column faultgis.probability.results is '计算结果 | The answer of the calculation';
comment on column faultgis.probability.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.probability.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.probability.recurrence_id is '复发间隔 | The recurrence it rests on';
comment on column faultgis.probability.model is '更新模型 | Renewal model';
comment on column faultgis.probability.from_year is '起始年份 | First year of the window';
comment on column faultgis.probability.window_years is '时间窗（年） | Length of the window in years';
comment on column faultgis.probability.probability is '概率 | Probability';
comment on column faultgis.probability.low is '概率下限 | Its lower bound';
comment on column faultgis.probability.high is '概率上限 | Its upper bound';
comment on column faultgis.probability.notes is '备注 | Notes';
comment on column faultgis.probability.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.probability.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.probability.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.probability.source_file is '来源文件 | File it comes from';
comment on column faultgis.probability.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.probability.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.probability.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.probability.source_method is '获取方法 | How it was obtained';
comment on column faultgis.probability.source_reference is '参考文献 | Reference';
comment on column faultgis.probability.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.probability.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.probability.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.probability.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.probability.created_at is '创建时间 | When it was created';
comment on column faultgis.probability.created_by is '创建人 | Who created it';
comment on column faultgis.probability.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.probability.updated_by is '修改人 | Who changed it last';
