"""The staff pages: one door, the site's own look, and the sidebar by what people work on."""

from django.contrib.admin import AdminSite
from django.db.models.base import ModelBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.admin_door import SameDoor
from alerts import alarms

from . import desk, handbook

GROUPS = [
    (
        _("Publishing"),
        [
            "advisories.report", "advisories.edition", "advisories.editortask", "alerts.alert",
            "advisories.country",
            "advisories.levelchange", "advisories.area", "advisories.post", "advisories.contact",
        ],
    ),
    (_("Council"), ["council."]),
    (_("Travelers and mail"), ["travelers.", "alerts."]),
    (_("Site"), [""]),
]  # fmt: skip


OURS = {"portal", "alerts", "travelers", "council", "advisories", "accounts", "web"}


class PortalAdminSite(SameDoor, AdminSite):
    """The staff pages; signing in and out goes through the site's own door."""

    site_header = site_title = _("Administration")
    index_title = _("Desk")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Libraries bring pages that show every row to every superuser; we write our own."""
        models = model_or_iterable
        models = [models] if isinstance(models, ModelBase) else list(models)
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, admin_class, **options)

    def get_log_entries(self, request):
        """Django's log of names is not kept; who did what is in the audit trail."""
        return ()

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps, self.badges(request))

    def each_context(self, request):
        """Every staff page says it when mail is in trouble."""
        standing = alarms.standing() if self.has_permission(request) else []
        return {**super().each_context(request), "alarms": standing}

    def get_urls(self):
        page = path("alarms/<slug:name>/", self.admin_view(self.alarm_page), name="alarm")
        return [page, *super().get_urls()]

    def alarm_page(self, request, name):
        """What to do about an alarm: its page of docs/alarms/."""
        context = {**self.each_context(request), **handbook.alarm_page(name)}
        return TemplateResponse(request, "admin/alarm.html", context)

    def badges(self, request):
        return desk.badges(request.user) if self.has_permission(request) else {}

    def index(self, request, extra_context=None):
        boxes = desk.waiting(request.user)
        context = {
            "waiting": [box for box in boxes if box.rows],
            "idle": [box for box in boxes if not box.rows],
            "beginnings": desk.beginnings(self, request),
            **desk.crisis(request.user),
        }
        return super().index(request, {**(extra_context or {}), **context})


def grouped(apps, badges):
    """The models of all apps under the names of GROUPS; each stands in the first that names it."""
    models = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
    groups = []
    for name, wanted in GROUPS:
        found = []
        for beginning in wanted:
            labels = [label for label in models if matches(label, beginning)]
            found += [models.pop(label) | {"badge": badges.get(label)} for label in labels]
        if found:
            groups.append({"name": name, "app_label": "", "app_url": "", "models": found})
    return groups


def matches(label, beginning):
    """A whole label ("advisories.report"), an app ("council."), or whatever is left ("")."""
    whole = beginning and not beginning.endswith(".")
    return label == beginning if whole else label.startswith(beginning)
