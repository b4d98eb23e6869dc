"""Bringing in a country from another portal: as drafts and proposals, for people to decide on."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError

from ..bundle import CONTACT, EDITION, POST, SECTION
from ..cleaning import clean_html, plain_text
from ..models import Area, Contact, Country, Edition, Post, Report, Section
from .editions import next_revision
from .import_places import free_slug

LONGEST_NAME = 200
WRONG = (
    KeyError, TypeError, AttributeError, ValueError, OverflowError, DataError, IntegrityError,
)  # fmt: skip


@dataclass
class Outcome:
    """What an import made, and what it leaves to people."""

    drafts: list[Edition] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)  # levels and entry rules, in sentences
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def import_country(bundle, *, by=None):
    """Drafts of the editions, proposed numbers, unlisted posts; levels stay words to decide on.

    Nothing that readers see changes, and a second run of the same bundle makes nothing more.
    """
    try:
        return bring_in(bundle, by)
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    except WRONG as error:
        detail = f"{type(error).__name__}: {error}"[:200]
        raise RefusedError(_("A part of this bundle is missing or wrong: %s") % detail) from error


def bring_in(bundle, by):
    code = bundle["country"]["alpha2"]
    country = Country.objects.select_for_update().filter(alpha2=code).first()
    if country is None:
        raise RefusedError(_("There is no country with the code %s here.") % code)
    outcome = Outcome(proposals=[proposal(row, bundle) for row in bundle["levels"]])
    entry = bundle["country"].get("entry")
    if entry:
        outcome.proposals.append(entry_proposal(entry))
    areas = {row["slug"]: area_called(row, country) for row in bundle["areas"]}
    posts = {row["slug"]: post_called(row, country, areas, outcome) for row in bundle["posts"]}
    for row in bundle["contacts"]:
        propose_contact(row, country, posts.get(row["post"]), outcome)
    for row in bundle["reports"]:
        bring_report(row, country, posts.get(row["post"]), outcome, by)
    return outcome


def proposal(row, bundle):
    """A level of the other site as a sentence; setting one here is a person's deed."""
    area = next((area["name"] for area in bundle["areas"] if area["slug"] == row["area"]), "")
    return _("Level %(level)s from %(day)s%(where)s (%(kinds)s): %(reason)s") % {
        "level": row["level"],
        "day": row["in_force_from"][:10],
        "where": f", {area}" if area else "",
        "kinds": " ".join(row["indicators"]) or "-",
        "reason": row["reason"],
    }


def entry_proposal(entry):
    """Entry rules of the other site as a sentence; readers here see what a person here writes."""
    return _("Entry rules, as of %(day)s (%(source)s): %(rules)s") % {
        "day": entry["as_of"],
        "source": entry["source"],
        "rules": plain_text(entry["rules"]),
    }


def area_called(row, country):
    found = country.areas.filter(name__iexact=named(row["name"])).first()
    return found or checked(Area(country=country, name=row["name"], slug=row["slug"]))


def post_called(row, country, areas, outcome):
    found = country.posts.filter(name__iexact=named(row["name"])).first()
    if found:
        return found
    values = {name: row[name] for name in POST if name != "slug"}
    slug = free_slug(Post, row["name"], country.name)
    post = checked(Post(country=country, slug=slug, listed_at=None, **values))
    post.areas.set(areas[slug] for slug in row["areas"])
    outcome.posts.append(post)
    return post


def propose_contact(row, country, post, outcome):
    if country.contacts.filter(number=row["number"], role=row["role"]).exists():
        return
    values = {name: row[name] for name in CONTACT}
    outcome.contacts.append(checked(Contact(country=country, post=post, **values)))


def bring_report(row, country, post, outcome, by):
    same = country.reports.filter(post=post, title__iexact=named(row["title"]))
    slug = free_slug(Report, row["title"], country.name)
    report = same.first() or checked(
        Report(country=country, post=post, title=row["title"], slug=slug)
    )
    newest = max((edition["year"] for edition in row["editions"]), default=None)
    for edition in row["editions"]:
        proposals = outcome.proposals if edition["year"] == newest else []
        bring_edition(edition, report, proposals, outcome, by)


def bring_edition(row, report, proposals, outcome, by):
    digest = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
    editions = report.editions.filter(year=row["year"])
    if editions.filter(source_digest=digest).exists():
        return
    if editions.drafts().exists() or editions.scheduled().exists():
        name = f"{report.title}, {row['year']}"
        outcome.left_out.append(_("%s: another draft of it is open already.") % name)
        return
    values = {name: row[name] for name in EDITION if name != "revision"}
    if row["summary"].lstrip().startswith("<"):  # else lines, which are escaped where shown
        values["summary"] = clean_html(row["summary"])
    problems = [_("Proposed by the other site: %s") % text for text in proposals]
    draft = Edition(
        report=report,
        revision=next_revision(report, row["year"]),
        problems=problems,
        source_digest=digest,
        started_by=by,
        **values,
    )
    checked(draft)
    for section in row["sections"]:
        values = {name: section[name] for name in SECTION} | {"body": clean_html(section["body"])}
        checked(Section(edition=draft, **values))
    audit.record("import_edition", draft, by=by)
    outcome.drafts.append(draft)


def named(words):
    """A name that may be looked up: the databases choke on other values and on endless ones."""
    if not isinstance(words, str) or len(words) > LONGEST_NAME:
        raise ValueError(str(words)[:40])
    return words


def checked(row):
    row.full_clean()
    row.save()
    return row
