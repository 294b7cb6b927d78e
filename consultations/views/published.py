"""What the public reads after the close: counts, published answers, the outcome."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from compact_portal.lib.clock import now, today
from compact_portal.pages.decorators import public_page
from consultations.models import Consultation
from consultations.queries.outcome import outcome_of, outcome_page
from consultations.queries.public import public_consultation, public_elsewhere
from consultations.queries.shown import counted, published_one, published_page
from consultations.rules.publishing import is_closed
from consultations.rules.small_counts import shown_count
from consultations.views.asked import number_in
from undertakings.views.trail import trail

CONSULTATIONS = ("Consultations", "/consultations/")


def _above(consultation: Consultation) -> tuple[tuple[str, str], tuple[str, str]]:
    return CONSULTATIONS, (consultation.title, f"/consultations/{consultation.slug}/")


def _elsewhere(slug: str, name: str, *more: str) -> HttpResponse:
    """The same page under the slug that the consultation has now."""
    moved = public_elsewhere(slug)
    if moved is None:
        raise Http404("No consultation has this address.")
    return redirect(f"consultations:{name}", moved.slug, *more, permanent=True)


@public_page(reads=("after",))
def published_answer_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts by question, and the answers that may be read by all; neither before the close."""
    consultation = public_consultation(slug)
    if consultation is None:
        return _elsewhere(slug, "published_answer_list")
    after = number_in(request, "after")
    closed = is_closed(now(), closes_at=consultation.closes_at)
    rows, more = published_page(consultation, after=after) if closed else ([], 0)
    counts = counted(consultation) if closed and not after else []
    here = reverse("consultations:published_answer_list", args=[slug])
    context = {
        "consultation": consultation, "closed": closed, "after": after, "rows": rows,
        "counted": counts, "hides": any(one.bars and one.hides for one in counts),
        "count": shown_count(consultation.answered),
        "previous": {"url": here, "label": "Counts, and the first answers"} if after else None,
        "next": {"url": f"{here}?after={more}", "label": "Answers after these"} if more else None,
        "crumbs": trail("Answers", *_above(consultation)),
    }  # fmt: skip
    response = render(request, "consultations/published_answer_list.html", context)
    response.many_pages = bool(after)  # type: ignore[attr-defined]
    return response


@public_page(reads=())
def published_answer_detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One published answer: what an outcome links to when it cites it."""
    consultation = public_consultation(slug)
    if consultation is None:
        return _elsewhere(slug, "published_answer_detail", reference)
    row = published_one(consultation, reference) if is_closed(now(), closes_at=consultation.closes_at) else None
    if row is None:
        raise Http404("No published answer has this number.")
    answers = ("Answers", reverse("consultations:published_answer_list", args=[slug]))
    crumbs = trail(reference, *_above(consultation), answers)
    response = render(
        request, "consultations/published_answer_detail.html", {"consultation": consultation, "row": row, "crumbs": crumbs}
    )
    response.many_pages = True  # type: ignore[attr-defined]
    return response


@public_page(reads=())
def outcome_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked, said and done; until it is published, by when it is due and how many days it is overdue."""
    consultation = public_consultation(slug)
    if consultation is None:
        return _elsewhere(slug, "outcome_detail")
    on = today()
    held = outcome_of(consultation)
    outcome = held if held is not None and held.published_on is not None and held.published_on <= on else None
    context = outcome_page(consultation, outcome, on=on)
    context["closed"] = consultation.closes_on is not None and consultation.closes_on < on
    return render(request, "consultations/outcome_detail.html", {**context, "crumbs": trail("Outcome", *_above(consultation))})
