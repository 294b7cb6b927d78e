"""What public references begin with."""

import re
import unicodedata


def reference_prefix(place: str) -> str:
    """The first three letters of a place in capitals, for public references; CMP where it has fewer."""
    plain = unicodedata.normalize("NFKD", place)
    letters = re.sub(r"[^A-Za-z]", "", plain).upper()
    return letters[:3] if len(letters) >= 3 else "CMP"
