from django.db import migrations, models


def forget_utc(apps, schema_editor):
    """It stood for whoever had chosen none, so nobody can have chosen it."""
    agents = apps.get_model("people", "Agent").objects.using(schema_editor.connection.alias)
    agents.filter(time_zone="UTC").update(time_zone="")


class Migration(migrations.Migration):

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="agent", name="time_zone", field=models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.RunPython(forget_utc, migrations.RunPython.noop),
    ]
