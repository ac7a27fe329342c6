-- The tables, their keys, checks and indexes, and what each column means.

CREATE TABLE faultgis.code_list (
    name TEXT NOT NULL,
    zh TEXT DEFAULT '' NOT NULL,
    en TEXT DEFAULT '' NOT NULL,
    version TEXT NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_code_list PRIMARY KEY (name)
);

comment on table faultgis.code_list is '代码表 | A list of codes with its version';
comment on column faultgis.code_list.name is '代码表名 | Name of the list';
comment on column faultgis.code_list.zh is '中文标题 | Title in Chinese';
comment on column faultgis.code_list.en is '英文标题 | Title in English';
comment on column faultgis.code_list.version is '版本 | Version';
comment on column faultgis.code_list.source is '来源 | Source';

CREATE TABLE faultgis.history (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    record_id UUID,
    survey_id UUID,
    record_key TEXT DEFAULT '' NOT NULL,
    operation TEXT NOT NULL,
    made_revision BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    changed_by TEXT NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    secrecy SMALLINT DEFAULT 0 NOT NULL,
    old_row JSONB NOT NULL,
    CONSTRAINT pk_history PRIMARY KEY (id),
    CONSTRAINT ck_history_operation_known CHECK (operation in ('update', 'delete'))
);

CREATE INDEX ix_history_kind_revision ON faultgis.history (kind, revision);
CREATE INDEX ix_history_record_id_revision ON faultgis.history (record_id, revision);
comment on table faultgis.history is '历史（被修改或删除的旧行） | Rows as they were before a change or a deletion';
comment on column faultgis.history.id is '序号 | Number';
comment on column faultgis.history.kind is '记录类别（表名） | Kind of the record (its table)';
comment on column faultgis.history.record_id is '记录主键 | Key of the record';
comment on column faultgis.history.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.history.record_key is '无 UUID 的表的主键 | Key of a row whose table has no UUID';
comment on column faultgis.history.operation is '操作：update 或 delete | What happened: update or delete';
comment on column faultgis.history.made_revision is '旧行所属的数据版本 | The data version that wrote the old row';
comment on column faultgis.history.revision is '取代旧行的数据版本 | The data version that replaced the old row';
comment on column faultgis.history.changed_at is '修改时间 | When';
comment on column faultgis.history.changed_by is '修改人 | Who';
comment on column faultgis.history.reason is '原因 | Why';
comment on column faultgis.history.secrecy is '密级 | Secrecy level of the row';
comment on column faultgis.history.old_row is '旧行（几何为十六进制 EWKB） | The row as it was (geometry as EWKB in hexadecimal)';

CREATE TABLE faultgis.revision (
    number BIGINT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    made_by TEXT NOT NULL,
    login TEXT NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    transaction BIGINT NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (number)
);

CREATE INDEX ix_revision_made_at ON faultgis.revision (made_at);
CREATE INDEX ix_revision_transaction ON faultgis.revision (transaction);
comment on table faultgis.revision is '数据版本（每次保存一个） | The data versions: one per saving transaction, in commit order';
comment on column faultgis.revision.number is '版本号 | Number of the data version';
comment on column faultgis.revision.made_at is '产生时间 | When it was drawn';
comment on column faultgis.revision.made_by is '保存人 | Who saved';
comment on column faultgis.revision.login is '数据库登录名 | The database login';
comment on column faultgis.revision.reason is '保存原因 | Why';
comment on column faultgis.revision.transaction is '事务号 | The transaction that drew it';
comment on column faultgis.revision.began_at is '事务开始时间 | When that transaction began';

CREATE TABLE faultgis.survey (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    code TEXT NOT NULL,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    mapping_scale INTEGER DEFAULT 50000 NOT NULL,
    attribution TEXT DEFAULT '' NOT NULL,
    constructed BOOLEAN DEFAULT false NOT NULL,
    basemap TEXT DEFAULT '' NOT NULL,
    secrecy SMALLINT DEFAULT 0 NOT NULL,
    publication TEXT DEFAULT 'draft' NOT NULL,
    row_version INTEGER DEFAULT 0 NOT NULL,
    revision BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by TEXT DEFAULT '' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_survey PRIMARY KEY (id),
    CONSTRAINT ck_survey_mapping_scale_range CHECK (mapping_scale > 0),
    CONSTRAINT ck_survey_code_given CHECK (code <> ''),
    CONSTRAINT ck_survey_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_survey_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT uq_survey_code UNIQUE (code) DEFERRABLE INITIALLY IMMEDIATE
);

comment on table faultgis.survey is '调查项目 | A survey project';
comment on column faultgis.survey.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.survey.code is '项目编号（数据库内唯一） | Code, unique in the database';
comment on column faultgis.survey.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.survey.name_en is '英文名称 | Name in English';
comment on column faultgis.survey.description is '描述 | Description';
comment on column faultgis.survey.mapping_scale is '填图比例尺分母 | Denominator of the mapping scale';
comment on column faultgis.survey.attribution is '数据署名 | Attribution to be shown with the data';
comment on column faultgis.survey.constructed is '是否为练习用虚构数据 | Whether the data are made up for practice';
comment on column faultgis.survey.basemap is '底图文件 | Base map file';
comment on column faultgis.survey.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.survey.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.survey.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.survey.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.survey.created_at is '创建时间 | When it was created';
comment on column faultgis.survey.created_by is '创建人 | Who created it';
comment on column faultgis.survey.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.survey.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.user_clearance (
    login TEXT NOT NULL,
    level SMALLINT NOT NULL,
    granted_by TEXT DEFAULT '' NOT NULL,
    granted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_user_clearance PRIMARY KEY (login),
    CONSTRAINT ck_user_clearance_level_range CHECK (level between 0 and 3)
);

comment on table faultgis.user_clearance is '用户的涉密等级 | Up to which secrecy level a login may see rows';
comment on column faultgis.user_clearance.login is '数据库登录名 | Database login';
comment on column faultgis.user_clearance.level is '可见的最高密级 | Highest secrecy level it may see';
comment on column faultgis.user_clearance.granted_by is '授权人 | Who granted it';
comment on column faultgis.user_clearance.granted_at is '授权时间 | When it was granted';

CREATE TABLE faultgis.code_value (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    zh TEXT DEFAULT '' NOT NULL,
    en TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    confidence TEXT DEFAULT 'proposal' NOT NULL,
    extra JSONB DEFAULT '{}' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_code_value PRIMARY KEY (list, code),
    CONSTRAINT fk_code_value_list FOREIGN KEY(list) REFERENCES faultgis.code_list (name)
);

comment on table faultgis.code_value is '代码 | One code of a list with its labels';
comment on column faultgis.code_value.list is '代码表名 | Name of the list';
comment on column faultgis.code_value.code is '代码 | Code';
comment on column faultgis.code_value.zh is '中文标注 | Label in Chinese';
comment on column faultgis.code_value.en is '英文标注 | Label in English';
comment on column faultgis.code_value.note is '说明 | Note';
comment on column faultgis.code_value.confidence is '可靠程度 | How sure the value is';
comment on column faultgis.code_value.extra is '其他系统的代码 | Codes of other systems';
comment on column faultgis.code_value.position is '显示顺序 | Place in the order of display';

CREATE TABLE faultgis.import_batch (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    layer TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT 'traces' NOT NULL,
    mapping TEXT DEFAULT '' NOT NULL,
    crs TEXT DEFAULT '' NOT NULL,
    encoding TEXT DEFAULT '' NOT NULL,
    read INTEGER DEFAULT 0 NOT NULL,
    created INTEGER DEFAULT 0 NOT NULL,
    updated INTEGER DEFAULT 0 NOT NULL,
    unchanged INTEGER DEFAULT 0 NOT NULL,
    rejected INTEGER DEFAULT 0 NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    row_version INTEGER DEFAULT 0 NOT NULL,
    revision BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by TEXT DEFAULT '' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_import_batch PRIMARY KEY (id),
    CONSTRAINT fk_import_batch_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_import_batch_survey_id ON faultgis.import_batch (survey_id);
comment on table faultgis.import_batch is '导入批次 | One file''s import, which can be taken back as a unit';
comment on column faultgis.import_batch.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.import_batch.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.import_batch.file is '文件名 | File';
comment on column faultgis.import_batch.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.import_batch.layer is '图层 | Layer';
comment on column faultgis.import_batch.kind is '类别 | Kind';
comment on column faultgis.import_batch.mapping is '字段对照 | Mapping of the fields';
comment on column faultgis.import_batch.crs is '文件的坐标系 | Coordinate system of the file';
comment on column faultgis.import_batch.encoding is '文字编码 | Text encoding';
comment on column faultgis.import_batch.read is '读取行数 | Rows read';
comment on column faultgis.import_batch.created is '新建记录数 | Records created';
comment on column faultgis.import_batch.updated is '更新记录数 | Records updated';
comment on column faultgis.import_batch.unchanged is '未变记录数 | Records left unchanged';
comment on column faultgis.import_batch.rejected is '拒绝行数 | Rows rejected';
comment on column faultgis.import_batch.undone_at is '撤销时间 | When the import was taken back';
comment on column faultgis.import_batch.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.import_batch.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.import_batch.created_at is '创建时间 | When it was created';
comment on column faultgis.import_batch.created_by is '创建人 | Who created it';
comment on column faultgis.import_batch.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.import_batch.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.fault_zone (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_fault_zone PRIMARY KEY (id),
    CONSTRAINT ck_fault_zone_code_given CHECK (code <> ''),
    CONSTRAINT ck_fault_zone_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_fault_zone_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_fault_zone_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_fault_zone_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_fault_zone_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_fault_zone_batch_id ON faultgis.fault_zone (batch_id);
CREATE UNIQUE INDEX uq_fault_zone_survey_id_source_key ON faultgis.fault_zone (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.fault_zone is '断裂带 | A fault zone: faults that belong together';
comment on column faultgis.fault_zone.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.fault_zone.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.fault_zone.code is '编号 | Its code';
comment on column faultgis.fault_zone.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.fault_zone.name_en is '英文名称 | Name in English';
comment on column faultgis.fault_zone.notes is '备注 | Notes';
comment on column faultgis.fault_zone.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.fault_zone.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.fault_zone.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.fault_zone.source_file is '来源文件 | File it comes from';
comment on column faultgis.fault_zone.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.fault_zone.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.fault_zone.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.fault_zone.source_method is '获取方法 | How it was obtained';
comment on column faultgis.fault_zone.source_reference is '参考文献 | Reference';
comment on column faultgis.fault_zone.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.fault_zone.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.fault_zone.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.fault_zone.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.fault_zone.created_at is '创建时间 | When it was created';
comment on column faultgis.fault_zone.created_by is '创建人 | Who created it';
comment on column faultgis.fault_zone.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.fault_zone.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.import_rejection (
    batch_id UUID NOT NULL,
    position INTEGER NOT NULL,
    survey_id UUID NOT NULL,
    row INTEGER NOT NULL,
    code TEXT NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    params JSONB DEFAULT '{}' NOT NULL,
    values JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_import_rejection PRIMARY KEY (batch_id, position),
    CONSTRAINT fk_import_rejection_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) ON DELETE CASCADE,
    CONSTRAINT fk_import_rejection_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_import_rejection_survey_id ON faultgis.import_rejection (survey_id);
comment on table faultgis.import_rejection is '导入时拒绝的行 | A row of a file that an import could not keep, and why';
comment on column faultgis.import_rejection.batch_id is '导入批次 | The import batch';
comment on column faultgis.import_rejection.position is '在批次中的序号 | Its place within the batch';
comment on column faultgis.import_rejection.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.import_rejection.row is '行号（从 1 起） | Row in the file, from 1';
comment on column faultgis.import_rejection.code is '拒绝原因代码 | Why, as a code';
comment on column faultgis.import_rejection.field is '有问题的字段 | The field at fault';
comment on column faultgis.import_rejection.params is '原因的参数 | Parameters of the reason';
comment on column faultgis.import_rejection.values is '该行各单元格 | The cells of the row as text';

CREATE TABLE faultgis.media (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    kind TEXT DEFAULT 'photo' NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    owner_kind TEXT DEFAULT '' NOT NULL,
    owner_id UUID,
    taken_at TIMESTAMP WITH TIME ZONE,
    azimuth DOUBLE PRECISION,
    caption TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_media PRIMARY KEY (id),
    CONSTRAINT ck_media_path_given CHECK (path <> ''),
    CONSTRAINT ck_media_azimuth_range CHECK (azimuth between 0 and 360),
    CONSTRAINT ck_media_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_media_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_media_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_media_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_media_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_media_batch_id ON faultgis.media (batch_id);
CREATE INDEX ix_media_geometry ON faultgis.media USING gist (geometry);
CREATE INDEX ix_media_owner_id ON faultgis.media (owner_id);
CREATE INDEX ix_media_survey_id ON faultgis.media (survey_id);
CREATE UNIQUE INDEX uq_media_survey_id_source_key ON faultgis.media (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.media is '影像与文件 | A photo, sketch, scan or raster kept as a file beside the database';
comment on column faultgis.media.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.media.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.media.kind is '类别 | Kind';
comment on column faultgis.media.path is '文件路径 | Path of the file';
comment on column faultgis.media.sha256 is '文件校验值 | SHA-256 of the file';
comment on column faultgis.media.owner_kind is '所属记录类别 | Kind of the record it belongs to';
comment on column faultgis.media.owner_id is '所属记录 | The record it belongs to';
comment on column faultgis.media.taken_at is '拍摄时间 | When it was taken';
comment on column faultgis.media.azimuth is '镜头方位角（度） | View azimuth in degrees';
comment on column faultgis.media.caption is '说明 | Caption';
comment on column faultgis.media.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.media.notes is '备注 | Notes';
comment on column faultgis.media.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.media.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.media.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.media.source_file is '来源文件 | File it comes from';
comment on column faultgis.media.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.media.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.media.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.media.source_method is '获取方法 | How it was obtained';
comment on column faultgis.media.source_reference is '参考文献 | Reference';
comment on column faultgis.media.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.media.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.media.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.media.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.media.created_at is '创建时间 | When it was created';
comment on column faultgis.media.created_by is '创建人 | Who created it';
comment on column faultgis.media.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.media.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.sheet_state (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    sheet TEXT NOT NULL,
    scale INTEGER DEFAULT 50000 NOT NULL,
    state TEXT DEFAULT 'planned' NOT NULL,
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
    CONSTRAINT pk_sheet_state PRIMARY KEY (id),
    CONSTRAINT ck_sheet_state_scale_range CHECK (scale > 0),
    CONSTRAINT ck_sheet_state_sheet_given CHECK (sheet <> ''),
    CONSTRAINT ck_sheet_state_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_sheet_state_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_sheet_state_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_sheet_state_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_sheet_state_survey_id_sheet UNIQUE (survey_id, sheet) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_sheet_state_batch_id ON faultgis.sheet_state (batch_id);
CREATE UNIQUE INDEX uq_sheet_state_survey_id_source_key ON faultgis.sheet_state (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.sheet_state is '图幅进度 | How far one map sheet is';
comment on column faultgis.sheet_state.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.sheet_state.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.sheet_state.sheet is '图幅号（GB/T 13989） | Sheet number after GB/T 13989';
comment on column faultgis.sheet_state.scale is '图幅比例尺分母 | Denominator of the sheet''s scale';
comment on column faultgis.sheet_state.state is '进度（代码表 sheet_state） | State (code list sheet_state)';
comment on column faultgis.sheet_state.notes is '备注 | Notes';
comment on column faultgis.sheet_state.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.sheet_state.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.sheet_state.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.sheet_state.source_file is '来源文件 | File it comes from';
comment on column faultgis.sheet_state.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.sheet_state.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.sheet_state.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.sheet_state.source_method is '获取方法 | How it was obtained';
comment on column faultgis.sheet_state.source_reference is '参考文献 | Reference';
comment on column faultgis.sheet_state.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.sheet_state.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.sheet_state.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.sheet_state.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.sheet_state.created_at is '创建时间 | When it was created';
comment on column faultgis.sheet_state.created_by is '创建人 | Who created it';
comment on column faultgis.sheet_state.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.sheet_state.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.fault (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    kinematics TEXT DEFAULT 'unknown' NOT NULL,
    kinematics_text TEXT DEFAULT '' NOT NULL,
    latest_activity TEXT DEFAULT 'undetermined' NOT NULL,
    activity_text TEXT DEFAULT '' NOT NULL,
    activity_evidence TEXT DEFAULT '' NOT NULL,
    strike JSONB,
    dip_direction JSONB,
    dip JSONB,
    rake JSONB,
    length JSONB,
    net_slip_rate JSONB,
    strike_slip_rate JSONB,
    vertical_slip_rate JSONB,
    shortening_rate JSONB,
    upper_depth JSONB,
    lower_depth JSONB,
    source_code TEXT DEFAULT '' NOT NULL,
    zone_id UUID,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
    aliases TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_fault PRIMARY KEY (id),
    CONSTRAINT ck_fault_code_given CHECK (code <> ''),
    CONSTRAINT ck_fault_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_fault_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_fault_strike_valid CHECK (faultgis.valid_estimate("strike")),
    CONSTRAINT ck_fault_dip_direction_valid CHECK (faultgis.valid_estimate("dip_direction")),
    CONSTRAINT ck_fault_dip_valid CHECK (faultgis.valid_estimate("dip")),
    CONSTRAINT ck_fault_rake_valid CHECK (faultgis.valid_estimate("rake")),
    CONSTRAINT ck_fault_length_valid CHECK (faultgis.valid_estimate("length")),
    CONSTRAINT ck_fault_net_slip_rate_valid CHECK (faultgis.valid_estimate("net_slip_rate")),
    CONSTRAINT ck_fault_strike_slip_rate_valid CHECK (faultgis.valid_estimate("strike_slip_rate")),
    CONSTRAINT ck_fault_vertical_slip_rate_valid CHECK (faultgis.valid_estimate("vertical_slip_rate")),
    CONSTRAINT ck_fault_shortening_rate_valid CHECK (faultgis.valid_estimate("shortening_rate")),
    CONSTRAINT ck_fault_upper_depth_valid CHECK (faultgis.valid_estimate("upper_depth")),
    CONSTRAINT ck_fault_lower_depth_valid CHECK (faultgis.valid_estimate("lower_depth")),
    CONSTRAINT fk_fault_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_fault_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_fault_zone_id FOREIGN KEY(zone_id) REFERENCES faultgis.fault_zone (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_fault_survey_id_code UNIQUE (survey_id, code) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_fault_batch_id ON faultgis.fault (batch_id);
CREATE INDEX ix_fault_zone_id ON faultgis.fault (zone_id);
CREATE UNIQUE INDEX uq_fault_survey_id_source_key ON faultgis.fault (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.fault is '断层 | A fault';
comment on column faultgis.fault.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.fault.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.fault.code is '编号 | Its code';
comment on column faultgis.fault.kinematics is '断层性质（代码表 kinematics） | Sense of slip (code list kinematics)';
comment on column faultgis.fault.kinematics_text is '断层性质原文 | Sense of slip in the source''s own words';
comment on column faultgis.fault.latest_activity is '最新活动时代（代码表 latest_activity） | Latest activity (code list latest_activity)';
comment on column faultgis.fault.activity_text is '活动时代原文 | Latest activity in the source''s own words';
comment on column faultgis.fault.activity_evidence is '活动性证据 | Evidence of the activity';
comment on column faultgis.fault.strike is '走向（度，估计值） | Strike in degrees (estimate)';
comment on column faultgis.fault.dip_direction is '倾向（度，估计值） | Dip direction in degrees clockwise from north (estimate)';
comment on column faultgis.fault.dip is '倾角（度，估计值） | Dip in degrees (estimate)';
comment on column faultgis.fault.rake is '滑动角（度，估计值） | Rake in degrees (estimate)';
comment on column faultgis.fault.length is '长度（千米，估计值） | Length in kilometres (estimate)';
comment on column faultgis.fault.net_slip_rate is '总滑动速率（毫米/年，估计值） | Net slip rate in mm/a (estimate)';
comment on column faultgis.fault.strike_slip_rate is '走滑速率（毫米/年，估计值） | Strike-slip rate in mm/a (estimate)';
comment on column faultgis.fault.vertical_slip_rate is '垂直滑动速率（毫米/年，估计值） | Vertical slip rate in mm/a (estimate)';
comment on column faultgis.fault.shortening_rate is '缩短速率（毫米/年，估计值） | Shortening rate in mm/a (estimate)';
comment on column faultgis.fault.upper_depth is '上界深度（千米，估计值） | Depth of the upper edge in kilometres (estimate)';
comment on column faultgis.fault.lower_depth is '下界深度（千米，估计值） | Depth of the lower edge in kilometres (estimate)';
comment on column faultgis.fault.source_code is '来源编号 | The source''s own number';
comment on column faultgis.fault.zone_id is '所属断裂带 | The fault zone it belongs to';
comment on column faultgis.fault.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.fault.name_en is '英文名称 | Name in English';
comment on column faultgis.fault.aliases is '别名 | Other names';
comment on column faultgis.fault.notes is '备注 | Notes';
comment on column faultgis.fault.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.fault.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.fault.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.fault.source_file is '来源文件 | File it comes from';
comment on column faultgis.fault.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.fault.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.fault.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.fault.source_method is '获取方法 | How it was obtained';
comment on column faultgis.fault.source_reference is '参考文献 | Reference';
comment on column faultgis.fault.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.fault.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.fault.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.fault.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.fault.created_at is '创建时间 | When it was created';
comment on column faultgis.fault.created_by is '创建人 | Who created it';
comment on column faultgis.fault.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.fault.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.segment (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    kinematics TEXT DEFAULT 'unknown' NOT NULL,
    kinematics_text TEXT DEFAULT '' NOT NULL,
    latest_activity TEXT DEFAULT 'undetermined' NOT NULL,
    activity_text TEXT DEFAULT '' NOT NULL,
    activity_evidence TEXT DEFAULT '' NOT NULL,
    strike JSONB,
    dip_direction JSONB,
    dip JSONB,
    rake JSONB,
    length JSONB,
    net_slip_rate JSONB,
    strike_slip_rate JSONB,
    vertical_slip_rate JSONB,
    shortening_rate JSONB,
    upper_depth JSONB,
    lower_depth JSONB,
    fault_id UUID NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    name_zh TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_segment PRIMARY KEY (id),
    CONSTRAINT ck_segment_code_given CHECK (code <> ''),
    CONSTRAINT ck_segment_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_segment_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_segment_strike_valid CHECK (faultgis.valid_estimate("strike")),
    CONSTRAINT ck_segment_dip_direction_valid CHECK (faultgis.valid_estimate("dip_direction")),
    CONSTRAINT ck_segment_dip_valid CHECK (faultgis.valid_estimate("dip")),
    CONSTRAINT ck_segment_rake_valid CHECK (faultgis.valid_estimate("rake")),
    CONSTRAINT ck_segment_length_valid CHECK (faultgis.valid_estimate("length")),
    CONSTRAINT ck_segment_net_slip_rate_valid CHECK (faultgis.valid_estimate("net_slip_rate")),
    CONSTRAINT ck_segment_strike_slip_rate_valid CHECK (faultgis.valid_estimate("strike_slip_rate")),
    CONSTRAINT ck_segment_vertical_slip_rate_valid CHECK (faultgis.valid_estimate("vertical_slip_rate")),
    CONSTRAINT ck_segment_shortening_rate_valid CHECK (faultgis.valid_estimate("shortening_rate")),
    CONSTRAINT ck_segment_upper_depth_valid CHECK (faultgis.valid_estimate("upper_depth")),
    CONSTRAINT ck_segment_lower_depth_valid CHECK (faultgis.valid_estimate("lower_depth")),
    CONSTRAINT fk_segment_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_segment_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_segment_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT uq_segment_fault_id_code UNIQUE (fault_id, code) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_segment_batch_id ON faultgis.segment (batch_id);
CREATE INDEX ix_segment_survey_id ON faultgis.segment (survey_id);
CREATE UNIQUE INDEX uq_segment_survey_id_source_key ON faultgis.segment (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.segment is '断层分段 | A part of a fault that ruptures or behaves as one';
comment on column faultgis.segment.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.segment.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.segment.code is '编号 | Its code';
comment on column faultgis.segment.kinematics is '断层性质（代码表 kinematics） | Sense of slip (code list kinematics)';
comment on column faultgis.segment.kinematics_text is '断层性质原文 | Sense of slip in the source''s own words';
comment on column faultgis.segment.latest_activity is '最新活动时代（代码表 latest_activity） | Latest activity (code list latest_activity)';
comment on column faultgis.segment.activity_text is '活动时代原文 | Latest activity in the source''s own words';
comment on column faultgis.segment.activity_evidence is '活动性证据 | Evidence of the activity';
comment on column faultgis.segment.strike is '走向（度，估计值） | Strike in degrees (estimate)';
comment on column faultgis.segment.dip_direction is '倾向（度，估计值） | Dip direction in degrees clockwise from north (estimate)';
comment on column faultgis.segment.dip is '倾角（度，估计值） | Dip in degrees (estimate)';
comment on column faultgis.segment.rake is '滑动角（度，估计值） | Rake in degrees (estimate)';
comment on column faultgis.segment.length is '长度（千米，估计值） | Length in kilometres (estimate)';
comment on column faultgis.segment.net_slip_rate is '总滑动速率（毫米/年，估计值） | Net slip rate in mm/a (estimate)';
comment on column faultgis.segment.strike_slip_rate is '走滑速率（毫米/年，估计值） | Strike-slip rate in mm/a (estimate)';
comment on column faultgis.segment.vertical_slip_rate is '垂直滑动速率（毫米/年，估计值） | Vertical slip rate in mm/a (estimate)';
comment on column faultgis.segment.shortening_rate is '缩短速率（毫米/年，估计值） | Shortening rate in mm/a (estimate)';
comment on column faultgis.segment.upper_depth is '上界深度（千米，估计值） | Depth of the upper edge in kilometres (estimate)';
comment on column faultgis.segment.lower_depth is '下界深度（千米，估计值） | Depth of the lower edge in kilometres (estimate)';
comment on column faultgis.segment.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.segment.position is '序号 | Its place in the order';
comment on column faultgis.segment.name_zh is '中文名称 | Name in Chinese';
comment on column faultgis.segment.name_en is '英文名称 | Name in English';
comment on column faultgis.segment.notes is '备注 | Notes';
comment on column faultgis.segment.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.segment.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.segment.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.segment.source_file is '来源文件 | File it comes from';
comment on column faultgis.segment.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.segment.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.segment.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.segment.source_method is '获取方法 | How it was obtained';
comment on column faultgis.segment.source_reference is '参考文献 | Reference';
comment on column faultgis.segment.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.segment.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.segment.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.segment.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.segment.created_at is '创建时间 | When it was created';
comment on column faultgis.segment.created_by is '创建人 | Who created it';
comment on column faultgis.segment.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.segment.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.surface_rupture (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    fault_id UUID,
    name TEXT DEFAULT '' NOT NULL,
    date_text TEXT DEFAULT '' NOT NULL,
    year INTEGER,
    month INTEGER,
    day INTEGER,
    magnitude JSONB,
    length JSONB,
    horizontal_slip JSONB,
    vertical_slip JSONB,
    geometry geometry(MULTILINESTRING,4490),
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
    CONSTRAINT pk_surface_rupture PRIMARY KEY (id),
    CONSTRAINT ck_surface_rupture_year_range CHECK (year <> 0),
    CONSTRAINT ck_surface_rupture_month_range CHECK (month between 1 and 12),
    CONSTRAINT ck_surface_rupture_day_range CHECK (day between 1 and 31),
    CONSTRAINT ck_surface_rupture_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_surface_rupture_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_surface_rupture_magnitude_valid CHECK (faultgis.valid_estimate("magnitude")),
    CONSTRAINT ck_surface_rupture_length_valid CHECK (faultgis.valid_estimate("length")),
    CONSTRAINT ck_surface_rupture_horizontal_slip_valid CHECK (faultgis.valid_estimate("horizontal_slip")),
    CONSTRAINT ck_surface_rupture_vertical_slip_valid CHECK (faultgis.valid_estimate("vertical_slip")),
    CONSTRAINT ck_surface_rupture_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_surface_rupture_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_surface_rupture_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_surface_rupture_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_surface_rupture_batch_id ON faultgis.surface_rupture (batch_id);
CREATE INDEX ix_surface_rupture_fault_id ON faultgis.surface_rupture (fault_id);
CREATE INDEX ix_surface_rupture_geometry ON faultgis.surface_rupture USING gist (geometry);
CREATE INDEX ix_surface_rupture_survey_id ON faultgis.surface_rupture (survey_id);
CREATE UNIQUE INDEX uq_surface_rupture_survey_id_source_key ON faultgis.surface_rupture (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.surface_rupture is '历史地震地表破裂 | A historical surface rupture';
comment on column faultgis.surface_rupture.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.surface_rupture.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.surface_rupture.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.surface_rupture.name is '名称 | Name';
comment on column faultgis.surface_rupture.date_text is '发震时间原文 | Date in the source''s own words';
comment on column faultgis.surface_rupture.year is '年（公元前为负，无 0 年） | Year: AD positive, BC negative, never zero';
comment on column faultgis.surface_rupture.month is '月 | Month';
comment on column faultgis.surface_rupture.day is '日 | Day';
comment on column faultgis.surface_rupture.magnitude is '震级（估计值） | Magnitude (estimate)';
comment on column faultgis.surface_rupture.length is '破裂长度（千米，估计值） | Rupture length in kilometres (estimate)';
comment on column faultgis.surface_rupture.horizontal_slip is '水平位移（米，估计值） | Horizontal slip in metres (estimate)';
comment on column faultgis.surface_rupture.vertical_slip is '垂直位移（米，估计值） | Vertical slip in metres (estimate)';
comment on column faultgis.surface_rupture.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.surface_rupture.notes is '备注 | Notes';
comment on column faultgis.surface_rupture.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.surface_rupture.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.surface_rupture.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.surface_rupture.source_file is '来源文件 | File it comes from';
comment on column faultgis.surface_rupture.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.surface_rupture.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.surface_rupture.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.surface_rupture.source_method is '获取方法 | How it was obtained';
comment on column faultgis.surface_rupture.source_reference is '参考文献 | Reference';
comment on column faultgis.surface_rupture.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.surface_rupture.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.surface_rupture.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.surface_rupture.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.surface_rupture.created_at is '创建时间 | When it was created';
comment on column faultgis.surface_rupture.created_by is '创建人 | Who created it';
comment on column faultgis.surface_rupture.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.surface_rupture.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.trace (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    fault_id UUID,
    segment_id UUID,
    kinematics TEXT DEFAULT '' NOT NULL,
    latest_activity TEXT DEFAULT '' NOT NULL,
    exposure TEXT DEFAULT 'unknown' NOT NULL,
    accuracy TEXT DEFAULT 'unknown' NOT NULL,
    location_error_m DOUBLE PRECISION,
    confidence TEXT DEFAULT '' NOT NULL,
    stretches JSONB DEFAULT '[]' NOT NULL,
    hanging_wall TEXT DEFAULT 'unknown' NOT NULL,
    upthrown TEXT DEFAULT 'unknown' NOT NULL,
    dip_direction JSONB,
    dip JSONB,
    mapping_scale INTEGER,
    evidence TEXT DEFAULT '' NOT NULL,
    geometry geometry(MULTILINESTRING,4490) NOT NULL,
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
    CONSTRAINT pk_trace PRIMARY KEY (id),
    CONSTRAINT ck_trace_location_error_m_range CHECK (location_error_m >= 0),
    CONSTRAINT ck_trace_mapping_scale_range CHECK (mapping_scale > 0),
    CONSTRAINT ck_trace_stretches_valid CHECK (faultgis.valid_stretches(stretches)),
    CONSTRAINT ck_trace_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_trace_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_trace_dip_direction_valid CHECK (faultgis.valid_estimate("dip_direction")),
    CONSTRAINT ck_trace_dip_valid CHECK (faultgis.valid_estimate("dip")),
    CONSTRAINT ck_trace_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_trace_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trace_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trace_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_trace_segment_id FOREIGN KEY(segment_id) REFERENCES faultgis.segment (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_trace_batch_id ON faultgis.trace (batch_id);
CREATE INDEX ix_trace_fault_id ON faultgis.trace (fault_id);
CREATE INDEX ix_trace_geometry ON faultgis.trace USING gist (geometry);
CREATE INDEX ix_trace_segment_id ON faultgis.trace (segment_id);
CREATE INDEX ix_trace_survey_id ON faultgis.trace (survey_id);
CREATE UNIQUE INDEX uq_trace_survey_id_source_key ON faultgis.trace (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.trace is '断层迹线（CGCS2000 经纬度） | A mapped line of a fault (CGCS2000 longitude and latitude)';
comment on column faultgis.trace.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.trace.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.trace.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.trace.segment_id is '所属分段 | The segment it belongs to';
comment on column faultgis.trace.kinematics is '断层性质；空为同分段或断层 | Sense of slip; empty: as segment or fault';
comment on column faultgis.trace.latest_activity is '最新活动时代；空为同分段或断层 | Latest activity; empty: as segment or fault';
comment on column faultgis.trace.exposure is '出露状态：出露、隐伏、推测 | Exposure: exposed, buried or inferred';
comment on column faultgis.trace.accuracy is '位置精度（代码表 accuracy） | Location accuracy (code list accuracy)';
comment on column faultgis.trace.location_error_m is '位置误差带半宽（米） | Half-width of the location uncertainty in metres';
comment on column faultgis.trace.confidence is '可信度（代码表 confidence） | Confidence (code list confidence)';
comment on column faultgis.trace.stretches is '可信度不同的区段（0–1 比例） | Parts of differing certainty, by fractions of length';
comment on column faultgis.trace.hanging_wall is '上盘在数字化方向的哪一侧 | Side of the hanging wall seen along the line';
comment on column faultgis.trace.upthrown is '上升盘在数字化方向的哪一侧 | Side of the upthrown block seen along the line';
comment on column faultgis.trace.dip_direction is '倾向（度，估计值） | Dip direction in degrees clockwise from north (estimate)';
comment on column faultgis.trace.dip is '倾角（度，估计值） | Dip in degrees (estimate)';
comment on column faultgis.trace.mapping_scale is '成图比例尺分母 | Denominator of the scale it was mapped at';
comment on column faultgis.trace.evidence is '识别依据 | Evidence it was recognized by';
comment on column faultgis.trace.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.trace.notes is '备注 | Notes';
comment on column faultgis.trace.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.trace.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.trace.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.trace.source_file is '来源文件 | File it comes from';
comment on column faultgis.trace.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.trace.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.trace.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.trace.source_method is '获取方法 | How it was obtained';
comment on column faultgis.trace.source_reference is '参考文献 | Reference';
comment on column faultgis.trace.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.trace.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.trace.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.trace.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.trace.created_at is '创建时间 | When it was created';
comment on column faultgis.trace.created_by is '创建人 | Who created it';
comment on column faultgis.trace.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.trace.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.deformation_width (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    fault_id UUID,
    trace_id UUID,
    "left" JSONB,
    "right" JSONB,
    method TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_deformation_width PRIMARY KEY (id),
    CONSTRAINT ck_deformation_width_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_deformation_width_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_deformation_width_left_valid CHECK (faultgis.valid_estimate("left")),
    CONSTRAINT ck_deformation_width_right_valid CHECK (faultgis.valid_estimate("right")),
    CONSTRAINT ck_deformation_width_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_deformation_width_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_deformation_width_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_deformation_width_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_deformation_width_trace_id FOREIGN KEY(trace_id) REFERENCES faultgis.trace (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_deformation_width_batch_id ON faultgis.deformation_width (batch_id);
CREATE INDEX ix_deformation_width_fault_id ON faultgis.deformation_width (fault_id);
CREATE INDEX ix_deformation_width_geometry ON faultgis.deformation_width USING gist (geometry);
CREATE INDEX ix_deformation_width_survey_id ON faultgis.deformation_width (survey_id);
CREATE INDEX ix_deformation_width_trace_id ON faultgis.deformation_width (trace_id);
CREATE UNIQUE INDEX uq_deformation_width_survey_id_source_key ON faultgis.deformation_width (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.deformation_width is '变形带宽度 | Width of the surface deformation zone at a station';
comment on column faultgis.deformation_width.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.deformation_width.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.deformation_width.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.deformation_width.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.deformation_width."left" is '左侧宽度（米，沿数字化方向，估计值） | Width left of the line in metres (estimate)';
comment on column faultgis.deformation_width."right" is '右侧宽度（米，沿数字化方向，估计值） | Width right of the line in metres (estimate)';
comment on column faultgis.deformation_width.method is '测定方法 | How it was measured';
comment on column faultgis.deformation_width.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.deformation_width.notes is '备注 | Notes';
comment on column faultgis.deformation_width.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.deformation_width.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.deformation_width.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.deformation_width.source_file is '来源文件 | File it comes from';
comment on column faultgis.deformation_width.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.deformation_width.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.deformation_width.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.deformation_width.source_method is '获取方法 | How it was obtained';
comment on column faultgis.deformation_width.source_reference is '参考文献 | Reference';
comment on column faultgis.deformation_width.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.deformation_width.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.deformation_width.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.deformation_width.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.deformation_width.created_at is '创建时间 | When it was created';
comment on column faultgis.deformation_width.created_by is '创建人 | Who created it';
comment on column faultgis.deformation_width.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.deformation_width.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.observation_point (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    fault_id UUID,
    trace_id UUID,
    kind TEXT DEFAULT 'geological' NOT NULL,
    location_name TEXT DEFAULT '' NOT NULL,
    elevation_m DOUBLE PRECISION,
    observed_on DATE,
    observer TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_observation_point PRIMARY KEY (id),
    CONSTRAINT ck_observation_point_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_observation_point_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_observation_point_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_observation_point_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_observation_point_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_observation_point_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_observation_point_trace_id FOREIGN KEY(trace_id) REFERENCES faultgis.trace (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_observation_point_batch_id ON faultgis.observation_point (batch_id);
CREATE INDEX ix_observation_point_fault_id ON faultgis.observation_point (fault_id);
CREATE INDEX ix_observation_point_geometry ON faultgis.observation_point USING gist (geometry);
CREATE INDEX ix_observation_point_survey_id ON faultgis.observation_point (survey_id);
CREATE INDEX ix_observation_point_trace_id ON faultgis.observation_point (trace_id);
CREATE UNIQUE INDEX uq_observation_point_survey_id_source_key ON faultgis.observation_point (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.observation_point is '野外观测点 | A field observation point';
comment on column faultgis.observation_point.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.observation_point.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.observation_point.code is '编号 | Its code';
comment on column faultgis.observation_point.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.observation_point.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.observation_point.kind is '类别 | Kind';
comment on column faultgis.observation_point.location_name is '地点 | Name of the place';
comment on column faultgis.observation_point.elevation_m is '高程（米，1985 国家高程基准） | Elevation in metres (1985 national datum)';
comment on column faultgis.observation_point.observed_on is '观测日期 | Date of the observation';
comment on column faultgis.observation_point.observer is '观测人 | Observer';
comment on column faultgis.observation_point.description is '描述 | Description';
comment on column faultgis.observation_point.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.observation_point.notes is '备注 | Notes';
comment on column faultgis.observation_point.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.observation_point.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.observation_point.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.observation_point.source_file is '来源文件 | File it comes from';
comment on column faultgis.observation_point.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.observation_point.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.observation_point.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.observation_point.source_method is '获取方法 | How it was obtained';
comment on column faultgis.observation_point.source_reference is '参考文献 | Reference';
comment on column faultgis.observation_point.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.observation_point.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.observation_point.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.observation_point.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.observation_point.created_at is '创建时间 | When it was created';
comment on column faultgis.observation_point.created_by is '创建人 | Who created it';
comment on column faultgis.observation_point.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.observation_point.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.offset_marker (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    code TEXT NOT NULL,
    fault_id UUID,
    trace_id UUID,
    kind TEXT DEFAULT '' NOT NULL,
    component TEXT DEFAULT 'strike_slip' NOT NULL,
    "offset" JSONB,
    quality TEXT DEFAULT '' NOT NULL,
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
    CONSTRAINT pk_offset_marker PRIMARY KEY (id),
    CONSTRAINT ck_offset_marker_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_offset_marker_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_offset_marker_offset_valid CHECK (faultgis.valid_estimate("offset")),
    CONSTRAINT ck_offset_marker_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_offset_marker_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_offset_marker_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_offset_marker_fault_id FOREIGN KEY(fault_id) REFERENCES faultgis.fault (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_offset_marker_trace_id FOREIGN KEY(trace_id) REFERENCES faultgis.trace (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_offset_marker_batch_id ON faultgis.offset_marker (batch_id);
CREATE INDEX ix_offset_marker_fault_id ON faultgis.offset_marker (fault_id);
CREATE INDEX ix_offset_marker_geometry ON faultgis.offset_marker USING gist (geometry);
CREATE INDEX ix_offset_marker_survey_id ON faultgis.offset_marker (survey_id);
CREATE INDEX ix_offset_marker_trace_id ON faultgis.offset_marker (trace_id);
CREATE UNIQUE INDEX uq_offset_marker_survey_id_source_key ON faultgis.offset_marker (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.offset_marker is '位错标志 | A displaced landform or layer';
comment on column faultgis.offset_marker.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.offset_marker.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.offset_marker.code is '编号 | Its code';
comment on column faultgis.offset_marker.fault_id is '所属断层 | The fault it belongs to';
comment on column faultgis.offset_marker.trace_id is '所属迹线 | The trace it lies on';
comment on column faultgis.offset_marker.kind is '类别 | Kind';
comment on column faultgis.offset_marker.component is '位错分量（代码表 offset_component） | Component (code list offset_component)';
comment on column faultgis.offset_marker."offset" is '位错量（米，估计值） | Offset in metres (estimate)';
comment on column faultgis.offset_marker.quality is '质量等级 | Quality grade';
comment on column faultgis.offset_marker.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.offset_marker.notes is '备注 | Notes';
comment on column faultgis.offset_marker.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.offset_marker.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.offset_marker.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.offset_marker.source_file is '来源文件 | File it comes from';
comment on column faultgis.offset_marker.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.offset_marker.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.offset_marker.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.offset_marker.source_method is '获取方法 | How it was obtained';
comment on column faultgis.offset_marker.source_reference is '参考文献 | Reference';
comment on column faultgis.offset_marker.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.offset_marker.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.offset_marker.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.offset_marker.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.offset_marker.created_at is '创建时间 | When it was created';
comment on column faultgis.offset_marker.created_by is '创建人 | Who created it';
comment on column faultgis.offset_marker.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.offset_marker.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.measurement (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    point_id UUID NOT NULL,
    kind TEXT DEFAULT 'fault_plane' NOT NULL,
    dip_direction DOUBLE PRECISION,
    dip DOUBLE PRECISION,
    trend DOUBLE PRECISION,
    plunge DOUBLE PRECISION,
    rake DOUBLE PRECISION,
    sense TEXT DEFAULT '' NOT NULL,
    quality INTEGER,
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
    CONSTRAINT pk_measurement PRIMARY KEY (id),
    CONSTRAINT ck_measurement_dip_range CHECK (dip between 0 and 90),
    CONSTRAINT ck_measurement_dip_direction_range CHECK (dip_direction between 0 and 360),
    CONSTRAINT ck_measurement_trend_range CHECK (trend between 0 and 360),
    CONSTRAINT ck_measurement_plunge_range CHECK (plunge between -90 and 90),
    CONSTRAINT ck_measurement_rake_range CHECK (rake between -180 and 180),
    CONSTRAINT ck_measurement_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_measurement_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT fk_measurement_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_measurement_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_measurement_point_id FOREIGN KEY(point_id) REFERENCES faultgis.observation_point (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_measurement_batch_id ON faultgis.measurement (batch_id);
CREATE INDEX ix_measurement_point_id ON faultgis.measurement (point_id);
CREATE INDEX ix_measurement_survey_id ON faultgis.measurement (survey_id);
CREATE UNIQUE INDEX uq_measurement_survey_id_source_key ON faultgis.measurement (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.measurement is '构造产状测量 | A structural measurement at an observation point';
comment on column faultgis.measurement.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.measurement.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.measurement.point_id is '观测点 | The observation point';
comment on column faultgis.measurement.kind is '类别 | Kind';
comment on column faultgis.measurement.dip_direction is '倾向（度） | Dip direction in degrees clockwise from north';
comment on column faultgis.measurement.dip is '倾角（度） | Dip in degrees';
comment on column faultgis.measurement.trend is '倾伏向（度） | Trend in degrees clockwise from north';
comment on column faultgis.measurement.plunge is '倾伏角（度） | Plunge in degrees';
comment on column faultgis.measurement.rake is '滑动角（度，Aki 与 Richards） | Rake in degrees after Aki and Richards';
comment on column faultgis.measurement.sense is '运动方向 | Sense of movement';
comment on column faultgis.measurement.quality is '质量等级 | Quality grade';
comment on column faultgis.measurement.notes is '备注 | Notes';
comment on column faultgis.measurement.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.measurement.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.measurement.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.measurement.source_file is '来源文件 | File it comes from';
comment on column faultgis.measurement.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.measurement.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.measurement.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.measurement.source_method is '获取方法 | How it was obtained';
comment on column faultgis.measurement.source_reference is '参考文献 | Reference';
comment on column faultgis.measurement.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.measurement.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.measurement.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.measurement.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.measurement.created_at is '创建时间 | When it was created';
comment on column faultgis.measurement.created_by is '创建人 | Who created it';
comment on column faultgis.measurement.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.measurement.updated_by is '修改人 | Who changed it last';

CREATE TABLE faultgis.piercing_line (
    id UUID DEFAULT faultgis.new_id() NOT NULL,
    survey_id UUID NOT NULL,
    marker_id UUID NOT NULL,
    side TEXT NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    geometry geometry(LINESTRING,4490) NOT NULL,
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
    CONSTRAINT pk_piercing_line PRIMARY KEY (id),
    CONSTRAINT ck_piercing_line_secrecy_range CHECK (secrecy between 0 and 3),
    CONSTRAINT ck_piercing_line_publication_known CHECK (publication in ('draft', 'review', 'published')),
    CONSTRAINT ck_piercing_line_geometry_on_earth CHECK (not st_isempty(geometry) and st_xmin(geometry) >= -180 and st_xmax(geometry) <= 180 and st_ymin(geometry) >= -90 and st_ymax(geometry) <= 90),
    CONSTRAINT fk_piercing_line_survey_id FOREIGN KEY(survey_id) REFERENCES faultgis.survey (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_piercing_line_batch_id FOREIGN KEY(batch_id) REFERENCES faultgis.import_batch (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_piercing_line_marker_id FOREIGN KEY(marker_id) REFERENCES faultgis.offset_marker (id) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE INDEX ix_piercing_line_batch_id ON faultgis.piercing_line (batch_id);
CREATE INDEX ix_piercing_line_geometry ON faultgis.piercing_line USING gist (geometry);
CREATE INDEX ix_piercing_line_marker_id ON faultgis.piercing_line (marker_id);
CREATE INDEX ix_piercing_line_survey_id ON faultgis.piercing_line (survey_id);
CREATE UNIQUE INDEX uq_piercing_line_survey_id_source_key ON faultgis.piercing_line (survey_id, source_key) WHERE source_key <> '';
comment on table faultgis.piercing_line is '位错标志的对应线 | One of the two lines that an offset marker matches across the fault';
comment on column faultgis.piercing_line.id is '主键（UUIDv7） | Key (UUID version 7)';
comment on column faultgis.piercing_line.survey_id is '所属调查项目 | The survey project it belongs to';
comment on column faultgis.piercing_line.marker_id is '位错标志 | The offset marker';
comment on column faultgis.piercing_line.side is '位于断层哪一侧 | Side of the fault: left or right';
comment on column faultgis.piercing_line.position is '序号 | Its place in the order';
comment on column faultgis.piercing_line.geometry is '几何（CGCS2000，EPSG:4490） | Geometry (CGCS2000, EPSG:4490)';
comment on column faultgis.piercing_line.notes is '备注 | Notes';
comment on column faultgis.piercing_line.secrecy is '密级（0 无，1 秘密，2 机密，3 绝密） | Secrecy level (0 none to 3 top secret)';
comment on column faultgis.piercing_line.publication is '发布状态：draft、review、published | Publication state: draft, review or published';
comment on column faultgis.piercing_line.batch_id is '导入批次 | The import batch that brought it';
comment on column faultgis.piercing_line.source_file is '来源文件 | File it comes from';
comment on column faultgis.piercing_line.source_layer is '来源图层 | Layer of that file';
comment on column faultgis.piercing_line.source_row is '来源行号（从 1 起） | Row in that layer, from 1';
comment on column faultgis.piercing_line.source_key is '来源标识（项目内唯一） | Identity within the source, unique in the survey';
comment on column faultgis.piercing_line.source_method is '获取方法 | How it was obtained';
comment on column faultgis.piercing_line.source_reference is '参考文献 | Reference';
comment on column faultgis.piercing_line.source_image is '所用影像 | Image it was mapped on';
comment on column faultgis.piercing_line.source_attributes is '来源行的全部属性 | All cells of the source row: pairs of name and text';
comment on column faultgis.piercing_line.row_version is '行版本（每次修改加 1） | Row version, raised by each change';
comment on column faultgis.piercing_line.revision is '写入此行的数据版本 | The data version that wrote this row';
comment on column faultgis.piercing_line.created_at is '创建时间 | When it was created';
comment on column faultgis.piercing_line.created_by is '创建人 | Who created it';
comment on column faultgis.piercing_line.updated_at is '修改时间 | When it was last changed';
comment on column faultgis.piercing_line.updated_by is '修改人 | Who changed it last';

