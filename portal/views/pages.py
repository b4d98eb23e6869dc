"""Pages of standing text."""

from django.shortcuts import render

from web.public import public_page


def standing(template):
    @public_page
    def page(request):
        return render(request, template)

    return page


about = standing("portal/about.html")
levels = standing("portal/levels.html")
accessibility = standing("portal/accessibility.html")
privacy = standing("portal/privacy.html")
contact = standing("portal/contact.html")
