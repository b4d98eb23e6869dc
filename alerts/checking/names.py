"""What the DNS says of our domains: SPF, DKIM, DMARC, and where bounces go."""

import ipaddress
from email.utils import parseaddr

from django.conf import settings

from alerts.engine.delivery import is_loopback

from . import missing, well

SECONDS = 10
# Relays that write a return path of their own: SPF then looks at theirs, and DKIM at ours.
OWN_RETURN_PATH = (".amazonaws.com", ".brevo.com", ".postmarkapp.com")


class LookupFailed(Exception):
    """No name server answered; that says nothing about the record."""


def look_up(name, kind):
    """The records of that name as texts; none if there is none."""
    import dns.exception
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, kind, lifetime=SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise LookupFailed(f"{name}: {type(error).__name__}") from error
    if kind == "TXT":
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    return [record.to_text() for record in answer]


class Names:
    """The domains of this site, and what is asked of each."""

    def __init__(self):
        self.sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
        self.bounce = settings.MAIL_DOMAIN.lower()

    def findings(self):
        for question in (self.spf, self.dkim, self.dmarc, self.alignment, self.mx):
            try:
                yield question()
            except LookupFailed as error:
                yield missing(question.__name__.upper(), f"could not be looked up ({error})")

    def spf(self):
        """It belongs to the domain of the return path (RFC 7208)."""
        host = (settings.MAIL_RELAY or {}).get("host", "").lower()
        if f".{host}".endswith(OWN_RETURN_PATH):
            return well("SPF", "this relay writes a return path of its own; DKIM is what counts")
        wanted = mechanism_of(host)
        line = f'{self.bounce}. TXT "v=spf1 {wanted} -all"'
        found = [text for text in look_up(self.bounce, "TXT") if is_spf(text)]
        if not found:
            return missing("SPF", f"{self.bounce} has no record", line)
        terms = found[0].lower().split()
        if len(found) > 1:
            return missing("SPF", f"{self.bounce} has {len(found)} records; only one counts", line)
        if {"+all", "all", "?all"} & set(terms):
            return missing("SPF", f"{self.bounce} lets everybody send", line)
        return well("SPF", f"{self.bounce}: {found[0][:200]}")

    def dkim(self):
        selector = settings.MAIL_DKIM_SELECTOR
        if not selector:
            return missing("DKIM", "MAIL_DKIM_SELECTOR is not set; the relay's pages name it")
        name = f"{selector}._domainkey.{self.sender}"
        line = f'{name}. TXT "v=DKIM1; k=rsa; p=<the public key that the relay shows>"'
        found = [text for text in look_up(name, "TXT") if "p=" in text]
        if not found:
            return missing("DKIM", f"{name} has no key", line)
        key = found[0].partition("p=")[2].partition(";")[0].strip()
        return (
            well("DKIM", f"{name} has a key") if key else missing("DKIM", f"{name} revoked", line)
        )

    def dmarc(self):
        name = f"_dmarc.{self.sender}"
        for domain in with_parents(self.sender):
            found = [t for t in look_up(f"_dmarc.{domain}", "TXT") if t.startswith("v=DMARC1")]
            if found:
                return well("DMARC", f"_dmarc.{domain}: {found[0][:200]}")
        line = f'{name}. TXT "v=DMARC1; p=quarantine; rua=mailto:postmaster@{self.sender}"'
        return missing("DMARC", f"{name} has no record", line)

    def alignment(self):
        """SPF counts for DMARC only if sender and return path are of one organization."""
        pair = f"{self.sender} and {self.bounce}"
        if self.sender in with_parents(self.bounce) or self.bounce in with_parents(self.sender):
            return well("Return path", f"{pair} belong together")
        return missing("Return path", f"{pair} do not belong together; set MAIL_DOMAIN")

    def mx(self):
        found = look_up(self.bounce, "MX")
        if [text for text in found if not text.endswith(" .")]:
            return well("MX", f"{self.bounce}: {', '.join(sorted(found))[:200]}")
        line = f"{self.bounce}. MX 10 <the server of the bounce mailbox>."
        return missing("MX", f"{self.bounce} takes no mail, so no bounce comes back", line)


def is_spf(text):
    return text.lower().split(" ")[0] == "v=spf1"


def mechanism_of(host):
    """What allows the relay to send: its addresses, or this server's where it runs here."""
    if not host or is_loopback(host):
        return "ip4:<the address of this server>"
    try:
        return f"ip{ipaddress.ip_address(host).version}:{host}"
    except ValueError:
        return f"a:{host}"


def with_parents(domain):
    """mail.council.example, council.example; not the last label alone."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
