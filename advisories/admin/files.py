"""The files of an edition: looked at, added and taken away on a page of their own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from web.errors import RefusedError

from ..actions import attach_files, detach_file, forget_files
from ..forms.files import FilesForm


class FilePages:
    """Mixin of EditionAdmin."""

    pages = ["files", "detach"]

    def delete_model(self, request, obj):
        """The bytes go with the draft, unless another edition has them too."""
        places = list(obj.attachments.values_list("file", flat=True))
        super().delete_model(request, obj)
        forget_files(places)

    def files(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        form = FilesForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = FilesForm(request.POST, request.FILES)
            if form.is_valid() and self.attach(request, edition, form):
                return redirect("admin:advisories_edition_files", edition.pk)
        return self.page(
            request,
            "edition/files",
            edition,
            title=_("Files"),
            form=form,
            errors=form.errors,
            attachments=edition.attachments.all(),
        )

    def attach(self, request, edition, form):
        try:
            attach_files(edition, form.cleaned_data["files"], by=request.user)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, _("The files come with the edition."))
        return True

    def detach(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        key = request.POST.get("file", "")
        attachment = edition.attachments.filter(key=key).first()
        if attachment is None:
            raise Http404
        done = _("The file is taken away.")
        self.attempt(request, lambda: detach_file(attachment, by=request.user), done)
        return redirect("admin:advisories_edition_files", edition.pk)
