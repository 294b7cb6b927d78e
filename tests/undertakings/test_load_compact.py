"""Loading a folder: all or nothing, again and again, with one line for each fault."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from undertakings.models import Clause, Contact, Edition, EvidenceLink, Example, Term, Threshold

pytestmark = pytest.mark.django_db

TEXT = """---
compact: Small Compact
place: Smallplace
edition: {edition}
---
# Small Compact

## Aims {{#aims}}

We want an LSP.

## Promises of the council {{#statutory}}

### Money {{#money}}

- The LSP is asked first. {{#ask}}
- {promise} {{#pay}}
"""
JARGON = (
    "term,short form,also written,meaning,see also,added by\n"
    "Local Strategic Partnership,LSP,,Agencies that plan together.,,the compact\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path)
    (tmp_path / "jargon.csv").write_text(JARGON)
    return tmp_path


def write(folder: Path, *, edition: str = "First", promise: str = "Money comes in time.") -> None:
    (folder / "compact.md").write_text(TEXT.format(edition=edition, promise=promise))


def load(folder: Path, **options: object) -> str:
    out = StringIO()
    call_command("load_compact", str(folder), stdout=out, **options)
    return out.getvalue()


def test_the_text_becomes_an_edition_with_numbered_clauses(folder: Path) -> None:
    said = load(folder)
    edition = Edition.objects.get()
    assert edition.text == (folder / "compact.md").read_text()
    assert [clause.number for clause in edition.clauses.all()] == ["S1.1", "S1.2"]
    assert said.startswith("Published Small Compact, First (2 clauses, digest ")
    assert said.count("\n") == 1


def test_a_term_is_explained_once_in_a_section_and_on_a_clause_of_its_own(folder: Path) -> None:
    load(folder)
    aims, _, money = Edition.objects.get().sections.all()
    assert 'href="#term-aims-lsp"' in aims.html
    assert 'id="term-aims-lsp"' in aims.notes_html
    asked = Clause.objects.get(anchor="ask")
    assert 'href="#term-money-lsp"' in asked.html
    assert 'href="#term-ask-lsp"' in asked.alone_html
    assert 'id="term-ask-lsp"' in asked.alone_notes_html
    assert 'id="term-money-lsp"' in money.notes_html


def test_loading_again_changes_nothing(folder: Path) -> None:
    load(folder)
    versions = list(Term.history.values_list("history_id", flat=True))
    assert load(folder).startswith("Already there: Small Compact, First")
    assert Edition.objects.count() == 1
    assert list(Term.history.values_list("history_id", flat=True)) == versions


def test_other_words_under_the_same_name_are_refused_and_nothing_is_loaded(folder: Path) -> None:
    load(folder)
    write(folder, promise="Money comes late.")
    (folder / "jargon.csv").write_text(JARGON + "Trust,,,Belief.,,the portal\n")
    with pytest.raises(CommandError, match="another name in its front matter"):
        load(folder)
    assert Edition.objects.count() == 1
    assert not Term.objects.filter(name="Trust").exists()


def test_another_name_makes_another_edition_and_the_first_stays(folder: Path) -> None:
    load(folder)
    first = Edition.objects.get()
    write(folder, edition="Second", promise="Money comes early.")
    load(folder, note="Earlier money.")
    assert Edition.objects.count() == 2
    first.refresh_from_db()
    assert "Money comes in time." in first.text
    assert Edition.objects.newest_first().first().note == "Earlier money."


def test_a_row_that_somebody_edited_is_kept_unless_told_otherwise(folder: Path, django_user_model) -> None:
    load(folder)
    term = Term.objects.get()
    term.meaning = "Edited here."
    term._history_user = django_user_model.objects.create_user("someone@sample.invalid")
    term.save()
    (folder / "jargon.csv").write_text(JARGON.replace("plan together", "meet"))
    err = StringIO()
    assert "1 kept as edited here" in load(folder, stderr=err)
    assert "Local Strategic Partnership was edited in the workspace" in err.getvalue()
    assert Term.objects.get().meaning == "Edited here."
    load(folder, replace=True)
    assert Term.objects.get().meaning == "Agencies that meet."


def test_each_fault_is_one_line_and_nothing_is_loaded(folder: Path) -> None:
    write(folder, promise="Look: ![a picture](x.png)")
    (folder / "contacts.csv").write_text("organisation,role,name,telephone,email,as of\nX,Y,,,,yesterday\n")
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was loaded: 2 faults"):
        load(folder, stderr=err)
    lines = err.getvalue().splitlines()
    assert len(lines) == 2
    assert all(line.startswith(("compact.md, line ", "contacts.csv, line ")) for line in lines)
    assert not Edition.objects.exists()
    assert not Term.objects.exists()


def test_a_measure_that_nobody_offers_is_a_warning_with_its_line(folder: Path) -> None:
    (folder / "evidence.csv").write_text("anchor,measure,from\npay,later-paid,\n")
    err = StringIO()
    load(folder, stderr=err)
    assert "evidence.csv, line 2: nothing offers the measure later-paid yet" in err.getvalue()
    assert EvidenceLink.objects.get().anchor == "pay"


def test_many_such_measures_are_one_warning_that_names_each_with_its_line(folder: Path) -> None:
    (folder / "evidence.csv").write_text("anchor,measure,from\npay,later-paid,\nask,later-asked,\n")
    err = StringIO()
    load(folder, stderr=err)
    assert err.getvalue().count("\n") == 1
    assert "(line, measure): 2 later-paid, 3 later-asked." in err.getvalue()


def test_the_shipped_compact_loads_whole() -> None:
    call_command("load_compact", stdout=StringIO(), stderr=StringIO())
    edition = Edition.objects.get()
    assert edition.standing == Edition.Standing.RESTATEMENT
    assert Example.objects.count() == 15
    assert Contact.objects.count() == 6
    assert Threshold.objects.filter(rule="consultation-window", value="56", unit="days").exists()
