"""A path of the sample content for each address, so that pages with rows are walked too."""

from django.contrib import admin
from django.db.models import Count
from django.test import RequestFactory

from accounts.models import User
from advisories.models import Report, Section
from alerts.models import Alert
from council.models import Application, Council, Meeting, Member
from travelers.models import Trip

# Whose desk is looked at for a row that staff pages are about.
DESKS = ["editor", "officer", "sender", "publisher"]


def path_of(address):
    """The path of one row of the sample, or a plain one where there is nothing to name."""
    if address.route.startswith("admin/"):
        return address.path(lambda kind, name: admin_value(address.name, name))
    return address.path(lambda kind, name: reader_value(address.route, name))


def admin_value(name, parameter):
    if parameter == "object_id":
        return object_id(name)
    if parameter == "section_id":
        return Section.objects.filter(edition=object_id(name)).first().pk
    return {"app_label": "advisories", "url": "nowhere/", "name": "paused"}[parameter]


def object_id(name):
    """A row of the model that an admin address is about: one that somebody's desk holds."""
    page = max(
        (model for model in admin.site._registry if is_about(name, model)),
        key=lambda model: len(model._meta.model_name),
    )
    for email in DESKS:
        request = RequestFactory().get("/")
        request.user = User.objects.get(email=f"{email}@example.org")
        model_admin = admin.site._registry[page]
        row = model_admin.get_queryset(request).first()
        if row and model_admin.has_module_permission(request):
            return row.pk
    row = page._default_manager.first()
    return row.pk if row else 1


def is_about(name, model):
    mark = f"{model._meta.app_label}{'/' if name.startswith('admin/') else '_'}"
    return f"{mark}{model._meta.model_name}" in name


def reader_value(route, name):
    """The part `name` of an address of readers; the API's end like those of the pages."""
    route = route.removeprefix("api/v1/").removeprefix("members/")
    kind = route.partition("/")[0]
    if "meetings/<int:pk>" in route:
        kind = "meetings"
    if route.startswith("account/membership/applications/"):
        kind = "applications"
    row = {
        "account": member_row,
        "alerts": alert_row,
        "applications": application_row,
        "councils": council_row,
        "meetings": meeting_row,
        "reports": report_row,
        "send": sent_row,
        "trips": trip_row,
    }.get(kind, dict)()
    if "posts/" in route:
        row = {"slug": "almaty"}
    anything = {"slug": "kazakhstan", "code": "KZ", "key": "crime", "anchor": "crime", "pk": 1}
    anything |= {"token": "x" * 22, "digest": "0" * 16, "action": 1, "name": "levels.csv"}
    return (anything | row).get(name, 1)


def report_row():
    """The latest edition of the report that has most of them."""
    reports = Report.objects.clear().annotate(number=Count("editions")).order_by("-number")
    edition = reports.first().editions.live().clear().first()
    section = edition.sections.first()
    return {
        "slug": edition.report.slug,
        "year": edition.year,
        "revision": edition.revision,
        "anchor": section.anchor,
    }


def alert_row():
    alert = Alert.objects.filter(tlp="clear").exclude(published_at=None).first()
    return {"year": alert.year, "slug": alert.slug}


def sent_row():
    """An alert that the sample's sender sent, by its number."""
    return {"pk": Alert.objects.filter(tlp="clear").exclude(published_at=None).first().pk}


def council_row():
    return {"slug": Council.objects.get().slug}


def meeting_row():
    meeting = Meeting.objects.order_by("-starts_at").first()
    return {"slug": meeting.council.slug, "pk": meeting.pk}


def application_row():
    return {"pk": Application.objects.first().pk}


def member_row():
    return {"pk": Member.objects.get(user__email="member@example.org").pk}


def trip_row():
    trips = Trip.objects.filter(user__email="traveler@example.org")
    return {"reference": trips.first().reference}
