"""Reads about agents for screens that stay open: asked all the time, so written out."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from apps.core.rows import rows

from .models import Agent

_TEAMS = """
SELECT agent.id, team.id FROM people_agent AS agent, people_team AS team
WHERE agent.id = ANY(%s) AND (agent.role = 'admin' OR EXISTS (
    SELECT FROM people_agent_teams AS member WHERE member.agent_id = agent.id AND member.team_id = team.id))
"""


def active(pks: Collection[int]) -> dict[int, Agent]:
    """Those of the agents who may still sign in, by key."""
    return {agent.pk: agent for agent in rows(Agent, "WHERE id = ANY(%s) AND is_active", [list(pks)])}


def teams_of(pks: Collection[int]) -> dict[int, set[int]]:
    """`Agent.team_ids` of many."""
    teams: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, [list(pks)])
        for agent, team in cursor:
            teams[agent].add(team)
    return teams
