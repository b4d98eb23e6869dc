from django.db import migrations


def to_memberships(apps, schema_editor):
    """Each to its organization's first membership; without one it tells what is public."""
    endpoints = apps.get_model("alerts", "WebhookEndpoint").objects.exclude(organization=None)
    for endpoint in endpoints.select_related("organization"):
        membership = endpoint.organization.memberships.order_by("ended_at", "pk").first()
        endpoint.membership = membership
        if membership is None:
            endpoint.tlp = "clear"
        else:
            people = membership.members.filter(user=endpoint.answers_id)
            endpoint.answered_by = people.first()
        endpoint.save()


def to_organizations(apps, schema_editor):
    endpoints = apps.get_model("alerts", "WebhookEndpoint").objects.exclude(membership=None)
    for endpoint in endpoints.select_related("membership", "answered_by"):
        endpoint.organization_id = endpoint.membership.organization_id
        endpoint.answers_id = endpoint.answered_by and endpoint.answered_by.user_id
        endpoint.save()


class Migration(migrations.Migration):
    dependencies = [("alerts", "0012_webhook_membership")]

    operations = [migrations.RunPython(to_memberships, to_organizations)]
