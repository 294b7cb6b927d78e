"""What a test needs beyond Python: PostgreSQL, a browser. A missing one skips with its reason, and fails in CI."""

import os
from pathlib import Path

import pytest
from django.db import connection

# The same Chromium without the desktop around it comes first: it draws what nobody looks at with half the work.
BROWSERS = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
CHROMIUM = Path(os.environ.get("CHROMIUM") or next((path for path in BROWSERS if path.exists()), BROWSERS[-1]))
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
# .ci/run says so for its PostgreSQL run, in which nothing that needs it may be left out.
MUST_BE_POSTGRES = os.environ.get("PORTAL_TESTS_ON", "") == "postgresql"


def missing(reason: str, *, fail: bool = IN_CI) -> None:
    """Skip the test with its reason, or fail it where nothing may be left out."""
    if fail:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        missing("needs PostgreSQL: set DATABASE_URL to one, or run .ci/run", fail=MUST_BE_POSTGRES)
    if item.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        missing("is about SQLite itself", fail=False)
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        missing("needs a browser: apt-get install -y chromium", fail=IN_CI)


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test can come out otherwise on another database. pytest-django lets no other test near it."""
    fixtures = {"db", "transactional_db", "live_server", "new_place", "cluster"}
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return marked is not None or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


# What takes long and would say the same twice, by the ends of file names: odd values hurt PostgreSQL, which refuses more of
# them, and only there do two who come at one second stand in one row's way; who gets what, what leaks and what a page of the
# text says is decided before any database is asked. `make test` runs all of it on either.
ON_POSTGRES_ALONE = ("bad_input", "bad_funding_input", "fuzz", "test_closing_second")
ON_SQLITE_ALONE = (
    "test_access", "leaks", "test_public_addresses", "test_public_pages", "test_jargon", "test_sample_evidence",
    "test_sample_signatures", "test_sample_switch", "test_sitemap", "test_headers", "test_pages_of_parts", "test_structured_data",
)  # fmt: skip
# In the names of tests that count queries: a page asks the same ones whichever database answers.
COUNTS_QUERIES = ("_cost_does_not_grow", "_cost_the_same", "_costs_the_same")
# What .ci/run does by its own hands, over both databases and with the sample year.
DONE_BY_CI = ("test_a_backup_restores_into_an_empty_database_by_one_command",)


def belongs(item: pytest.Item) -> bool:
    """Whether CI runs a test in this run."""
    stem = item.path.stem
    if IN_CI and item.name in DONE_BY_CI:
        return False
    if MUST_BE_POSTGRES:
        counts = any(word in item.name for word in COUNTS_QUERIES)
        return asks_the_database(item) and not counts and not stem.endswith(ON_SQLITE_ALONE)
    return not (IN_CI and asks_the_database(item) and stem.endswith(ON_POSTGRES_ALONE))


# Begun first: a file goes to one worker whole, and the others would wait for one that comes last.
LONG = (
    "test_every_page", "test_migrations", "test_bad_input", "test_bad_funding_input", "test_access", "test_leaks", "test_backup",
    "test_failing_safely", "test_pages_of_parts", "test_sample_funding",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """CI runs the suite on SQLite whole, and on PostgreSQL what asks the database: the rest would say the same twice."""
    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = sorted((item for item in items if belongs(item)), key=lambda item: item.path.stem not in LONG)


def pytest_sessionstart(session: pytest.Session) -> None:
    if MUST_BE_POSTGRES and connection.vendor != "postgresql":
        raise pytest.UsageError("PORTAL_TESTS_ON says postgresql, and DATABASE_URL names no PostgreSQL.")
