from django.db import migrations

from apps.conversations.masking import mask_cards


def mask_rules(apps, schema_editor):
    """They were taken for the policy's own names, so they were neither masked nor erased."""
    handoffs = apps.get_model("handoffs", "Handoff").objects.using(schema_editor.connection.alias).exclude(rule="")
    handoffs.filter(conversation__erased_at__isnull=False).update(rule="")
    for rule in list(handoffs.values_list("rule", flat=True).distinct()):
        handoffs.filter(rule=rule).update(rule=mask_cards(rule))


class Migration(migrations.Migration):
    dependencies = [
        ("handoffs", "0003_claims_by_team"),
        ("conversations", "0007_nobody_asks_when_it_was_closed"),
    ]

    operations = [migrations.RunPython(mask_rules, migrations.RunPython.noop)]
