import pytest
from allauth.account.models import EmailAddress

from accounts.models import User

HUGE = 10**30


@pytest.mark.django_db
def test_number_beyond_the_column_is_in_no_row():
    user = User.objects.create_user("reader@example.org")

    assert not User.objects.filter(pk=HUGE).exists()
    assert not User.objects.filter(pk__in=[HUGE, -HUGE]).exists()
    assert list(User.objects.filter(pk__in=[HUGE, user.pk])) == [user]
    assert not EmailAddress.objects.filter(user=HUGE).exists()
    assert EmailAddress.objects.filter(user__in=[str(HUGE), user.pk]).count() == 1
    assert EmailAddress.objects.filter(user__id__in=[HUGE, user.pk]).count() == 1


@pytest.mark.django_db
def test_excluding_a_number_beyond_the_column_excludes_nothing():
    user = User.objects.create_user("reader@example.org")

    assert list(User.objects.exclude(pk__in=[HUGE])) == [user]
    assert list(User.objects.exclude(pk=HUGE)) == [user]
