"""What a supervisor narrows a list down to. A filter that makes no sense is said to, and does not filter."""

from datetime import datetime, timedelta
from datetime import time as clock

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.feedback.models import HandoffRating
from apps.insights.measures import Scope
from apps.people.models import Agent, Team

DAY = forms.DateInput(attrs={"type": "date"})


class TeamForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label=_("All my teams"), label=_("Team"))

    def __init__(self, data, supervisor: Agent):
        super().__init__(data)
        self.teams = Team.objects.filter(pk__in=supervisor.team_ids())
        self.fields["team"].queryset = self.teams  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def said(self) -> dict:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def as_words(self) -> dict[str, str]:
        """The same by key, for the audit log."""
        return {name: str(getattr(value, "pk", value)) for name, value in self.said().items()}


class RatingFilter(TeamForm):
    agent = forms.ModelChoiceField(Agent.objects.none(), required=False, empty_label=_("Everybody"), label=_("Agent"))
    score = forms.ChoiceField(
        choices=[("", _("Any score")), ("low", _("3 or less")), *((str(n), str(n)) for n in range(1, 6))],
        required=False,
        label=_("Summary"),
    )
    right_team = forms.ChoiceField(
        choices=[("", _("Any")), ("yes", _("Right")), ("no", _("Wrong"))], required=False, label=_("Team was")
    )
    since = forms.DateField(required=False, widget=DAY, label=_("From"))
    until = forms.DateField(required=False, widget=DAY, label=_("To"))

    def __init__(self, data, supervisor: Agent):
        super().__init__(data, supervisor)
        raters = Agent.objects.filter(ratings__isnull=False, teams__in=self.teams).distinct()
        self.fields["agent"].queryset = raters  # type: ignore[attr-defined]

    def narrow(self, ratings: QuerySet[HandoffRating]) -> QuerySet[HandoffRating]:
        asked = self.said()
        wanted = Q()
        if team := asked.get("team"):
            wanted &= Q(placed_team=team) | Q(handoff__team=team)
        if agent := asked.get("agent"):
            wanted &= Q(agent=agent)
        if score := asked.get("score"):
            wanted &= Q(summary__lte=3) if score == "low" else Q(summary=int(score))
        if right := asked.get("right_team"):
            wanted &= Q(right_team=right == "yes")
        if since := asked.get("since"):
            wanted &= Q(at__gte=_midnight(since))
        if until := asked.get("until"):
            wanted &= Q(at__lt=_midnight(until + timedelta(days=1)))
        return ratings.filter(wanted)


class ScopeForm(TeamForm):
    days = forms.TypedChoiceField(
        choices=[("7", _("7 days")), ("28", _("28 days")), ("90", _("90 days"))],
        coerce=int,
        required=False,
        empty_value="28",
        label=_("Time"),
        initial="28",
    )

    def scope(self) -> Scope:
        asked, now = self.said(), timezone.now()
        teams = [asked["team"].pk] if "team" in asked else self.teams.values_list("pk", flat=True)
        return Scope(frozenset(teams), now - timedelta(days=int(asked.get("days", 28))), now)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock.min))
