import django.db.models
from django.db import migrations, models

from guvoh.instruments.seal.leaves import Leaf, new_salt
from guvoh.instruments.seal.log import Edge

AT_ONCE = 1000


def bring_entries_into_the_tree(apps, schema_editor):
    """The entries so far become its first leaves, in the order in which they were written."""
    entries = apps.get_model("staff", "Entry").objects.order_by("pk")
    edge, rows = Edge(), []
    update = "UPDATE staff_entry SET number = %s, salt = %s, hashes = %s WHERE id = %s"
    with schema_editor.connection.cursor() as cursor:
        for entry in entries.iterator(AT_ONCE):
            salt = new_salt()
            fields = {name: getattr(entry, name) for name in ("case", "subject", "detail", "words")}
            leaf = Leaf(edge.size + 1, entry.at, entry.act, {"member": str(entry.member_id), **fields})
            edge, completed = edge.appended(leaf.hash(salt))
            rows.append((edge.size, salt, b"".join(completed), entry.pk))
        cursor.executemany(update, rows)
    if edge.size:
        apps.get_model("staff", "RightEdge").objects.create(pk=1, size=edge.size, peaks=edge.packed)


# The subtrees that a leaf completes take the place of as many peaks as went into them.
GROWS = """
CREATE TRIGGER staff_entry_moves_the_edge AFTER INSERT ON staff_entry BEGIN
  INSERT INTO staff_rightedge (id, size, peaks) VALUES (1, NEW.number, NEW.hashes)
  ON CONFLICT (id) DO UPDATE SET
    size = NEW.number,
    peaks = CAST(
      substr(peaks, 1, length(peaks) - length(NEW.hashes) + 32) || substr(NEW.hashes, -32) AS BLOB
    );
END
"""


class Migration(migrations.Migration):

    dependencies = [("staff", "0002_words_of_the_record_and_cache")]

    operations = [
        migrations.AddField("entry", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("entry", "salt", models.BinaryField(default=b"", max_length=16), preserve_default=False),
        migrations.AddField("entry", "hashes", models.BinaryField(default=b""), preserve_default=False),
        migrations.CreateModel(
            "RightEdge",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.PositiveBigIntegerField()),
                ("peaks", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=django.db.models.Q(pk=1), name="one_right_edge")
                ]
            },
        ),
        migrations.CreateModel(
            "SignedHead",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("size", models.PositiveBigIntegerField(unique=True)),
                ("root", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("public", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("stamp", models.BinaryField(blank=True, null=True)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.Q(size__gte=1), name="head_of_some_entries"
                    )
                ],
            },
        ),
        migrations.RunPython(bring_entries_into_the_tree, migrations.RunPython.noop),
        migrations.AlterField("entry", "number", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("entry", "at", models.DateTimeField(db_index=True)),
        migrations.AddIndex("entry", models.Index(fields=["member", "at"], name="entry_of_member_in_time")),
        migrations.AddIndex(
            "entry",
            models.Index(fields=["subject"], name="entry_of_subject"),
        ),
        migrations.RunSQL(GROWS, "DROP TRIGGER staff_entry_moves_the_edge"),
    ]
