import re
import zoneinfo
from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.people.models import Agent, AuditEntry

KEY = re.compile(r"\S|[A-Z][A-Za-z0-9]{1,11}")  # as browsers name keys: n, Enter, ArrowUp, F2


def zones() -> list[tuple[str, str]]:
    """Places, without the aliases that stand outside any region."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class OwnSettings(forms.ModelForm):
    """Name, words, times, looks; then what lives in `preferences`."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    sound = forms.BooleanField(label=_("Play a sound for a new chat or an answer"), required=False)
    notifications = forms.BooleanField(
        label=_("Show desktop notifications"), required=False, help_text=_("Your browser asks once whether it may.")
    )
    shortcuts = forms.BooleanField(label=_("Use single-key shortcuts"), required=False)
    keys = forms.CharField(
        label=_("Own keys"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "next = n", "spellcheck": "false"}),
        help_text=_("One a line: command = key. Press ? in the inbox for the list of commands."),
    )

    class Meta:
        model = Agent
        fields = ("name", "time_zone", "language", "theme")
        widgets = {"theme": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        liked = self.instance.preferences
        self.initial = {
            **self.initial,
            "sound": liked.get("sound", False),
            "notifications": liked.get("notifications", False),
            "shortcuts": not liked.get("shortcuts_off", False),
            "keys": "\n".join(f"{command} = {key}" for command, key in liked.get("shortcuts", {}).items()),
        }

    def clean_keys(self) -> dict[str, str]:
        keys: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["keys"].splitlines())):
            command, equals, key = (part.strip() for part in line.partition("="))
            if not equals or not command.replace("_", "").replace("-", "").isalnum() or not KEY.fullmatch(key):
                raise forms.ValidationError(_("“%(line)s” is not “command = key”."), params={"line": line})
            if key in keys.values():
                raise forms.ValidationError(_("%(key)s is there twice."), params={"key": key})
            keys[command[:40]] = key
        return keys

    def chosen(self) -> dict:
        """What people.change_own_settings takes."""
        given = self.cleaned_data
        preferences = self.instance.preferences | {
            "sound": given["sound"],
            "notifications": given["notifications"],
            "shortcuts_off": not given["shortcuts"],
            "shortcuts": given["keys"],
        }
        return {name: given[name] for name in self.Meta.fields} | {"preferences": preferences}


class AuditFilter(forms.Form):
    """Every field narrows; empty ones do not."""

    agent = forms.ModelChoiceField(
        label=_("Who"), queryset=Agent.objects.all(), required=False, empty_label=_("Anyone")
    )
    verb = forms.ChoiceField(label=_("Did what"), required=False)
    subject = forms.CharField(
        label=_("To what"), required=False, widget=forms.TextInput(attrs={"placeholder": "conversation:12"})
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verbs = AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct()
        cast(forms.ChoiceField, self.fields["verb"]).choices = [("", _("Anything")), *((verb, verb) for verb in verbs)]

    def entries(self):
        entries = AuditEntry.objects.select_related("agent").order_by("-id")
        given = self.cleaned_data if self.is_valid() else {}
        narrowed = {"agent": "agent", "verb": "verb", "subject": "subject", "since": "at__date__gte"}
        narrowed |= {"until": "at__date__lte"}
        return entries.filter(**{narrowed[name]: value for name, value in given.items() if value})
