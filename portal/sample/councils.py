"""The Almaty country council: its organizations, people, meetings and one open application."""

from datetime import timedelta

from council.models import (
    ActionItem,
    AgendaItem,
    Application,
    ApplicationState,
    ApplicationStep,
    Council,
    Meeting,
    Member,
    MemberRole,
    Membership,
    Minutes,
    Organization,
    Rsvp,
    RsvpAnswer,
)

from .days import JUNE, day, form_id, moment, thursday

COUNCIL = {
    "name": "Almaty country council",
    "slug": "almaty",
    "about": "Security officers of the post and the organizations around it share what they see "
    "on the ground.",
    "meets": "twice a year",
    "how_to_join": "Your organization needs an office or staff in Kazakhstan, and two members "
    "who can vouch for it.",
    "contact": "8-727-250-4892",
    "time_zone": "Asia/Almaty",
}
# Each organization with its field and its people: role in the council by the person's name.
ORGANIZATIONS = {
    "Regional Security Office, Almaty": ("Government", {"secretary": MemberRole.SECRETARY}),
    "Steppe Energy": ("Energy", {"chair": MemberRole.CHAIR}),
    "Caspian Services": ("Oilfield services", {"deputy": MemberRole.DEPUTY}),
    "Tien Shan Logistics": (
        "Transportation",
        {
            "contact": MemberRole.CONTACT,
            "member": MemberRole.MEMBER,
            "colleague": MemberRole.MEMBER,
        },
    ),
    "Altai Mining": ("Mining", {"mining": MemberRole.MEMBER}),
    "Medeu Bank": ("Banking", {"bank": MemberRole.MEMBER}),
    "Zhetysu University": ("Education", {"university": MemberRole.MEMBER}),
    "Silk Road Telecom": ("Telecommunications", {"telecom": MemberRole.MEMBER}),
    "Orchard Foods": ("Food", {}),
    "Charyn Relief": ("Charity", {}),
}
SEASONS = ["Spring meeting", "Autumn meeting"]
MEETINGS = ["past meeting", "next meeting"]
PLACE = "Consulate General, entrance A-2, 97 Zholdasbekova Street"
GETTING_IN = "Bring a passport. Phones stay at the gate. Allow 15 minutes for screening."
AGENDA = [
    ("Welcome and actions from last time", "Chair", 10),
    ("Security briefing: bars, nightclubs and cabs", "Regional security office", 30),
    ("Round table: what members have seen", "All members", 25),
    ("Getting around: vetted drivers and ride-hailing", "Steppe Energy", 20),
    ("Earthquake kit: shared list", "Tien Shan Logistics", 20),
    ("Any other business and date of next meeting", "Chair", 15),
]
PAST_AGENDA = [
    ("Welcome and actions from last time", "Chair", 10),
    ("Security briefing: car break-ins", "Regional security office", 40),
    ("Registration with the Migration Police", "Caspian Services", 30),
    ("Any other business", "Chair", 10),
]
REPLIES = {
    "chair": RsvpAnswer.IN_PERSON,
    "deputy": RsvpAnswer.IN_PERSON,
    "secretary": RsvpAnswer.IN_PERSON,
    "contact": RsvpAnswer.IN_PERSON,
    "mining": RsvpAnswer.IN_PERSON,
    "bank": RsvpAnswer.ONLINE,
    "university": RsvpAnswer.ONLINE,
    "telecom": RsvpAnswer.NO,
}
MINUTES = """Nine people came, seven of them in person.

**Car break-ins.** Members reported smashed windows on busy, well-lit streets, by day and by \
night. Nothing should be left on the seats.

**Registration.** Two members had staff turned back at the airport with one stamp on the white \
card. Caspian Services explained how to register within five days.

**Drivers.** Steppe Energy keeps a list of vetted drivers and will share it."""
# Days from today; an action without days is done.
ACTIONS = [
    ("Share list of vetted drivers", "Steppe Energy", 23),
    ("Draft a shared earthquake kit list", "Tien Shan Logistics", -12),
    ("Explain registration in one page", "Caspian Services", None),
]


def make_council(people, posts):
    council = Council.objects.create(
        country=posts["almaty"].country, post=posts["almaty"], **COUNCIL
    )
    for name, (sector, members) in ORGANIZATIONS.items():
        make_membership(council, name, sector, {people[who]: members[who] for who in members})
    make_application(council, people)
    make_meetings(council, people)
    return council


def make_membership(council, name, sector, members):
    organization = Organization.objects.create(name=name, sector=sector)
    membership = Membership.objects.create(
        organization=organization,
        council=council,
        started_at=moment(day(-400), 10),
        expires_on=day(330),
    )
    for user, role in members.items():
        Member.objects.create(membership=membership, user=user, role=role)


def make_application(council, people):
    application = Application.objects.create(
        form_id=form_id("application"),
        council=council,
        applicant=people["applicant"],
        organization_name="Ala-Too Engineering",
        sector="Engineering",
        reason="We are opening an office in Almaty with 30 engineers.",
        first_voucher=people["chair"].email,
        second_voucher=people["member"].email,
        state=ApplicationState.VETTING,
        submitted_at=moment(day(-6), 11),
    )
    ApplicationStep.objects.create(
        application=application,
        state=ApplicationState.VETTING,
        at=moment(day(-4), 10),
        by=people["officer"],
    )


def make_meetings(council, people):
    """One is half a year behind, with its minutes; the other is a month ahead."""
    coming_on = thursday(30)
    held_on = coming_on - timedelta(weeks=26)
    season = coming_on.month > JUNE
    held = make_meeting(council, MEETINGS[0], SEASONS[not season], held_on)
    coming = make_meeting(council, MEETINGS[1], SEASONS[season], coming_on)
    add_agenda(held, PAST_AGENDA)
    add_agenda(coming, AGENDA)
    for name, answer in REPLIES.items():
        for meeting in (held, coming):
            Rsvp.objects.create(meeting=meeting, user=people[name], answer=answer)
    add_minutes(held, people["secretary"])


def add_minutes(meeting, secretary):
    for title, who, due in ACTIONS:
        ActionItem.objects.create(
            meeting=meeting,
            title=title,
            who=who,
            due_on=None if due is None else day(due),
            done_at=moment(day(-60), 12) if due is None else None,
        )
    Minutes.objects.create(
        meeting=meeting,
        body=MINUTES,
        published_at=meeting.ends_at + timedelta(days=8),
        published_by=secretary,
    )


def make_meeting(council, name, title, held_on):
    return Meeting.objects.create(
        form_id=form_id(name),
        council=council,
        title=title,
        starts_at=moment(held_on, 15),
        ends_at=moment(held_on, 17),
        place=f"{PLACE}, and online",
        video_link="https://meet.example.org/almaty",
        getting_in=GETTING_IN,
        capacity=24,
        reply_by=held_on - timedelta(days=7),
        announced_at=moment(held_on - timedelta(days=50), 10),
    )


def add_agenda(meeting, items):
    for position, (title, leader, minutes) in enumerate(items, start=1):
        AgendaItem.objects.create(
            meeting=meeting, position=position, title=title, leader=leader, minutes=minutes
        )
