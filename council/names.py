"""Pages of a council that show names to some: these need a second factor to open them."""

from accounts.factors import second_factor_for

from .models import Council


def sees_names(user):
    """Chairs, deputies, secretaries, organizations' contacts, and who looks after members."""
    trusted = user.memberships.active().trusted().exists()
    return trusted or Council.objects.naming_people_to(user).exists()


shows_names = second_factor_for(sees_names)
