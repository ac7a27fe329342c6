"""What the database keeps of a survey's past, as the quality gate asks it."""

from db.stores.kept import kept
from db.work import Database
from faultgis.changes import Change
from faultgis.records.survey import Survey
from faultgis.services.checking import Order, check
from faultgis.store import Kept
from tests.db.made import changed, fault, new, psql
from tests.db.test_rights import login


def test_who_published_what_and_whether_all_is_kept(database: Database, admin_url: str) -> None:
    survey = database.create_survey(Survey(code="S"))
    alone, seen = database.save(new(fault(survey.id, "F1"), fault(survey.id, "F2"))).records
    alone = database.save([Change(alone, changed(alone, publication="published"))]).records[0]
    database.user = "审查员"
    seen = database.save([Change(seen, changed(seen, publication="review"))]).records[0]
    seen = database.save([Change(seen, changed(seen, publication="published"))]).records[0]
    seen = database.save([Change(seen, changed(seen, name_zh="甲"))]).records[0]
    steps = {
        alone.id: [("published", "tester")],
        seen.id: [("review", "审查员"), ("published", "审查员")],
    }
    assert database.kept(survey.id) == Kept(True, frozenset(), steps)
    report = check(database, survey, Order(only=["QC-MET-002", "QC-MET-003"])).report
    assert [(each.code, each.params["count"]) for each in report.findings] == [("QC-MET-002.alone", 1)]

    with psql(admin_url) as owner:
        owner.execute("alter table faultgis.fault disable trigger z_after_update")
        owner.execute("delete from faultgis.history where record_id = %s", [alone.id])
    past = database.kept(survey.id)
    assert past is not None
    assert not past.complete
    assert past.missing == frozenset({("fault", alone.id)})
    report = check(database, survey, Order(only=["QC-MET-003"])).report
    assert sorted(each.code for each in report.findings) == ["QC-MET-003.lost", "QC-MET-003.off"]
    # Older versions may be hidden from whoever does not see all levels: he is told nothing of them.
    for clearance, told in ((0, False), (3, True)):
        with login(admin_url, "geologist", clearance) as geologist:
            assert (kept(geologist, survey.id).missing is not None) is told
