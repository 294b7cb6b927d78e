"""The administration pages: a look at every table, for coordinators, and what is done only there."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from compact_portal.audit.context import change
from compact_portal.lib.permits import ALLOWED, Permit, refused
from compact_portal.mail.models import Message
from compact_portal.site.models import ProblemReport
from signatories.models import Coordination, Identifier, Membership, Partner, Person, normal_email
from signatories.permissions import may
from undertakings.models import (
    Clause,
    CodeOfPractice,
    Contact,
    Edition,
    EvidenceLink,
    Example,
    Link,
    Section,
    Term,
    Threshold,
)  # fmt: skip

SECOND_FACTOR = (
    "The administration pages ask for a second factor. Turn one on under “Second factor” in your workspace, "
    "sign out, and sign in again with it."
)


def permit_for(request: HttpRequest) -> Permit:
    """Whether somebody may open the administration pages: the role, and a second factor shown in this very session."""
    permit = may(request.user, "admin.open")
    if not permit:
        return permit
    shown = any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
    return ALLOWED if shown else refused(SECOND_FACTOR)


class PortalAdmin(admin.AdminSite):
    site_header = site_title = "Administration"
    index_title = "Tables"
    site_url = "/workspace/"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(permit_for(request))

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Nobody signs in here: who is nobody yet goes to the sign-in page, who may not is told why."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", "/admin/"))
        permit = permit_for(request)
        if not permit:
            raise PermissionDenied(permit.reason)
        return redirect_to_login("", login_url="/admin/")


class Looked(admin.ModelAdmin):
    """Rows to look at. What may be changed is changed on the portal's own pages, where the rules are."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(permit_for(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(permit_for(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Kept(Looked):
    """Rows that are made and changed here as well, each change with who and why; none is deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(permit_for(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(permit_for(request))

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        with who_and_why(request):
            if change and hasattr(obj, "version"):
                obj.version += 1
            super().save_model(request, obj, form, change)


def who_and_why(request: HttpRequest) -> Any:
    """The author and the reason of a change that is made here."""
    return change(by=request.user, why="Changed in the administration pages", public=True)


class PersonForm(ModelForm):
    def clean_email(self) -> str:
        """The one spelling in which addresses are kept."""
        return normal_email(self.cleaned_data["email"])


class PersonAdmin(Kept):
    form = PersonForm
    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")
    fields = ("name", "email", "is_active")

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm, change: bool) -> None:  # type: ignore[override]
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class CoordinationAdmin(Kept):
    list_display = ("person", "from_on", "until_on")
    raw_id_fields = ("person",)


class MembershipAdmin(Kept):
    list_display = ("person", "partner", "role", "from_on", "until_on")
    raw_id_fields = ("person", "partner")


class PartnerAdmin(Kept):
    list_display = ("name", "sector", "kind", "dissolved_on")
    search_fields = ("name",)
    raw_id_fields = ("merged_into",)
    exclude = ("slug",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # signing adds partners, and checks them


class MessageAdmin(Looked):
    """Without the words: they may be a code with which somebody signs in."""

    list_display = ("to", "queued_at", "sent_at", "failed_at", "attempts")
    fields = ("to", "message_id", "queued_at", "sent_at", "failed_at", "attempts", "problem")


admin_site = PortalAdmin(name="admin")
admin_site.register(Person, PersonAdmin)
admin_site.register(Membership, MembershipAdmin)
admin_site.register(Coordination, CoordinationAdmin)
admin_site.register(Partner, PartnerAdmin)
admin_site.register(Message, MessageAdmin)
for model in (
    Identifier, Edition, Section, Clause, Term, Example, Contact, Link, CodeOfPractice, Threshold, EvidenceLink,
    ProblemReport,
):  # fmt: skip
    admin_site.register(model, Looked)
