"""Reading a report in: from its text to a draft. Nothing that readers see changes by it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError

from ..cleaning import clean_html
from ..importer import ParsedReport, current_vocabulary, parse_report
from ..importer.messages import describe, describe_unplaced
from ..importer.parsed import FoundContact, Note
from ..models import Contact, ContactRole, Country, Edition, PostKind, Section
from ..models.assignments import Reach, desk_of
from ..models.places import kind_name
from .editions import refuse_second_draft
from .import_places import country_codes, post_called, report_on, set_topic

NO_YEAR = 0  # such a draft cannot be published
HARMLESS = {"number_as_written"}  # short numbers are none of the desk's problems


def import_report(text, *, by=None):
    """The draft of a report's text: a new one, or the one made of the same text before."""
    codes = country_codes()
    parsed = parse_report(text, current_vocabulary(), codes)
    return import_parsed(parsed, by=by, codes=codes)


@transaction.atomic
def import_parsed(parsed: ParsedReport, *, by=None, codes=None, topic=False):
    """The same for a report that was read already. `codes`: country_codes, of many imports.

    `topic`: a person says that it is about no country.
    """
    vocabulary = current_vocabulary()
    country = country_locked(parsed.country_name, country_codes() if codes is None else codes)
    post = post_called(parsed, country)
    report = report_on(parsed, country, post)
    if topic:
        set_topic(report)
    year = parsed.year or NO_YEAR
    digest = parsed.digest
    editions = list(report.editions.filter(year=year))
    known = next((row for row in editions if row.source_digest == digest), None)
    if known:
        return known
    refuse_other_text(report, year, editions)
    draft = Edition.objects.create(
        report=report,
        year=year,
        revision=1 + max((row.revision for row in editions), default=0),
        title=title_of(parsed, report),
        language=vocabulary.data.get("language") or settings.LANGUAGE_CODE,
        references=[{"title": row.title, "anchor": row.anchor} for row in parsed.references],
        problems=problems_of(parsed, country, topic=topic),
        source_digest=digest,
        unplaced=parsed.unplaced_text,
        started_by=by,
    )
    make_sections(draft, parsed)
    left_out = propose_contacts(parsed.contacts, country, by)
    if left_out:
        draft.problems.append(describe(Note("contacts_elsewhere", words=left_out), vocabulary))
        draft.save(update_fields=["problems"])
    audit.record("import_edition", draft, by=by)
    return draft


def country_locked(name, codes):
    """Two imports into one country wait for each other, lest each makes its posts and reports."""
    code = codes.get(name.casefold())
    return Country.objects.select_for_update().filter(alpha2=code).first() if code else None


def refuse_other_text(report, year, editions):
    """An import never writes over a draft: somebody may have worked on it."""
    if any(row.published_at is None for row in editions):
        raise RefusedError(
            _("A draft of “%(title)s”, %(year)s, with other text is open already.")
            % {"title": report.title, "year": year}
        )
    if any(row.is_scheduled for row in editions):
        refuse_second_draft(report, year)


def title_of(parsed, report):
    titles = current_vocabulary().report_titles(str(report.place or ""))
    return titles.get(parsed.kind, report.title) if report.place else report.title


def problems_of(parsed, country, *, topic=False):
    """What the desk has to see to before the draft can be published, in sentences."""
    vocabulary = current_vocabulary()
    settled = HARMLESS | {"country_missing"} if topic else HARMLESS
    notes = [note for note in parsed.notes if note.code not in settled]
    if country is None:
        if parsed.country_name:
            notes.insert(0, Note("country_unknown", words=parsed.country_name))
        if parsed.contacts:
            numbers = ", ".join(contact.number for contact in parsed.contacts)
            notes.append(Note("contacts_left_out", words=numbers))
    problems = [describe(note, vocabulary) for note in notes]
    if parsed.unplaced:
        problems.append(describe_unplaced(parsed))
    return problems


def make_sections(draft, parsed):
    Section.objects.bulk_create(
        Section(
            edition=draft,
            position=position,
            depth=section.depth,
            key=section.key,
            anchor=section.anchor,
            heading=section.heading,
            body=clean_html(section.body),
            **rating_of(section, parsed),
        )
        for position, section in enumerate(parsed.sections, start=1)
    )


def rating_of(section, parsed):
    """A section holds one rating: that of the report's place. Anything else stays in words."""
    found = [rating for rating in parsed.ratings if rating.anchor == section.anchor]
    here = [row for row in found if row.place.casefold() == parsed.post_name.casefold()] or found
    levels = {rating.level for rating in here}
    level = levels.pop() if len(levels) == 1 else None
    if level:
        return {"rating": level.lower()}
    words = "; ".join(f"{row.place}: {row.word}" if row.place else row.word for row in found)
    return {"rating_words": words[:120]}


def propose_contacts(found, country, by):
    """New numbers wait for a person to confirm them; numbers already known stay as they are.

    Numbers of places where this person has no desk are left out, and returned in words.
    """
    if country is None:
        return ""
    reach = desk_of(by) if by else Reach(everywhere=True)
    whole = reach.everywhere or country.pk in reach.countries
    posts = {row.name.casefold(): row for row in country.posts.all()}
    known = set()
    for number, e164, role in country.contacts.values_list("number", "e164", "role"):
        known |= {(number, role), (e164, role)}
    rows, left_out = [], []
    for contact in found:
        role = contact.role if contact.role in ContactRole.values else ContactRole.OTHER
        same = {(contact.number, role), (contact.e164 or contact.number, role)}
        if not known & same:
            post = posts.get(contact.post_name.casefold())
            mine = whole or (post and post.pk in reach.posts)
            (rows if mine else left_out).append(proposed_contact(contact, role, country, post))
        known |= same
    Contact.objects.bulk_create(rows)
    return ", ".join(row.number for row in left_out)


def proposed_contact(contact: FoundContact, role, country, post):
    name = contact.name
    if not name and not post and contact.post_kind in PostKind.values:
        name = f"{kind_name(contact.post_kind)} {contact.post_name}"
    return Contact(
        country=country,
        post=post,
        role=role,
        name=name[:120],
        number=contact.number,
        e164=contact.e164,
        hours=contact.hours[:80],
        address=contact.address[:240],
        source_line=contact.source_line,
    )
