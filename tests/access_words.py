"""The private words in the rows of tests/access_rows.py, who is shown which, and ways beside the table to come upon them."""

from compact_portal.audit.context import change
from compact_portal.pages import store
from funding.actions.standing import refresh
from signatories.models import Membership, Person
from tests import access_consultations, access_evidence, access_funding
from tests.access_rows import make_rows
from tests.house.personas import ANONYMOUS, PARTS, Personas
from tests.house.routes import COORDINATORS, Rows

# Where each word stands. None is a word of English, so it is found only where it leaks.
OF_THE_HOUSE = {
    "canarydraft": "the text of a draft",
    "canarynote": "the note of a draft",
    "canaryreport": "what somebody wrote of a problem",
    "canarymail": "the body of a mail",
    "canaryteller": "the address of who reported it",
    "canarywhy": "the reason of a change",
    "canaryjob": "a job title",
    "canaryperson": "a person's name",
    "canaryaddress": "a person's address",
}
APPS = (access_funding, *access_consultations.PARTS, access_evidence)
WORDS: dict[str, str] = OF_THE_HOUSE | {word: what for app in APPS for word, what in app.CANARIES.items()}

# An address that is a secret of its own shows its holder what they wrote.
BY_ADDRESS: dict[str, set[str]] = {"site:problem_sent": {"canaryreport"}} | access_consultations.BY_ADDRESS


def shown_to(persona: str) -> set[str]:
    """Exactly the words that a persona comes upon, apart from those at addresses that are a secret."""
    # A person's own name and job title stand in their own workspace; the one without a part has the address.
    house = {"canaryperson"} if persona != ANONYMOUS else set()
    house |= {"canaryjob"} if PARTS.get(persona) else {"canaryaddress"} if persona == "partless" else set()
    if persona in COORDINATORS:
        house |= {"canarydraft", "canaryreport", "canaryteller", "canarywhy"}
    return house.union(*(app.SHOWN_TO.get(persona, set()) for app in APPS))


def ways(rows: Rows) -> list[str]:
    """Addresses of the private rows that the table does not name."""
    return [path for app in APPS if hasattr(app, "ways") for path in app.ways(rows)]


def words_in_place(personas: Personas) -> Rows:
    """The rows, with every word where it stands."""
    rows = make_rows(
        personas,
        draft={"slug": "draft-canarydraft", "label": "canarydraft", "text": "# canarydraft", "note": "canarynote"},
        report={"words": "canaryreport", "email": "canaryteller@test.invalid"},
        message={"to": "canaryteller@test.invalid", "subject": "canarymail", "body": "canarymail"},
    )
    with change(by=personas.people["coordinator"], why="canarywhy"):
        rows.term.save()
    Person.objects.update(name="canaryperson")
    Person.objects.filter(pk=personas.people["partless"].pk).update(email="canaryaddress@test.invalid")
    Membership.objects.update(job_title="canaryjob")
    refresh([rows.more["agreement"], rows.more["draft_agreement"]])
    store.clear()
    return rows
