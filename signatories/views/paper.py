"""Paper signatures from a list: the template to fill in, what a list would do, and recording it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.lib.needs import needs
from compact_portal.lib.tabular import csv_lines
from signatories.actions.paper import PlanChanged, record_paper
from signatories.forms.desk import MOST_BYTES, PaperConfirmForm, PaperForm
from signatories.queries.paper import Plan, own_partners, read_paper
from signatories.rules.paper import COLUMNS, REQUIRED, example_rows
from signatories.views.desk import DESK
from undertakings.views.trail import trail
from undertakings.views.workspace import REFUSED, WORKSPACE, form_page, read_or_send, sent

MOST_SHOWN = 1_000


@needs("partners.check")
@read_or_send
def paper_import(request: HttpRequest) -> HttpResponse:
    """Upload a list, see what it would do row by row, then record all of it."""
    at = now()
    on = london_day(at)
    if request.method == "POST" and "digest" in request.POST:
        confirm = PaperConfirmForm(request.POST)
        if not confirm.is_valid():
            return _page(request, PaperForm(), None, confirm)
        try:
            digest, data = confirm.cleaned_data["digest"], confirm.cleaned_data["rows"].encode()
            done = record_paper(data=data, digest=digest, by=request.user, at=at, on=on)
            messages.success(request, f"Recorded: {done.signatures} signatures, {done.partners} new partners.")
            return redirect("signatories:desk")
        except PlanChanged as changed:
            confirm.add_error(None, str(changed))
            return _page(request, PaperForm(), changed.plan, confirm)
    form = PaperForm(sent(request), request.FILES or None)
    plan = read_paper(form.read(), on=on, own=own_partners(request.user, on=on)) if form.is_valid() else None
    return _page(request, form, plan, None)


def _page(request: HttpRequest, form: PaperForm, plan: Plan | None, confirm: PaperConfirmForm | None) -> HttpResponse:
    """The page in each of its states; `confirm` is the button that came back, with what is wrong."""
    too_long = plan is not None and len(plan.text.encode()) > MOST_BYTES
    if plan is not None and plan.fits and not too_long:
        button = f"Record {plan.signatures_made} signature{'' if plan.signatures_made == 1 else 's'}"
        ready = PaperConfirmForm(initial={"rows": plan.text, "digest": plan.digest}, button=button)
    else:
        ready = None
    first = sorted(plan.rows, key=lambda row: (row.what != "refused", not row.alike)) if plan else []
    context = {
        "plan": plan, "rows": first[:MOST_SHOWN], "more": len(first[MOST_SHOWN:]), "ready": ready, "confirm": confirm,
        "too_long": too_long, "columns": COLUMNS, "required": REQUIRED, "crumbs": trail("Paper signatures", WORKSPACE, DESK),
    }  # fmt: skip
    response = form_page(request, "signatories/paper_import.html", form, **context)
    if confirm is not None or (plan is not None and plan.refused):
        response.status_code = REFUSED
    return response


@needs("partners.check")
@require_safe
def paper_template(request: HttpRequest) -> HttpResponse:
    """The list to fill in, with two rows that show how."""
    headers = {"Content-Disposition": 'attachment; filename="paper-signatures.csv"'}
    return HttpResponse("".join(csv_lines(COLUMNS, example_rows())), content_type="text/csv; charset=utf-8", headers=headers)
