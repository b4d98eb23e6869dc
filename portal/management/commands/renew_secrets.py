from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from accounts import secretbox
from alerts.models import WebhookEndpoint
from alerts.webhooks import signing

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class Command(BaseCommand):
    help = (
        "Seals authenticator apps, recovery codes and webhook secrets with the SECRET_KEY of now, "
        "so that the former one can leave SECRET_KEY_FALLBACKS."
    )

    def handle(self, **options):
        factors = Authenticator.objects.filter(type__in=KINDS)
        ours = secretbox.renew_rows(factors, "data", renewed)
        theirs = secretbox.renew_rows(WebhookEndpoint.objects, "sealed_secret", signing.renew)
        self.stdout.write(f"{ours[0]} second factors and {theirs[0]} webhooks are sealed anew.")
        if ours[1] or theirs[1]:
            raise CommandError(
                f"{ours[1]} second factors and {theirs[1]} webhooks no key opens. Name the key "
                "they were made with in SECRET_KEY_FALLBACKS, or have them set up again."
            )


def renewed(data):
    """A row's data with what is sealed in it sealed anew."""
    return {name: renewed_value(name, value) for name, value in data.items()}


def renewed_value(name, value):
    if name in {"secret", "seed"}:
        return secretbox.renew(value)
    return [secretbox.renew(code) for code in value] if name == "migrated_codes" else value
