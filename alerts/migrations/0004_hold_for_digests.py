"""Whoever chose a digest before there were any is told from today on, and of nothing older."""

from django.db import migrations
from django.utils import timezone

DIGESTS = ["daily", "weekly"]


def hold(apps, schema_editor):
    waiting = apps.get_model("alerts", "Subscription").objects.filter(
        ended_at=None, frequency__in=DIGESTS, held_from=None
    )
    waiting.update(held_from=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_digests_requests_mailboxes")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
