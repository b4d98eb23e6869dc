"""A sender at the emergency path: signed in lately, and walking its three screens."""

import time
import uuid
from datetime import timedelta

from django.utils import timezone

from alerts.models import Alert
from tests.advisories.desk import FormReader


def sign_in_lately(client, user, ago=0):
    """As if the password was typed `ago` seconds ago."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


class SendForms(FormReader):
    """The values of the one form in `main` that posts."""

    def handle_starttag(self, tag, pairs):
        if tag == "form" and dict(pairs).get("action", "").startswith(("/send/", "/exercise/")):
            pairs = [("id", "edition_form")]
        super().handle_starttag(tag, pairs)


def values_of(response):
    reader = SendForms()
    reader.feed(response.content.decode())
    return reader.values


def typed(place, template="blank", **changes):
    """The fields of screen two as a person may leave them."""
    return {
        "form_id": uuid.uuid4(),
        "template": getattr(template, "pk", template),
        "place": f"{place._meta.model_name}:{place.pk}",
        "what": "Shots near the station. Police are there.",
        "do": "* Stay inside.\n* Lock the door.",
        "where": "Around the station",
        "who": "Everybody in the city",
        "until": "1",
        **changes,
    }


def leave_now(alert):
    """The ten seconds are over."""
    moment = timezone.now() - timedelta(seconds=1)
    Alert.objects.filter(pk=alert.pk).update(published_at=moment)
    alert.refresh_from_db()
    return alert
