"""Whom a consultation is for. Two that are for the same people in the same weeks make both hard to answer."""

from collections.abc import Collection

EVERYBODY = "everybody"
AUDIENCES: dict[str, str] = {
    EVERYBODY: "Everybody in the area",
    "groups": "Voluntary and community groups",
    "small-groups": "Small groups without paid staff",
    "volunteers": "Volunteers",
    "residents": "Residents of a neighbourhood",
    "tenants": "Tenants",
    "young": "Children and young people",
    "older": "Older people",
    "carers": "Carers",
    "disabled": "Disabled people",
    "health": "Patients and people with a long-term illness",
    "women": "Women",
    "minority": "Minority ethnic communities",
    "faith": "Faith communities",
    "lgbt": "Lesbian, gay, bisexual and transgender people",
    "excluded": "People on low incomes or without a home",
    "newcomers": "Refugees and newcomers",
    "business": "Local businesses",
}


def shared(ours: Collection[str], theirs: Collection[str]) -> list[str]:
    """The audiences, in words, that two consultations ask at once; one for everybody meets every other."""
    if EVERYBODY in ours and EVERYBODY in theirs:
        return [AUDIENCES[EVERYBODY]]
    if EVERYBODY in ours or EVERYBODY in theirs:
        met = (set(ours) | set(theirs)) - {EVERYBODY}
    else:
        met = set(ours) & set(theirs)
    return [words for key, words in AUDIENCES.items() if key in met]
