"""The people of the sample, named by what they are."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from advisories.models import Assignment, Country, Role

# The part before @example.org, and the name. Staff hold their roles for Kazakhstan.
STAFF = {
    "editor": ("Sample editor", [Role.EDITOR]),
    "publisher": ("Sample publisher", [Role.PUBLISHER]),
    "sender": ("Sample sender", [Role.SENDER, Role.DUTY]),
    "officer": ("Sample membership officer", [Role.MEMBERSHIP_OFFICER]),
}
READERS = {
    "chair": "Council chair",
    "deputy": "Deputy chair",
    "secretary": "Council secretary",
    "contact": "Contact of Tien Shan Logistics",
    "member": "Member",
    "colleague": "Colleague",
    "mining": "Member from Altai Mining",
    "bank": "Member from Medeu Bank",
    "university": "Member from Zhetysu University",
    "telecom": "Member from Silk Road Telecom",
    "traveler": "Traveler",
    "applicant": "Applicant",
}


def email_of(name: str) -> str:
    return f"{name}@example.org"


EMAILS = [email_of(name) for name in [*STAFF, *READERS]]


def make_people(password=None):
    """Everybody by the part before the @; without a password nobody can sign in with one."""
    # One hash for all: making one takes a quarter of a second, and these are not secrets.
    shared = make_password(password)
    names = {name: title for name, (title, _roles) in STAFF.items()} | READERS
    return {name: make_person(name, title, shared) for name, title in names.items()}


def make_person(name, title, password):
    user = get_user_model().objects.create(
        email=email_of(name),
        name=title,
        password=password,
        email_confirmed_at=timezone.now(),
        time_zone="Asia/Almaty",
        is_staff=name in STAFF,
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def assign_staff(people, council):
    kazakhstan = Country.objects.get(alpha2="KZ")
    for name, (_title, roles) in STAFF.items():
        for role in roles:
            Assignment.objects.create(user=people[name], role=role, country=kazakhstan)
    # What is AMBER belongs to the council, so reading it needs an assignment of its own.
    for name in ("editor", "publisher", "officer"):
        for role in STAFF[name][1]:
            Assignment.objects.create(user=people[name], role=role, council=council)
