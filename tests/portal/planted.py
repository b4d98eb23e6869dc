"""Two councils of one country, with a marker in every place that not everybody may read.

`Planted().sown()` makes the rows. `places[marker]` says where a marker stands, `seen_by[marker]`
which of READERS may meet it. A marker is one made-up word, so that search and addresses hold it.
"""

import re
from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from advisories.models import (
    Area,
    Attachment,
    Comment,
    Edition,
    EditorTask,
    Indicator,
    Role,
    Section,
    Tlp,
)
from council.models import ActionItem, Council, MemberRole
from tests.factories import (
    make_alert,
    make_application,
    make_assignment,
    make_contact,
    make_country,
    make_level,
    make_meeting,
    make_member,
    make_minutes,
    make_post,
    make_report,
    make_rsvp,
    make_staff,
    make_user,
)

MARKER = re.compile(r"qz\d{3}[a-z]zq")
SIDES = ("almaty", "astana")
COUNTRY = "country publisher"
READERS = [
    "anonymous", "traveler", "almaty member", "almaty chair", "almaty editor", "astana member",
    "astana chair", "astana editor", COUNTRY,
]  # fmt: skip
CLEAR, GREEN, AMBER = Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER


class Planted:
    def __init__(self):
        self.places, self.seen_by, self.people = {}, {}, {}
        self.editions, self.open, self.readable = {}, {}, {}

    def mark(self, place, *readers):
        marker = f"qz{len(self.places):03d}{chr(97 + len(place) % 26)}zq"
        self.places[marker], self.seen_by[marker] = place, frozenset(readers)
        return marker

    def sown(self):
        self.country = make_country(alpha2="KZ", alpha3="KAZ")
        self.posts = {side: make_post(self.country, side.capitalize()) for side in SIDES}
        self.councils = {side: self.sow_council(side) for side in SIDES}
        for side in SIDES:
            self.sow_people(side)
        publisher = make_staff(COUNTRY)
        for role in (Role.EDITOR, Role.PUBLISHER, Role.SENDER):
            make_assignment(publisher, role, country=self.country)
        self.people |= {COUNTRY: publisher, "traveler": make_user("traveler"), "anonymous": None}
        make_level(self.country)
        coming = make_level(
            self.country,
            4,
            reason=self.mark("level to come", COUNTRY),
            in_force_from=timezone.now() + timedelta(days=1),
        )
        coming.indicators.add(Indicator.objects.create(code="X", name="Plain"))
        Area.objects.create(country=self.country, name="Plain", slug="plain")
        for side in SIDES:
            self.sow_reports(side)
            self.sow_desk(side)
            self.sow_alerts(side)
            self.sow_meetings(side)
        return self

    # People ---------------------------------------------------------------------------

    def sow_council(self, side):
        return Council.objects.create(
            name=f"{side.capitalize()} council",
            slug=side,
            country=self.country,
            post=self.posts[side],
        )

    def sow_people(self, side):
        council, post = self.councils[side], self.posts[side]
        member = make_member(council, make_user(f"{side} member"), organization=f"{side} works")
        chair = make_member(
            council, make_user(f"{side} chair"), organization=f"{side} works", role=MemberRole.CHAIR
        )
        editor = make_staff(f"{side} editor")
        make_assignment(editor, Role.EDITOR, post=post)
        make_assignment(editor, Role.EDITOR, council=council)
        self.people |= {
            f"{side} member": member.user,
            f"{side} chair": chair.user,
            f"{side} editor": editor,
        }
        named = self.mark("name of a member", f"{side} chair")
        self.colleague = make_user(named)
        make_member(council, self.colleague, organization=f"{side} works")

    def council_of(self, side):
        return [f"{side} member", f"{side} chair", f"{side} editor"]

    def desk_of(self, side, tlp=CLEAR):
        """An AMBER text is its council's; the country's desk has no part in it."""
        return [f"{side} editor"] + ([] if tlp == AMBER else [COUNTRY])

    def readers_of(self, side, tlp):
        everybody = {name for name in READERS if name not in ("anonymous", "traveler")}
        return everybody if tlp == GREEN else self.council_of(side)

    # Reports --------------------------------------------------------------------------

    def sow_reports(self, side):
        post = self.posts[side]
        report = make_report(post, f"Plain report of {side}", slug=f"plain-{side}")
        plain = {"key": "crime", "heading": "Crime", "body": "<p>Plain words.</p>"}
        self.add(report, 2014, "withdrawn edition", self.desk_of(side), withdrawn=True)
        self.plain(report, 2015, plain)
        for year, tlp in ((2016, GREEN), (2017, AMBER)):
            self.add(report, year, f"{tlp} edition", self.readers_of(side, tlp), tlp=tlp)
        hidden = [self.sow_hidden(side, tlp) for tlp in (GREEN, AMBER)]
        quoted = [{"title": row.title, "anchor": "crime"} for row in hidden]
        self.plain(report, 2018, plain, references=quoted)
        for year, tlp in ((2020, CLEAR), (2022, AMBER)):
            self.add(report, year, f"{tlp} draft", self.desk_of(side, tlp), tlp=tlp, at=None)
        tomorrow = timezone.now() + timedelta(days=1)
        self.add(report, 2021, "scheduled edition", self.desk_of(side), at=tomorrow)
        self.open[side] = report

    def sow_hidden(self, side, tlp):
        """A report that has no public edition; a public one quotes its title."""
        readers = self.readers_of(side, tlp)
        slug = f"field-notes-{self.mark(f'slug of a {tlp} report', *readers)}"
        report = make_report(self.posts[side], f"Field notes, {side} {tlp}", slug=slug)
        self.add(report, 2017, f"{tlp} report", readers, tlp=tlp)
        return report

    def plain(self, report, year, section, **fields):
        edition = Edition.objects.create(report=report, year=year, title=report.title, **fields)
        Section.objects.create(edition=edition, position=1, anchor="crime", **section)
        self.publish(edition, datetime(year, 3, 1, tzinfo=UTC))

    def add(self, report, year, place, readers, *, tlp=CLEAR, at="then", withdrawn=False):
        """An edition with a marker in each of its texts and in a file."""

        def mark(what):
            return self.mark(f"{what} of a {place}", *readers)

        side = report.post.slug
        edition = Edition.objects.create(
            report=report,
            year=year,
            title=f"Edition {mark('title')}",
            summary=f"<p>{mark('summary')}</p>",
            change_note=mark("change note"),
            approved_as=mark("approving office"),
            tlp=tlp,
            council=self.councils[side] if tlp == AMBER else None,
        )
        section = Section.objects.create(
            edition=edition,
            position=1,
            key="crime",
            anchor="crime",
            heading=f"Crime {mark('heading')}",
            body=f"<p>Burglars {mark('body')}.</p>",
            rating="high",
        )
        Attachment.objects.create(
            edition=edition,
            name=f"{mark('name of a file')}.pdf",
            kind="pdf",
            size=30,
            file=ContentFile(b"%PDF-1.7 " + mark("bytes of a file").encode(), name="x.pdf"),
        )
        self.editions[place, side] = (edition, section)
        if at:
            self.publish(edition, datetime(year, 3, 1, tzinfo=UTC) if at == "then" else at)
        if withdrawn:
            Edition.objects.filter(pk=edition.pk).update(withdrawn_at=timezone.now())

    def publish(self, edition, at):
        edition.published_at, edition.major, edition.announced_at = at, True, None
        edition.save()

    # The desk -------------------------------------------------------------------------

    def sow_desk(self, side):
        editor, desk = self.people[f"{side} editor"], self.desk_of(side)
        for place, readers in (("clear draft", desk), ("amber draft", self.desk_of(side, AMBER))):
            edition, section = self.editions[place, side]
            for what, at in (("section comment", section), ("review comment", None)):
                body = self.mark(f"{what} on a {place}", *readers)
                Comment.objects.create(edition=edition, section=at, body=body, written_by=editor)
            task = self.mark(f"word from a reader on a {place}", *readers)
            EditorTask.objects.create(edition=edition, message=task)
            Edition.objects.filter(pk=edition.pk).update(
                unplaced=self.mark(f"unplaced text of a {place}", *readers),
                problems=[self.mark(f"problem of a {place}", *readers)],
            )
        make_contact(
            self.country,
            post=self.posts[side],
            number=f"+7 727 {SIDES.index(side)}",
            name=self.mark("proposed contact", *desk),
            source_line=self.mark("source of a contact", *desk),
            confirmed=False,
        )

    def sow_alerts(self, side):
        post, council = self.posts[side], self.councils[side]
        make_alert(post, title=f"Plain {side}", slug=f"plain-{side}")
        for tlp in (GREEN, AMBER):
            readers = self.readers_of(side, tlp)
            make_alert(
                post,
                tlp=tlp,
                council=council if tlp == AMBER else None,
                title=self.mark(f"title of an {tlp} alert", *readers),
                what_happened=f"Burglars {self.mark(f'text of an {tlp} alert', *readers)}",
                slug=self.mark(f"slug of an {tlp} alert", *readers),
            )
        make_alert(post, sent=False, title=self.mark("alert not sent", COUNTRY))

    # The council ----------------------------------------------------------------------

    def sow_meetings(self, side):
        council, inside = self.councils[side], self.council_of(side)
        chair = f"{side} chair"

        def mark(what, *readers):
            return self.mark(what, *(readers or inside))

        meeting = make_meeting(
            council,
            title=mark("title of a meeting"),
            place=mark("place of a meeting"),
            getting_in=mark("way into a meeting"),
            video_link=f"https://video.example.org/{mark('video link')}",
            agenda=[(mark("agenda"), mark("who leads an item"), 15)],
            tlp=AMBER,
        )
        make_rsvp(meeting, self.people[chair], guests=mark("name of a guest", chair))
        make_meeting(council, announced=False, title=mark("meeting not announced", chair))
        for days, tlp in ((-30, AMBER), (-60, GREEN)):
            past = make_meeting(council, days=days, title=f"Past {mark('past meeting')}")
            make_minutes(past, tlp=tlp, body=mark(f"{tlp} minutes"))
            ActionItem.objects.create(meeting=past, title=mark("action"), who=mark("whose action"))
        draft = make_meeting(council, days=-5, title=f"Late {mark('late meeting')}")
        make_minutes(draft, published=False, body=mark("minutes not published", chair))
        make_application(
            council,
            make_user(f"{side} applicant"),
            organization_name=self.mark("applying organization"),
            reason=self.mark("reason of an application"),
        )
