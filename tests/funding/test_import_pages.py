"""The officer's pages of a spreadsheet: chosen, headings said, looked at, brought in, mended, taken back."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from funding.actions import bringing
from funding.models import Agreement, ColumnMapping, ImportBatch, Instalment
from funding.views import importing
from tests.funding.agreeing import guideline, recorded, thresholds
from tests.funding.sheets import AGREEMENTS, PAYMENTS, brought, checked, choir, csv_of, go_on, many, xlsx_of
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db
HERE = "/workspace/funding/import/test-x/"


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()
    guideline(3)


@pytest.fixture
def officer(personas):
    return personas.client("officer_x1")


@pytest.fixture
def agency_x(personas):
    return personas.partners["x"]


def upload(client, data: bytes, name: str = "grants.csv"):
    return client.post(HERE, {"file": SimpleUploadedFile(name, data)})


def page(name: str, batch: ImportBatch) -> str:
    return reverse(f"funding:{name}", args=["test-x", batch.pk])


def counts(soup) -> dict[str, str]:
    """The list of what the file would do or did."""
    return {row.dt.get_text(): row.dd.get_text() for row in soup.main.find("dl")("div")}


def none(batch: ImportBatch) -> dict[str, object]:
    """The form of the headings with each left out."""
    names = [*(f"column_{place}" for place in range(len(batch.headings))), "instead_kind", "instead_payment"]
    return {"version": batch.version} | dict.fromkeys(names, "none")


def act(client, batch: ImportBatch, do: str, **more):
    batch.refresh_from_db()
    return client.post(page("import_continue", batch), {"do": do, "version": batch.version} | more)


def test_from_the_file_to_the_register(officer, agency_x):
    answer = upload(officer, csv_of(AGREEMENTS, choir(Beneficiary="Test partner A", Our_reference="G-7")))
    batch = ImportBatch.objects.get()
    assert answer["Location"] == page("import_map", batch)
    soup = read(officer, answer["Location"])
    shown = {
        select.find_previous("label").contents[0].strip(): select.find("option", selected=True)["value"]
        for select in soup.main("select")
    }
    assert shown["Date awarded"] == "awarded_on"
    assert "For instance “Test partner A”" in said(soup.main)
    columns = {
        select["name"]: select.find("option", selected=True)["value"]
        for select in soup.main("select")
        if select.find("option", selected=True)
    }
    answer = officer.post(answer["Location"], columns | {"version": batch.version})
    assert answer["Location"] == page("import_detail", batch)
    soup = read(officer, answer["Location"])
    words = said(soup.main)
    assert counts(soup) == {"New agreements": "1"}
    assert "Bring in 1 record" in words
    assert "Multi-year funding: The term is 36 months" in words
    assert re.search(r"What each rule says of row 2: \d+ kept", words)
    answer = act(officer, batch, "bring")
    assert answer["Location"] == page("import_detail", batch)
    words = said(read(officer, answer["Location"]).main)
    assert "What the file did" in words
    assert Agreement.objects.get(own_reference="G-7").is_public
    assert "Advice" in read(officer, "/funding/").get_text()


def test_the_next_file_with_these_headings_is_checked_at_once(officer, agency_x):
    upload(officer, csv_of(AGREEMENTS, choir(Beneficiary="Test partner A")))
    first = ImportBatch.objects.get()
    form = read(officer, page("import_map", first)).main
    columns = {select["name"]: one["value"] for select in form("select") if (one := select.find("option", selected=True))}
    officer.post(page("import_map", first), columns | {"version": first.version})
    answer = upload(officer, csv_of(AGREEMENTS, choir(Beneficiary="Test partner A", Our_reference="G-2")))
    assert answer["Location"] == page("import_detail", ImportBatch.objects.order_by("pk").last())
    assert ColumnMapping.objects.count() == 1


def test_a_column_that_is_chosen_twice_is_told_beside_it_and_nothing_chosen_is_lost(officer, agency_x):
    upload(officer, csv_of(AGREEMENTS, choir()))
    batch = ImportBatch.objects.get()
    sent = none(batch) | {"column_0": "reference", "column_1": "title", "column_2": "title"}
    answer = officer.post(page("import_map", batch), sent)
    assert answer.status_code == 422
    assert "“Title” is chosen for “Beneficiary” too" in answer.content.decode()
    assert b'value="title" selected' in answer.content


def test_without_the_reference_the_headings_are_not_taken(officer, agency_x):
    upload(officer, csv_of(AGREEMENTS, choir()))
    batch = ImportBatch.objects.get()
    answer = officer.post(page("import_map", batch), none(batch) | {"column_1": "title"})
    assert answer.status_code == 422
    assert "Choose the heading of your reference" in answer.content.decode()


def test_what_is_wrong_is_said_by_cell_on_the_page_and_in_a_workbook_to_send_again(officer, agency_x):
    rows = [
        choir(Beneficiary="Test partner A"),
        choir(Beneficiary="Test partner A", Our_reference="G-2", Award="lots", Purpose="=1+1"),
    ]
    batch = checked(*rows, funder=agency_x)
    soup = read(officer, page("import_detail", batch))
    words = said(soup.main)
    assert counts(soup) == {"New agreements": "1", "Rows to be mended": "1"}
    assert "Award: Type an amount in pounds" in words
    assert "Bring in" not in words
    answer = officer.get(page("import_workbook", batch))
    assert "attachment" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0] == (*AGREEMENTS, "What to mend")
    assert lines[2][3] == "'=1+1"
    assert all(cell.data_type == "s" or cell.value is None for row in sheet.iter_rows() for cell in row)
    assert "Award: Type an amount" in lines[2][-1]
    assert sheet.cell(3, 9).fill.start_color.rgb == "00FFF2CC"
    assert sheet.cell(2, 9).fill.start_color.rgb != "00FFF2CC"
    mended = xlsx_of(lines[0], *[[*line[:3], "Mended", *line[4:8], "500", *line[9:]] for line in lines[1:]])
    again = upload(officer, mended, "to-mend.xlsx")
    batch = ImportBatch.objects.order_by("pk").last()
    assert again["Location"] == page("import_detail", batch)
    assert batch.counts == {"made agreement": 2}


def test_whom_a_name_means_is_asked_on_a_page(officer, agency_x, personas):
    batch = checked(choir(Beneficiary="Tset partner A"), funder=agency_x)
    assert batch.counts == {"asked": 1}
    assert "Say which organisations are meant" in said(read(officer, page("import_detail", batch)).main)
    soup = read(officer, page("import_recipients", batch))
    label = soup.find("label", string="Test partner A")
    assert "Which organisation is “Tset partner A”?" in said(soup.main)
    empty = officer.post(page("import_recipients", batch), {"version": batch.version})
    assert empty.status_code == 422
    number = soup.find(id=label["for"])["value"]
    officer.post(page("import_recipients", batch), {"version": batch.version, "name_0": number})
    batch.refresh_from_db()
    assert batch.counts == {"made agreement": 1}


def test_a_change_shows_what_becomes_what(officer, agency_x, personas):
    recorded(agency_x, personas.partners["a"], own_reference="G-1", title="Old advice")
    batch = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    soup = read(officer, page("import_detail", batch))
    assert "Title: Old advice becomes Advice" in said(soup.main)
    assert counts(soup) == {"Agreements changed": "1"}


def test_everything_is_there_already(officer, agency_x, personas):
    first = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    act(officer, first, "bring")
    second = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    words = said(read(officer, page("import_detail", second)).main)
    assert "There is nothing to bring in" in words
    answer = act(officer, second, "bring")
    assert answer.status_code == 422
    assert "everything in the file is here already" in answer.content.decode()


def test_progress_is_shown_and_the_button_goes_on(officer, agency_x, monkeypatch):
    monkeypatch.setattr(importing, "SECONDS", -1.0)  # a request that has no time left works at nothing
    monkeypatch.setattr(bringing, "STEP", 1)
    batch = brought(csv_of(AGREEMENTS, *many(3, Beneficiary="Test partner A")), funder=agency_x)
    words = said(read(officer, page("import_detail", batch)).main)
    assert "Checking the rows" in words
    assert "0 %" in words
    batch = go_on(batch)
    act(officer, batch, "bring")
    bringing.step(ImportBatch.objects.get(), at=batch.brought_at, on=batch.brought_at.date())
    words = said(read(officer, page("import_detail", batch)).main)
    assert "nobody sees any of it until all of it is there" in words
    assert "16 %" in words
    monkeypatch.setattr(importing, "SECONDS", 60.0)
    officer.post(page("import_continue", batch))
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_file_is_taken_back_on_a_page_that_says_what_that_does(officer, agency_x):
    batch = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    act(officer, batch, "bring")
    first = officer.get(page("import_undo", batch))
    assert "is marked as a mistake" in first.content.decode()
    answer = officer.post(page("import_undo", batch), {"version": hidden_version(first)})
    assert answer["Location"] == page("import_detail", batch)
    assert "Taken back" in said(read(officer, page("import_detail", batch)).main)
    assert not Agreement.objects.public().exists()


def test_taking_back_says_which_record_stands_in_the_way(officer, agency_x):
    from tests.funding.test_import_actions import changed

    batch = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    act(officer, batch, "bring")
    made = Agreement.objects.get()
    changed(made)
    batch.refresh_from_db()
    answer = officer.post(page("import_undo", batch), {"version": batch.version})
    assert answer.status_code == 422
    assert made.reference in answer.content.decode()


def test_a_page_that_is_out_of_date_does_nothing_and_says_so(officer, agency_x):
    batch = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    answer = act(officer, batch, "bring", version=batch.version - 1)
    assert answer.status_code == 422
    assert "after you opened it" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_a_file_is_left(officer, agency_x):
    batch = checked(choir(), funder=agency_x)
    answer = act(officer, batch, "leave")
    assert answer["Location"] == HERE
    assert not ImportBatch.objects.exists()


def test_checking_again_finds_what_was_mended_here(officer, agency_x, personas):
    batch = checked(("G-1", "INV-1", "1/4/2026", "3,000", "", ""), headings=PAYMENTS, funder=agency_x)
    assert batch.state == "faulty"
    recorded(agency_x, personas.partners["a"], own_reference="G-1")
    act(officer, batch, "again")
    batch.refresh_from_db()
    assert batch.counts == {"made payment": 1}
    act(officer, batch, "bring")
    assert Instalment.objects.get().own_reference == "INV-1"


def test_another_agencys_file_is_nowhere(officer, personas):
    batch = checked(choir(), funder=personas.partners["y"])
    assert officer.get(page("import_detail", batch)).status_code == 404
    assert officer.get(reverse("funding:import_detail", args=["test-y", batch.pk])).status_code == 403


def zip_of(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return held.getvalue()


HEAD = ",".join(AGREEMENTS)
BAD = {
    "nothing": (b"", "The file is empty"),
    "blanks": (b"\n \n", "The file is empty"),
    "headings alone": (HEAD.encode(), "has headings and no row"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "no spreadsheet but a png file"),
    "zeros": (b"\0" * 100, "hidden character"),
    "Latin-1": (f"{HEAD}\nG-1,Caf\xe9".encode("latin-1"), "not UTF-8"),
    "semicolons": (b"Reference;Award\nG-1;5", "not separated by commas"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old format (.xls)"),
    "a broken workbook": (b"PK\x03\x04broken", "The workbook is damaged"),
    "another archive": (zip_of(readme=b"x"), "no workbook"),
    "a bomb": (zip_of(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b"0" * 40_000_000), "unpacks to far more"),
    "entities": (
        zip_of(
            xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>',
            **{"[Content_Types]_xml": b"<Types/>"},
        ),
        "The workbook is damaged",
    ),
    "fifty megabytes": (b"a,b\n" + b"1,2\n" * 12_500_000, "larger than 8 MiB"),
    "a heading twice": (b"Reference,Award,Award\nG-1,1,2", "stands twice"),
    "a column without a heading": (b"Reference,,Award\nG-1,1,2", "A column has no heading"),
    "more cells than headings": (b"Reference,Award\nG-1,1,2", "in a column without a heading"),
    "a broken quotation mark": (b'Reference,Award\nG-1,"1', "never closed"),
    "hidden characters": ("Reference,Award\nG-1,1\u200b".encode(), "hidden character"),
    "too many rows": (b"Reference,Award\n" + b"G-1,1\n" * 100_000, "more than 20,000 rows"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(officer, agency_x, what):
    data, words = BAD[what]
    answer = upload(officer, data, "grants.xlsx" if data[:2] == b"PK" else "grants.csv")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_csv_file_of_a_spreadsheet_program_has_a_mark_that_does_no_harm(officer, agency_x):
    assert upload(officer, b"\xef\xbb\xbf" + csv_of(AGREEMENTS, choir())).status_code == 302
    assert ImportBatch.objects.get().headings[0] == "Our reference"


def test_a_name_with_nasty_characters_is_a_name(officer, agency_x):
    upload(officer, csv_of(AGREEMENTS, choir()), 'a"<b>\u202e.csv')
    batch = ImportBatch.objects.get()
    assert "\u202e" not in batch.name
    assert b"<b>" not in officer.get(HERE).content


def test_the_pages_ask_the_same_however_many_rows_and_files_there_are(officer, agency_x):
    batch = checked(choir(Beneficiary="Test partner A"), funder=agency_x)
    few = queries_of(officer, page("import_detail", batch)), queries_of(officer, HERE)
    batch = checked(*many(30, Beneficiary="Test partner A"), funder=agency_x)
    for number in range(28):
        brought(csv_of(AGREEMENTS, choir(Title=str(number))), funder=agency_x)
    assert (queries_of(officer, page("import_detail", batch)), queries_of(officer, HERE)) == few


def test_rows_are_paged_by_their_number_and_sorted_out_by_what_they_do(officer, agency_x):
    batch = checked(*many(60, Beneficiary="Test partner A"), choir(Our_reference="G-99"), funder=agency_x)
    assert batch.counts == {"made agreement": 61}
    first = read(officer, page("import_detail", batch) + "?what=all")
    assert [row.th.get_text() for row in first.main("tr")[1:]] == [str(number) for number in range(2, 52)]
    second = read(officer, first.find("a", rel="next")["href"])
    assert second.main("tr")[1].th.get_text() == "52"
    for odd in ("after=x", "after=99999999999999999", "what=nothing", "what=%00"):
        assert officer.get(f"{page('import_detail', batch)}?{odd}").status_code == 200
