"""People and their parts, partners, invitations, and signing."""

from signatories.models.invitations import Invitation
from signatories.models.partners import Identifier, Partner
from signatories.models.people import Coordination, Membership, Person, PersonManager, normal_email
from signatories.models.replies import EvidenceReply
from signatories.models.signing import ChainHead, MailedLink, Signature, SignatureEvent, SigningJourney

__all__ = [
    "ChainHead", "Coordination", "EvidenceReply", "Identifier", "Invitation", "MailedLink", "Membership", "Partner", "Person",
    "PersonManager", "Signature", "SignatureEvent", "SigningJourney", "normal_email",
]  # fmt: skip
