"""What somebody answered in confidence, or only began, reaches nobody who may not see it: pages, files, search, cache."""

import pytest

from compact_portal.pages import store
from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.consultations.access_answering import CANARIES, MEMBERS_A
from tests.house.personas import EVERYBODY
from tests.test_leaks import body

pytestmark = pytest.mark.django_db
SAID = {"canaryanswer", "canaryreason", "canarywriter"}
MAY_SEE = dict.fromkeys(MEMBERS_A, SAID)
# Who holds the mailed link is the writer.
BY_LINK = ("consultations:answer_change", "consultations:answer_link_copy", "consultations:answer_withdraw")


@pytest.mark.parametrize("persona", EVERYBODY)
def test_private_words_of_answers_reach_nobody_else(loaded, personas, persona):
    rows = make_rows(personas)
    store.clear()
    client = personas.client(persona)
    hidden = set(CANARIES) - MAY_SEE.get(persona, set())
    wrong = []
    paths = [route.address(name, rows) for name, route in ROUTES.items() if name not in ("account_logout", *BY_LINK)]
    for path in [*paths, *(f"/search/?q={word}" for word in CANARIES)]:
        text = body(client.get(path)).decode("utf-8", "replace")
        asked = path.partition("?q=")[2]
        wrong += [f"{path}: {word}" for word in hidden if word in text and word != asked]
    assert not wrong, "\n".join(wrong)


def test_the_words_are_there_to_be_leaked(loaded, personas):
    rows = make_rows(personas)
    page = ROUTES["consultations:given_answer_detail"].address("consultations:given_answer_detail", rows)
    text = personas.client("contributor_a").get(page).content.decode()
    assert all(word in text for word in SAID - {"canarywriter"})
    by_link = ROUTES["consultations:answer_change"].address("consultations:answer_change", rows)
    assert "canarywriter" in personas.client("anonymous").get(by_link).content.decode()
