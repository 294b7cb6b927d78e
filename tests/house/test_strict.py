"""The house's own guards bite."""

import socket
import warnings
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from django.template.loader import get_template
from pytest_socket import SocketConnectBlockedError

from compact_portal.pages import store
from tests.house.strict import OURS, UndefinedVariable


@pytest.fixture
def template(tmp_path, monkeypatch):
    """Write a template into a folder that counts as ours and load it."""
    monkeypatch.setattr("tests.house.strict.OURS", str(tmp_path))
    engine = engines["django"].engine
    folders = [tmp_path, *engine.dirs]
    monkeypatch.setattr(engine, "dirs", folders)
    for loader in engine.template_loaders:
        loader.reset()

    def write(name: str, words: str):
        (tmp_path / name).write_text(words)
        return get_template(name)

    return write


def test_an_undefined_variable_in_a_template_of_ours_fails(template):
    with pytest.raises(UndefinedVariable, match=r"one\.html uses nothing"):
        template("one.html", "<p>{{ nothing }}</p>").render({})


def test_an_undefined_variable_in_an_included_template_is_found_there(template):
    template("part.html", "{{ missing.name|upper }}")
    with pytest.raises(UndefinedVariable, match=r"part\.html uses missing"):
        template("whole.html", '{% include "part.html" with a=1 only %}').render({})


def test_an_undefined_variable_in_a_block_is_found_in_the_template_that_holds_the_block(template):
    template("under.html", "{% block main %}{% endblock %}")
    with pytest.raises(UndefinedVariable, match=r"over\.html uses missing"):
        template("over.html", '{% extends "under.html" %}{% block main %}{{ missing }}{% endblock %}').render({})


def test_a_defined_variable_and_a_tested_one_pass(template):
    assert template("fine.html", "{{ a }}{% if b %}x{% endif %}").render({"a": 1, "b": None}) == "1"


def test_the_check_is_on_for_the_folder_that_holds_our_templates():
    assert (Path(OURS) / "base.html").is_file()
    assert str(settings.BASE_DIR / "templates") == OURS


def test_templates_of_libraries_may_leave_variables_undefined():
    assert Template("[{{ nothing }}]").render(Context()) == "[]"


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_no_test_reaches_beyond_this_machine():
    with socket.socket() as outside, pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_the_page_store_is_empty_when_a_test_starts():
    assert len(store._pages) == 0
