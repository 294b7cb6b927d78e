"""Who may do what, as pure functions over roles."""

from collections.abc import Collection, Mapping
from typing import Any

from compact_portal.lib.permits import ALLOWED, Permit, refused

COORDINATOR = "coordinator"

# What each role may do. Those of a membership hold for its partner only; the coordinator's hold for the compact.
PERMISSIONS: dict[str, frozenset[str]] = {
    "contributor": frozenset({"workspace.open", "partner.read", "funding.answer", "consultations.answer"}),
    "signatory": frozenset(
        {
            "workspace.open",
            "partner.read",
            "partner.sign",
            "partner.manage",
            "members.manage",
            "funding.answer",
            "consultations.answer",
            "evidence.reply",
        }
    ),
    "officer": frozenset({"workspace.open", "partner.read", "funding.log", "consultations.log", "evidence.reply"}),
    COORDINATOR: frozenset(
        {
            "workspace.open",
            "text.edit",
            "text.publish",
            "reference.edit",
            "problems.read",
            "partners.check",
            "members.manage",
            "members.oversee",
            "evidence.oversee",
            "admin.open",
        }
    ),
}
NAMES = frozenset().union(*PERMISSIONS.values())

# Besides the coordinator's: parts that write for a public agency. For these a mailed code alone is too little.
SECOND_FACTOR_ROLES = frozenset({"officer"})

# What each part is for, as the workspace tells the person who has it.
FOR_WHAT = {
    "contributor": "You speak for the organisation in what it answers and reports.",
    "signatory": "You sign the compact for the organisation and look after who its members are.",
    "officer": "You record what your agency funds and what it consults about.",
    COORDINATOR: "You publish editions, keep the reference pages and answer what people report. "
    "Where your own organisation is concerned, another coordinator acts.",
}

# The people of the sample year have addresses that no mail can reach (RFC 2606 reserves .invalid).
SAMPLE_ADDRESS = "@sample.invalid"

WHO = {
    "text.edit": "Only a coordinator of the compact prepares editions.",
    "text.publish": "Only a coordinator of the compact publishes editions.",
    "reference.edit": "Only a coordinator of the compact edits the reference pages.",
    "problems.read": "Only a coordinator of the compact reads the problems that people report.",
    "admin.open": "Only a coordinator of the compact opens the administration pages.",
    "members.manage": "Only a signatory of the organisation, or a coordinator of the compact, looks after its members.",
    "members.oversee": "Only a coordinator of the compact does that.",
    "partners.check": "Only a coordinator of the compact checks partners.",
    "evidence.reply": "Only a signatory of the organisation, or an officer of the agency, replies beside its figures.",
    "evidence.oversee": "Only a coordinator of the compact hides a reply.",
    "workspace.open": "You are signed in, but nobody has given you a part yet. "
    "Ask your organisation’s signatory or the coordinator.",
}


def permit(permission: str, *, roles_here: Collection[str], is_coordinator: bool, concerned: bool) -> Permit:
    """Whether somebody may do a named thing.

    `roles_here` are the roles that they hold today in the partner it is about (or anywhere, where it is about none);
    `concerned` says that a coordinator's own organisation is the one it is about: then they stand aside (design,
    "Partners and signing"). An unknown permission is a mistake in the program and raises ValueError.
    """
    if permission not in NAMES:
        raise ValueError(f"No role has a permission called {permission!r}.")
    if any(permission in PERMISSIONS[role] for role in roles_here):
        return ALLOWED
    if is_coordinator and permission in PERMISSIONS[COORDINATOR]:
        if concerned:
            return refused("This is about your own organisation, so another coordinator has to do it.")
        return ALLOWED
    return refused(WHO.get(permission, "Your part in this organisation does not allow that. Ask its signatory."))


def vouched_address(said: Mapping[str, Any], *, domains: Collection[str], managed: bool) -> str:
    """The e-mail address that a staff directory vouches for, in small letters, or "".

    `said` are the claims of OpenID Connect (email, email_verified); `domains` are those whose addresses the directory
    gives; `managed` says that it never says whether an address is verified, because it gives them out itself.
    """
    email, verified = said.get("email"), said.get("email_verified")
    if not isinstance(email, str) or not (verified is True or (verified is None and managed)):
        return ""
    address = email.strip().lower()
    return address if address.rpartition("@")[2] in domains else ""
