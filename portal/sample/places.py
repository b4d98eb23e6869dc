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
    (None, ContactRole.AMBULANCE, "103", {}),
    (None, ContactRole.FIRE, "101", {}),
    (None, ContactRole.GENERAL, "112", {}),
    ("almaty", ContactRole.DUTY_OFFICER, "8-727-250-4892", {"hours": "after hours"}),
    ("almaty", ContactRole.SECURITY_OFFICER, "8-727-250-4892", {"hours": "office hours"}),
    ("almaty", ContactRole.CITIZEN_SERVICES, "8-727-250-4900", {"hours": "office hours"}),
    ("almaty", ContactRole.AFTER_HOURS, "8-777-007-2359", {}),
    ("almaty", ContactRole.CLINIC, "8-727-258-1911", CLINIC),
    ("almaty", ContactRole.CLINIC, "8-701-744-1111", CLINIC),
    ("astana", ContactRole.CITIZEN_SERVICES, "8-717-270-2100", {"hours": "office hours"}),
    ("astana", ContactRole.DUTY_OFFICER, "8-717-270-2200", {"hours": "after hours"}),
]

# Level, in force from, why, letters of the indicators.
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
OTHER_LEVELS = {
    1: "AD AE AG AL AR AT AU BB BE BG BN BS BT BW BY BZ CA CH CL CN CR CV CY CZ DE DK DM EE ES FI "
    "FJ FM FR GB GD GH GM GQ GR HR HU IE IS IT JP KH KI KN KR KW LA LC LI LS LT LU LV MC MD ME MH "
    "MK MN MT MU MW MY NA NL NO NR NZ OM PA PL PT PW PY QA RO RS RW SB SC SE SG SI SK SM SN ST SZ "
    "TO TT TW US UY VA VC VN VU WS ZM",
    2: "AM AO AZ BA BD BH BJ BO BR CG CI CM CO CU DJ DO DZ EC EG ER ET GA GE GN GT GY ID IL IN JM "
    "JO KE KG KM LK LR MA MG MM MV MX MZ NI NP PE PG PH RU SA SL SR TG TH TJ TL TM TN TR TZ UG UZ "
    "XK ZA ZW",
    3: "BF BI CD GW HN HT IR LB MR NE NG PK PS SD SV TD UA VE",
    4: "AF CF IQ KP LY ML SO SS SY YE",
}
OTHERS_SINCE = date(2014, 3, 1)
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
ENTRY = {
    "entry_rules": (
        "<ul><li>United States citizens stay up to 30 days without a visa.</li>"
        "<li>Keep the white registration card that you are given on arrival. With two stamps on "
        "it you are registered for up to 90 days.</li>"
        "<li>With one stamp, register with the Migration Police within five calendar days. Some "
        "hotels do it for you.</li></ul>"
    ),
    "entry_as_of": date(2017, 2, 2),
    "entry_source": "Sample: the Almaty report of 2017",
}


def make_places(people):
    kazakhstan = Country.objects.get(alpha2="KZ")
    if not kazakhstan.main_risks:
        kazakhstan.main_risks = MAIN_RISKS
        kazakhstan.save(update_fields=["main_risks"])
    if not kazakhstan.entry_rules:
        Country.objects.filter(pk=kazakhstan.pk).update(**ENTRY)
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
    """Kazakhstan's history with its indicators, and one level for most of the world."""
    by = people["publisher"]
    countries = {country.alpha2: country for country in Country.objects.all()}
    others = [(c, level, OTHERS_SINCE, REASON) for level in OTHER_LEVELS for c in codes_of(level)]
    LevelChange.objects.bulk_create(
        new_level(countries[code], *change, by=by) for code, *change in [*others, *REVIEWS]
    )
    for *change, letters in KAZAKHSTAN_LEVELS:
        row = new_level(countries["KZ"], *change, by=by)
        row.save()
        row.indicators.set(Indicator.objects.filter(code__in=letters))


def codes_of(level):
    return OTHER_LEVELS[level].split()


def new_level(country, level, since, reason, *, by):
    """Reviewed lately and not due yet, whenever the sample is loaded."""
    return LevelChange(
        country=country,
        level=level,
        reason=reason,
        in_force_from=moment(since, 10),
        reviewed_on=day(-45),
        next_review_on=day(135),
        made_by=by,
    )
