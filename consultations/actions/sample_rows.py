"""What the sample year asks: a dozen consultations in every state, and what people say to them. All of it is invented."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One sample consultation. Days count from today: `opens` when it opens, `days` how long it is open, both at first.

    `habits` say what is kept and what is not: "short" a reason for a short window, "extended", "early" closed early,
    "draft", "waiting" for approval, "outcome" published in time, "late-outcome" later and explained, "decided" in the light
    of the answers, "decided-early" before the close and explained, "published-late" a decision that came late, "unnamed"
    groups explained, "no-effect" the effect explained.
    """

    agency: str
    title: str
    proposal: str
    why: str
    options: tuple[str, ...]
    effect: str
    audiences: tuple[str, ...]
    opens: int
    days: int = 56
    answers: int = 0
    habits: frozenset[str] = field(default_factory=frozenset)


def _row(agency: str, title: str, texts: tuple[str, str, str], options: tuple[str, ...], audiences: tuple[str, ...], opens: int,
         *habits: str, days: int = 56, answers: int = 0) -> Row:  # fmt: skip
    proposal, why, effect = texts
    return Row(agency, f"Sample: {title}", proposal, why, options, effect, audiences, opens, days, answers, frozenset(habits))


BOROUGH, COUNTY = "Sample Borough Council", "Sample County Council"

ROWS: tuple[Row, ...] = (
    _row(
        BOROUGH, "where the Saturday market stands",
        ("We want to move the Saturday market from the square to the old yard.",
         "The square is being paved anew, and the yard is free from spring.",
         "Charities hold nine of the forty stalls. The yard has room for thirty-two, so stalls may be shared."),
        ("Move it to the yard", "Leave it in the square", "Use both, in turn"), ("everybody", "groups"), -21, answers=24,
    ),
    _row(
        COUNTY, "bus passes for volunteers who drive",
        ("We want to give a bus pass to people who drive for others without pay.",
         "Drivers tell us that they pay their own way to the garage.",
         "Groups that run minibuses would keep more of their drivers. It costs them nothing."),
        ("A pass for all drivers", "A pass after a year", "No pass"), ("volunteers", "older"), -10, answers=12,
    ),
    _row(
        BOROUGH, "how small grants are shared out",
        ("We want one form and one page of rules for every grant under £1,000.",
         "Small groups say that the forms are longer than the grants.",
         "Groups without paid staff would spend less time on asking."),
        ("One form for all", "Two forms", "No change"), ("small-groups",), 12,
    ),
    _row(
        BOROUGH, "opening hours of the community rooms",
        ("We want to open the rooms on Sundays and close them on Mondays.", "More groups ask for Sundays than for Mondays.",
         "Three groups that meet on Mondays would have to move."),
        ("Sundays", "Mondays", "Both"), ("groups", "faith"), 40, "draft",
    ),
    _row(
        COUNTY, "a charter for young carers",
        ("We want to promise young carers six things in writing.", "The county has no such promise, and its neighbours have.",
         "Groups that work with young carers would help to keep it."),
        ("The charter as drafted", "A shorter one", "None"), ("young", "carers"), 30, "waiting",
    ),
    _row(
        BOROUGH, "money left over for winter warmth",
        ("We want to give what is left of this winter’s fund to six warm rooms.",
         "The money has to be spent by the end of the financial year.",
         "Six groups that run warm rooms would be paid within a month."),
        ("Six rooms", "Three larger rooms", "Hand it back"), ("older", "excluded"), -8, "short", days=28, answers=9,
    ),
    _row(
        COUNTY, "transport to hospital from the villages",
        ("We want to join four schemes for lifts to hospital into one.",
         "The schemes cover the same villages, and none covers all.",
         "Four groups would share one booking office and keep their drivers."),
        ("One scheme", "Two schemes", "Four as now"), ("health", "disabled"), -50, "extended", answers=15,
    ),
    _row(
        BOROUGH, "a code of practice for funding and procurement",
        ("We want to write down how the council buys from the sector and funds it.", "The compact plans such a code.",
         "Every group that the council pays would know what to expect."),
        ("A code of ten pages", "A page of principles"), ("groups", "business"), -77, answers=20,
    ),
    _row(
        BOROUGH, "allotments behind the station",
        ("We want to let half of the allotments behind the station to groups.", "The list for plots is shorter than it was.",
         "Two groups have asked for ground for eight years."),
        ("Half", "A quarter", "None"), ("residents", "groups"), -160, answers=16,
    ),
    _row(
        BOROUGH, "the plan for volunteering",
        ("We want a plan for five years that says how the council helps people to volunteer.", "The last plan has run out.",
         "The volunteer centre would be paid to carry out half of it."),
        ("The plan as drafted", "A plan for three years"), ("volunteers", "groups"), -290, "outcome", "decided", answers=22,
    ),
    _row(
        COUNTY, "day centres in the north",
        ("We want to close one of three day centres and put the money into the other two.", "One building is past repair.",
         "One group would lose its rooms, and two would gain hours."),
        ("Close one", "Close none and mend it", "Move all three into one"), ("older", "carers"), -215,
        "late-outcome", "decided-early", answers=12,
    ),
    _row(
        COUNTY, "advice in libraries",
        ("We want advice workers in all libraries on one day a week.", "People ask librarians for advice that they cannot give.",
         "Two advice charities would have a room without rent."),
        ("One day", "Two half days"), ("excluded", "newcomers"), -430, "outcome", "decided", "published-late", answers=14,
    ),
    _row(
        BOROUGH, "street collections",
        ("We want to let charities collect in the street on ten more days.", "More charities ask than there are days.",
         "Small charities would be first in line for the new days."),
        ("Ten more days", "Five more", "As now"), ("small-groups", "business"), -120, "early", "unnamed", answers=8,
    ),
)  # fmt: skip

SAID = (
    "We are for it, as long as small groups are asked again before it begins.",
    "It would help us. Please say by when it starts.",
    "It is too far for those of us who walk with a stick.",
    "Leave it as it is: people know where to go.",
    "Half of our members cannot come on that day.",
    "A good idea, and overdue.",
    "What does it cost, and who pays for it in the second year?",
    "We can live with it if there is a room to meet in.",
    "The leaflet was hard to read. After the second reading we agree.",
    "Ask the people who use it most, not only those who fill in forms.",
)
GROUPS = (("Sample Women’s Group", "women"), ("Sample Minority Ethnic Forum", "minority"), ("Sample Night Shelter", "excluded"))
THEMES = (
    ("Time and place", "Many say that the day or the place does not suit them.", "We offer a second day each month.",
     "We do not offer every day: there are not enough people to open the doors."),
    ("Cost", "Some ask who pays in the second year.", "The second year is in the budget, and we publish the figures.", ""),
    ("Being asked", "Small groups want to be asked again.", "We ask them again six months after the start.", ""),
)  # fmt: skip
