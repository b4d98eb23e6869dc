"""Every address of the portal. Public pages first, then what needs signing in, then staff."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from alerts.views.events import mail_events

from . import views
from .views import health, sitemap

handler400 = "web.error_pages.bad_request"
handler403 = "web.error_pages.forbidden"
handler404 = "web.error_pages.not_found"
handler429 = "web.error_pages.too_many_requests"  # allauth looks for it here
handler500 = "web.error_pages.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api.urls")),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("health/", health.health, name="health"),
    path("mail/events/", mail_events, name="mail_events"),
    path("metrics/", health.metrics_page, name="metrics"),
    path("", include("web.urls")),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("countries/", include("portal.country_urls")),
    path("feeds/", include("portal.feed_urls")),
    path("data/", include("portal.data_urls")),
    path("", include("advisories.urls")),
    path("", include("alerts.urls")),
    path("", include("council.urls")),
    path("", include("travelers.urls")),
    path("account/", include("portal.account_urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("", include("portal.page_urls")),
    prefix_default_language=False,
)
