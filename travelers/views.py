"""A traveler's own pages: enroll, see, change, cancel."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from advisories.models import Contact
from web.errors import RefusedError

from . import actions
from .enrollment import DraftTrip
from .own_trips import trips_of
from .wizard import Page, check_page, next_page, place_page, title_of


def own_trip(request, reference, **conditions):
    """The trip of whoever asks; somebody else's is a 404 like one that does not exist."""
    return get_object_or_404(request.user.trips, reference=reference, **conditions)


@login_required
def trip_list(request):
    trips = trips_of(request.user)
    return render(request, "travelers/trip_list.html", {"trips": trips, "section": "account"})


@login_required
def trip_enroll(request):
    if request.method != "POST":
        return show(request, place_page(DraftTrip(), 0))
    draft = DraftTrip.from_post(request.POST)
    page = next_page(draft, request.POST, request.user)
    if page.step != "check" or request.POST.get("go") != "enroll":
        return show(request, page)
    try:
        trip = actions.enroll_trip(draft, by=request.user)
    except RefusedError as refusal:
        return show(request, page, refusal)
    return redirect("travelers:trip_enrolled", trip.reference)


@login_required
def trip_change(request, reference):
    trip = own_trip(request, reference, cancelled_at=None)
    if request.method != "POST":
        return show(request, check_page(DraftTrip.from_trip(trip), request.user), trip=trip)
    draft = DraftTrip.from_post(request.POST)
    page = next_page(draft, request.POST, request.user)
    if page.step != "check" or request.POST.get("go") != "enroll":
        return show(request, page, trip=trip)
    try:
        actions.change_trip(trip, draft, by=request.user)
    except RefusedError as refusal:
        page.draft = replace(page.draft, seen=DraftTrip.from_trip(trip).seen)
        return show(request, page, refusal, trip=trip)
    return redirect("travelers:trip_detail", trip.reference)


def show(request, page: Page, refusal=None, *, trip=None):
    context = {
        "page": page,
        "form": page.form,
        "title": title_of(page),
        "refusal": refusal,
        "trip": trip,
        "section": "account",
    }
    return render(request, page.template, context, status=400 if refusal else 200)


@login_required
def trip_detail(request, reference, *, just_enrolled=False):
    trip = own_trip(request, reference)
    stops = list(trip.stops.select_related("country", "post__country"))
    countries = {stop.country_id for stop in stops}
    context = {
        "trip": trip,
        "stops": stops,
        "countries": list(dict.fromkeys(stop.country for stop in stops)),
        "contacts": Contact.objects.confirmed().filter(country__in=countries).by_urgency(),
        "just_enrolled": just_enrolled,
        "section": "account",
    }
    return render(request, "travelers/trip_detail.html", context)


@login_required
def trip_cancel(request, reference):
    trip = own_trip(request, reference, cancelled_at=None)
    if request.method == "POST":
        actions.cancel_trip(trip, by=request.user)
        return redirect("travelers:trip_list")
    return render(request, "travelers/trip_cancel.html", {"trip": trip, "section": "account"})


@login_required
@require_POST
def trip_delete(request, reference):
    trip = own_trip(request, reference)
    if trip.is_over:
        actions.delete_trip(trip, by=request.user)
    return redirect("travelers:trip_list")
