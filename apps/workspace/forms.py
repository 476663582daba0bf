"""What the right column's forms say, as the fields of one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.feedback.models import SummaryReason
from apps.people.models import Team

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SCALE = range(1, 6)
YES_NO = {"yes": True, "no": False}


class Lines(forms.CharField):
    """One point a line, as a list."""

    def __init__(self, label: StrPromise):
        super().__init__(label=label, required=False, max_length=4000, widget=forms.Textarea)

    def clean(self, value) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class HandbackForm(forms.Form):
    """The brief for the bot. Its cleaned data is a `Handback.brief`."""

    done = Lines(_("Done"))
    promised = Lines(_("Promised"))
    told = Lines(_("Told the customer"))
    open = Lines(_("Still open"))
    bot_may = Lines(_("The bot may"))
    bot_must_not = Lines(_("The bot must not"))
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="handback-%s", **kwargs)
        for name, field in self.fields.items():
            rows = len(self.initial.get(name) or []) if isinstance(field, Lines) else 2
            field.widget.attrs |= {"class": "input", "rows": min(max(1, rows), 6)}


class RatingForm(forms.Form):
    """One press of the feedback row: each carries one field, and only what it carries is changed."""

    summary = forms.TypedChoiceField(choices=[(n, n) for n in SCALE], coerce=int, required=False)
    draft = forms.TypedChoiceField(choices=[(n, n) for n in SCALE], coerce=int, required=False)
    right_team = forms.TypedChoiceField(choices=[(n, n) for n in YES_NO], coerce=YES_NO.get, required=False)
    sources_ok = forms.TypedChoiceField(choices=[(n, n) for n in YES_NO], coerce=YES_NO.get, required=False)
    better_team = forms.ModelChoiceField(Team.objects.filter(is_active=True), to_field_name="slug", required=False)
    comment = forms.CharField(max_length=1000, required=False)
    summary_reason = forms.ChoiceField(choices=SummaryReason.choices, required=False)  # pressed again, it goes

    def said(self, rating) -> dict:
        """The fields to change. `rating` is what the agent has said before, or None."""
        said = self.cleaned_data
        fields = {name: said[name] for name in self.data if name == "comment" or said.get(name) not in (None, "")}
        if reason := fields.pop("summary_reason", None):
            before = list(rating.summary_reasons) if rating else []
            fields["summary_reasons"] = [r for r in before if r != reason] if reason in before else [*before, reason]
        return fields
