from django.db import migrations, models
from django.db.models import Count
from django.db.models.functions import Lower


def lower(apps, schema_editor):
    agents = apps.get_model("people", "Agent").objects.using(schema_editor.connection.alias)
    shared = agents.order_by().values(small=Lower("email")).annotate(n=Count("pk")).filter(n__gt=1)
    if found := ", ".join(sorted(one["small"] for one in shared)):
        raise ValueError(f"Two agents share an address, in large and small letters: {found}. Give one of them another.")
    agents.update(email=Lower("email"))


class Migration(migrations.Migration):

    dependencies = [("people", "0002_as_the_browser_says")]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="agent",
            constraint=models.UniqueConstraint(
                Lower("email"), name="agent_email", violation_error_message="Somebody has this address already."
            ),
        ),
    ]
