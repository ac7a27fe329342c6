"""What QGIS and other programs find: comments in both languages, plain views, styles."""

import re
from xml.etree import ElementTree

import pytest
from shapely import from_wkb

from db.base import table
from db.models import metadata
from db.work import Database
from faultgis.crs import length_m
from faultgis.records.fault import Segment
from faultgis.records.kinds import KINDS
from faultgis.records.survey import Survey
from faultgis.values import Estimate
from tests.db.made import fault, new, psql, trace


def test_every_table_view_and_column_says_what_it_is_in_both_languages(database_url: str) -> None:
    with psql(database_url) as other:
        found = other.execute(
            "select c.relname || coalesce('.' || attname, ''), coalesce(col_description(c.oid, attnum), '')"
            " from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped"
            " where relnamespace = 'faultgis'::regnamespace and relkind in ('r', 'v')"
            " union all select relname, coalesce(obj_description(oid, 'pg_class'), '') from pg_class"
            " where relnamespace = 'faultgis'::regnamespace and relkind in ('r', 'v')"
        ).fetchall()
    assert len(found) > 500
    wrong = [
        name
        for name, comment in found
        if not re.fullmatch(r"[^|]*[㐀-鿿][^|]* \| [ -~]*[a-z][ -~]*", comment)
    ]
    assert wrong == []


def test_every_function_says_what_it_does(database_url: str) -> None:
    with psql(database_url) as other:
        found = other.execute(
            "select proname from pg_proc where pronamespace = 'faultgis'::regnamespace"
            " and coalesce(obj_description(oid, 'pg_proc'), '') !~ '.+ [|] .+'"
        ).fetchall()
    assert found == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_geometry_is_in_the_national_datum_with_an_index(kind: str, database_url: str) -> None:
    column = table(kind).geometry
    if column is None or not column.srid:
        # A shape on a wall stands in metres of the wall.
        assert "geometry" not in metadata.tables[f"faultgis.{kind}"].c
        return
    with psql(database_url) as other:
        row = other.execute(
            "select srid, type, exists (select from pg_indexes where schemaname = 'faultgis'"
            " and tablename = %(kind)s and indexdef like '%% USING gist (geometry)')"
            " from geometry_columns where f_table_schema = 'faultgis' and f_table_name = %(kind)s",
            {"kind": kind},
        ).fetchone()
    assert row == (4490, column.geometry_type, True)


@pytest.fixture
def survey(database: Database) -> Survey:
    return database.create_survey(Survey(code="S"))


def test_views_spread_estimates_and_label_codes(
    database: Database, database_url: str, survey: Survey
) -> None:
    dip = Estimate(unit="deg", low=40, high=60, text="40°～60°")
    rate = Estimate(unit="mm/a", best=8.5, low=8, high=9)
    database.save(new(fault(survey.id, kinematics="sinistral", dip=dip, net_slip_rate=rate)))
    with psql(database_url) as other:
        row = other.execute(
            "select survey, kinematics_zh, kinematics_en, dip_best, dip_low, dip_high, dip_text,"
            " net_slip_rate_best, net_slip_rate_text from faultgis.faults"
        ).fetchone()
    assert row is not None
    assert row[0] == "S"
    assert "左" in row[1]
    assert row[3:] == (None, 40.0, 60.0, "40°～60°", 8.5, "8.5 [8.0, 9.0] mm/a")


def test_a_trace_reads_as_its_segment_else_its_fault(
    database: Database, database_url: str, survey: Survey
) -> None:
    made = fault(survey.id, kinematics="thrust", latest_activity="holocene")
    part = Segment(survey_id=survey.id, fault_id=made.id, code="1", kinematics="dextral")
    lines = [
        trace(survey.id, 100, fault_id=made.id),
        trace(survey.id, 101, segment_id=part.id),
        trace(survey.id, 102, fault_id=made.id, kinematics="normal"),
    ]
    database.save(new(made, part, *lines))
    with psql(database_url) as other:
        found = other.execute(
            "select kinematics, latest_activity, fault, length_km, st_asbinary(geometry) from faultgis.traces"
            " order by st_xmin(geometry)"
        ).fetchall()
    assert [row[:3] for row in found] == [
        ("thrust", "holocene", "F1"),
        ("dextral", "holocene", "F1"),
        ("normal", "holocene", "F1"),
    ]
    for row in found:
        assert row[3] * 1000 == pytest.approx(length_m(from_wkb(row[4])), rel=1e-7)


def test_views_show_no_more_than_their_tables(database: Database, survey: Survey, admin_url: str) -> None:
    from tests.db.test_rights import login

    database.save(new(fault(survey.id, "open"), fault(survey.id, "secret", secrecy=2)))
    with login(admin_url, "geologist") as connection:
        assert connection.execute("select code from faultgis.faults").fetchall() == [("open",)]


def test_every_estimate_has_its_columns_in_the_view(database_url: str) -> None:
    with psql(database_url) as other:
        columns = {
            row[0]
            for row in other.execute(
                "select attname from pg_attribute where attrelid = 'faultgis.faults'::regclass"
            )
        }
    estimates = [column.name for column in table("fault").own if column.form == "estimate"]
    assert {f"{name}_{part}" for name in estimates for part in ("best", "low", "high", "text")} <= columns


def test_the_styles_of_traces_lie_where_qgis_looks(database: Database, database_url: str) -> None:
    with psql(database_url) as other:
        styles = other.execute(
            "select f_table_name, styleqml::text from public.layer_styles"
            " where f_table_schema = 'faultgis' and f_geometry_column = 'geometry' and useasdefault"
        ).fetchall()
    assert {name for name, _ in styles} == {"trace", "traces"}
    for _, qml in styles:
        root = ElementTree.fromstring(qml.partition("?>")[2] or qml)
        rules = root.findall("renderer-v2/rules/rule")
        symbols = {symbol.get("name") for symbol in root.findall("renderer-v2/symbols/symbol")}
        assert {rule.get("symbol") for rule in rules} == symbols


def test_code_lists_lie_in_the_database_with_their_versions(database: Database, database_url: str) -> None:
    from faultgis.codes import code_list, names

    database.refresh_codes()
    with psql(database_url) as other:
        versions = dict(other.execute("select name, version from faultgis.code_list").fetchall())
        values = other.execute("select list, code, zh, en from faultgis.code_value").fetchall()
        kept = other.execute("select count(*) from faultgis.history where kind like 'code%'").fetchone()
    assert versions == {name: code_list(name).version for name in names()}
    assert set(values) == {(n, e.code, e.zh, e.en) for n in names() for e in code_list(n).entries}
    assert kept == (0,)
