"""What the annexes of the published Dacorum Compact hold, as a list that a person can check against the document.

Names, numbers, addresses, years and the words that a restated meaning must have, "first; second". The terms that the
portal added stand apart.
"""

from tests.undertakings.dacorum_source import listed

YEARS = frozenset({"2002", "2004", "2006", "2007"})

# Title here, what its words must have, an anchor that it shows, first and last year.
_EXAMPLES = (
    ("Core funding paid up front", "100%; upfront; financial year; DBC; core funding", "prompt-payment", 2002, 2007),
    (
        "Projects handed over so that they last",
        "Shopmobility; Connect Dacorum; sustained",
        "sustainable-resources",
        2002,
        2007,
    ),
    (
        "A financial audit of the right size",
        "financial audit; DBC; fees of accountants; smaller",
        "smaller-groups",
        2002,
        2007,
    ),
    ("Liaison Officers appointed", "Dacorum Borough Council; Liaison Officers", "review-support", 2002, 2007),
    ("Feasibility studies", "feasible; Management Services Organisation", "capacity", 2002, 2007),
    ("Premises released", "The Roundhouse; Volunteer Centre; Premises", "other-support", 2002, 2007),
    (
        "The CHACE group set up",
        "CHACE; Chairs; Chief Officers; core funded; Dacorum Borough Council; Officers; Councillors",
        "yearly-review",
        2002,
        2007,
    ),
    (
        "Code of Practice on Volunteering",
        "Dacorum Volunteering Code of Practice; published",
        "codes-of-practice",
        2002,
        2007,
    ),
    (
        "Code of Practice on Consultation",
        "Dacorum Consultation Code of Practice; published",
        "codes-of-practice",
        2002,
        2007,
    ),
    ("Agreements for three years", "Partnership Agreements; 3 years", "multi-year", 2002, 2007),
    ("Work shadowing", "Compact Week 2006; shadowed", "working-relationships", 2006, 2006),
    ("Rate relief", "20%; Discretionary; business rates", "other-support", 2002, 2007),
    (
        "Partners in the Local Strategic Partnership",
        "Local Strategic Partnership; Forums",
        "partners-in-planning",
        2002,
        2007,
    ),
    (
        "Employer Supported Volunteering",
        "DBC; Employer Supported Volunteering; staff; Third Sector",
        "democracy",
        2002,
        2007,
    ),
    (
        "Valuing Volunteers in Hertfordshire",
        "logo; Valuing Volunteers in Hertfordshire; Herts Local Area Agreement",
        "compact-in-area-agreement",
        2002,
        2007,
    ),
)
EXAMPLES = tuple((title, listed(must), shows, first, last) for title, must, shows, first, last in _EXAMPLES)

# Each term of the document's jargon buster, its short form, and what its meaning must have.
_TERMS = (
    (
        "Codes of Practice",
        "",
        (
            "Volunteering; Consultation; Funding and Procurement; Community groups; "
            "Ethnic Minority Voluntary and Community organisations"
        ),
    ),
    ("Community", "", "concern; interest; issue; place"),
    ("Community Sector", "", "blanket term; small community groups; volunteers; no paid staff; no regular"),
    ("Consultation", "", "opinion; future decisions; organised; fair; limits"),
    (
        "Dacorum Partnership",
        "LSP",
        (
            "Local Strategic Partnership (LSP); not set up by law; local authority; voluntary, community, private and "
            "public; major decisions"
        ),
    ),
    ("Full Cost Recovery", "", "all that it costs; overheads"),
    ("Hertfordshire Forward", "", "Herts Together; (2004-10); 4 themes; Local Area Agreement (LAA); lead body"),
    (
        "Herts Infrastructure Consortium",
        "",
        "nine Councils for Voluntary Services; ten Volunteer Centres; statutory partners; sustainable",
    ),
    (
        "Local Area Agreement",
        "LAA",
        (
            "single framework; government departments; children and young people; safer and stronger communities; "
            "healthier communities; older people"
        ),
    ),
    ("Partnership", "", "resources and responsibilities; co-operate; support"),
    ("Representatives", "", "elected; appointed; wider group"),
    ("Stakeholders", "", "volunteers; members; employees; trustees; funders; supporters; stake"),
    (
        "Statutory Sector",
        "",
        (
            "Acts of Parliament; parish and town councils; Secretary of State; Health Authorities; Probation; Police; "
            "Fire and Rescue; Ambulance"
        ),
    ),
    ("Third Sector", "", "not run for profit; voluntary and community sector; first two sectors"),
    (
        "Voluntary Sector",
        "",
        ("blanket term; self help groups; communities of interest; neighbourhood; local branches of national charities; campaign"),
    ),
)
TERMS = tuple((term, short_form, listed(must)) for term, short_form, must in _TERMS)

# Added for readers by the portal. A new one is added here on purpose, with a look at whether it is true.
TERMS_OF_THE_PORTAL = frozenset(
    listed(
        "Active citizenship; Best value; CHACE; ChangeUp; Charity Commission; Compact Week; Core funding; Council "
        "for Voluntary Service; Dacorum Borough Council; Discretionary rate relief; Edition; Employer Supported "
        "Volunteering; Gift in kind; Governance; Herts; Infrastructure Consortium; Liaison Officer; Management "
        "Services Organisation; Multi-year funding; National Council for Voluntary Organisations; Overheads; "
        "Partnership Agreement; Performance indicator; Portfolio Holder; Primary Care Trust; Restatement; Secretary "
        "of State; Shopmobility; Signatory; Socially excluded; Sustainable Community Strategy; Undertaking; Value "
        "for money; Voluntary and community organisation; Volunteer Centre"
    )
)

# Organisation, role, name, telephone.
CONTACTS = (
    ("Dacorum Borough Council", "Senior Manager, Community Engagement", "David Gill", "01442 228000"),
    ("Community Action Dacorum", "Executive Manager", "Mark Mitchell", "01442 253935"),
    ("Hertfordshire Constabulary", "Chief Inspector", "Paul Newell", "01442 271081"),
    (
        "East and North and West Hertfordshire Primary Care Trusts",
        "Public Health Partnership Manager",
        "Peter Wright",
        "01923 281652",
    ),
    ("Hertfordshire County Council", "Funding & Partnerships Manager", "Andrew Burt", "01992 555213"),
    ("Volunteer Centre Dacorum", "Manager", "Heather Allen", "01442 247209"),
)

LINKS = (
    ("The Compact", "http://www.thecompact.org.uk/"),
    ("NCVO Guide to Local Compacts", "http://www.ncvo-vol.org.uk/compactadvocacy/index.asp?id=1952"),
    ("Cabinet Office – Office of the Third Sector", "http://www.cabinetoffice.gov.uk/third_sector/compact/"),
    ("Dacorum Partnership (LSP)", "http://www.dacorumpartnershipnews.org.uk/"),
    ("Hertfordshire Forward", "http://www.hertslink.org/hertfordshireforward"),
)

CODES = (
    ("Volunteering", "published"),
    ("Consultation", "published"),
    ("Funding and Procurement", "planned"),
    ("Ethnic Minority Voluntary and Community organisations", "planned"),
    ("Community groups", "planned"),
)

# Rule, value, unit: what the compact itself sets, as the rules of the field read it.
THRESHOLDS = (
    ("consultation-window", "56", "days"),
    ("next-year-told", "0", "months"),
    ("full-cost", "1", "ratio"),
    ("payment", "0", "days"),
    ("evaluation-gap", "12", "months"),
    ("compact-review", "12", "months"),
)
