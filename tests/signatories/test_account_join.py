"""The page that says how to get an account."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_it_says_whom_to_ask_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/account/join/")
    assert response.status_code == 200
    assert not response.cookies
    page = response.content.decode()
    assert "Ask its signatory" in page
    assert "coordinator" in page


@pytest.mark.django_db
def test_nobody_makes_an_account_there(client: Client) -> None:
    assert client.post("/account/join/", {"email": "new@test.invalid"}).status_code == 405
