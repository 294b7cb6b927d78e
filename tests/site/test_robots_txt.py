"""robots.txt: what is personal or endless is not crawled."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_robots_are_kept_from_what_is_personal_or_endless(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    found = response.content.decode().splitlines()
    assert found[0] == "User-agent: *"
    assert {f"Disallow: /{path}/" for path in ("account", "admin", "search", "workspace")} == set(found[1:-1])
    assert found[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"
