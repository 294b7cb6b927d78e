"""Reports of mail servers are read, and nothing else is taken for one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.bounces import MOST_BYTES, NotAReport, read_report

SAMPLES = Path(__file__).parents[1] / "data" / "bounces"
OURS = "<5d41402abc4b2a76b9719d911017c592@portal.example>"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    ("name", "failed", "diagnostic", "dead"),
    [
        ("postfix-no-such-user", True, "5.1.1", True),
        ("exim-headers-only", True, "5.0.0", True),
        ("exchange-forwarded", True, "5.7.1", True),
        ("old-server", True, "5.0.0", True),
        ("expired", True, "4.4.1", False),
        ("delayed", False, "4.4.1", False),
        ("delivered", False, "2.0.0", False),
    ],
)
def test_a_report_says_which_mail_and_what_became_of_it(name, failed, diagnostic, dead, ends):
    report = read_report(sample(name).replace(b"\n", ends))
    assert (report.message_id, report.failed, report.diagnostic, report.dead) == (OURS, failed, diagnostic, dead)


def test_every_sample_is_used():
    used = Path(__file__).read_text(encoding="utf-8")
    assert [path.stem for path in SAMPLES.glob("*.eml") if f'"{path.stem}"' not in used] == []


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "It is empty"),
        (b" \n\n", "It is empty"),
        (b"\x00\xff\xfe\x89PNG" * 100, "no delivery status notification"),
        (b"hello\n", "no delivery status notification"),
        (sample("away-reply"), "no delivery status notification"),
        (sample("postfix-no-such-user").replace(b"\nMessage-ID: <5d", b"\nX-Id: <5d"), "does not say which mail"),
        (b"x" * (MOST_BYTES + 1), "larger than 1 MB"),
        (sample("postfix-no-such-user")[:900], "no delivery status notification"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(raw, why):
    with pytest.raises(NotAReport, match=why):
        read_report(raw)


def test_a_report_deep_in_boxes_is_refused_and_not_followed_for_ever():
    boxes = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))
    with pytest.raises(NotAReport):
        read_report(boxes)


@given(st.binary(max_size=400), st.integers(0, 3000), st.sampled_from(sorted(path.stem for path in SAMPLES.glob("*"))))
def test_broken_bytes_in_a_report_are_read_or_refused_and_never_break_it(junk, at, name):
    raw = sample(name)
    try:
        report = read_report(raw[:at] + junk + raw[at + len(junk) :])
    except NotAReport:
        return
    assert report.message_id.startswith("<")
    assert report.diagnostic[0] in "245"
    assert len(report.diagnostic) <= 9
    assert len(report.message_id) <= 210


def test_a_part_with_a_message_inside_that_is_none_is_passed_over():
    raw = sample("old-server").replace(b"Content-Type: message/rfc822", b"Content-Type: message/rfc822\nX: \xff")
    assert read_report(raw).message_id == OURS
