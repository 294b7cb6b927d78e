"""What is held about people and their parts."""

from compact_portal.audit.register import Personal, held, not_personal, personal

ACCOUNT = "As long as they have an account; then in the history of changes until the person asks for it to go"
PART = "As long as the compact is kept, so that it can be told who acted for whom at the time"
PARTNER = "As long as the partner stands in the directory; then in its history"

personal(
    "signatories.Person",
    {
        "email": Personal("E-mail address of somebody who signs in", "To send the code to sign in with, and notices", ACCOUNT),
        "name": Personal("Name of somebody who signs in", "To show who did what to those who work together", ACCOUNT),
        "password": Personal(
            "A mark that says that no password is set", "The program asks for such a column; nobody has a password", ACCOUNT
        ),
    },
)
personal(
    "signatories.Membership",
    {
        "person": Personal("Who acts for which organisation, as what, from when until when", "To know who may do what", PART),
        "job_title": Personal("Job title", "To show in what role somebody acts for their organisation", PART),
    },
)
personal(
    "signatories.Coordination",
    {"person": Personal("Who coordinates the compact, from when until when", "To know who may do what", PART)},
)
personal(
    "signatories.Partner",
    {
        "public_contact": Personal(
            "How to reach an organisation, as it wants to be reached, which may name a person", "Shown to the public", PARTNER
        ),
        "champion": Personal("Name of an organisation’s compact champion", "Shown to the public, as the compact promises", PARTNER),
        "pledge": Personal(
            "What an organisation pledges, in its own words, which may name a person", "Shown to the public", PARTNER
        ),
    },
)
# An organisation's own name and number; a group of one person stands under the name that it chose for the public.
not_personal(
    "signatories.Partner", "name", "slug", "sector", "kind", "income_band", "website", "refused_reason", "name_key", "stands"
)
not_personal("signatories.Identifier", "value")
not_personal("signatories.Membership", "role")

JOURNEY = "A week after it was last saved; what became a signature goes with the journey at once"
SIGNED = "As long as the compact is kept, since it proves who signed; the name goes when the person asks, the rest stays"
ADDRESS = "Until a year after the signature was confirmed or ran out"

personal(
    "signatories.SigningJourney",
    {
        "answers": Personal("What somebody has typed on the way to signing", "To go on where they stopped", JOURNEY),
        "email": Personal("Address to which the link to go on was sent", "To send that link", JOURNEY),
    },
)
not_personal("signatories.SigningJourney", "key")
personal(
    "signatories.Signature",
    {
        "signer": Personal("The account of the person who signed", "To know who signed", SIGNED),
        "signer_name": Personal("Name of the person who signed for an organisation", "Shown with the signature", SIGNED),
        "signer_role": Personal("Role in which they signed", "Shown with the signature", SIGNED),
        "signer_email": Personal("Address that confirmed the signature", "To confirm it, and to ask about it", ADDRESS),
        "authority": Personal("The body that gave authority to sign, which may name a person", "Shown with the signature", SIGNED),
        "checked_by": Personal("The coordinator who checked it", "To know who decided", SIGNED),
        "withdrawn_by": Personal("Who withdrew it", "To know who decided", SIGNED),
        "invalidated_by": Personal("Who invalidated it", "To know who decided", SIGNED),
        "withdrawn_reason": Personal("Why it was withdrawn, which may name a person", "Shown with the signature", SIGNED),
        "invalidated_reason": Personal("Why it was invalidated, which may name a person", "Shown with the signature", SIGNED),
    },
)
not_personal("signatories.Signature", "reference", "digest", "method")
not_personal("signatories.MailedLink", "purpose", "token_digest")
personal(
    "signatories.SignatureEvent",
    {
        "salt": Personal("A random number that ties a name to its digest", "To prove the chain of signatures", SIGNED),
        "personal_digest": Personal(
            "A digest of the signer’s name and role", "Proves the chain; says nothing without the salt", SIGNED
        ),
    },
)
not_personal("signatories.SignatureEvent", "kind", "facts", "previous", "link")
not_personal("signatories.ChainHead", "link")
personal(
    "signatories.Invitation",
    {
        "email": Personal("Address of somebody invited", "To send the invitation", ADDRESS),
        "name": Personal("Name of somebody invited", "To greet them by it", ADDRESS),
        "job_title": Personal("Job title of somebody invited", "To show in what role they act", ADDRESS),
        "invited_by": Personal("Who invited", "To tell the person invited", ADDRESS),
    },
)
not_personal("signatories.Invitation", "role")

REPLY = "As long as the compact is kept, since it was said in public; the name goes when the person asks"
personal(
    "signatories.EvidenceReply",
    {
        "words": Personal("What an organisation says beside a figure, which may name a person", "Shown beside the figure", REPLY),
        "signed_as": Personal("Post or name under which a reply is signed", "Shown beside the figure", REPLY),
        "said_by": Personal("Who wrote a reply for an organisation", "To know that the organisation itself has said it", REPLY),
        "withdrawn_by": Personal("Who withdrew a reply", "To know who decided", REPLY),
        "hidden_by": Personal("The coordinator who hid a reply", "To know who decided", REPLY),
        "hidden_reason": Personal("Why a reply is hidden, which may name a person", "Shown in its place", REPLY),
    },
)
not_personal("signatories.EvidenceReply", "measure", "year")

held("signatories.Person", "Your account", person=["id"], stays=["email", "name", "password"], hidden=["password"])
held("signatories.Membership", "Your parts in organisations", person=["person"], stays=["person"])
held("signatories.Coordination", "Your part as a coordinator", person=["person"], stays=["person"])
held("signatories.Partner", "Where your organisation names you", finder="signatories.queries.holdings.partners_naming")
held(
    "signatories.SigningJourney",
    "What you typed on the way to signing",
    person=["signature__signer"],
    address=["email", "signature__signer_email"],
    words=["answers"],
    gone=True,
)
# What makes a signature a proof stays: whose it is, in what role, by whose authority, and when.
held(
    "signatories.Signature",
    "Your signatures",
    person=["signer"],
    address=["signer_email"],
    stays=[
        "signer_role", "authority", "checked_by", "withdrawn_by", "invalidated_by", "withdrawn_reason", "invalidated_reason",
    ],
)  # fmt: skip
held(
    "signatories.SignatureEvent",
    "Your signatures in the chain",
    person=["signature__signer"],
    address=["signature__signer_email"],
    stays=["personal_digest"],
    hidden=["salt"],
)
held("signatories.Invitation", "Invitations to you", address=["email"], gone=True)
held(
    "signatories.EvidenceReply",
    "What you said beside figures for your organisation",
    person=["said_by"],
    stays=["words", "withdrawn_by", "hidden_by", "hidden_reason"],
)
