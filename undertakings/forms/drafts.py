"""Forms of a coordinator who prepares an edition: its text, a file to start from, the note with which it appears."""

from typing import Any

import filetype
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.docx_file import MOST_BYTES as MOST_BYTES_OF_WORD
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from compact_portal.lib.textfile import MOST_BYTES, megabytes, read_text
from compact_portal.lib.word_import import RefusedDocument, add_anchors, add_front_matter, docx_to_markdown
from undertakings.forms.cells import nothing_hidden, refuse
from undertakings.models import Edition

# A file with thousands of faults is the wrong file; the first ones say so.
MOST_FAULTS_TOLD = 20

ANCHORS, PREVIEW, PUBLISH = "anchors", "preview", "publish"
# Every way on from a draft saves first: a link would leave what was typed behind.
THEN = (
    (ANCHORS, "Save and propose missing anchors"),
    (PREVIEW, "Save and preview"),
    (PUBLISH, "Save and go on to publishing"),
)


class DraftForm(VersionedForm):
    """The text of a draft, with whatever is wrong in it: faults stand in the way of publishing, not of saving."""

    text = forms.CharField(
        label="Text",
        strip=False,
        help_text=f"Markdown, up to {megabytes(MOST_BYTES)}. Each heading and item ends in an anchor like {{#aims}}.",
        widget=forms.Textarea({"rows": 30, "class": "code", "spellcheck": "true", "wrap": "soft"}),
    )

    class Meta:
        model = Edition
        fields = ("text",)

    @property
    def helper(self) -> PortalHelper:
        offered = THEN if self.instance.pk else THEN[:1]
        quiet = [SubmitButton(label, name="then", value=value, style="quiet") for value, label in offered]
        action = "" if self.instance.pk else reverse("undertakings:draft_create")
        return PortalHelper(self, submit="Save and check", quiet=quiet, action=action)

    @property
    def then(self) -> str:
        """What to do once the text is saved: one of THEN, or "" to stay."""
        return str(self.data.get("then", ""))

    @property
    def text_shown(self) -> str:
        """The text that stands in the box, where it can be one, else that of the draft."""
        cleaned: dict[str, Any] = getattr(self, "cleaned_data", {})
        return str(cleaned.get("text", self.initial.get("text", "")))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > MOST_BYTES:
            over = size - MOST_BYTES
            raise ValidationError(f"Shorten the text by {over:,} bytes: it may have {megabytes(MOST_BYTES)}")
        # A mark that editors put before a file comes along with what is copied from it, and nobody sees it in a box.
        text = text.removeprefix("\ufeff")
        if not text.strip():
            raise ValidationError("Write or paste a text")
        return add_anchors(add_front_matter(text)) if self.then == ANCHORS else text


class DraftImportForm(PlainMessages, forms.Form):
    """A Markdown or Word file. Clean, it has `text` (Markdown) and `warnings` (what the conversion left out)."""

    file = forms.FileField(
        label="File",
        help_text=(
            f"A Markdown file (up to {megabytes(MOST_BYTES)}) or a Word document "
            f"(.docx, up to {megabytes(MOST_BYTES_OF_WORD)}). Anchors are proposed where it has none."
        ),
        widget=forms.ClearableFileInput({"accept": ".md,.markdown,.txt,.docx"}),
        error_messages={"empty": "The file is empty. Choose one that has text in it"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = ""
        self.warnings: list[str] = []

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Read the file")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES_OF_WORD:
            raise ValidationError(f"The file is larger than {megabytes(MOST_BYTES_OF_WORD)}. Choose a smaller one")
        data = file.read()
        name = (file.name or "").lower()
        # What the file is decides, whatever its name; the name helps where a Word document is broken.
        if name.endswith((".docx", ".docm", ".doc")) or _is_packed(data):
            self._read_word(data)
        else:
            self._read_markdown(data, file.name or "The file")
        return file

    def _read_word(self, data: bytes) -> None:
        try:
            self.text, self.warnings = docx_to_markdown(data)
        except RefusedDocument as problem:
            raise ValidationError(str(problem)) from None
        if len(self.text.encode()) > MOST_BYTES:
            raise ValidationError(f"The document’s text is larger than {megabytes(MOST_BYTES)}. Choose a smaller one")

    def _read_markdown(self, data: bytes, name: str) -> None:
        text, faults = read_text(data, file=name)
        refuse(faults[:MOST_FAULTS_TOLD])
        self.text = add_anchors(add_front_matter(text or ""))


def _is_packed(data: bytes) -> bool:
    """Whether it is a zip archive, as every Word document is inside."""
    kind = filetype.guess(data[:8192])
    return kind is not None and kind.extension in ("zip", "docx", "xlsx", "pptx", "odt")


class PublishForm(VersionForm):
    """What a new edition says of itself."""

    note = forms.CharField(
        label="What is new in this edition?",
        max_length=4000,
        help_text="Readers see it on the edition’s page, and signatories when they are asked to sign it.",
        widget=forms.Textarea({"rows": 5}),
        validators=[nothing_hidden],
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, button="Publish this edition", **kwargs)
        self.fields["note"].required = not first
