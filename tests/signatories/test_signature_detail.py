"""The public proof of a signature: what it says, whom it keeps quiet about, and that its command lines do what they promise."""

import subprocess
from datetime import timedelta

import pytest
import zxingcpp
from django.test import Client

from signatories.actions.chain import append_event, publish_head
from signatories.actions.standing import refresh_standing
from signatories.models import Partner, Signature, SignatureEvent
from tests.signatories.pictures import pixels_of_svg
from tests.signatories.proving import edition, ended, noon, partner, signed
from tests.undertakings.pages import DAY, edition_of, heading_levels, many, queries_of, read, said, set_day, words_of

pytestmark = pytest.mark.django_db
ADDRESS = "/signatures/SMA-2026-0001/"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, DAY + timedelta(days=60))


@pytest.fixture
def signature() -> Signature:
    edition()
    return signed(partner("Sample O’Wheels & 'Sons'"))


def facts(soup) -> dict[str, str]:
    return {said(row.dt): said(row.dd) for row in soup.select("dl.list > div")}


def notice(soup) -> str:
    return " ".join(said(paragraph) for paragraph in soup.select(".notice p"))


def test_it_says_who_signed_what_for_whom_by_whose_authority_and_when(client: Client, signature) -> None:
    soup = read(client, ADDRESS)
    assert facts(soup) == {
        "Signed for": "Sample O’Wheels & 'Sons'",
        "Signed by": "Sample chair, Chair",
        "By authority of": "The committee, given on Friday 30 October 2026",
        "Signed": "Monday 2 November 2026, online",
        "Confirmed": "Monday 2 November 2026, 12:00",
        "Text": "Small Compact, First",
        "Digest (SHA-256)": signature.edition.digest,
        "Code": "SMA-2026-0001",
    }
    assert notice(soup) == "Stands It counts, under the edition in force."
    assert heading_levels(soup.main) == [1, 2, 2, 3, 2]
    assert "chair-" not in str(soup)
    assert "@sample.invalid" not in str(soup)


def shell(command: str) -> str:
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True)
    return done.stdout.decode().split()[0]


def test_the_line_under_each_link_prints_that_link(client: Client, signature) -> None:
    ended(signature, DAY + timedelta(days=1), reason='It’s "over"; $(true) `true` \\n %s 100%')
    links = read(client, ADDRESS).select("article.entry")
    assert [said(link.h3) for link in links] == ["Link 1: confirmed", "Link 2: withdrawn"]
    for link in links:
        kept = said(link.select("code")[0])
        command = link.select("details code")[1].get_text()
        assert command.startswith("printf '%s\\n%s\\n%s' ")
        assert shell(command) == kept == SignatureEvent.objects.get(link=kept).link


def test_the_line_for_the_text_prints_the_digest(client: Client, signature, tmp_path) -> None:
    soup = read(client, ADDRESS)
    command = soup.find(attrs={"aria-labelledby": "text"}).code.get_text()
    address = "http://127.0.0.1:8000/compact/editions/first.md"
    assert command == f"curl -s {address} | sha256sum"
    (tmp_path / "first.md").write_bytes(client.get("/compact/editions/first.md").content)
    assert shell(f"cat {tmp_path}/first.md | sha256sum") == facts(soup)["Digest (SHA-256)"]


@pytest.mark.parametrize(
    ("how", "title", "sentence"),
    [
        ("withdrawn", "Withdrawn", "It was withdrawn on Tuesday 3 November 2026."),
        ("invalidated", "Invalidated", "It was found invalid on Tuesday 3 November 2026 and does not count."),
    ],
)
def test_what_became_of_it_is_said_first_with_its_reason(client: Client, signature, how, title, sentence) -> None:
    ended(signature, DAY + timedelta(days=1), how, "Sample reason <b>.")
    found = notice(read(client, ADDRESS))
    assert found.startswith(f"{title} {sentence}")
    assert found.endswith("Reason given: Sample reason <b>.")


def test_it_says_when_a_later_signature_counts_instead(client: Client, signature) -> None:
    edition("Second", DAY + timedelta(days=5))
    earlier = notice(read(client, ADDRESS))
    assert "It is not of the edition in force. Signed an earlier edition on Monday 2 November 2026; to reaffirm by" in earlier
    signed(signature.partner, DAY + timedelta(days=6))
    assert "has since signed a later edition, “Second”" in notice(read(client, ADDRESS))
    assert "Stands" in notice(read(client, "/signatures/SMA-2026-0002/"))


def test_a_pending_or_unknown_signature_is_not_found(client: Client, signature) -> None:
    Signature.objects.filter(pk=signature.pk).update(confirmed_at=None)
    for address in (ADDRESS, "/signatures/SMA-2026-0001.pdf", "/signatures/SMA-2026-9999/", "/signatures/-/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Sample chair" not in answer.content.decode()


def test_a_code_typed_in_small_letters_leads_to_its_page(client: Client, signature) -> None:
    response = client.get(ADDRESS.lower())
    assert (response.status_code, response["Location"]) == (301, ADDRESS)


def test_an_erased_signer_leaves_role_authority_and_date(client: Client, signature) -> None:
    Signature.objects.filter(pk=signature.pk).update(signer_name="", signer=None)
    SignatureEvent.objects.update(salt="")
    assert facts(read(client, ADDRESS))["Signed by"] == "A person whose name is no longer held, Chair"


def test_the_secret_that_ties_a_name_to_its_digest_is_not_shown(client: Client, signature) -> None:
    salt = SignatureEvent.objects.get().salt
    assert len(salt) == 64
    for address in (ADDRESS, "/open-data/signature-chain.json", "/open-data/signatories.json"):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert salt.encode() not in body


def test_a_partner_that_was_renamed_or_merged_is_named_as_it_was_and_is(client: Client, signature) -> None:
    into = partner("Sample Transport")
    Signature.objects.filter(pk=signature.pk).update(partner=into)
    signature.refresh_from_db()
    Partner.objects.filter(slug="sample-owheels-sons").update(merged_into=into, merged_on=DAY)
    append_event(kind=SignatureEvent.Kind.MERGED, signature=signature, at=noon(DAY))
    refresh_standing(into)
    soup = read(client, ADDRESS)
    assert facts(soup)["Signed for"] == "Sample Transport, then called Sample O’Wheels & 'Sons'"
    assert said(soup.select("article.entry h3")[1]) == "Link 2: partner merged"


def test_a_paper_signature_of_a_text_that_is_not_held_says_so(client: Client) -> None:
    edition()
    held = partner("Sample Wheels")
    done = Signature.objects.create(
        reference="SMA-2019-0001", partner=held, method="paper", authority="", signed_at=noon(DAY.replace(year=2019)),
        confirmed_at=noon(DAY), expires_at=noon(DAY),
    )  # fmt: skip
    append_event(kind=SignatureEvent.Kind.RECORDED, signature=done, at=noon(DAY))
    soup = read(client, "/signatures/SMA-2019-0001/")
    found = facts(soup)
    assert found["Signed"] == "Saturday 2 November 2019, on paper, recorded here by a coordinator"
    assert found["Text"] == "An earlier text, which this portal does not hold"
    assert found["By authority of"] == "Not recorded"
    assert soup.find(id="text") is None


def test_it_names_the_first_published_head_that_covers_it(client: Client, signature) -> None:
    assert "The head of the chain is published once a day" in said(read(client, ADDRESS).main)
    for days in (2, 1, 3):
        publish_head(on=DAY + timedelta(days=days), at=noon(DAY))
    assert "published on Tuesday 3 November 2026" in said(read(client, ADDRESS).main)


def test_the_code_on_the_page_leads_to_the_page(client: Client, signature) -> None:
    picture = read(client, ADDRESS).select_one(".qr[role=img]")
    assert picture["aria-label"] == f"QR code of http://127.0.0.1:8000{ADDRESS}"
    found = zxingcpp.read_barcodes(pixels_of_svg(str(picture.svg)))
    assert [code.text for code in found] == [f"http://127.0.0.1:8000{ADDRESS}"]


def test_nothing_that_a_signer_typed_becomes_markup(client: Client) -> None:
    edition_of(words_of("<u>First</u>", many(1)), on=DAY)
    hostile = '<script>alert("1")</script><u>'
    signed(partner(hostile), name=hostile, authority=hostile)
    soup = read(client, ADDRESS)
    assert soup.main.find("u") is None
    assert [script for script in soup.find_all("script") if not script.get("src")] == []
    assert facts(soup)["By authority of"].startswith(hostile)


def test_its_cost_does_not_grow_with_the_chain_or_the_signatures(client: Client, signature) -> None:
    one = queries_of(client, ADDRESS)
    for number in range(30):
        signed(partner(f"Sample other {number}"))
    ended(signature, DAY + timedelta(days=1))
    assert (one, queries_of(client, ADDRESS)) == (6, 6)
