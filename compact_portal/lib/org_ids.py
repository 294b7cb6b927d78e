"""Identifiers of organisations as org-id.guide has them: a list code, a hyphen, the number in that list.

Source: field-rules, "Organisation identifiers"; the lists' own formats.
"""

import re

SHAPES: dict[str, tuple[str, str]] = {
    "GB-CHC": (r"\d{6,7}(-\d{1,4})?", "a charity number has 6 or 7 digits"),
    "GB-COH": (r"[A-Z0-9]{2}\d{6}", "a company number has 8 characters, such as 01234567 or RS012345"),
    "GB-LAE": (r"[A-Z]{3}", "an English council has three letters, such as DAC"),
    "GB-NHS": (r"[A-Z0-9]{3,6}", "an NHS body has 3 to 6 letters and digits"),
    "GB-SC": (r"SC\d{6}", "a Scottish charity number is SC and 6 digits"),
    "GB-NIC": (r"\d{6}", "a Northern Irish charity number has 6 digits"),
    "GB-MPR": (r"[A-Z0-9]{4,8}", "a mutual's number has 4 to 8 letters and digits"),
    "GB-CASC": (r"[A-Z0-9]{1,12}", "a sports club's number has letters and digits"),
    "GB-EDU": (r"\d{6}", "a school's number has 6 digits"),
    "GB-UKPRN": (r"\d{8}", "a UK provider number has 8 digits"),
}


def checked(text: str, *, own_prefix: str = "") -> str:
    """The identifier in its one spelling, such as GB-CHC-1234567. ValueError says what is wrong and what to type.

    `own_prefix` is the portal's publisher prefix, for bodies that no list has; without one such identifiers are refused.
    """
    bare = re.sub(r"\s+", "", text).upper()
    if own_prefix and bare.startswith(own_prefix.upper() + "-"):
        rest = re.sub(r"\s+", "", text)[len(own_prefix) + 1 :].lower()
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rest):
            return f"{own_prefix}-{rest}"
        raise ValueError(f"After {own_prefix}- come small letters, digits and hyphens.")
    for code, (shape, says) in sorted(SHAPES.items(), key=lambda item: -len(item[0])):
        if bare.startswith(code + "-"):
            if re.fullmatch(shape, bare[len(code) + 1 :], re.ASCII):
                return bare
            raise ValueError(f"{bare} does not look right: {says}.")
    raise ValueError(f"Start with a list that is known ({', '.join(SHAPES)}), then a hyphen and the number.")
