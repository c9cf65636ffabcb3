from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    """A fresh desk has its cache table without a command of its own; where it exists, nothing happens."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.AddField("entry", "words", models.TextField(default=""), preserve_default=False),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
