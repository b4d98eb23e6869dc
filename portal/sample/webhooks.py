"""One webhook of a member organization; outside production nothing is sent to it."""

from alerts.models import Grade, WebhookEndpoint
from alerts.webhooks import signing
from council.models import Organization


def make_webhook(people, posts):
    endpoint = WebhookEndpoint.objects.create(
        name="Operations room",
        url="https://hooks.example.org/alerts",
        organization=Organization.objects.get(name="Tien Shan Logistics"),
        answers=people["contact"],
        lowest_grade=Grade.WARNING,
        sealed_secret=signing.seal(signing.fresh_secret()),
    )
    endpoint.countries.add(posts["almaty"].country)
