"""What XML cannot carry is taken out, and nothing else."""

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.lib.xml_text import xml_text


def test_words_and_signs_stay():
    assert xml_text("Café 🌱\t漢字\n") == "Café 🌱\t漢字\n"
    assert xml_text("A\uffffB\x0bC\x00D\ud800E") == "ABCDE"


@settings(deadline=None)
@given(st.text())
def test_whatever_is_left_can_be_read_back(text):
    made = ElementTree.Element("a")
    made.text = xml_text(text)
    assert ElementTree.fromstring(ElementTree.tostring(made, encoding="utf-8")) is not None
