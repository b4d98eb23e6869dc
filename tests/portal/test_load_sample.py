"""The sample goes into an empty database only, and goes away without a trace."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from advisories.models import Country, Edition, Post, Report
from alerts.models import Alert
from council.models import Organization
from portal.sample.people import EMAILS
from travelers.models import Stop, Trip
from web.models import ContentVersion, SiteSettings

pytestmark = pytest.mark.django_db
KEPT = (AuditEvent, ContentVersion, SiteSettings)  # the trail stays, and so do the site's words


@pytest.fixture
def sample():
    call_command("load_sample", verbosity=0)


def counts():
    """Rows of every table of ours, but for those that outlive the sample."""
    models = [m for m in apps.get_models() if m not in KEPT and "django" not in m.__module__]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_a_password_is_set_when_given():
    call_command("load_sample", password="a long sample password", verbosity=0)

    chair = get_user_model().objects.get(email="chair@example.org")
    assert chair.check_password("a long sample password")
    assert chair.emailaddress_set.get().verified


def test_a_database_with_content_is_refused():
    Organization.objects.create(name="Real Organization")

    with pytest.raises(CommandError, match="content here already"):
        call_command("load_sample")

    assert not Report.objects.exists()
    assert not get_user_model().objects.exists()


def test_loading_twice_is_refused(sample):
    before = counts()

    with pytest.raises(CommandError, match="empty database"):
        call_command("load_sample")

    assert counts() == before


def test_removing_takes_everything_back():
    call_command("load_countries", verbosity=0)
    before = counts()
    call_command("load_sample", verbosity=0)

    call_command("load_sample", remove=True, verbosity=0)

    assert counts() == before
    assert not Country.objects.exclude(main_risks="").exists()
    assert not SiteSettings.load().sample_content


def test_removing_keeps_the_names_of_the_site(sample):
    SiteSettings.objects.update(name="Real Council")

    call_command("load_sample", remove=True, verbosity=0)

    assert SiteSettings.load().name == "Real Council"


def test_removing_keeps_what_somebody_added(sample, capsys):
    stranger = get_user_model().objects.create_user("stranger@example.com")
    almaty = Post.objects.get(slug="almaty")
    trip = Trip.objects.create(user=stranger, traveler_name="Stranger")
    Stop.objects.create(trip=trip, country=almaty.country, post=almaty, starts_on="2030-01-01")
    own = Edition.objects.create(
        report=Report.objects.get(slug="almaty-crime-and-safety-report"),
        year=2030,
        title="Own edition",
        started_by=stranger,
    )

    call_command("load_sample", remove=True, verbosity=0)

    assert list(Edition.objects.all()) == [own]
    assert trip.stops.get().post == almaty
    assert "kept, as it is in use: post Almaty" in capsys.readouterr().out
    assert not get_user_model().objects.filter(email__in=EMAILS).exists()
    assert not Alert.objects.exists()


def test_the_sample_can_be_loaded_again_after_it_was_removed(sample):
    call_command("load_sample", remove=True, verbosity=0)

    call_command("load_sample", verbosity=0)

    assert Edition.objects.live().clear().count() == 4
