"""What the site's own tables and those of the libraries hold about people."""

from compact_portal.audit.register import Personal, about_nobody, held, not_personal, personal

REPORT = "A year after it was answered, unless whoever runs the site has set another time"
ACCOUNT = "As long as they have an account"
SESSION = "Until you sign out, at most 12 hours"

personal(
    "site.ProblemReport",
    {
        "page": Personal("The page that a report of a problem is about", "To find and mend the problem", REPORT),
        "words": Personal("What a report of a problem says", "To find and mend the problem", REPORT),
        "email": Personal(
            "E-mail address on a report of a problem, if you leave one", "To answer you, and for nothing else", REPORT
        ),
        "token": Personal("A random number of the report", "To take a form that is sent twice as one", REPORT),
        "answer": Personal("What was answered", "To tell you, and to know what was done", REPORT),
        "closed_by": Personal("Who answered a report", "To ask them when it comes up again", REPORT),
    },
)
not_personal("site.ProblemReport", "reference")

personal(
    "sessions.Session",
    {
        "session_key": Personal("A random number that your browser shows", "To know that you are signed in", SESSION),
        "session_data": Personal(
            "Who is signed in, since when and with what kind of proof; while you sign in, your address and the code",
            "To keep you signed in, and to check the code", SESSION,
        ),
    },
)  # fmt: skip
personal(
    "account.EmailAddress",
    {
        "user": Personal("Which e-mail address belongs to whom", "Kept by the sign-in library; it is not used here", ACCOUNT),
        "email": Personal("Which e-mail address belongs to whom", "Kept by the sign-in library; it is not used here", ACCOUNT),
    },
)
personal("account.EmailConfirmation", {"key": Personal("A random number in a mail", "Not used here", ACCOUNT)})
personal(
    "mfa.Authenticator",
    {
        "user": Personal("Who has turned on a second factor", "To ask for it", "Until it is turned off"),
        "data": Personal(
            "The secret that your app and the portal share, encrypted, and which recovery codes are used up",
            "To check the code", "Until it is turned off",
        ),
    },
)  # fmt: skip
not_personal("mfa.Authenticator", "type")
personal(
    "usersessions.UserSession",
    {
        "user": Personal("In which browsers somebody is signed in", "So that they can look, and sign out everywhere", SESSION),
        "session_key": Personal("A random number that your browser shows", "To know that you are signed in", SESSION),
        "user_agent": Personal(
            "What kind of browser it is, such as “Firefox on Windows”", "So that you recognise it in the list", SESSION
        ),
    },
)
# The address of the connection is not kept: "::" stands there for everybody (signatories/signals.py).
not_personal("usersessions.UserSession", "ip", "data")
# The library for staff directories has tables; what a directory says is used at once and not written into them.
NOT_KEPT = Personal("What a staff directory says of somebody who signs in through it", "Not kept", "Not at all")
personal("socialaccount.SocialAccount", {"user": NOT_KEPT, "uid": NOT_KEPT, "extra_data": NOT_KEPT})
personal("socialaccount.SocialToken", {"token": NOT_KEPT, "token_secret": NOT_KEPT})
not_personal("socialaccount.SocialAccount", "provider")
not_personal("socialaccount.SocialApp", "provider", "provider_id", "name", "client_id", "secret", "key", "settings")
personal(
    "admin.LogEntry",
    {
        "user": Personal(
            "Who changed a record in the administration pages", "So that changes can be traced", "As long as the record"
        ),
        "object_repr": Personal("What the changed record was called", "So that changes can be traced", "As long as the record"),
        "change_message": Personal("Which columns were changed", "So that changes can be traced", "As long as the record"),
    },
)
not_personal("admin.LogEntry", "object_id")
# Not a model: the table in which the workers of the portal share their counting.
personal(
    "cache.portal_cache",
    {
        "cache_key": Personal(
            "The address of your connection (of the newer kind its network only), with the times at which you tried",
            "To stop somebody who tries codes or sends forms over and over",
            "Some minutes, at most a day after it was used",
        ),
    },
)  # fmt: skip
# Django's own lists of what programs may do and what tables there are. Nobody is in them: parts stand on memberships.
not_personal("auth.Permission", "name", "codename")
not_personal("auth.Group", "name")
not_personal("contenttypes.ContentType", "app_label", "model")

held(
    "site.ProblemReport",
    "Problems that you reported",
    address=["email"],
    stays=["page", "words", "token", "answer", "closed_by"],
    hidden=["token"],
)
held(
    "sessions.Session",
    "Your sessions",
    finder="compact_portal.audit.queries.sessions_of",
    gone=True,
    hidden=["session_key", "session_data"],
)
held("usersessions.UserSession", "Where you are signed in", person=["user"], gone=True, hidden=["session_key"])
held("mfa.Authenticator", "Your second factors", person=["user"], gone=True, hidden=["data"])
held("account.EmailAddress", "Your address with the sign-in library", person=["user"], address=["email"], gone=True)
held(
    "account.EmailConfirmation",
    "Mails to confirm your address",
    person=["email_address__user"],
    address=["email_address__email"],
    gone=True,
    hidden=["key"],
)
held("socialaccount.SocialAccount", "What a staff directory says of you", person=["user"], gone=True)
held(
    "socialaccount.SocialToken",
    "What a staff directory gave out for you",
    person=["account__user"],
    gone=True,
    hidden=["token", "token_secret"],
)
about_nobody("admin.LogEntry", "It says who changed a record; the record itself is whose it is")
about_nobody("cache.portal_cache", "It holds addresses of connections as digests, for minutes")
