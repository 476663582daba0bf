import json

from django.core.management import call_command

from apps.people.models import AuditEntry


def test_the_export_holds_every_word(as_agent, ada, claimed, maya):
    answer = as_agent(ada).post(f"/privacy/{maya.pk}/export/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="customer-{maya.pk}.json"'
    stored = json.loads(answer.content)
    assert stored["customer"]["email"] == "maya@example.com"
    assert stored["records"]["message"][0]["text"].startswith("I was charged twice")
    assert stored["records"]["handoff"][0]["reason"] == "frustration"
    assert AuditEntry.objects.get(verb="customer.exported").agent == ada


def test_by_command(conversation, tmp_path):
    call_command("export_customer", "cust-maya", output=tmp_path / "maya.json")
    assert json.loads((tmp_path / "maya.json").read_text())["customer"]["name"] == "Maya Okafor"
