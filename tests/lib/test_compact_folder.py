from datetime import date
from decimal import Decimal

import pytest

from compact_portal.lib import tabular
from compact_portal.lib.compact_folder import FILES, read_folder, read_folder_path
from tests.lib.compacts import DATA, with_line

TABLES = {
    "evidence.csv": "anchor,measure,from\naccounts,yearly-accounts,\nimproved,decisions_public,2026-04-01\n",
    "thresholds.csv": "rule,value,unit,from,agreed by,source\nwindow,8,weeks,,,the compact\n"
    "window,6.5,weeks,2026-04-01,The forum,the portal’s reading\n",
    "jargon.csv": "term,short form,also written,meaning,see also,added by\n"
    "Local Strategic Partnership,LSP,LSPs; L.S.P.,Who plans together,forum,the compact\n"
    "Forum,,,Where people meet,LSP;l.s.p.,the portal\n",
    "examples.csv": "title,words,clauses,from year,to year\nA hall,It was shared,accounts; improved,2004,\n",
    "contacts.csv": "organisation,role,name,telephone,email,as of\n"
    "Anytown Council,Officer,,+44 (0)1632 960000,desk@example.org,as published\n"
    "The Forum,,,01632 960001,,2026-03-01\n",
    "links.csv": "title,address,about,archived\nGuide,https://example.org/guide,About it,yes\n",
    "codes.csv": "title,standing,about,address\nVolunteering,published,On volunteers,\nFunding,planned,,https://example.org/\n",
}


def files(**changed):
    texts = TABLES | {f"{name}.csv": text for name, text in changed.items()}
    return {"compact.md": DATA, **{name: text.encode() for name, text in texts.items()}}


def faults_of(given):
    folder, faults = read_folder(given)
    assert folder is None
    return [str(fault) for fault in faults]


def test_only_the_text_is_required():
    folder, faults = read_folder({"compact.md": DATA})
    assert faults == []
    assert (folder.compact.place, folder.terms) == ("Anytown", ())


def test_a_whole_folder_is_read():
    folder, faults = read_folder(files())
    assert faults == []
    assert [(row.anchor, row.measure, row.from_on) for row in folder.evidence] == [
        ("accounts", "yearly-accounts", None),
        ("improved", "decisions_public", date(2026, 4, 1)),
    ]
    assert [(row.value, row.unit, row.agreed_by, row.source) for row in folder.thresholds] == [
        (Decimal(8), "weeks", "", "the compact"),
        (Decimal("6.5"), "weeks", "The forum", "the portal's reading"),
    ]
    assert (folder.terms[0].short_form, folder.terms[0].also_written) == ("LSP", ("LSPs", "L.S.P."))
    assert (folder.examples[0].clauses, folder.examples[0].from_year, folder.examples[0].to_year) == (
        ("accounts", "improved"),
        2004,
        None,
    )
    assert [row.as_of for row in folder.contacts] == [None, date(2026, 3, 1)]
    assert (folder.links[0].archived, folder.codes[1].standing) == (True, "planned")
    assert [row.line for row in folder.terms] == [2, 3]


@pytest.mark.parametrize(
    ("file", "row", "words"),
    [
        ("evidence", "nowhere,key,", "anchor names “nowhere”, an anchor that compact.md does not have"),
        ("evidence", "accounts,A key,", "measure “A key” is not a key"),
        ("evidence", "accounts,yearly-accounts,", "stands twice; the first is on line 2"),
        ("evidence", "accounts,key,1 April 2026", "from “1 April 2026” is not a day"),
        ("evidence", "accounts,key,2026-02-30", "is not a day"),
        ("evidence", ",key,", "anchor is empty"),
        ("thresholds", "window,8,weeks,,,the compact", "stands twice"),
        ("thresholds", "other,eight,weeks,,,the compact", "value “eight” is not a number"),
        ("thresholds", "other,８,weeks,,,the compact", "is not a number"),
        ("thresholds", "other,8,fortnights,,,the compact", "unit “fortnights” is unknown. Write one of: days"),
        ("thresholds", "other,8,weeks,,,hearsay", "source “hearsay” is unknown"),
        ("jargon", "LSP,,,Again,,the portal", "The term “lsp” stands twice"),
        ("jargon", "forum,,,Again,,the portal", "The term “forum” stands twice; the first is on line 3"),
        ("jargon", "New,,,Words,Nothing,the portal", "see also names “Nothing”, which is no term here"),
        ("jargon", "New,,,=Words,,the portal", "meaning begins with a character that makes it a formula"),
        ("jargon", "New,,,Words,,me", "added by “me” is unknown"),
        ("jargon", "N" * 121 + ",,,Words,,the portal", "term is longer than 120"),
        ("examples", "a hall,Again,,,", "stands twice"),
        ("examples", "New,Words,nowhere,,", "clauses names “nowhere”"),
        ("examples", "New,Words,,2008,2004", "to year 2004 is before from year 2008"),
        ("examples", "New,Words,,soon,", "from year “soon” is not a year"),
        ("contacts", "New,,,call me,,as published", "telephone “call me” is not a telephone number"),
        ("contacts", "New,,,,nobody,as published", "email “nobody” is not an e-mail address"),
        ("contacts", "New,,,,,lately", "Write it as 2026-04-01 (year, month, day), or as published"),
        ("links", "New,javascript:alert(1),,no", "is not a web address"),
        ("links", "guide,https://example.org/,,no", "stands twice"),
        ("links", "New,https://example.org/,,perhaps", "archived “perhaps” is unknown. Write one of: yes, no"),
        ("codes", "New,someday,,", "standing “someday” is unknown"),
        ("codes", "funding,planned,,", "stands twice"),
    ],
)
def test_each_fault_of_a_row_has_its_file_and_line(file, row, words):
    text = TABLES[f"{file}.csv"] + row + "\n"
    (fault,) = faults_of(files(**{file: text}))
    assert fault.startswith(f"{file}.csv, line {text.count(chr(10))}: ")
    assert words in fault


def test_a_term_that_points_into_a_broken_row_is_no_second_fault():
    text = TABLES["jargon.csv"] + 'Broken,,,"a"b,,the portal\nNew,,,Words,Broken,the portal\n'
    (fault,) = faults_of(files(jargon=text))
    assert "quotation marks" in fault


def test_a_faulty_text_does_not_hide_the_faults_of_the_tables():
    given = files(evidence="anchor,measure,from\nnowhere,key,\naccounts,key,\n") | {"compact.md": with_line("In meet", "<b>x</b>")}
    assert ["compact.md" in faults_of(given)[0], "evidence.csv, line 2" in faults_of(given)[1]] == [True, True]
    assert len(faults_of(given)) == 2


def test_anchors_are_not_asked_for_where_the_text_cannot_be_read():
    assert len(faults_of(files() | {"compact.md": b"\xff"})) == 1


def test_without_the_text_there_is_nothing():
    assert faults_of({}) == ["compact.md, line 1: The file is missing. Put the text of the compact into compact.md."]


@pytest.mark.parametrize("name", ["evidences.csv", "Compact.md", "notes.MD"])
def test_a_file_whose_name_nobody_reads_is_a_fault(name):
    (fault,) = faults_of({"compact.md": DATA, name: b""})
    assert name in fault
    assert all(known in fault for known in FILES)


def test_other_files_are_left_alone():
    assert read_folder({"compact.md": DATA, "photo.jpg": b"\xff", "LICENCE": b""})[1] == []


def test_a_folder_on_disk_is_read(tmp_path):
    for name, data in files().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "more.md").mkdir()
    (tmp_path / ".hidden.md").write_text("x")
    folder, faults = read_folder_path(tmp_path)
    assert faults == []
    assert folder == read_folder(files())[0]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    (tmp_path / "compact.md").write_bytes(DATA)
    with (tmp_path / "jargon.csv").open("wb") as stream:
        stream.truncate(tabular.MOST_BYTES * 200)
    folder, (fault,) = read_folder_path(tmp_path)
    assert folder is None
    assert str(fault) == "jargon.csv, line 1: The file is larger than 8 MiB. Give a smaller file."


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    folder, (fault,) = read_folder_path(tmp_path / "nowhere")
    assert folder is None
    assert "There is no such folder" in str(fault)
