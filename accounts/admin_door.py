"""The staff pages are entered and left by the same door as everything else."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache


class SameDoor:
    """Mixin for the admin site: allauth signs in and out, and changes passwords."""

    def get_urls(self):
        """All but the shortcut that leads from any number of any table to the row's address."""
        return [
            entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"
        ]

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        target = request.GET.get("next", "")
        if not get_adapter(request).is_safe_url(target):
            target = reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect(reverse("account_login") + "?" + urlencode({"next": target}))
        if not self.has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(target)  # an address as it is, never the name of a view

    @method_decorator(never_cache)
    def logout(self, request, extra_context=None):
        if request.method == "POST":
            get_adapter(request).logout(request)
            return redirect("home")
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_security")
