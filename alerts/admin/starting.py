"""A new alert begun from a template instead of an empty form."""

import uuid

from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.translation import gettext_lazy as _

from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.actions import start_alert
from alerts.audience.within import places_within

from .forms import StartForm


class StartPage:
    """Mixin for the alert's admin."""

    def get_urls(self):
        start = self.admin_site.admin_view(self.start_page)
        return [path("start/", start, name="alerts_alert_start"), *super().get_urls()]

    def start_page(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        places = places_within(reach_of(request.user, Role.SENDER))
        data = request.POST if request.method == "POST" else None
        form = StartForm(data, places=places, initial={"form_key": uuid.uuid4()})
        if form.is_bound and form.is_valid():
            draft = self.attempt(
                request,
                lambda: begun(form.cleaned_data, request.user),
                _("Check every line: it says what usually holds. Nobody was told."),
            )
            if draft:
                return self.to_row(draft)
        title = _("Start from a template")
        return self.page(request, "start", None, title=title, form=form)


def begun(values, by):
    key = values["form_key"]
    return start_alert(values["template"], values["place"], by=by, form_id=key)
