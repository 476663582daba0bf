from django import forms
from django.utils.translation import gettext_lazy as _

from apps.conversations.models import Bot
from apps.core.models import Delivery

from .targets import Refused, check_url


class NewBot(forms.ModelForm):
    slug = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Short name"),
        max_length=50,
        widget=forms.TextInput({"class": "input"}),
        help_text=_("Lower-case letters, digits and hyphens. It never changes."),
        error_messages={
            "invalid": _("Only lower-case letters, digits, and hyphens between them."),
            "unique": _("Another bot has this short name."),
        },
    )

    class Meta:
        model = Bot
        fields = ["name", "slug"]
        labels = {"name": _("Name")}
        widgets = {"name": forms.TextInput({"class": "input"})}


class BotSettings(forms.ModelForm):
    class Meta:
        model = Bot
        fields = ["name", "is_active", "accepts_by_2xx"]
        labels = {
            "name": _("Name"),
            "is_active": _("Let it in"),
            "accepts_by_2xx": _("Any 2xx answer to an offered handback accepts it"),
        }
        widgets = {"name": forms.TextInput({"class": "input"})}


class EndpointForm(forms.Form):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput({"class": "input", "placeholder": "https://bot.example.com/hooks"}),
        help_text=_("https. Addresses inside your own networks need the operator's permission."),
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        try:
            check_url(url)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return url


class DeliveryFilter(forms.Form):
    select = forms.Select({"class": "input"})
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Delivery.State.choices], widget=select
    )
    topic = forms.CharField(label=_("Event"), required=False, max_length=64, widget=forms.TextInput({"class": "input"}))
