"""Private words of funding reach nobody who may not see them: pages, files, search, cache."""

import pytest
from django.test import Client

from compact_portal.pages import store
from funding.actions.standing import refresh
from tests.access_funding import CANARIES, MEMBERS_A, OFFICERS_X
from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.house.personas import EVERYBODY
from tests.test_leaks import body

pytestmark = pytest.mark.django_db
# Whoever may see which of the words: the agency its drafts, findings and spreadsheets, both sides what the recipient said,
# each funder its part of a report, the recipient alone what it has not sent. What is written of a spreadsheet that is not in
# yet is seen by nobody.
REPORTED = {"canarytold", "canaryforx", "canaryfory", "canaryunsent"}
MAY_SEE = {name: set(CANARIES) - {"canaryfile", "canaryfory", "canaryunsent"} for name in OFFICERS_X} | {
    name: {"canarysaid"} | REPORTED for name in MEMBERS_A
}


@pytest.mark.parametrize("persona", EVERYBODY)
def test_private_words_of_funding_reach_nobody_else(loaded, personas, persona):
    rows = make_rows(personas)
    refresh([rows.more["agreement"], rows.more["draft_agreement"]])
    store.clear()
    client = personas.client(persona)
    hidden = set(CANARIES) - MAY_SEE.get(persona, set())
    wrong = []
    paths = [route.address(name, rows) for name, route in ROUTES.items() if name != "account_logout"]
    for path in [*paths, *(f"/search/?q={word}" for word in CANARIES), *(f"/funding/?q={word}" for word in CANARIES)]:
        text = body(client.get(path)).decode("utf-8", "replace")
        asked = path.partition("?q=")[2]
        wrong += [f"{path}: {word}" for word in hidden if word in text and word != asked]
    assert not wrong, "\n".join(wrong)


def test_the_words_are_there_to_be_leaked(loaded, personas):
    rows = make_rows(personas)
    officer, found = personas.client("officer_x1"), ""
    for reference in (rows.more["draft_agreement"].reference, rows.more["agreement"].reference):
        found += officer.get(f"/workspace/funding/agreements/{reference}/").content.decode()
        found += officer.get(f"/workspace/funding/agreements/{reference}/edit/about/").content.decode()
    found += personas.client("signatory_a").get("/workspace/partners/test-a/funding/").content.decode()
    found += officer.get("/workspace/funding/import/test-x/").content.decode()
    found += officer.get(f"/workspace/funding/import/test-x/{rows.more['faulty_file'].pk}/").content.decode()
    assert "canarysheet" in found
    assert "canarycell" in found
    found += (
        personas.client("signatory_a").get(ROUTES["funding:report_update"].address("funding:report_update", rows)).content.decode()
    )
    found += officer.get(ROUTES["funding:report_detail"].address("funding:report_detail", rows)).content.decode()
    found += (
        personas.client("signatory_a")
        .get(ROUTES["funding:own_report_detail"].address("funding:own_report_detail", rows))
        .content.decode()
    )
    assert "canarygrant" in found
    assert all(word in found for word in REPORTED)
    assert "canarypurpose" in found
    assert "canarysaid" in found
    assert Client().get("/workspace/funding/").status_code == 302
