from django.db import migrations

from apps.conversations.masking import mask_cards

BATCH = 500
KEPT = {"UnsentReply": ("text", "other_text"), "Draft": ("text",)}


def mask_kept(apps, schema_editor):
    """What was kept before cards were masked on their way in. Agents go on typing meanwhile: their newer words stay."""
    for name, fields in KEPT.items():
        rows, last = apps.get_model("assist", name).objects.using(schema_editor.connection.alias), 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk").values("pk", *fields)[:BATCH]):
            last = batch[-1]["pk"]
            for row in batch:
                for field in fields:
                    if (masked := mask_cards(row[field])) != row[field]:
                        rows.filter(pk=row["pk"], **{field: row[field]}).update(**{field: masked})


class Migration(migrations.Migration):
    atomic = False  # each batch for itself; what was masked is not found again

    dependencies = [("assist", "0003_words_for_what_is_stored")]

    operations = [migrations.RunPython(mask_kept, migrations.RunPython.noop)]
