-- Point clouds, rasters, and the local grids that some of them lie in.

CREATE TABLE faultgis.local_grid (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    fault_id UUID,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_local_grid PRIMARY KEY (id),
    CONSTRAINT ck_local_grid_code_given CHECK (code <> ''),
    CONSTRAINT ck_local_grid_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_local_grid_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_local_grid_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_local_grid_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_local_grid_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_local_grid_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_local_grid_batch_id ON faultgis.local_grid (batch_id);
CREATE INDEX ix_local_grid_fault_id ON faultgis.local_grid (fault_id);
CREATE UNIQUE INDEX uq_local_grid_survey_id_source_key ON faultgis.local_grid (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.local_grid is '局部坐标网（无真实坐标系） | A frame in metres that is tied to no place on the earth';
comment on column faultgis.local_grid.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.local_grid.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.local_grid.code is '编号 | Its code';
comment on column faultgis.local_grid.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.local_grid.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.local_grid.name_en is '英文名称 | Name in English';
comment on column faultgis.local_grid.description is '描述 | Description';
comment on column faultgis.local_grid.notes is '备注 | Notes';
comment on column faultgis.local_grid.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.local_grid.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.local_grid.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.local_grid.source_file is '来源文件 | File it comes from';
comment on column faultgis.local_grid.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.local_grid.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.local_grid.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.local_grid.source_method is '获取方法 | How it was obtained';
comment on column faultgis.local_grid.source_reference is '参考文献 | Reference';
comment on column faultgis.local_grid.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.local_grid.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.local_grid.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.local_grid.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.local_grid.created_at is '创建时间 | When it was created';
comment on column faultgis.local_grid.created_by is '创建人 | Who created it';
comment on column faultgis.local_grid.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.local_grid.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.point_cloud (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    local_grid_id UUID,
    path TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    size_bytes BIGINT DEFAULT 0 NOT NULL,
    format TEXT DEFAULT '' NOT NULL,
    point_format INTEGER,
    points BIGINT DEFAULT 0 NOT NULL,
    density_m2 DOUBLE PRECISION,
    z_low_m DOUBLE PRECISION,
    z_high_m DOUBLE PRECISION,
    crs_found TEXT DEFAULT '' NOT NULL,
    crs_declared TEXT DEFAULT '' NOT NULL,
    units TEXT DEFAULT '' NOT NULL,
    vertical_datum TEXT DEFAULT '' NOT NULL,
    acquired_on DATE,
    acquired_until DATE,
    sensor TEXT DEFAULT '' NOT NULL,
    accuracy JSONB,
    counts JSONB DEFAULT '{}' NOT NULL,
    quality JSONB DEFAULT '{}' NOT NULL,
    lineage JSONB DEFAULT '{}' NOT NULL,
    geometry geometry(MULTIPOLYGON,4490),
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
    CONSTRAINT pk_point_cloud PRIMARY KEY (id),
    CONSTRAINT ck_point_cloud_code_given CHECK (code <> ''),
    CONSTRAINT ck_point_cloud_path_given CHECK (path <> ''),
    CONSTRAINT ck_point_cloud_points_range CHECK (points >= 0),
    CONSTRAINT ck_point_cloud_density_m2_range CHECK (density_m2 >= 0),
    CONSTRAINT ck_point_cloud_placed_once CHECK (geometry is null or local_grid_id is null),
    CONSTRAINT ck_point_cloud_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_point_cloud_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_point_cloud_accuracy_valid CHECK (faultgis.valid_estimate("accuracy")),
    CONSTRAINT ck_point_cloud_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_point_cloud_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_point_cloud_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_point_cloud_local_grid_id FOREIGN KEY(local_grid_id) REFERENCES faultgis.local_grid (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_point_cloud_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_point_cloud_batch_id ON faultgis.point_cloud (batch_id);
CREATE INDEX ix_point_cloud_geometry ON faultgis.point_cloud USING gist (geometry);
CREATE INDEX ix_point_cloud_local_grid_id ON faultgis.point_cloud (local_grid_id);
CREATE UNIQUE INDEX uq_point_cloud_survey_id_source_key ON faultgis.point_cloud (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.point_cloud is '点云 | A point cloud kept in the archive';
comment on column faultgis.point_cloud.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.point_cloud.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.point_cloud.code is '编号 | Its code';
comment on column faultgis.point_cloud.local_grid_id is '所在局部坐标网 | The local grid it lies in';
comment on column faultgis.point_cloud.path is '文件路径 | Path of the file';
comment on column faultgis.point_cloud.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.point_cloud.size_bytes is '文件大小（字节） | Size of the file in bytes';
comment on column faultgis.point_cloud.format is '文件格式与版本 | Format and version of the file';
comment on column faultgis.point_cloud.point_format is '点记录格式 | Point data record format';
comment on column faultgis.point_cloud.points is '点数 | Number of points';
comment on column faultgis.point_cloud.density_m2 is '点密度（每平方米占用面积） | Points per square metre of occupied area';
comment on column faultgis.point_cloud.z_low_m is '最低点（米） | Lowest point in metres';
comment on column faultgis.point_cloud.z_high_m is '最高点（米） | Highest point in metres';
comment on column faultgis.point_cloud.crs_found is '文件中的坐标系 | Coordinate system as found in the file';
comment on column faultgis.point_cloud.crs_declared is '声明的坐标系 | Coordinate system as declared by the user';
comment on column faultgis.point_cloud.units is '坐标单位 | Unit of the coordinates';
comment on column faultgis.point_cloud.vertical_datum is '高程基准（空为未说明） | Vertical datum (empty: not stated)';
comment on column faultgis.point_cloud.acquired_on is '采集日期 | First day of the acquisition';
comment on column faultgis.point_cloud.acquired_until is '采集结束日期 | Last day of the acquisition';
comment on column faultgis.point_cloud.sensor is '传感器 | Sensor';
comment on column faultgis.point_cloud.accuracy is '高程精度（米，估计值） | Vertical accuracy in metres (estimate)';
comment on column faultgis.point_cloud.counts is '按类别与回波的点数 | Points by class and by return';
comment on column faultgis.point_cloud.quality is '质量标记与损失 | Quality flags and losses';
comment on column faultgis.point_cloud.lineage is '来源与处理过程 | Inputs, software and parameters it comes from';
comment on column faultgis.point_cloud.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.point_cloud.notes is '备注 | Notes';
comment on column faultgis.point_cloud.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.point_cloud.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.point_cloud.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.point_cloud.source_file is '来源文件 | File it comes from';
comment on column faultgis.point_cloud.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.point_cloud.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.point_cloud.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.point_cloud.source_method is '获取方法 | How it was obtained';
comment on column faultgis.point_cloud.source_reference is '参考文献 | Reference';
comment on column faultgis.point_cloud.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.point_cloud.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.point_cloud.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.point_cloud.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.point_cloud.created_at is '创建时间 | When it was created';
comment on column faultgis.point_cloud.created_by is '创建人 | Who created it';
comment on column faultgis.point_cloud.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.point_cloud.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.raster (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    kind TEXT DEFAULT 'dem' NOT NULL,
    local_grid_id UUID,
    fault_id UUID,
    path TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    size_bytes BIGINT DEFAULT 0 NOT NULL,
    columns INTEGER DEFAULT 0 NOT NULL,
    rows INTEGER DEFAULT 0 NOT NULL,
    bands INTEGER DEFAULT 1 NOT NULL,
    cell_m DOUBLE PRECISION,
    crs TEXT DEFAULT '' NOT NULL,
    vertical_datum TEXT DEFAULT '' NOT NULL,
    lineage JSONB DEFAULT '{}' NOT NULL,
    geometry geometry(MULTIPOLYGON,4490),
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
    CONSTRAINT pk_raster PRIMARY KEY (id),
    CONSTRAINT ck_raster_code_given CHECK (code <> ''),
    CONSTRAINT ck_raster_path_given CHECK (path <> ''),
    CONSTRAINT ck_raster_cell_m_range CHECK (cell_m > 0),
    CONSTRAINT ck_raster_placed_once CHECK (geometry is null or local_grid_id is null),
    CONSTRAINT ck_raster_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_raster_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_raster_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_raster_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_raster_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_raster_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_raster_local_grid_id FOREIGN KEY(local_grid_id) REFERENCES faultgis.local_grid (id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ix_raster_batch_id ON faultgis.raster (batch_id);
CREATE INDEX ix_raster_fault_id ON faultgis.raster (fault_id);
CREATE INDEX ix_raster_geometry ON faultgis.raster USING gist (geometry);
CREATE INDEX ix_raster_local_grid_id ON faultgis.raster (local_grid_id);
CREATE INDEX ix_raster_survey_id ON faultgis.raster (survey_id);
CREATE UNIQUE INDEX uq_raster_survey_id_source_key ON faultgis.raster (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.raster is '栅格（高程、影像及衍生产品） | An elevation model, an image or what is derived from them';
comment on column faultgis.raster.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.raster.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.raster.code is '编号 | Its code';
comment on column faultgis.raster.kind is '类别（代码表 raster_kind） | Kind (code list raster_kind)';
comment on column faultgis.raster.local_grid_id is '所在局部坐标网 | The local grid it lies in';
comment on column faultgis.raster.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.raster.path is '文件路径 | Path of the file';
comment on column faultgis.raster.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.raster.size_bytes is '文件大小（字节） | Size of the file in bytes';
comment on column faultgis.raster.columns is '列数 | Columns';
comment on column faultgis.raster.rows is '行数 | Rows';
comment on column faultgis.raster.bands is '波段数 | Bands';
comment on column faultgis.raster.cell_m is '像元大小（米） | Side of a cell in metres';
comment on column faultgis.raster.crs is '坐标系 | Coordinate system';
comment on column faultgis.raster.vertical_datum is '高程基准（空为未说明） | Vertical datum (empty: not stated)';
comment on column faultgis.raster.lineage is '来源与处理过程 | Inputs, software and parameters it comes from';
comment on column faultgis.raster.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.raster.notes is '备注 | Notes';
comment on column faultgis.raster.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.raster.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.raster.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.raster.source_file is '来源文件 | File it comes from';
comment on column faultgis.raster.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.raster.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.raster.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.raster.source_method is '获取方法 | How it was obtained';
comment on column faultgis.raster.source_reference is '参考文献 | Reference';
comment on column faultgis.raster.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.raster.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.raster.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.raster.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.raster.created_at is '创建时间 | When it was created';
comment on column faultgis.raster.created_by is '创建人 | Who created it';
comment on column faultgis.raster.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.raster.updated_by is '修改人 | Who changed it last';

-- Offsets may lie in a local grid, photographs say more of the camera.

alter table faultgis.offset_marker
    alter column geometry drop not null,
    add column local_grid_id uuid,
    add constraint fk_offset_marker_local_grid_id foreign key (local_grid_id)
        references faultgis.local_grid (id) deferrable initially immediate,
    add constraint ck_offset_marker_placed_once check ((geometry is null) = (local_grid_id is not null));
create index ix_offset_marker_local_grid_id on faultgis.offset_marker (local_grid_id);
comment on column faultgis.offset_marker.local_grid_id is '所在局部坐标网 | The local grid it lies in';

alter table faultgis.media
    add column pitch double precision,
    add column elevation_m double precision,
    add column vertical_datum text default '' not null,
    add column camera text default '' not null,
    add column width_px integer,
    add column height_px integer,
    add constraint ck_media_pitch_range check (pitch between -90 and 90);
comment on column faultgis.media.pitch is '镜头俯仰角（度，向上为正） | View angle above the horizon in degrees';
comment on column faultgis.media.elevation_m is '高程（米） | Elevation in metres';
comment on column faultgis.media.vertical_datum is '高程基准（空为未说明） | Vertical datum (empty: not stated)';
comment on column faultgis.media.camera is '相机 | Camera';
comment on column faultgis.media.width_px is '宽（像素） | Width in pixels';
comment on column faultgis.media.height_px is '高（像素） | Height in pixels';
