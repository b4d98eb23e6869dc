"""Who takes part in exercises: one list per council or post."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from advisories.admin.base import DeskAdmin
from advisories.models import Assignment, Post, Role
from advisories.models.assignments import reach_of
from alerts.models import ExerciseParticipant
from council.models import Council, Member


class ParticipantForm(ModelForm):
    def clean(self):
        found = super().clean()
        user, council = found.get("user"), found.get("council")
        member = council and Member.objects.active().of(council).filter(user=user).exists()
        if user and not member and not Assignment.objects.active().filter(user=user).exists():
            raise ValidationError(_("Choose a member of that council, or somebody on the staff."))
        return found


@admin.register(ExerciseParticipant)
class ExerciseParticipantAdmin(DeskAdmin):
    form = ParticipantForm
    fields = ["user", "council", "post"]
    list_display = ["user", "council", "post", "added_at", "ended_at"]
    list_select_related = ["user", "council", "post"]
    list_filter = ["council", "post"]

    def may(self, request):
        return bool(reach_of(request.user, Role.SENDER))

    def choices_for(self, field, request):
        """Lists within the sender's reach, and the people who may stand on one."""
        reach = reach_of(request.user, Role.SENDER)
        councils = Council.objects.filter(
            reach.in_posts(country="country", post="post") | reach.in_councils("pk")
        )
        if field.name == "council":
            return councils
        if field.name == "post":
            return Post.objects.filter(reach.in_posts(post="pk"))
        members = Member.objects.active().filter(membership__council__in=councils)
        staff = Assignment.objects.active().filter(
            reach.in_posts() | reach.in_councils() | Q(everywhere=True)
        )
        people = get_user_model().objects.reachable()
        return people.filter(
            Exists(members.filter(user=OuterRef("pk"))) | Exists(staff.filter(user=OuterRef("pk")))
        )

    def formfield_for_foreignkey(self, field, request, **options):
        """A post is one of two lists to choose from, never required by itself."""
        formfield = super().formfield_for_foreignkey(field, request, **options)
        if field.name == "post":
            formfield.required = False
        return formfield
