"""Three alerts in force, one of them updated, and one that is over."""

from django.utils.text import slugify

from alerts.models import Alert, AlertPlace, Grade

from .days import day, form_id, moment

VICTIM = (
    "Give a statement to the police as soon as you can. Only a licensed local physician may "
    "collect physical evidence for a court, so ask for one early. Tell the consulate: citizen "
    "services on 8-727-250-4900, or the duty officer after hours on 8-727-250-4892."
)
# Days from today: when it was issued, when it ends.
ALERTS = [
    {
        "grade": Grade.WARNING,
        "title": "drugging and robbery in bars and nightclubs",
        "places": ["almaty", "astana"],
        "days": (-8, 23),
        "what_to_do": "* Keep your drink in sight. Do not accept opened drinks.\n"
        "* Leave with people you know. Agree on a time and a booked car before you go out.\n"
        "* Do not take unmarked cabs, or any cab with a passenger already inside.\n"
        "* If you feel suddenly unwell, tell staff and call 102.",
        "what_happened": "Several foreigners, including United States citizens, have been "
        "drugged, robbed and beaten after being served drinks in popular bars and nightclubs. "
        "Others were robbed in cars hailed on the street and left far from the city.",
        "where_and_when": "Almaty, and also Astana. Mostly late at night and on weekends. No "
        "single venue stands out.",
        "if_affected": VICTIM,
    },
    {
        "update_of": "drugging and robbery in bars and nightclubs",
        "grade": Grade.WARNING,
        "title": "what to do about medical evidence",
        "places": ["almaty", "astana"],
        "days": (-6, 23),
        "what_to_do": "* Ask for a licensed local physician early.",
        "what_happened": "Added: advice on medical evidence. What to do has not changed.",
    },
    {
        "grade": Grade.NOTICE,
        "title": "cars broken into on busy, well-lit streets",
        "places": ["almaty"],
        "days": (-12, 40),
        "what_to_do": "* Leave nothing on the seats, day or night.\n* Park inside a guarded lot.",
        "what_happened": "Thieves smashed windows and took what lay in plain view.",
        "where_and_when": "Almaty, in crowded streets with good light, at all hours.",
        "if_affected": "Call the police on 102.",
    },
    {
        "grade": Grade.NOTICE,
        "title": "more card skimmers found on cash machines",
        "places": [],
        "days": (-19, 60),
        "what_to_do": "* Use machines inside bank branches and cover the keypad.\n"
        "* Check your statement every week.",
        "what_happened": "Skimmers on cash machines are reported more often than last year. The "
        "fraud is not widespread yet.",
        "where_and_when": "In several cities of the country.",
        "if_affected": "Have your bank block the card, and tell the police on 102.",
    },
    {
        "grade": Grade.NOTICE,
        "title": "demonstration in the center",
        "places": ["almaty"],
        "days": (-75, -74),
        "what_to_do": "* Stay away from the center this afternoon.\n"
        "* If you meet the crowd, go the other way.",
        "what_happened": "A group without a permit called people to the streets. Police sent "
        "them home within the hour, without force.",
        "where_and_when": "The center of Almaty, from 15:00.",
        "ended": "The demonstration is over and the streets are open.",
    },
]


def make_alerts(people, posts):
    for facts in ALERTS:
        make_alert(dict(facts), people["sender"], posts)


def make_alert(facts, sender, posts):
    """Written first and published last, as what readers were told never changes afterwards."""
    places, ended = facts.pop("places"), facts.pop("ended", "")
    issued, ends = (day(offset) for offset in facts.pop("days"))
    updated = Alert.objects.filter(title=facts.pop("update_of", "")).first()
    alert = Alert.objects.create(
        form_id=form_id(facts["title"]),
        year=issued.year,
        slug=slugify(f"{' '.join(places) or 'kazakhstan'} {facts['title']}")[:120],
        starts_on=issued,
        ends_on=ends,
        started_at=moment(issued, 18),
        started_by=sender,
        refers_to=updated,
        **facts,
    )
    for slug in places:
        AlertPlace.objects.create(alert=alert, post=posts[slug])
    if not places:
        AlertPlace.objects.create(alert=alert, country=posts["almaty"].country)
    alert.published_at, alert.published_by = moment(issued, 18, 30), sender
    if ended:
        alert.ended_at, alert.ended_because = moment(ends, 9), ended
    alert.save()
