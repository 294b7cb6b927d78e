"""What every test stands on: a strict house, personas, and the compact that ships with the portal."""

import os

# Playwright drives the browser from a loop of its own in this process; the database is not asked from inside that loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = [
    "tests.house.strict",
    "tests.house.needs",
    "tests.house.thrift",
    "tests.house.content",
    "tests.house.databases",
    "tests.house.clusters",
    "tests.house.serving",
    "tests.house.personas",
]
