import io
import struct
import zlib

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.lib.compact_inline import plain_words
from compact_portal.lib.compact_text import read_compact
from compact_portal.lib.word_import import RefusedDocument, docx_to_markdown
from tests.lib.word_files import bold, saved, small, with_member


def converted(document):
    return docx_to_markdown(saved(document))


def body(document):
    """The lines of the Markdown after the front matter and the title."""
    markdown, _ = converted(document)
    return markdown.split("---\n", 2)[2].split("\n\n", 1)[1].strip("\n").split("\n")


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 4)) + chunk(b"IEND", b"")


def test_headings_bullets_and_anchors_come_in_the_form_of_a_compact():
    markdown, messages = converted(small())
    assert messages == []
    assert markdown == (
        "---\ncompact: Anytown Compact\nplace: Anytown\nedition:\n---\n# Anytown Compact\n\n"
        "## Undertakings by the statutory sector {#statutory}\n\n### Funding {#funding}\n\n- Pays on time {#pays-time}\n"
    )


def test_only_what_a_person_must_say_is_missing():
    markdown, _ = converted(small())
    assert [fault.wrong for fault in read_compact(markdown.encode())[1]] == ["The key edition has no value"]
    assert read_compact(markdown.replace("edition:", "edition: First").encode())[1] == []


@pytest.mark.parametrize("first", [0, 1, 2])
def test_the_first_and_only_heading_of_its_level_is_the_title(first):
    document = Document()
    document.add_heading("Anytown Compact", first)
    document.add_heading("Introduction", first + 1)
    document.add_heading("More", first + 2)
    document.add_heading("Still more", first + 3)
    assert [line for line in body(document) if line] == [
        "## Introduction {#introduction}",
        "### More {#more}",
        "### Still more {#still}",
    ]


def test_sections_without_a_title_stay_sections():
    document = Document()
    document.add_heading("Introduction", 1)
    document.add_heading("Aims", 1)
    markdown, _ = converted(document)
    assert "\n## Introduction {#introduction}\n\n## Aims {#aims}\n" in markdown
    assert "The document has no title" in " ".join(map(str, read_compact(markdown.encode())[1]))


def test_bold_lines_act_as_headings_where_nobody_used_styles():
    document = Document()
    bold(document, "Anytown Compact")
    bold(document, "Introduction")
    document.add_paragraph("Words that are not bold.")
    bold(document, "Undertakings by the Statutory Sector:")
    bold(document, "Independence")
    document.add_paragraph("• Groups are free")
    document.add_paragraph("•\tGroups may disagree")
    bold(document, "Undertakings by the Voluntary Sector")
    bold(document, "Good practice")
    document.add_paragraph("\uf0b7 Groups keep accounts")
    bold(document, "This is a whole sentence in bold, and no heading.")
    markdown, _ = converted(document)
    assert [line for line in markdown.split("\n") if line.startswith(("#", "- ", "**"))] == [
        "# Anytown Compact",
        "## Introduction {#introduction}",
        "## Undertakings by the Statutory Sector {#statutory}",
        "### Independence {#independence}",
        "- Groups are free {#groups-free}",
        "- Groups may disagree {#groups-disagree}",
        "## Undertakings by the Voluntary Sector {#voluntary}",
        "### Good practice {#good-practice}",
        "- Groups keep accounts {#groups-keep-accounts}",
        "**This is a whole sentence in bold, and no heading.**",
    ]


def test_bold_lines_under_styled_headings_are_themes():
    document = small()
    bold(document, "Planning")
    document.add_paragraph("Plans together", style="List Bullet")
    assert body(document)[-3:] == ["### Planning {#planning}", "", "- Plans together {#plans-together}"]


def test_numbers_and_lists_in_lists_become_bullets_and_it_is_said():
    document = small()
    document.add_paragraph("One", style="List Number")
    document.add_paragraph("Two", style="List Bullet 2")
    markdown, messages = converted(document)
    assert markdown.endswith("- Pays on time {#pays-time}\n- One {#one}\n- Two {#two}\n")
    assert messages == ["Numbered lists became bullets: the portal numbers clauses itself."]


WORDS = (
    "2 * 3 * 4", "_under_ and snake_case", "a <b> c", "[x](javascript:y)", "# no heading", "1. no list", "2) no list",
    "- no bullet", "> no quote", "a `code` b", "~~kept~~", "&amp; is written out", "![no picture](x)", "back\\slash",
    "+ plus", "--- dashes", "===", "| no | table |", "http://example.org/a_b_c", "Mr. O’Neill’s “words” – 50% & more",
)  # fmt: skip


def test_words_come_through_as_they_were_written():
    document = small()
    for words in WORDS:
        document.add_paragraph(words)
    markdown, _ = converted(document)
    paragraphs = markdown.strip().split("\n\n")[-len(WORDS) :]
    assert [plain_words(paragraph) for paragraph in paragraphs] == list(WORDS)
    assert read_compact(markdown.replace("edition:", "edition: First").encode())[1] == []


def test_emphasis_and_links_stay():
    document = small()
    paragraph = document.add_paragraph("See ")
    paragraph.add_run("this").bold = True
    paragraph.add_run(" and ")
    paragraph.add_run("that").italic = True
    relation = document.part.relate_to(
        "https://example.org/a b(c)",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        True,
    )
    paragraph._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>there</w:t></w:r></w:hyperlink>'))
    assert body(document)[-1] == "See **this** and *that*[there](<https://example.org/ab(c)>)"


@pytest.mark.parametrize(
    ("xml", "sentence", "kept", "gone"),
    [
        (
            '<w:ins w:id="1" w:author="A"><w:r><w:t>put in</w:t></w:r></w:ins>',
            "Tracked insertions were taken",
            "put in",
            "",
        ),
        (
            '<w:del w:id="1" w:author="A"><w:r><w:delText>taken out</w:delText></w:r></w:del>',
            "Tracked deletions were left",
            "",
            "taken",
        ),
        ('<w:r><w:commentReference w:id="1"/></w:r>', "Comments were left out", "", ""),
    ],
)
def test_tracked_changes_and_comments_go_with_a_word(xml, sentence, kept, gone):
    document = small()
    element = parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))
    document.add_paragraph("Words. ")._p.append(element)
    markdown, messages = converted(document)
    assert [message.startswith(sentence) for message in messages] == [True]
    assert kept in markdown
    assert not gone or gone not in markdown


def test_pictures_go_with_a_word():
    document = small()
    document.add_picture(io.BytesIO(png()))
    markdown, messages = converted(document)
    assert "![" not in markdown
    assert messages == ["Pictures were left out: a compact is words only."]


def test_a_table_becomes_paragraphs():
    document = small()
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, [("1. Who", "When"), ("Council", "Yearly")], strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    assert body(document)[-3:] == ["1\\. Who; When", "", "Council; Yearly"]
    assert converted(document)[1] == ["Tables became paragraphs, one for each row."]


def test_hidden_characters_and_line_breaks_are_smoothed():
    document = small()
    document.add_paragraph("soft\u00adhyphen, no\u200bspace, hard\u00a0space\nnew line")
    document.add_paragraph("one\ntwo", style="List Bullet")
    assert body(document)[-4:] == ["softhyphen, nospace, hard space", "new line", "", "- one two {#one-two}"]


def test_an_empty_document_is_told_by_the_reader_of_the_text():
    markdown, messages = converted(Document())
    assert messages == []
    assert read_compact(markdown.encode())[0] is None


@pytest.mark.parametrize("data", [b"", b"words", with_member(saved(small()), "word/vbaProject.bin", b"x")])
def test_what_is_no_word_document_is_refused(data):
    with pytest.raises(RefusedDocument):
        docx_to_markdown(data)


def test_a_document_that_no_library_can_read_is_refused():
    data = with_member(saved(small()), "word/document.xml", None, instead=(b"</w:body>", b""))
    with pytest.raises(RefusedDocument, match="cannot be read"):
        docx_to_markdown(data)


LINES = st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), max_size=5)


@given(LINES, st.sampled_from(["List Bullet", "Normal", "Heading 2", "List Number"]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_are_converted_to_what_can_be_read_but_for_the_edition(lines, style):
    document = small()
    for line in lines:
        document.add_paragraph(line.replace("{", "("), style=style)
    document.add_heading("The end", 1)
    markdown, _ = converted(document)
    told = [str(fault) for fault in read_compact(markdown.encode())[1]]
    expected = ("key edition", "leads nowhere", "not a web address")
    assert [fault for fault in told if not any(words in fault for words in expected)] == []
