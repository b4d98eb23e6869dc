"""A draft begun from a template, with the place already in its words."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from advisories.times import today_at
from alerts.models import Alert, AlertPlace
from alerts.models.templates import filled
from alerts.wording.corrections import until_in_words
from web.errors import RefusedError

WORDS = ["title", "what_to_do", "what_happened", "where_and_when", "if_affected"]


@transaction.atomic
def start_alert(template, place, *, by, form_id):
    """A draft for one place; the same form twice makes one. Readers see none of it yet."""
    values = {"place": place.name, "until": until_in_words(None)}
    words = {name: filled(getattr(template, name), **values) for name in WORDS}
    draft, made = Alert.objects.get_or_create(
        form_id=form_id,
        defaults={
            **words,
            "started_by": by,
            "title": words["title"][:120],
            "grade": template.grade,
            "template": template,
            "starts_on": today_at(place),
        },
    )
    if draft.started_by_id != by.pk:
        raise RefusedError(_("This form was used by somebody else. Begin again."))
    if made:
        AlertPlace.objects.create(alert=draft, **{place._meta.model_name: place})
        record("add_alert", draft, by=by)
    return draft
