"""What is confidential, or not for everybody, is reached by nobody else, whichever way is tried."""

import pytest
from django.test import Client

from compact_portal.mail.models import Message
from compact_portal.pages import store
from compact_portal.search.models import Document, Word
from compact_portal.search.queries import find
from consultations.models import Reading, Response
from tests.access_rows import make_rows
from tests.consultations.access_outcomes import CANARIES, ways
from tests.consultations.after import OPEN, SECRET, asked, in_time, out, published, said
from tests.consultations.asking import answered, ask
from tests.undertakings.pages import read
from tests.undertakings.pages import said as text

pytestmark = pytest.mark.django_db
OTHERS = ("anonymous", "officer_y", "coordinator", "signatory_a", "contributor_b", "partless")


@pytest.mark.parametrize("persona", OTHERS)
def test_nobody_else_leaves_a_mark_of_having_read(loaded, personas, persona):
    rows = make_rows(personas)
    client = personas.client(persona)
    assert all(client.get(path).status_code in (200, 302, 403, 404) for path in ways(rows))
    assert not Reading.objects.exists()


def test_neither_the_index_nor_a_letter_has_any_of_it(loaded, personas):
    make_rows(personas)
    texts = [" ".join(row) for row in Document.objects.values_list("title", "summary", "body")]
    texts += [" ".join(row) for row in Message.objects.values_list("subject", "body", "why")]
    texts += list(Word.objects.values_list("text", flat=True))
    for word in CANARIES:
        assert not any(word in one for one in texts), word
        assert not find(word).results, word


@pytest.mark.parametrize("number", [1, 4])
def test_few_answers_are_not_counted_on_any_public_page(loaded, personas, number):
    """A consultation with so few answers, all of them confidential: no page says how many."""
    consultation, question = asked(of=personas.partners["x"], answered=number)
    choice = ask(consultation, "Which way?", "one", "Stay", "Move")
    for _ in range(number):
        answered(consultation, in_time(consultation), {question: "canarysecret"}, **SECRET)
    choice.counts.create(choice=choice.choices.first(), count=number)
    question.counts.create(count=number)
    for path in ("answers", "outcome"):
        page = read(Client(), f"/consultations/{consultation.slug}/{path}/")
        # The reference of the page and its days are no counts.
        words = text(page.main).replace(consultation.reference, "")
        assert "canarysecret" not in str(page)
        assert f"{number} answer" not in words
        assert not [cell for cell in page.select("td.n") if text(cell) == str(number)]


def test_a_person_who_answered_openly_is_not_named_either(loaded, personas, client):
    consultation, _ = out(of=personas.partners["x"])
    question = consultation.questions.get()
    response = published(said(consultation, question, "Open words", name="canaryname", email="canaryname@test.invalid", **OPEN))
    for path in (
        f"/consultations/{consultation.slug}/answers/",
        f"/consultations/{consultation.slug}/answers/{response.reference}/",
    ):
        page = client.get(path).content.decode()
        assert "Open words" in page
        assert "canaryname" not in page


def test_what_becomes_confidential_after_all_is_gone_from_every_page(loaded, personas, client):
    """The database lets no published answer be confidential: who makes it so has to take it back in the same write."""
    consultation, _ = out(of=personas.partners["x"])
    response = Response.objects.get()
    address = f"/consultations/{consultation.slug}/outcome/"
    assert "The yard is too far" in client.get(address).content.decode()
    Response.objects.filter(pk=response.pk).update(is_confidential=True, published_at=None, published_by=None)
    store.clear()
    assert "The yard is too far" not in client.get(address).content.decode()
    assert client.get(f"/consultations/{consultation.slug}/answers/{response.reference}/").status_code == 404
