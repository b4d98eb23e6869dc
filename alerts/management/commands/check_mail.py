from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from alerts.checking import bouncebox, handover
from alerts.checking.names import Names
from web.addresses import check_address


class Command(BaseCommand):
    help = (
        "Tries all that mail needs: the relay, its encryption and login, the return path, the "
        "bounce mailbox, SPF, DKIM, DMARC and MX in the DNS. Ends with 1 if anything is missing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", default="", metavar="ADDRESS", help="Send a test mail there.")

    def handle(self, *, to, **options):
        if to:
            try:
                check_address(to)
            except ValidationError as error:
                raise CommandError(f"This is no address: {to}") from error
        found = [*handover.findings(to), bouncebox.finding(), *Names().findings()]
        for finding in found:
            self.stdout.write(
                f"{'ok' if finding.is_well else 'MISSING':9}{finding.name}: {finding.words}"
            )
            if finding.record:
                self.stdout.write(f"{'':9}Add to the DNS: {finding.record}")
        if faults := sum(not finding.is_well for finding in found):
            raise CommandError(f"{faults} of {len(found)} are missing; docs/mail.md says more.")
