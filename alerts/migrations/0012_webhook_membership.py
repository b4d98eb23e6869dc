import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the organization first; the rows follow in the next migration."""

    dependencies = [
        ("alerts", "0011_link_token_keys_and_pace"),
        ("council", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="webhookendpoint", name="webhook_url_once"),
        migrations.RemoveConstraint(
            model_name="webhookendpoint", name="webhook_restricted_has_organization"
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="membership",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="webhook_endpoints",
                to="council.membership",
                verbose_name="membership",
            ),
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="webhook_endpoints",
                to="council.member",
                verbose_name="who answers for it",
            ),
        ),
    ]
