from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("alerts", "0013_webhooks_to_memberships")]

    operations = [
        migrations.RemoveField(model_name="webhookendpoint", name="organization"),
        migrations.RemoveField(model_name="webhookendpoint", name="answers"),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.UniqueConstraint(
                Coalesce("membership", 0, output_field=models.BigIntegerField()),
                models.F("url"),
                name="webhook_address_once",
                violation_error_message="This address is there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("tlp", "clear"), ("membership__isnull", False), _connector="OR"),
                name="webhook_restricted_has_membership",
                violation_error_message="Only a member's webhook gets restricted alerts.",
            ),
        ),
    ]
