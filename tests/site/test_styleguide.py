"""The component gallery: open to anybody in development, and its form answers without keeping anything."""

from bs4 import BeautifulSoup
from django.urls import reverse


def test_the_gallery_opens_without_signing_in(client, db):
    response = client.get(reverse("site:styleguide"))
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").h1.text == "Component gallery"


def test_the_form_of_the_gallery_sent_empty_comes_back_with_its_summary(client, db):
    response = client.post(reverse("site:styleguide"), {})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.select_one(".problem h2").text == "There is a problem"
    assert page.title.text.startswith("There is a problem: ")


def test_the_form_of_the_gallery_sent_well_comes_back_clean(client, db):
    sent = {
        "name": "Made-up Choir", "email": "choir@example.org", "starts_on_day": "1", "starts_on_month": "3",
        "starts_on_year": "2027", "amount": "18,500", "kind": "club", "way": "post", "days": "mon", "agree": "on",
    }  # fmt: skip
    page = BeautifulSoup(client.post(reverse("site:styleguide"), sent).content, "html.parser")
    assert not page.select(".problem, .error")
