"""The company hangs together: whatever one file names, another has."""

import pytest

from apps.demo import content

LEAVES = {intent["slug"]: intent for intent in content.intents() if "parent" in intent}
TEAMS = {team["slug"] for team in content.teams()}
ARTICLES = content.articles()


def test_it_is_as_large_as_promised():
    assert len(ARTICLES) >= 40
    assert sum(article["kind"] == "playbook" for article in ARTICLES.values()) >= 12
    assert len(content.agents()) >= 12
    assert len(LEAVES) >= 30
    assert len(TEAMS) >= 6


@pytest.mark.parametrize("agent", content.agents(), ids=lambda agent: agent["email"])
def test_an_agent_is_in_teams_that_exist(agent):
    assert set(agent["teams"]) <= TEAMS


def test_every_team_has_someone():
    assert {team for agent in content.agents() if agent["role"] == "agent" for team in agent["teams"]} == TEAMS


def test_one_account_of_each_role_is_offered_at_sign_in():
    assert sorted(agent["role"] for agent in content.agents() if agent.get("sign_in")) == [
        "admin",
        "agent",
        "supervisor",
    ]


@pytest.mark.parametrize("intent", content.intents(), ids=lambda intent: intent["slug"])
def test_an_intent_has_a_team_a_parent_and_an_answer(intent):
    assert intent["team"] in TEAMS
    if "parent" in intent:
        assert intent["slug"].split(".")[0] == intent["parent"]
        assert ARTICLES[intent["answer"]]["reply"]  # what the bot says to customers


@pytest.mark.parametrize("article", ARTICLES.values(), ids=lambda article: article["slug"])
def test_an_article_is_about_intents_and_cites_articles_that_exist(article):
    assert set(article["intents"]) <= set(LEAVES)
    assert set(article.get("sources", [])) <= set(ARTICLES)


@pytest.mark.parametrize("article", ARTICLES.values(), ids=lambda article: article["slug"])
def test_an_article_is_long_enough_to_help_and_a_playbook_has_steps(article):
    if article["kind"] == "playbook":
        assert len(article["steps"]) >= 3
        assert all(step["do"] for step in article["steps"])
    else:
        assert 110 <= len(article["body"].split()) <= 350
