"""Settings: development needs none, production stops without what it needs and says how to mend it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "PORTAL_ENV": "production",
    "PORTAL_ADDRESS": "https://compact.test.invalid",
    "PORTAL_HOSTS": "compact.test.invalid",
    "SECRET_KEY": "a-key-for-tests-0123456789-" * 3,
    "EMAIL_URL": "smtp+tls://user:word@mail.test.invalid:587",
    "PORTAL_FROM": "compact@test.invalid",
}


def manage(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own that knows only the given settings."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *words],
        cwd=settings.BASE_DIR, env={**kept, "PORTAL_DATA": str(folder), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_development_needs_no_setting(tmp_path: Path) -> None:
    done = manage(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")


def test_production_with_all_it_needs_passes_every_check(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "PORTAL_ENV"])
@pytest.mark.parametrize("value", [None, " "], ids=["left out", "empty"])
def test_production_stops_without_each_of_them_and_says_which(tmp_path: Path, name: str, value: str | None) -> None:
    environment = {key: given for key, given in PRODUCTION.items() if key != name} | ({name: value} if value else {})
    done = manage(tmp_path, "check", **environment)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert f"{name} is not set." in last
    assert len(last.split(f"{name} is not set.")[1].split()) > 3, "it says how to mend it"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORTAL_ENV", "prod", "Set it to development or production"),
        ("PORTAL_ADDRESS", "compact.test.invalid", "Give a whole address"),
        ("PORTAL_ADDRESS", "http://compact.test.invalid", "has to start with https"),
        ("PORTAL_HOSTS", "*", "List the host names"),
        ("SECRET_KEY", "short", "Make one with"),
        ("PORTAL_MAIL", "later", "Set it to queue or now"),
    ],
)
def test_production_stops_at_a_wrong_value_and_says_how_to_mend_it(tmp_path: Path, name: str, value: str, says: str) -> None:
    done = manage(tmp_path, "check", **{**PRODUCTION, name: value})
    assert done.returncode != 0
    assert says in done.stderr


def test_production_refuses_sample_records(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", **PRODUCTION, PORTAL_SAMPLE="yes")
    assert done.returncode != 0
    assert "portal.E001" in done.stderr


def test_no_complaint_shows_the_value_of_a_secret(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", **{**PRODUCTION, "SECRET_KEY": "canary-77"})
    assert "canary-77" not in done.stdout + done.stderr


ASK = (
    "from django.conf import settings as s; "
    "print(s.DEBUG, s.PORTAL_SAMPLE, s.PORTAL_ADMIN, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.PORTAL_MAIL)"
)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, "True True True session False now"), (PRODUCTION, "False False False __Host-session True queue")],
    ids=["development", "production"],
)
def test_what_each_environment_switches(tmp_path: Path, environment: dict[str, str], expected: str) -> None:
    done = manage(tmp_path, "shell", "-v", "0", "-c", ASK, **environment)
    assert done.stdout.strip() == expected, done.stderr


def test_debug_cannot_be_on_in_production(tmp_path: Path) -> None:
    done = manage(tmp_path, "shell", "-v", "0", "-c", ASK, **PRODUCTION, PORTAL_DEBUG="yes")
    assert done.stdout.startswith("False")


def test_the_data_folder_is_made(tmp_path: Path) -> None:
    manage(tmp_path / "new" / "folder", "check")
    assert (tmp_path / "new" / "folder").is_dir()


DIRECTORY = {
    "OIDC_SERVER_URL": "https://login.council.test/tenant/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "a-secret-for-tests",
    "OIDC_DOMAINS": "@Council.test, county.test",
}


def test_a_staff_directory_is_taken_as_it_is_set(tmp_path: Path) -> None:
    words = "from django.conf import settings as s; a = s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]"
    done = manage(
        tmp_path,
        "shell",
        "-v",
        "0",
        "-c",
        f"{words}; print(s.OIDC_DOMAINS, a['settings'], a['client_id'])",
        **PRODUCTION,
        **DIRECTORY,
    )
    assert done.stdout == "['council.test', 'county.test'] {'server_url': 'https://login.council.test/tenant'} portal\n", (
        done.stderr
    )


@pytest.mark.parametrize("name", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_DOMAINS"])
def test_a_staff_directory_that_is_half_set_stops_the_start(tmp_path: Path, name: str) -> None:
    done = manage(tmp_path, "check", **{key: value for key, value in DIRECTORY.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set." in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(("environment", "url"), [(PRODUCTION, "http://login.council.test"), ({}, "login.council.test")])
def test_a_staff_directory_is_asked_over_https_only(tmp_path: Path, environment: dict[str, str], url: str) -> None:
    done = manage(tmp_path, "check", **environment, **DIRECTORY | {"OIDC_SERVER_URL": url})
    assert done.returncode != 0
    assert "has to be a whole address that starts with https" in done.stderr
