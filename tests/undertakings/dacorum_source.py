"""What the text of the published Dacorum Compact says, as a list that a person can check against the document.

It holds labels, facts and the anchors that carry them, never the document's sentences. `must` are the words without
which an undertaking would no longer be the one of the document; they are looked for in the items of the label, whatever
the case. Lists of words are written "first; second". The document itself bears no date. Its annexes stand in
`dacorum_reference.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One thing of the document, the anchors that carry it here in the order of the text, and words they must have."""

    label: str
    anchors: tuple[str, ...]
    must: tuple[str, ...]


def listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("; "))


def _source(label: str, anchors: str, must: str) -> Source:
    return Source(label, tuple(anchors.split()), listed(must))


CHALLENGES = (
    _source("make it known, and its relevance", "publicise", "strategies; operations; both sectors; “buy in”"),
    _source("policy makers know the undertakings", "policy-makers", "policy; undertakings; thoroughly"),
    _source("capacity and resources of all partners", "capacity", "every partner; capacity; resources"),
    _source("a review process that means something", "review-process", "process of review; monitor; performs"),
    _source("difficult situations", "difficult-situations", "difficult situations; funding"),
)

PRINCIPLES = (
    _source("a healthy sector for a democratic society", "democracy", "democratic society; healthy; volunteer"),
    _source(
        "equality of opportunity",
        "equality",
        (
            "both sectors; acknowledge; equality of opportunity; race; age; disability; gender; sexual orientation; "
            "religion or belief"
        ),
    ),
    _source("distinct but complementary roles", "roles", "public policy; public services; complement; of their own"),
    _source(
        "meaningful consultation",
        "meaningful-consultation",
        "meaningful; relationships; policy; designed; delivered; services and programmes",
    ),
    _source(
        "independence understood and respected",
        "independence-respected",
        "healthy; diverse; understood and respected",
    ),
    _source("sustainable resources", "sustainable-resources", "voluntary activity; thrive; sustainable"),
    _source("entitled to campaign", "campaigning", "entitled; campaign; within the law; aims"),
    _source(
        "the council and other agencies as funders",
        "funding-relationship",
        ("Dacorum Borough Council; other statutory agencies; significant; core Third Sector organisations; important part"),
    ),
    _source(
        "agendas from elsewhere",
        "wider-agendas",
        "agendas; priorities; initiatives; standards; nation; region; sub-region; influence; sometimes control",
    ),
    _source(
        "accountability and what both need",
        "accountability",
        "stakeholders; integrity; objectivity; accountability; openness; honesty; leadership",
    ),
    _source("partnership gives better services", "partnership", "better services; better outcomes; open and; honest"),
)

# Promises that stand in running text of the document, not in a bullet.
PROSE_PROMISES = (
    _source(
        "Independence",
        "support-independence right-to-campaign right-to-comment right-to-challenge own-affairs",
        (
            "Statutory agencies; recognise; support; within the law; campaign; comment; challenge; whether or not they "
            "fund; decide on; manage"
        ),
    ),
    _source("Funding: lead-in", "criteria-consulted", "consult; voluntary and community sector; criteria; procedures"),
    _source(
        "Policy: the part in planning",
        "compact-in-dacorum-partnership compact-in-community-strategy compact-in-area-agreement partners-in-planning",
        (
            "Dacorum Partnership; Local Strategic Partnership; Sustainable Community Strategy; Community Plan; Herts "
            "Local Area Agreement; Compact Partners; key"
        ),
    ),
    _source(
        "Voluntary sector: preamble",
        "unique-role best-value grant-funded-work",
        "recognises; role; duties; best value; all public funds; comment; assess; grants",
    ),
)

FUNDING_BULLETS = (
    _source(
        "1 clear and consistent criteria",
        "clear-criteria",
        "clear; consistent; value for money; aims of the statutory agencies",
    ),
    _source(
        "2 objectives and needs of organisations",
        "their-objectives",
        "take account; objectives; efficiently; effectively",
    ),
    _source(
        "3 common, transparent arrangements",
        (
            "common-arrangements agree-objectives evaluate-objectives prompt-payment review-support consult-on-changes "
            "future-funding-early notice-of-reductions"
        ),
        (
            "common and transparent; objectives; performance indicators; targets; agreed; evaluated; payment; prompt; "
            "reviewed; consulted on changes; as early as possible; normally before; grant period; notice; in line with "
            "the guidelines; Portfolio Holder; consults; Chair and Chief Officer’s Group (CHACE)"
        ),
    ),
    _source(
        "4 multi-year funding",
        "multi-year",
        "long-term; multi-year; recognised; where it is appropriate; plan; stable",
    ),
    _source("5 other forms of support", "other-support", "where appropriate; premises; gifts in kind"),
    _source(
        "6 aligning funding systems",
        "align-funding-systems",
        "work towards; aligning; within each agency; to another",
    ),
    _source("7 full cost recovery", "full-cost-recovery", "full cost recovery; principle; difficult; acknowledged"),
)
POLICY_BULLETS = (
    _source("1 appraisal", "appraise-policies", "each new policy; each new procedure; appraised; likely to affect"),
    _source(
        "2 consultation and its time",
        "consult-on-issues reasonable-timescales eight-weeks",
        "likely to affect; consulted; reasonable; usually; eight weeks; wider voluntary and community sector; users",
    ),
    _source(
        "3 women, minority groups, excluded people",
        "representative-groups",
        "women; minority groups; socially excluded; needs and interests; representative groups",
    ),
    _source(
        "4 confidentiality",
        "confidentiality",
        "voluntary and community organisations; ask; confidential; respected",
    ),
    _source("5 codes of practice", "codes-of-practice", "codes of practice; national guidelines"),
)
IMPROVED_BULLETS = (
    _source("1 across directorates and agencies", "effective-partnership", "directorates; several agencies; promotes"),
    _source("2 decisions made public", "decisions-public", "whenever possible; made public"),
    _source("3 smaller groups", "smaller-groups", "many smaller; recognises; role; contribution"),
    _source("4 yearly review", "yearly-review", "every year; together; CHACE group; local compact"),
)
VOLUNTARY_FUNDING_BULLETS = (
    _source(
        "1 governance, reporting, accounts",
        "governance report-and-account charity-accounts",
        (
            "high standards; governance; conduct; report; account to; funders; users; accounting framework; charities; "
            "where it applies"
        ),
    ),
    _source(
        "2 the law and the Charity Commission",
        "the-law charity-commission-guidance",
        "respect the law; accountable to it; Charity Commission; appropriate; political activities; campaigning",
    ),
    _source("3 quality standards", "quality-standards", "quality standards; where these suit the organisation"),
)
VOLUNTARY_POLICY_BULLETS = (
    _source(
        "1 people informed and consulted",
        "inform-people consult-people",
        ("service users; volunteers; members; supporters; staff; informed; consulted; appropriate and possible; positions"),
    ),
    _source("2 confidentiality of agencies", "agency-confidentiality", "confidential; access; respect"),
)
GOOD_PRACTICE_BULLETS = (
    _source("1 working relationships", "working-relationships", "promote; effective; statutory agencies"),
    _source(
        "2 users and carers",
        "involve-users involve-carers",
        "wherever possible; users; carers; where appropriate; developing; managing",
    ),
    _source(
        "3 policies and codes",
        "best-practice-policies equality-policies joint-codes",
        (
            "do their best; best practice; equality of opportunity; employment; volunteers; services; codes of good "
            "practice; jointly; national guidelines"
        ),
    ),
)
STATUTORY_BULLETS = FUNDING_BULLETS + POLICY_BULLETS + IMPROVED_BULLETS
VOLUNTARY_BULLETS = VOLUNTARY_FUNDING_BULLETS + VOLUNTARY_POLICY_BULLETS + GOOD_PRACTICE_BULLETS

# Where one sentence of the document became several items: what each must have, limits such as "usually" included.
_FACTS_OF_SPLIT_ITEMS = {
    "support-independence": "independent; Statutory agencies recognise; support it",
    "right-to-campaign": (
        "Third Sector organisations; right; within the law; Statutory agencies; recognise; support; campaign; "
        "whether or not they fund the organisation"
    ),
    "right-to-comment": (
        "Third Sector organisations; right; within the law; Statutory agencies; recognise; support; comment on the "
        "policies of statutory authorities; whether or not they fund the organisation"
    ),
    "right-to-challenge": (
        "Third Sector organisations; right; within the law; Statutory agencies; recognise; support; challenge the "
        "policies of statutory authorities; whether or not they fund the organisation"
    ),
    "own-affairs": (
        "Third Sector organisations; right; within the law; Statutory agencies; recognise; support; decide on their "
        "own affairs; manage"
    ),
    "compact-in-dacorum-partnership": "key; Dacorum Partnership; Local Strategic Partnership; planning",
    "compact-in-community-strategy": "key; Sustainable Community Strategy; Community Plan; developed",
    "compact-in-area-agreement": "key; Herts Local Area Agreement; developed",
    "partners-in-planning": "Compact Partners; all three; Dacorum Partnership; strategy; agreement",
    "unique-role": "recognises; role; duties; nobody else",
    "best-value": "recognises; duty; best value; all public funds",
    "grant-funded-work": "recognises; duty; comment on; assess; voluntary sector; grants",
    "common-arrangements": (
        "common and transparent; agreeing objectives; evaluating; paying; reviewing support; consulting on changes; "
        "telling organisations about future funding"
    ),
    "agree-objectives": "objectives; performance indicators; targets; agreed",
    "evaluate-objectives": "objectives; performance indicators; targets; evaluated",
    "prompt-payment": "payment; prompt",
    "review-support": "financial support; reviewed",
    "consult-on-changes": "consulted on changes; funding",
    "future-funding-early": "as early as possible; future funding; normally before; current grant period ends",
    "notice-of-reductions": ("reduced; notice; guidelines; Portfolio Holder; consults; Chair and Chief Officer’s Group (CHACE)"),
    "consult-on-issues": "likely to affect; consulted; Third Sector",
    "reasonable-timescales": "response; reasonable",
    "eight-weeks": "wider voluntary and community sector; usually has eight weeks; consult its own users",
    "governance": "high standards; governance; conduct",
    "report-and-account": "report; account; funders; users",
    "charity-accounts": "accounting framework for charities; where it applies",
    "the-law": "respect the law; accountable to it",
    "charity-commission-guidance": (
        "Charities; guidance of the Charity Commission; appropriate; political activities; campaigning"
    ),
    "inform-people": (
        "staff; volunteers; members; supporters; service users; appropriate and possible; what it does; positions "
        "that it takes on policy; informed"
    ),
    "consult-people": (
        "staff; volunteers; members; supporters; service users; appropriate and possible; what it does; positions "
        "that it takes on policy; consulted"
    ),
    "involve-users": "Users; wherever possible; developing; managing; activities and services",
    "involve-carers": "Carers; where appropriate; developing; managing; activities and services",
    "best-practice-policies": (
        "activities; employment; involving volunteers; providing services; do their best; policies; best practice"
    ),
    "equality-policies": (
        "activities; employment; involving volunteers; providing services; do their best; policies; equality of opportunity"
    ),
    "joint-codes": ("Jointly with statutory agencies; do their best; codes of good practice; in line with national guidelines"),
}
FACTS_OF_SPLIT_ITEMS = {anchor: listed(words) for anchor, words in _FACTS_OF_SPLIT_ITEMS.items()}

# What each section of prose says, by its anchor.
_PROSE_FACTS = {
    "introduction": (
        "shared values; understanding; respect for one another; local community; everyone in the Borough; 2002; "
        "Codes of Practice; Volunteering; Consultation; others are planned; comes to life; highlight what works "
        "well; inspire partners; balance; alive; dust; long history; Dacorum Borough Council; Town and Parish "
        "Councils; other statutory agencies; informally; networking; around 60 signatories; framework; change; "
        "conflict; ChangeUp; Full Cost Recovery; Infrastructure Consortia; Local Area Agreements (LAAs); Local "
        "Strategic Partnerships (LSPs); Sustainable Community Strategies; the Third Sector; panic; jargon buster; "
        "widely accepted"
    ),
    "about-this-text": "restatement; plain English; bears no date; adopted wording",
    "aims": "promote partnerships; everyone in Dacorum; framework; more effective; co-ordinated",
    "vision": (
        "committed; nurture and support; distinctive; public sector; private sector; active citizenship; respond "
        "quickly; users; no voice; poverty; quality of life; socially excluded; one community; resources"
    ),
    "policy": "Dacorum Borough Council; other statutory agencies",
    "improved": "the Borough Council undertakes to improve; practices; procedures; Third Sector",
    "funding": "criteria and procedures for funding",
}
PROSE_FACTS = {anchor: listed(words) for anchor, words in _PROSE_FACTS.items()}
# How many paragraphs of prose each section has: one more would say something that nobody has checked.
PARAGRAPHS = {
    "introduction": 8,
    "about-this-text": 2,
    "aims": 1,
    "vision": 4,
    "principles": 1,
    "funding": 1,
    "policy": 1,
    "improved": 1,
}

# Theme number, its anchor, how many of the document's bullets it carries, and who is bound where not the whole sector.
THEMES = (
    ("S1", "independence", 0, ""),
    ("S2", "funding", 7, ""),
    ("S3", "policy", 5, ""),
    ("S4", "improved", 4, "Dacorum Borough Council"),
    ("V1", "statutory-role", 0, ""),
    ("V2", "voluntary-funding", 3, ""),
    ("V3", "voluntary-policy", 2, ""),
    ("V4", "good-practice", 3, ""),
)

# Undertakings that no record of the portal can show.
NOT_MEASURED = frozenset(
    listed(
        "support-independence; right-to-campaign; right-to-comment; right-to-challenge; own-affairs; "
        "their-objectives; compact-in-dacorum-partnership; compact-in-community-strategy; compact-in-area-agreement;"
        " partners-in-planning; effective-partnership; unique-role; best-value; grant-funded-work; governance; "
        "charity-accounts; the-law; charity-commission-guidance; quality-standards; inform-people; consult-people; "
        "agency-confidentiality; working-relationships; involve-users; involve-carers; best-practice-policies; "
        "equality-policies"
    )
)
