"""What anybody may know of a council."""

from django.shortcuts import get_object_or_404, render

from web.public import public_page

from ..models import Council


@public_page
def council_list(request):
    councils = Council.objects.with_size().select_related("country")
    return render(
        request, "council/council_list.html", {"section": "council", "councils": councils}
    )


@public_page
def council_detail(request, slug):
    councils = Council.objects.with_size().select_related("country")
    council = get_object_or_404(councils, slug=slug)
    return render(
        request, "council/council_detail.html", {"section": "council", "council": council}
    )
