"""Which page of the enrollment form comes next, and what it shows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .enrollment import MOST_STOPS, DraftStop, DraftTrip
from .forms import DaysForm, DetailsForm, PlaceForm


@dataclass
class Page:
    """One page of the form: its step, the stop it is about, and its form if it has one."""

    step: str  # place, days, details or check
    draft: DraftTrip
    number: int = 0
    form: object = None

    STEPS = ("place", "days", "details", "check")

    @property
    def position(self):
        return self.STEPS.index(self.step) + 1

    @property
    def template(self):
        return f"travelers/enroll_{self.step}.html"

    @property
    def stop(self):
        return self.draft.stops[self.number] if self.number < len(self.draft.stops) else None

    @property
    def countries(self):
        """Each country of the draft once, in the order of travel."""
        places = [stop.where for stop in self.draft.stops]
        return list(dict.fromkeys(getattr(place, "country", place) for place in places))

    @property
    def room_for_more(self):
        return len(self.draft.stops) < MOST_STOPS


def place_page(draft, number):
    stop = draft.stops[number] if number < len(draft.stops) else None
    initial = {"place": stop.place, "town": stop.town} if stop else {}
    return Page("place", draft, number, PlaceForm(initial=initial))


def lost_place(draft, number):
    """The place page with its error, for a place that is not on the list any more; else None."""
    if draft.stops[number].where:
        return None
    page = place_page(draft, number)
    page.form = bound(page, draft, number)
    return page


def days_page(draft, number):
    if page := lost_place(draft, number):
        return page
    stop = draft.stops[number]
    initial = {
        "starts_on": stop.starts_on or (number and draft.stops[number - 1].ends_on) or None,
        "ends_on": stop.ends_on,
        "residence": stop.residence,
    }
    return Page("days", draft, number, days_form(draft, number, initial=initial))


def details_page(draft, user):
    initial = draft.details or {"traveler_name": user.name}
    return Page("details", draft, max(len(draft.stops) - 1, 0), DetailsForm(initial=initial))


def check_page(draft, user):
    """The last page; a draft that is not whole goes back to where something is missing."""
    if not draft.stops:
        return place_page(draft, 0)
    problem = draft.first_problem
    if problem:
        number, name, _message = problem
        page = place_page(draft, number) if name == "place" else days_page(draft, number)
        page.form = bound(page, draft, number)
        return page
    if not DetailsForm(draft.details).is_valid():
        return details_page(draft, user)
    return Page("check", draft)


def bound(page, draft, number):
    """The page's form filled with what the draft holds, so that it shows its errors."""
    stop = draft.stops[number]
    if page.step == "place":
        return PlaceForm({"place": stop.place, "town": stop.town})
    data = {"residence": "on"} if stop.residence else {}
    for name, moment in (("starts_on", stop.starts_on), ("ends_on", stop.ends_on)):
        if moment:
            data |= {
                f"{name}-day": str(moment.day),
                f"{name}-month": str(moment.month),
                f"{name}-year": str(moment.year),
            }
    return days_form(draft, number, data)


def days_form(draft, number, data=None, **options):
    previous = draft.stops[number - 1] if number else None
    is_last = number == len(draft.stops) - 1
    return DaysForm(data, stop=draft.stops[number], previous=previous, is_last=is_last, **options)


def next_page(draft, data, user):
    """What to show after a page was sent: the same page with its errors, or the next."""
    number = whole(data.get("number", "0"))
    number = min(number, len(draft.stops))
    step = data.get("step", "")
    if "back" in data:
        return previous_page(draft, step, number, user)
    if step == "place":
        return after_place(draft, data, number)
    if step == "days" and number < len(draft.stops):
        return after_days(draft, data, number, user)
    if step == "details":
        return after_details(draft, data, user)
    return change_page(draft, data.get("go", ""), user)


def whole(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def previous_page(draft, step, number, user):
    if step == "days" and number < len(draft.stops):
        return place_page(draft, number)
    if step == "place" and 0 < number <= len(draft.stops):
        return days_page(draft, number - 1)
    if step == "details" and draft.stops:
        return days_page(draft, len(draft.stops) - 1)
    if step == "check":
        return details_page(draft, user)
    return place_page(draft, 0)


def after_place(draft, data, number):
    form = PlaceForm(data)
    if not form.is_valid():
        return Page("place", draft, number, form)
    known = draft.stops[number] if number < len(draft.stops) else DraftStop("")
    stop = DraftStop(
        form.cleaned_data["place"], form.cleaned_data["town"],
        known.starts_on, known.ends_on, known.residence,
    )  # fmt: skip
    return days_page(draft.with_stop(number, stop), number)


def after_days(draft, data, number, user):
    if page := lost_place(draft, number):
        return page
    form = days_form(draft, number, data)
    if not form.is_valid():
        return Page("days", draft, number, form)
    draft = draft.with_stop(number, form.typed_stop())
    if "more" in data and len(draft.stops) < MOST_STOPS:
        return place_page(draft, len(draft.stops))
    if draft.details:
        return check_page(draft, user)
    return details_page(draft, user)


def after_details(draft, data, user):
    form = DetailsForm(data)
    if not form.is_valid():
        return Page("details", draft, 0, form)
    return check_page(draft.with_details(form.cleaned_data), user)


def change_page(draft, go, user):
    """From the check page to the page of one answer: "place-0", "days-1", "remove-1", "add"."""
    what, _dash, number = go.partition("-")
    index = whole(number)
    if what == "add" and len(draft.stops) < MOST_STOPS:
        return place_page(draft, len(draft.stops))
    if what == "details":
        return details_page(draft, user)
    if index < len(draft.stops):
        if what == "place":
            return place_page(draft, index)
        if what == "days":
            return days_page(draft, index)
        if what == "remove":
            return check_page(draft.without_stop(index), user)
    return check_page(draft, user)


def title_of(page):
    """The page's question."""
    if page.step == "place":
        return _("Where are you going?") if page.number == 0 else _("Where are you going next?")
    if page.step == "days":
        return _("When will you be in %(place)s?") % {"place": page.stop.town or page.stop.where}
    if page.step == "details":
        return _("How can we reach you?")
    return _("Check your trip, then enroll it")
