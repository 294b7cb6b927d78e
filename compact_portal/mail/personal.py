"""What the mail queue holds about people."""

from compact_portal.audit.register import Personal, held, not_personal, personal

KEPT = "30 days after it was sent or given up, unless whoever runs the site has set another time"

personal(
    "mail.Message",
    {
        "to": Personal("The e-mail address that a mail goes to", "To send it", KEPT),
        "subject": Personal("What a mail says", "To send it, and to answer when somebody asks whether it went", KEPT),
        "body": Personal("What a mail says", "To send it, and to answer when somebody asks whether it went", KEPT),
        "why": Personal("What a mail says", "To send it, and to answer when somebody asks whether it went", KEPT),
        "unsubscribe": Personal("The link that ends a series of mails", "So that one press ends it", KEPT),
        "retried_by": Personal("Who had a mail sent again", "To say who did it", KEPT),
    },
)
# `problem` and `bounce_class` are kinds and numbers: what the mail server wrote in words is not kept.
not_personal("mail.Message", "message_id", "once", "problem", "bounce_class")

personal(
    "mail.Address",
    {
        "address": Personal(
            "An e-mail address that mail cannot reach",
            "So that the coordinator can ask for one that works",
            "A year after the last mail to it came back, or 30 days after it was put right",
        ),
        "mended_by": Personal("Who put an e-mail address right", "To say who did it", "30 days after it was put right"),
    },
)
not_personal("mail.Address", "bounce_class")

# A mail may hold a link that acts, so its words are not shown a second time.
held("mail.Message", "Mail to you", address=["to"], gone=True, hidden=["body", "unsubscribe"])
held("mail.Address", "Your address, where mail does not reach it", address=["address"], gone=True)
