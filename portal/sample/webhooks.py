"""One webhook of a member organization; outside production nothing is sent to it."""

from alerts.models import Grade, WebhookEndpoint
from alerts.webhooks import signing
from council.models import Member


def make_webhook(people, posts):
    contact = Member.objects.get(user=people["contact"])
    endpoint = WebhookEndpoint.objects.create(
        name="Operations room",
        url="https://hooks.example.org/alerts",
        membership=contact.membership,
        answered_by=contact,
        lowest_grade=Grade.WARNING,
        sealed_secret=signing.seal(signing.fresh_secret()),
    )
    endpoint.countries.add(posts["almaty"].country)
