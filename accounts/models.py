"""People, and the trail of what they did."""

import functools
import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import connections, models, transaction
from django.db.models import Value
from django.db.models.functions import Upper
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.addresses import check_address
from web.errors import FrozenError
from web.lines import LineField

LAST_SIGN = "\U0010ffff"  # sorts behind whatever an address goes on with


@functools.cache
def known_time_zones():
    """Those of the world; `localtime`, which some systems list, is one that nobody else knows."""
    return frozenset(zoneinfo.available_timezones()) - {"localtime"}


def check_time_zone(name):
    if name not in known_time_zones():
        raise ValidationError(_("Choose a time zone from the list."))


class LowerEmailField(models.EmailField):
    """An address that is stored lower-cased, so that case matters nowhere."""

    default_validators = [check_address]

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value

    def to_python(self, value):
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value

    def pre_save(self, row, add):
        value = super().pre_save(row, add)
        if isinstance(value, str):
            value = value.strip().lower()
            setattr(row, self.attname, value)
        return value


class UserQuerySet(models.QuerySet):
    def reachable(self):
        """People whom mail may be sent to: active, with an address they proved to be theirs."""
        return self.filter(is_active=True, email_confirmed_at__isnull=False)

    def addressed(self, typed):
        """People whose address is this or begins like this, by its index on either database."""
        typed = typed.strip().lower()
        if connections[self.db].vendor == "postgresql":
            return self.filter(email__startswith=typed)
        return self.filter(email__gte=typed, email__lt=typed + LAST_SIGN)

    def named(self, typed):
        """People whose name begins like this, in any case, by an index too."""
        typed = typed.strip()
        if connections[self.db].vendor == "postgresql":
            return self.filter(name__istartswith=typed)
        name, last = Upper("name"), Value(typed + LAST_SIGN)
        return self.filter(
            GreaterThanOrEqual(name, Upper(Value(typed))), LessThan(name, Upper(last))
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    @transaction.atomic
    def create_user(self, email, password=None, **fields):
        """Make a person, and allauth's row of their address, confirmed or not like theirs."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        confirmed = user.email_confirmed_at is not None
        user.emailaddress_set.create(email=user.email, verified=confirmed, primary=True)
        return user

    def create_superuser(self, email, password=None, **fields):
        """A person at the console is trusted to know the address."""
        fields = {"email_confirmed_at": timezone.now(), **fields}
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Anybody with an address here: reader, traveler, member, staff. The password is optional."""

    email = LowerEmailField(_("email"), unique=True)
    name = LineField(_("name"), max_length=120, blank=True)
    email_confirmed_at = models.DateTimeField(_("email confirmed"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )
    paused_until = models.DateField(_("email paused until"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("May open the administration pages.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # For SQLite; the one that PostgreSQL looks into is made by a migration of its own.
        indexes = [models.Index(Upper("name"), name="people_by_name")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)


class AuditEventQuerySet(models.QuerySet):
    def update(self, **values):
        raise FrozenError("The audit trail is append-only.")

    def delete(self):
        raise FrozenError("The audit trail is append-only.")


class AuditEvent(models.Model):
    """One audited deed: who and what by id, so that erasing a person leaves no name here."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)  # null: the clock or the console
    deed = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    network = models.GenericIPAddressField(null=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.object_type} {self.object_id}"

    def save(self, *args, **options):
        if self.pk:
            raise FrozenError("The audit trail is append-only.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise FrozenError("The audit trail is append-only.")
