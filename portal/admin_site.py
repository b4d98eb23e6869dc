from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """The staff pages; signing in goes through the site's own door."""

    site_header = _("Administration")
    index_title = _("Desk")
