"""The six kinds of reference."""

import pytest
from django.urls import reverse

from tests.undertakings.drafting import tags, words
from tests.undertakings.keeping import KEYS

pytestmark = pytest.mark.django_db
LIST = reverse("undertakings:reference_list")


def test_it_leads_to_each_kind_and_counts_its_rows(coordinator, loaded):
    response = coordinator.get(LIST)
    for key in KEYS:
        assert tags(response, "a", href=reverse("undertakings:reference_detail", args=[key]))
    assert "Contacts 6 in all" in words(response)
    assert "Codes of practice 5 in all" in words(response)


@pytest.mark.parametrize("persona", ["signatory_a", "officer_x1", "partless"])
def test_others_are_told_why_not(personas, persona):
    response = personas.client(persona).get(LIST)
    assert response.status_code == 403
    assert "Only a coordinator of the compact edits the reference pages." in words(response)
