"""Text for documents in XML, which has no place for some characters that a person can paste."""

from compact_portal.lib.folding import clean

# Two that Unicode sets apart for ever, and every reader of XML refuses.
_REFUSED = dict.fromkeys((0xFFFE, 0xFFFF))


def xml_text(text: str) -> str:
    """The text without control characters and what else XML cannot carry. Tab and line ends stay."""
    return clean(text).translate(_REFUSED)
