"""The sender's pages, as tests open and post them."""

from django.urls import reverse


def page_of(alert, page):
    return reverse(f"admin:alerts_alert_{page}", args=[alert.pk])


def send(client, alert, number, **values):
    data = {"typed": number, "counted": number, "seen": alert.version, **values}
    return client.post(page_of(alert, "audience"), data)


def words_of(response):
    """The page's source on one line, blanks joined."""
    return " ".join(response.content.decode().split())
