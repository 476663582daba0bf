import zoneinfo
from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.people.models import Agent, AuditEntry

from . import deeds
from .commands import COMMANDS, TAKEN

KEY = r"^(\S|[A-Z][A-Za-z0-9]{1,11})$"  # as browsers name keys: n, Enter, ArrowUp, F2
KEY_BOX = forms.TextInput(attrs={"autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"})


def zones() -> list[tuple[str, str]]:
    """Places, without the aliases that stand outside any region."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("", str(_("As the browser says"))), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class OwnSettings(forms.ModelForm):
    """Name, words, times, looks; then what lives in `preferences`."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    sound = forms.BooleanField(label=_("Play a sound for a new chat or an answer"), required=False)
    notifications = forms.BooleanField(
        label=_("Show desktop notifications"), required=False, help_text=_("Your browser asks once whether it may.")
    )
    shortcuts = forms.BooleanField(label=_("Use single-key shortcuts"), required=False)

    class Meta:
        model = Agent
        fields = ("name", "time_zone", "language", "theme")
        labels = {"name": _("Name"), "theme": _("Theme")}
        widgets = {"theme": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        liked = self.instance.preferences
        chosen = liked.get("shortcuts", {})
        for command, (label, key) in COMMANDS.items():
            self.fields[f"key_{command}"] = forms.RegexField(
                KEY,
                label=label,
                required=False,
                initial=chosen.get(command, key),
                max_length=12,
                widget=KEY_BOX,
                error_messages={"invalid": _("One character, or the name of a key such as Enter or F2.")},
            )
        self.initial = {
            **self.initial,
            "sound": liked.get("sound", False),
            "notifications": liked.get("notifications", False),
            "shortcuts": not liked.get("shortcuts_off", False),
        }

    @property
    def keys(self) -> list[forms.BoundField]:
        return [self[f"key_{command}"] for command in COMMANDS]

    def clean(self) -> None:
        """One key, one command. An empty box takes the key away."""
        super().clean()
        taken = set(TAKEN)
        for command in COMMANDS:
            key = self.cleaned_data.get(f"key_{command}", "")
            if key in taken:
                self.add_error(f"key_{command}", _("“%(key)s” is taken.") % {"key": key})
            taken |= {key} - {""}

    def chosen(self) -> dict:
        """What people.change_own_settings takes."""
        given = self.cleaned_data
        keys = {command: given[f"key_{command}"] for command in COMMANDS}
        preferences = self.instance.preferences | {
            "sound": given["sound"],
            "notifications": given["notifications"],
            "shortcuts_off": not given["shortcuts"],
            "shortcuts": {command: key for command, key in keys.items() if key != COMMANDS[command][1]},
        }
        return {name: given[name] for name in self.Meta.fields} | {"preferences": preferences}


class AuditFilter(forms.Form):
    """Every field narrows; empty ones do not."""

    agent = forms.ModelChoiceField(
        label=_("Who"), queryset=Agent.objects.all(), required=False, empty_label=_("Anyone")
    )
    verb = forms.ChoiceField(label=_("Did what"), required=False)
    subject = forms.CharField(
        label=_("To what"), required=False, widget=forms.TextInput(attrs={"placeholder": _("such as conversation:12")})
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verbs = AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct()
        cast(forms.ChoiceField, self.fields["verb"]).choices = [
            ("", _("Anything")),
            *((verb, deeds.in_words(verb)) for verb in verbs),
        ]

    def entries(self):
        entries = AuditEntry.objects.select_related("agent").order_by("-id")
        given = self.cleaned_data if self.is_valid() else {}
        narrowed = {"agent": "agent", "verb": "verb", "subject": "subject", "since": "at__date__gte"}
        narrowed |= {"until": "at__date__lte"}
        return entries.filter(**{narrowed[name]: value for name, value in given.items() if value})
