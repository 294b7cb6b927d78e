"""Every address of the portal, and what each kind of person gets from it. A route that is not here fails the suite."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse

from compact_portal.mail.models import Address, Message
from compact_portal.site.models import ProblemReport
from signatories.models import Membership, Signature
from tests.house.personas import ANONYMOUS, EVERYBODY, PARTS
from undertakings.models import Contact, Edition, Term

SIGN_IN = "to sign-in"  # 302 to the sign-in page
ELSEWHERE = "elsewhere"  # 302 to another page of ours
Answer = int | str
COORDINATORS = tuple(name for name, parts in PARTS.items() if any(role == "coordinator" for _, role in parts))
TOKEN = UUID("5b1a8a5e-52a1-4b5c-9f3a-0000000000aa")


def everybody(answer: Answer) -> dict[str, Answer]:
    return dict.fromkeys(EVERYBODY, answer)


def signed_in(answer: Answer, *, else_: Answer = SIGN_IN) -> dict[str, Answer]:
    return everybody(answer) | {ANONYMOUS: else_}


def coordinators(answer: Answer) -> dict[str, Answer]:
    """Others who are signed in are told why not; nobody else learns more than where to sign in."""
    return signed_in(403) | dict.fromkeys(COORDINATORS, answer)


@dataclass(frozen=True)
class Rows:
    """The rows that addresses need."""

    edition: Edition
    draft: Edition
    term: Term
    contact: Contact
    report: ProblemReport
    message: Message
    signature: Signature


Args = Callable[[Rows], list[object]]


@dataclass(frozen=True)
class Route:
    """How to make its address, and what a GET and an empty POST give."""

    get: dict[str, Answer]
    post: dict[str, Answer]
    args: Callable[[Rows], list[object]] = field(default=lambda rows: [])

    def address(self, name: str, rows: Rows) -> str:
        return reverse(name, args=self.args(rows))


def reading(args: Callable[[Rows], list[object]] = lambda rows: []) -> Route:
    """A public page: the same for everybody, and nothing can be sent to it."""
    return Route(everybody(200), everybody(405), args)


def coordinating(post: Answer, args: Callable[[Rows], list[object]] = lambda rows: []) -> Route:
    """A coordinator's page; `post` is what they get for an empty form."""
    return Route(coordinators(200), coordinators(post), args)


def members_of_a(allowed: dict[str, Answer]) -> dict[str, Answer]:
    """Partner A's pages in the workspace; its existence is public, so others are told why not."""
    return signed_in(403) | allowed


def of_a(rows: Rows) -> list[object]:
    return [rows.signature.partner.slug]


def the_signature(rows: Rows) -> list[object]:
    return [rows.signature.reference]


def a_bounce(rows: Rows) -> list[object]:
    """An address that bounces, made when it is asked for."""
    values = {"bounced_at": rows.signature.signed_at, "bounce_class": "5.1.1"}
    return [Address.objects.get_or_create(address="gone@test.invalid", defaults=values)[0].pk]


SIGNATORY_A, READERS_A = "signatory_a", ("signatory_a", "contributor_a")
# Partner A's own pages: for those who look after its members, and for some also its other members.
A_MANAGERS = ("signatory_a", *COORDINATORS)


def of_partner_a(get: Answer, post: Answer, *, also: tuple[str, ...] = (), args: Args = lambda rows: ["test-a"]) -> Route:
    """Others are told why not."""
    allowed = (*A_MANAGERS, *also)
    return Route(signed_in(403) | dict.fromkeys(allowed, get), signed_in(403) | dict.fromkeys(allowed, post), args)


def contributor_of_a(rows: Rows) -> list[object]:
    return ["test-a", Membership.objects.get(person__email="contributor-a@test.invalid").pk]


EDITION = "undertakings"
ROUTES: dict[str, Route] = {
    "site:home": reading(),
    "site:search": reading(),
    "site:accessibility": reading(),
    "site:privacy": reading(),
    "site:cookies": reading(),
    "site:security_txt": reading(),
    "site:robots_txt": reading(),
    "site:healthz": reading(),
    "site:problem_create": Route(everybody(200), everybody(200)),
    "site:problem_sent": reading(lambda rows: [rows.report.token]),
    "site:workspace": Route(signed_in(200), signed_in(405)),
    "site:problem_list": coordinating(405),
    "site:problem_update": coordinating(200, lambda rows: [rows.report.reference]),
    "site:styleguide": Route(everybody(200), everybody(200)),  # development only; its form keeps nothing
    "site:sample_switch": Route(everybody(404), everybody(404)),  # no sample people are loaded here
    "undertakings:compact_detail": reading(),
    "undertakings:principle_list": reading(),
    "undertakings:undertaking_list": reading(),
    "undertakings:undertaking_detail": reading(lambda rows: ["statutory"]),
    "undertakings:edition_list": reading(),
    "undertakings:edition_detail": reading(lambda rows: [rows.edition.slug]),
    "undertakings:edition_text": reading(lambda rows: [rows.edition.slug]),
    "undertakings:edition_pdf": reading(lambda rows: [rows.edition.slug]),
    "undertakings:edition_compare": reading(lambda rows: [rows.edition.slug, rows.edition.slug]),
    "undertakings:code_list": reading(),
    "undertakings:term_list": reading(),
    "undertakings:term_detail": reading(lambda rows: [rows.term.slug]),
    "undertakings:example_list": reading(),
    "undertakings:contact_list": reading(),
    "undertakings:open_compact_text": reading(),
    "undertakings:open_compact_json": reading(),
    "undertakings:open_jargon_csv": reading(),
    "undertakings:draft_list": coordinating(405),
    "undertakings:draft_create": coordinating(422),
    "undertakings:draft_import": coordinating(422),
    "undertakings:draft_update": coordinating(422, lambda rows: [rows.draft.pk]),
    "undertakings:draft_preview": coordinating(405, lambda rows: [rows.draft.pk]),
    "undertakings:draft_publish": coordinating(422, lambda rows: [rows.draft.pk]),
    "undertakings:draft_delete": coordinating(422, lambda rows: [rows.draft.pk]),
    "undertakings:reference_list": coordinating(405),
    "undertakings:reference_detail": coordinating(405, lambda rows: ["terms"]),
    "undertakings:reference_create": coordinating(422, lambda rows: ["terms"]),
    "undertakings:reference_update": coordinating(422, lambda rows: ["terms", rows.term.pk]),
    "undertakings:reference_delete": coordinating(422, lambda rows: ["terms", rows.term.pk]),
    "undertakings:contact_confirm": Route(coordinators(405), coordinators(ELSEWHERE), lambda rows: [rows.contact.pk]),
    "signatories:partner_list": reading(),
    "signatories:partner_detail": reading(lambda rows: [rows.signature.partner.slug]),
    "signatories:signature_detail": reading(lambda rows: [rows.signature.reference]),
    "signatories:signature_pdf": reading(lambda rows: [rows.signature.reference]),
    "signatories:open_signatories_csv": reading(),
    "signatories:open_signatories_json": reading(),
    "signatories:open_chain_json": reading(),
    # The coordinator's desk, and what members do for their own partner.
    "signatories:desk": coordinating(405),
    "signatories:signature_check": coordinating(422, the_signature),
    "signatories:signature_invalidate": coordinating(422, the_signature),
    "signatories:signature_resend": Route(coordinators(405), coordinators(ELSEWHERE), the_signature),
    "signatories:mail_retry": Route(coordinators(405), coordinators(ELSEWHERE), lambda rows: [rows.message.pk]),
    "signatories:address_mend": Route(coordinators(405), coordinators(ELSEWHERE), a_bounce),
    "signatories:paper_import": coordinating(422),
    "signatories:paper_template": coordinating(405),
    "signatories:desk_partner_list": coordinating(405),
    "signatories:desk_partner_detail": coordinating(405, of_a),
    "signatories:desk_partner_update": coordinating(422, of_a),
    "signatories:desk_partner_dissolve": coordinating(422, of_a),
    "signatories:desk_partner_merge": coordinating(200, of_a),  # nobody is named to merge it into: the page asks
    "signatories:own_partner_list": Route(signed_in(200) | {"partless": 403}, signed_in(405) | {"partless": 403}),
    "signatories:own_partner_detail": Route(
        members_of_a(dict.fromkeys(READERS_A, 200)), members_of_a(dict.fromkeys(READERS_A, 405)), of_a
    ),
    "signatories:own_partner_update": Route(members_of_a({SIGNATORY_A: 200}), members_of_a({SIGNATORY_A: 422}), of_a),
    "signatories:own_partner_reaffirm": Route(members_of_a({SIGNATORY_A: 200}), members_of_a({SIGNATORY_A: 422}), of_a),
    "signatories:signature_withdraw": Route(
        coordinators(200) | {SIGNATORY_A: 200}, coordinators(422) | {SIGNATORY_A: 422}, the_signature
    ),
    # Signing takes no account. The first row's POST begins a journey in that browser; the steps after it are on its way.
    "signatories:signing_start": Route(everybody(200), everybody(ELSEWHERE)),
    "signatories:signing_commitment": reading(),
    "signatories:signing_commitment_pdf": reading(lambda rows: ["statutory"]),
    "signatories:signing_partner": Route(everybody(200), everybody(422)),
    "signatories:signing_new": Route(everybody(200), everybody(422)),
    "signatories:signing_alike": Route(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "signatories:signing_you": Route(everybody(200), everybody(422)),
    "signatories:signing_authority": Route(everybody(200), everybody(422)),
    "signatories:signing_pledge": Route(everybody(200), everybody(ELSEWHERE)),  # it can be left empty
    "signatories:signing_check": Route(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "signatories:signing_changed": Route(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "signatories:signing_sent": Route(everybody(ELSEWHERE), everybody(405)),
    "signatories:signing_later": Route(everybody(200), everybody(422)),
    "signatories:signing_later_sent": reading(),
    "signatories:signing_resume": Route(everybody(404), everybody(405), lambda rows: ["unknown"]),
    "signatories:signing_confirm": Route(everybody(404), everybody(404), lambda rows: ["unknown"]),
    "signatories:signing_resend": Route(everybody(405), everybody(ELSEWHERE)),
    "signatories:signing_again": Route(everybody(405), everybody(ELSEWHERE)),
    "signatories:member_list": of_partner_a(200, 405, also=("contributor_a",)),
    # Everybody may leave; others end a part only where they look after the members.
    "signatories:member_end": of_partner_a(200, 422, also=("contributor_a",), args=contributor_of_a),
    "signatories:invitation_create": of_partner_a(200, 422),
    "signatories:invitation_resend": of_partner_a(405, 404, args=lambda rows: ["test-a", 1]),
    "signatories:invitation_cancel": of_partner_a(405, 404, args=lambda rows: ["test-a", 1]),
    "signatories:invitation_accept": Route(everybody(404), everybody(404), lambda rows: ["unknown"]),
    # Each person's own.
    "signatories:my_data_detail": Route(signed_in(200), signed_in(405)),
    "signatories:my_data_json": Route(signed_in(200), signed_in(405)),
    "signatories:my_data_erase": Route(signed_in(200), signed_in(422)),
    "signatories:my_data_erased": reading(),
    # Signing in and out. Who is signed in already is led on to the workspace.
    "account_login": Route(signed_in(ELSEWHERE, else_=200), signed_in(ELSEWHERE, else_=200)),
    "account_request_login_code": Route(signed_in(ELSEWHERE, else_=200), signed_in(ELSEWHERE, else_=200)),
    "account_confirm_login_code": Route(signed_in(ELSEWHERE, else_=SIGN_IN), signed_in(ELSEWHERE, else_=SIGN_IN)),
    "account_logout": Route(signed_in(200, else_=ELSEWHERE), everybody(ELSEWHERE)),
    "account_inactive": Route(everybody(200), everybody(405)),
    "account_signup": reading(),
    # There is nothing to sign in again with until a second factor is on.
    "account_reauthenticate": Route(signed_in(403), signed_in(403)),
    # The second factor: each person's own, so everybody who is signed in gets the same.
    "mfa_index": Route(signed_in(200), signed_in(405)),
    "mfa_authenticate": Route(signed_in(ELSEWHERE), signed_in(ELSEWHERE)),
    "mfa_reauthenticate": Route(signed_in(403), signed_in(403)),
    "mfa_activate_totp": Route(signed_in(200), signed_in(200)),
    "mfa_deactivate_totp": Route(signed_in(404), signed_in(404)),
    "mfa_view_recovery_codes": Route(signed_in(404), signed_in(405)),
    "mfa_generate_recovery_codes": Route(signed_in(200), signed_in(200)),
    "mfa_download_recovery_codes": Route(signed_in(404), signed_in(404)),
    "mfa_list_webauthn": Route(signed_in(200), signed_in(405)),
    "mfa_add_webauthn": Route(signed_in(200), signed_in(200)),
    "mfa_edit_webauthn": Route(signed_in(404), signed_in(404), lambda rows: [1]),
    "mfa_remove_webauthn": Route(signed_in(404), signed_in(404), lambda rows: [1]),
    "mfa_reauthenticate_webauthn": Route(signed_in(403), signed_in(403)),
    "mfa_login_webauthn": Route(signed_in(ELSEWHERE, else_=200), signed_in(ELSEWHERE)),
    "usersessions_list": Route(signed_in(200), signed_in(ELSEWHERE)),
    # A staff directory is not set here, so it is not there.
    "openid_connect_login": Route(everybody(405), signed_in(ELSEWHERE, else_=404), lambda rows: ["staff"]),
    "openid_connect_callback": Route(everybody(404), everybody(405), lambda rows: ["staff"]),
    "socialaccount_login_cancelled": Route(everybody(SIGN_IN), everybody(405)),
    # The outbox of the sample year; without sample people and in production it is not there (tests/test_leaks.py).
    "mail:outbox_list": reading(),
    "mail:outbox_detail": reading(lambda rows: [rows.message.pk]),
}
