import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from guvoh.desk.facts.matching import keys_of_person, sealed_by_kind


def give_keys(apps, _schema_editor):
    """People who were there before get the keys by which they are found again."""
    names, details, keys = (apps.get_model("facts", name) for name in ("ActorName", "ActorDetail", "ActorKey"))
    for actor in apps.get_model("facts", "Actor").objects.filter(kind="person").iterator():
        sealed = sealed_by_kind(
            keys_of_person(
                names.objects.filter(actor=actor).values_list("given", "surname", "patronymic"),
                details.objects.filter(actor=actor).values_list("kind", "value"),
                actor.born_on,
            )
        )
        keys.objects.bulk_create(keys(actor=actor, key=key) for digests in sealed.values() for key in digests)


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActorKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='facts.actor')),
            ],
        ),
        migrations.CreateModel(
            name='GuardRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('spellings', 'Spellings of one given name'), ('ordinary', 'Ordinary word that is also a name'), ('place', 'Place named after a person'), ('figure', 'Public or historical figure')], max_length=20, verbose_name='kind')),
                ('words', models.JSONField(verbose_name='words')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawal_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the withdrawal')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guard_rules_confirmed', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guard_rules_proposed', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guard_rules_withdrawn', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32)),
                ('pseudonym', models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.DeleteModel(
            name='RegisterVersion',
        ),
        migrations.AddConstraint(
            model_name='actorkey',
            constraint=models.UniqueConstraint(fields=('key', 'actor'), name='key_once'),
        ),
        migrations.AddConstraint(
            model_name='guardrule',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='guard_rule_confirmed_by_another', violation_error_message='Somebody else must confirm this rule: you proposed it.'),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
