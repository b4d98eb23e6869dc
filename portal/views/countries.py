from django.shortcuts import get_object_or_404, render

from advisories.models import Country
from web.public import public_page


@public_page
def country_list(request):
    countries = Country.objects.all()
    return render(request, "portal/country_list.html", {"section": "countries", "countries": countries})


@public_page
def country_detail(request, slug):
    country = get_object_or_404(Country, slug=slug)
    return render(request, "portal/country_detail.html", {"section": "countries", "country": country})
