"""Kazakhstan with its posts, areas and emergency numbers, and the levels of a dozen countries."""

from datetime import date

from django.utils import timezone
from django.utils.text import slugify

from advisories.models import Area, Contact, ContactRole, Country, Indicator, LevelChange, Post

from .days import day, moment

AREAS = ["Almaty city", "Almaty Region", "Astana city", "Aktobe Region", "Atyrau Region"]

POSTS = {
    "almaty": {
        "kind": "consulate_general",
        "name": "Almaty",
        "address": "Samal-2\n97 Zholdasbekova Street\nAlmaty, Kazakhstan 050059\nEntrance A-2",
        "hours": "Sample hours: Monday to Friday, 9:00 to 17:00",
        "latitude": "43.23300",
        "longitude": "76.95600",
    },
    "astana": {
        "kind": "embassy",
        "name": "Astana",
        "hours": "Sample hours: Monday to Friday, 9:00 to 17:00",
        "latitude": "51.12800",
        "longitude": "71.43000",
    },
}
COVERED = {
    "almaty": ["Almaty city", "Almaty Region"],
    "astana": ["Astana city", "Aktobe Region", "Atyrau Region"],
}

CLINIC = {
    "name": "SOS International Clinic",
    "hours": "24 hours",
    "address": "11 Luganskogo Street, corner of Satpayev Street, Almaty",
}
CONTACTS = [
    (None, ContactRole.POLICE, "102", {}),
    ("almaty", ContactRole.DUTY_OFFICER, "8-727-250-4892", {"hours": "After hours"}),
    ("almaty", ContactRole.SECURITY_OFFICER, "8-727-250-4892", {"hours": "Office hours"}),
    ("almaty", ContactRole.CITIZEN_SERVICES, "8-727-250-4900", {"hours": "Office hours"}),
    ("almaty", ContactRole.AFTER_HOURS, "8-777-007-2359", {}),
    ("almaty", ContactRole.CLINIC, "8-727-258-1911", CLINIC),
    ("almaty", ContactRole.CLINIC, "8-701-744-1111", CLINIC),
    ("astana", ContactRole.CITIZEN_SERVICES, "8-717-270-2100", {"hours": "Office hours"}),
    ("astana", ContactRole.DUTY_OFFICER, "8-717-270-2200", {"hours": "After hours"}),
]

# Level, in force from, why, letters of the indicators. Only the newest was raised by news.
KAZAKHSTAN_LEVELS = [
    (2, date(2011, 6, 1), "Small explosions and gun battles with suspected extremists.", "T"),
    (1, date(2013, 10, 1), "No clashes reported since spring 2013.", ""),
    (
        2,
        date(2016, 7, 20),
        "Roads are dangerous, foreigners have been drugged and robbed at night, and two attacks "
        "in 2016 killed police, soldiers and civilians.",
        "CT",
    ),
]
REASON = "Sample level, so that the map has something to show."
OTHER_LEVELS = [
    ("AF", 4, date(2014, 3, 1), "TUK"),
    ("AU", 1, date(2014, 3, 1), ""),
    ("BR", 2, date(2014, 5, 1), "C"),
    ("CA", 1, date(2014, 3, 1), ""),
    ("DE", 1, date(2014, 3, 1), ""),
    ("IN", 2, date(2014, 6, 1), "CT"),
    ("JP", 1, date(2014, 3, 1), ""),
    ("KG", 2, date(2015, 2, 1), "U"),
    ("ML", 4, date(2014, 9, 1), "TK"),
    ("MN", 1, date(2014, 5, 12), ""),
    ("NP", 2, date(2015, 4, 28), "N"),
    ("SO", 4, date(2014, 3, 1), "TUK"),
    ("TJ", 3, date(2015, 9, 8), "T"),
    ("UZ", 2, date(2015, 2, 1), "T"),
    ("ZA", 2, date(2014, 7, 1), "C"),
]
REVIEWS = [
    ("MN", 1, date(2016, 5, 12), "Yearly review."),
    ("NP", 2, date(2016, 6, 2), "Yearly review."),
]
MAIN_RISKS = (
    "<ul><li><p><strong>Traffic</strong> is the greatest everyday danger. Hire an experienced "
    "local driver if you can.</p></li>"
    "<li><p><strong>Bars, nightclubs and unmarked cabs</strong> are where foreigners have been "
    "drugged, robbed and beaten.</p></li>"
    "<li><p><strong>Petty theft</strong> is the most likely crime: markets, tourist sights and "
    "crowded buses.</p></li>"
    "<li><p><strong>A large earthquake</strong> is possible in Almaty, which lies on a major "
    "fault.</p></li>"
    "<li><p><strong>Medical care</strong> of Western quality is mostly unavailable. Insure "
    "yourself for evacuation.</p></li></ul>"
)


def make_places(people):
    kazakhstan = Country.objects.get(alpha2="KZ")
    if not kazakhstan.main_risks:
        kazakhstan.main_risks = MAIN_RISKS
        kazakhstan.save(update_fields=["main_risks"])
    areas = {name: make_area(kazakhstan, name) for name in AREAS}
    posts = {slug: make_post(kazakhstan, slug, areas) for slug in POSTS}
    for post, role, number, more in CONTACTS:
        make_contact(kazakhstan, posts.get(post), role, number, more, by=people["editor"])
    return posts


def make_area(country, name):
    return Area.objects.create(country=country, name=name, slug=slugify(name))


def make_post(country, slug, areas):
    post = Post.objects.create(country=country, slug=slug, time_zone="Asia/Almaty", **POSTS[slug])
    post.areas.set(areas[name] for name in COVERED[slug])
    return post


def make_contact(country, post, role, number, more, *, by):
    Contact.objects.create(
        country=country,
        post=post,
        role=role,
        number=number,
        e164=from_abroad(number),
        confirmed_at=timezone.now(),
        confirmed_by=by,
        **more,
    )


def from_abroad(number):
    """The number in E.164; None for short ones such as 102."""
    digits = number.replace("-", "")
    return f"+7{digits[1:]}" if len(digits) == 11 else None


def make_levels(people):
    """The newest change of each country is reviewed and up to date; the older ones are history."""
    indicators = {row.code: row for row in Indicator.objects.all()}
    history = [("KZ", *change) for change in KAZAKHSTAN_LEVELS]
    history += [(code, level, since, REASON, why) for code, level, since, why in OTHER_LEVELS]
    history += [(code, level, since, reason, "") for code, level, since, reason in REVIEWS]
    for code, level, since, reason, letters in history:
        change = LevelChange.objects.create(
            country=Country.objects.get(alpha2=code),
            level=level,
            reason=reason,
            in_force_from=moment(since, 10),
            reviewed_on=day(-45),
            next_review_on=day(135),
            made_by=people["publisher"],
        )
        change.indicators.set(indicators[letter] for letter in letters)
