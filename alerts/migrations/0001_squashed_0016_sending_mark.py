"""All of alerts in one step, for a new database; older ones go the way of the many steps."""

import json
from pathlib import Path

import accounts.models
import alerts.models.sending
import alerts.models.templates
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

TEXTS = Path(__file__).resolve().parent.parent / "data" / "alert_templates.json"


def load(apps, schema_editor):
    templates = apps.get_model("alerts", "AlertTemplate")
    for row in json.loads(TEXTS.read_text(encoding="utf-8")):
        templates.objects.get_or_create(name=row["name"], defaults=row)


def unload(apps, schema_editor):
    names = [row["name"] for row in json.loads(TEXTS.read_text(encoding="utf-8"))]
    apps.get_model("alerts", "AlertTemplate").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):

    replaces = [
        ('alerts', '0001_initial'),
        ('alerts', '0002_feedback_and_webhooks'),
        ('alerts', '0003_digests_requests_mailboxes'),
        ('alerts', '0004_hold_for_digests'),
        ('alerts', '0005_emergency_path'),
        ('alerts', '0006_first_alert_templates'),
        ('alerts', '0007_fan_out_lease_and_delivery_indexes'),
        ('alerts', '0008_alert_review_schedule_pause'),
        ('alerts', '0009_subscription_request_time_zone'),
        ('alerts', '0010_delivery_in_doubt'),
        ('alerts', '0011_link_token_keys_and_pace'),
        ('alerts', '0012_webhook_membership'),
        ('alerts', '0013_webhooks_to_memberships'),
        ('alerts', '0014_webhook_of_membership'),
        ('alerts', '0015_bounce_goes_with_its_person'),
        ('alerts', '0016_sending_mark'),
    ]

    initial = True

    dependencies = [
        ('advisories', '0011_report_on_topic'),
        ('council', '0003_meeting_papers'),
        ('travelers', '0002_stop_indexes_by_place'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('attack', 'Attack'), ('crime', 'Crime'), ('unrest', 'Unrest'), ('earthquake', 'Earthquake'), ('weather', 'Weather'), ('fire', 'Fire or explosion'), ('health', 'Health'), ('transport', 'Roads, borders and flights'), ('other', 'Anything else')], max_length=12, verbose_name='kind of event')),
                ('grade', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Emergency')], verbose_name='grade')),
                ('title', models.CharField(help_text='Without the place: it is put in front.', max_length=120, validators=[alerts.models.templates.check_placeholders], verbose_name='what, in a few words')),
                ('what_to_do', models.TextField(help_text='One step a line, each beginning with “* ”.', max_length=3000, validators=[alerts.models.templates.check_placeholders], verbose_name='what to do')),
                ('what_happened', models.TextField(help_text='{place} becomes the name of the place, {until} the day until when it holds.', max_length=6000, validators=[alerts.models.templates.check_placeholders], verbose_name='what happened')),
                ('where_and_when', models.TextField(blank=True, max_length=3000, validators=[alerts.models.templates.check_placeholders], verbose_name='where and when')),
                ('if_affected', models.TextField(blank=True, max_length=3000, validators=[alerts.models.templates.check_placeholders], verbose_name='if it happened to you')),
                ('correction_title', models.CharField(blank=True, help_text='Sent if the alert turns out to be a mistake. Empty: a plain sentence.', max_length=120, validators=[alerts.models.templates.check_placeholders], verbose_name='subject of the correction')),
                ('correction_text', models.TextField(blank=True, max_length=300, validators=[alerts.models.templates.check_placeholders], verbose_name='correction')),
            ],
            options={
                'verbose_name': 'alert template',
                'ordering': ['-grade', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('name', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('free_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('slug', models.SlugField(blank=True, editable=False, max_length=120)),
                ('grade', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Emergency')], verbose_name='grade')),
                ('title', models.CharField(help_text='Without the place: it is put in front.', max_length=120, verbose_name='what, in a few words')),
                ('what_to_do', models.TextField(blank=True, help_text='One step a line, each beginning with “* ”. The first one also shows in the inbox.', max_length=3000, verbose_name='what to do')),
                ('what_happened', models.TextField(blank=True, max_length=6000, verbose_name='what happened')),
                ('where_and_when', models.TextField(blank=True, max_length=3000, verbose_name='where and when')),
                ('if_affected', models.TextField(blank=True, max_length=3000, verbose_name='if it happened to you')),
                ('everywhere', models.BooleanField(default=False, help_text='Concerns every country. Choose no place then.', verbose_name='everywhere')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('tlp', models.CharField(choices=[('clear', 'TLP:CLEAR, everybody'), ('green', 'TLP:GREEN, members of any council'), ('amber', 'TLP:AMBER, members of one council')], default='clear', max_length=8, verbose_name='who may read it')),
                ('exercise', models.BooleanField(default=False, editable=False, verbose_name='exercise')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('scheduled_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_because', models.CharField(blank=True, editable=False, max_length=300)),
                ('retracted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('retraction_title', models.CharField(blank=True, editable=False, max_length=120)),
                ('place_count', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('council', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='council.council', verbose_name='council')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refers_to', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='alerts.alert')),
                ('started_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='alerts.alerttemplate')),
            ],
            options={
                'verbose_name': 'alert',
                'ordering': ['-published_at', '-pk'],
                'indexes': [models.Index(fields=['published_at'], name='alert_published')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('published_at__isnull', False)), fields=('year', 'slug'), name='alert_address_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='alert_ends_after_start', violation_error_message='An alert ends on or after the day it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('tlp', 'amber'), _negated=True), ('council__isnull', False), _connector='OR'), name='alert_amber_has_council', violation_error_message='TLP:AMBER needs a council.'), models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('everywhere', True), ('place_count', 0)), models.Q(('everywhere', False), ('place_count__gt', 0)), _connector='OR'), name='alert_sent_has_place', violation_error_message='Choose a place, or everywhere, and not both.')],
            },
        ),
        migrations.CreateModel(
            name='Canary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, help_text='A mailbox that passes its mail on to the bounce mailbox.', max_length=254, verbose_name='address')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='last sent')),
                ('waiting_since', models.DateTimeField(editable=False, null=True)),
                ('arrived_at', models.DateTimeField(editable=False, null=True, verbose_name='last arrived')),
                ('council', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='canary', to='council.council', verbose_name='council')),
            ],
            options={
                'verbose_name': 'canary',
                'verbose_name_plural': 'canaries',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('council', 0, output_field=models.BigIntegerField()), name='canary_once', violation_error_message='There is a canary of this council already.')],
            },
        ),
        migrations.CreateModel(
            name='ExerciseParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended')),
                ('council', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='exercise_participants', to='council.council', verbose_name='council')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='exercise_participants', to='advisories.post', verbose_name='post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exercises', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'exercise participant',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('council__isnull', False), ('post', None)), models.Q(('council', None), ('post__isnull', False)), _connector='OR'), name='participant_has_one_list', violation_error_message='Choose one: a council or a post.'), models.UniqueConstraint(fields=('user', 'council'), name='participant_council_once'), models.UniqueConstraint(fields=('user', 'post'), name='participant_post_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being handed over'), ('sent', 'Handed over'), ('failed', 'Failed'), ('skipped', 'Not sent')], default='queued', max_length=8)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=160)),
                ('lease_until', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('reply', models.CharField(blank=True, max_length=250)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('address', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'letter',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='letter_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='letter_leased')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('emergencies', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to='council.membership')),
                ('trip', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to='travelers.trip')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mute',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('membership', None), ('trip__isnull', False)), models.Q(('membership__isnull', False), ('trip', None)), _connector='OR'), name='mute_has_one_source'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('trip__isnull', False)), fields=('user', 'trip'), name='mute_trip_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('membership__isnull', False)), fields=('user', 'membership'), name='mute_membership_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('alert', 'Alert'), ('retraction', 'Alert sent by mistake'), ('edition', 'New edition'), ('level', 'Level change'), ('meeting', 'Meeting announced'), ('meeting_changed', 'Meeting changed'), ('meeting_cancelled', 'Meeting cancelled'), ('minutes', 'Minutes'), ('application', 'Application decided'), ('digest', 'Digest')], max_length=20)),
                ('period', models.DateTimeField(null=True)),
                ('occasion', models.PositiveIntegerField(default=0)),
                ('lane', models.PositiveSmallIntegerField(choices=[(0, 'Account'), (1, 'Emergency'), (2, 'Warning'), (3, 'Notice'), (4, 'Digest')])),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('fanned_out_at', models.DateTimeField(null=True)),
                ('worker', models.CharField(blank=True, max_length=160)),
                ('lease_until', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('alert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='alerts.alert')),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='council.application')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='advisories.edition')),
                ('level_change', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='advisories.levelchange')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='council.meeting')),
                ('minutes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='council.minutes')),
            ],
            options={
                'verbose_name': 'notice',
                'ordering': ['-made_at'],
                'indexes': [models.Index(condition=models.Q(('fanned_out_at', None)), fields=['lane', 'id'], name='notice_waiting'), models.Index(condition=models.Q(('paused_at__isnull', False)), fields=['paused_at'], name='notice_paused')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('alert__isnull', False), ('application__isnull', True), ('edition__isnull', True), ('level_change__isnull', True), ('meeting__isnull', True), ('minutes__isnull', True)), models.Q(('alert__isnull', True), ('application__isnull', True), ('edition__isnull', False), ('level_change__isnull', True), ('meeting__isnull', True), ('minutes__isnull', True)), models.Q(('alert__isnull', True), ('application__isnull', True), ('edition__isnull', True), ('level_change__isnull', False), ('meeting__isnull', True), ('minutes__isnull', True)), models.Q(('alert__isnull', True), ('application__isnull', True), ('edition__isnull', True), ('level_change__isnull', True), ('meeting__isnull', False), ('minutes__isnull', True)), models.Q(('alert__isnull', True), ('application__isnull', True), ('edition__isnull', True), ('level_change__isnull', True), ('meeting__isnull', True), ('minutes__isnull', False)), models.Q(('alert__isnull', True), ('application__isnull', False), ('edition__isnull', True), ('level_change__isnull', True), ('meeting__isnull', True), ('minutes__isnull', True)), _connector='OR'), ('period', None)), models.Q(('alert__isnull', True), ('application__isnull', True), ('edition__isnull', True), ('level_change__isnull', True), ('meeting__isnull', True), ('minutes__isnull', True), ('period__isnull', False)), _connector='OR'), name='notice_has_one_fact'), models.UniqueConstraint(condition=models.Q(('period__isnull', False)), fields=('kind', 'period'), name='notice_digest_once'), models.UniqueConstraint(condition=models.Q(('alert__isnull', False)), fields=('alert', 'kind', 'occasion'), name='notice_alert_once'), models.UniqueConstraint(condition=models.Q(('edition__isnull', False)), fields=('edition', 'kind', 'occasion'), name='notice_edition_once'), models.UniqueConstraint(condition=models.Q(('level_change__isnull', False)), fields=('level_change', 'kind', 'occasion'), name='notice_level_change_once'), models.UniqueConstraint(condition=models.Q(('meeting__isnull', False)), fields=('meeting', 'kind', 'occasion'), name='notice_meeting_once'), models.UniqueConstraint(condition=models.Q(('minutes__isnull', False)), fields=('minutes', 'kind', 'occasion'), name='notice_minutes_once'), models.UniqueConstraint(condition=models.Q(('application__isnull', False)), fields=('application', 'kind', 'occasion'), name='notice_application_once')],
            },
        ),
        migrations.CreateModel(
            name='SendingMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('restored_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='sending_mark_one_row')],
            },
        ),
        migrations.CreateModel(
            name='SharedMailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tlp', models.CharField(choices=[('clear', 'TLP:CLEAR, everybody'), ('green', 'TLP:GREEN, members of any council'), ('amber', 'TLP:AMBER, members of one council')], default='clear', max_length=8, verbose_name='up to')),
                ('lowest_grade', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Emergency')], default=1, verbose_name='lowest grade')),
                ('new_reports', models.BooleanField(default=True, verbose_name='new reports')),
                ('frequency', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('never', 'Never')], default='at_once', max_length=8, verbose_name='how often')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='entered')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to='council.member', verbose_name='who answers for it')),
                ('countries', models.ManyToManyField(related_name='+', to='advisories.country', verbose_name='countries')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to='council.membership', verbose_name='membership')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='address')),
            ],
            options={
                'verbose_name': 'shared mailbox',
                'verbose_name_plural': 'shared mailboxes',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('membership', 'user'), name='shared_mailbox_once')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('everything', models.BooleanField(default=False)),
                ('section_key', models.SlugField(blank=True, max_length=40)),
                ('lowest_grade', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Emergency')], default=1, verbose_name='lowest grade')),
                ('new_reports', models.BooleanField(default=True, verbose_name='new reports')),
                ('frequency', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('never', 'Never')], default='at_once', max_length=8, verbose_name='how often')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('held_from', models.DateTimeField(blank=True, editable=False, null=True)),
                ('held_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='advisories.country')),
                ('mailbox', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subscriptions', to='alerts.sharedmailbox')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='advisories.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'subscription',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['country', 'user'], name='subscribers_of_country'), models.Index(condition=models.Q(('ended_at', None)), fields=['post', 'user'], name='subscribers_of_post'), models.Index(condition=models.Q(('ended_at', None), ('held_from__isnull', False)), fields=['frequency', 'user'], name='subscribers_by_digest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('country', None), ('everything', True), ('post', None)), models.Q(('country__isnull', False), ('everything', False), ('post', None)), models.Q(('country', None), ('everything', False), ('post__isnull', False)), _connector='OR'), name='subscription_has_one_place'), models.UniqueConstraint(condition=models.Q(('country__isnull', False), ('ended_at', None)), fields=('user', 'country', 'section_key'), name='subscription_country_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('post__isnull', False)), fields=('user', 'post', 'section_key'), name='subscription_post_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('everything', True)), fields=('user', 'section_key'), name='subscription_everything_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being handed over'), ('sent', 'Handed over'), ('failed', 'Failed'), ('skipped', 'Not sent')], default='queued', max_length=8)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=160)),
                ('lease_until', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('reply', models.CharField(blank=True, max_length=250)),
                ('lane', models.PositiveSmallIntegerField(choices=[(0, 'Account'), (1, 'Emergency'), (2, 'Warning'), (3, 'Notice'), (4, 'Digest')])),
                ('rank', models.PositiveSmallIntegerField(choices=[(0, 'There now'), (1, 'Arriving soon'), (2, 'Member'), (3, 'Follower')])),
                ('reason', models.CharField(choices=[('trip', 'A trip there'), ('member', 'Member of a council there'), ('subscribed', 'Follows the place'), ('applicant', 'Asked to join'), ('exercise', 'Takes part in exercises')], max_length=10)),
                ('in_doubt', models.BooleanField(db_default=False, default=False)),
                ('membership', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='council.membership')),
                ('trip', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='travelers.trip')),
                ('user', models.ForeignKey(db_constraint=False, null=True, on_delete=alerts.models.sending.keep_proof, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='alerts.exerciseparticipant')),
                ('notice', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='alerts.notice')),
                ('subscription', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='alerts.subscription')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['lane', 'rank', 'due_at', 'id'], name='delivery_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='delivery_leased'), models.Index(condition=models.Q(('subscription__isnull', False)), fields=['subscription'], name='delivery_of_subscription'), models.Index(condition=models.Q(('trip__isnull', False)), fields=['trip'], name='delivery_of_trip'), models.Index(condition=models.Q(('membership__isnull', False)), fields=['membership'], name='delivery_of_membership'), models.Index(condition=models.Q(('participant__isnull', False)), fields=['participant'], name='delivery_of_participant')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'user'), name='delivery_once')],
            },
        ),
        migrations.CreateModel(
            name='Bounce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(db_index=True, max_length=64)),
                ('kind', models.CharField(choices=[('refused', 'Refused for good'), ('deferred', 'Refused for now'), ('sender', 'Refused because of us'), ('complaint', 'Called unwanted')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=12)),
                ('reply', models.CharField(blank=True, max_length=250)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bounces', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bounces', to='alerts.delivery')),
            ],
            options={
                'verbose_name': 'bounce',
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'kind'), name='bounce_once')],
            },
        ),
        migrations.CreateModel(
            name='LinkToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('emergency', models.BooleanField(default=False)),
                ('from_digest', models.BooleanField(default=False)),
                ('used_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('membership', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='council.membership')),
                ('participant', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='alerts.exerciseparticipant')),
                ('trip', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='travelers.trip')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subscription', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.subscription')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('subscription__isnull', False)), fields=['subscription'], name='link_token_of_subscription'), models.Index(condition=models.Q(('trip__isnull', False)), fields=['trip'], name='link_token_of_trip'), models.Index(condition=models.Q(('membership__isnull', False)), fields=['membership'], name='link_token_of_membership'), models.Index(condition=models.Q(('participant__isnull', False)), fields=['participant'], name='link_token_of_participant')],
                'constraints': [models.UniqueConstraint(fields=('digest',), name='link_token_once')],
            },
        ),
        migrations.CreateModel(
            name='DigestItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='alerts.delivery')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='in_digests', to='alerts.notice')),
                ('subscription', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='alerts.subscription')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('delivery', 'notice'), name='digest_item_once')],
            },
        ),
        migrations.CreateModel(
            name='SubscriptionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=170)),
                ('section_key', models.SlugField(blank=True, max_length=40)),
                ('lowest_grade', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Emergency')], default=1)),
                ('new_reports', models.BooleanField(default=True)),
                ('frequency', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('never', 'Never')], default='at_once', max_length=8)),
                ('time_zone', models.CharField(blank=True, max_length=60, validators=[accounts.models.check_time_zone])),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'place', 'section_key'), name='subscription_request_once')],
            },
        ),
        migrations.CreateModel(
            name='ConfirmToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.sharedmailbox')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.subscriptionrequest')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('mailbox__isnull', False), ('request', None)), models.Q(('mailbox', None), ('request__isnull', False)), _connector='OR'), name='confirm_token_has_one_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('suppressed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='suppressions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'suppressed address',
                'verbose_name_plural': 'suppressed addresses',
            },
        ),
        migrations.CreateModel(
            name='WebhookEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('url', models.URLField(help_text='It begins with https:// and names no port.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='address')),
                ('everything', models.BooleanField(default=False, verbose_name='every country')),
                ('lowest_grade', models.PositiveSmallIntegerField(choices=[(1, 'Notice'), (2, 'Warning'), (3, 'Emergency')], default=1, verbose_name='lowest grade')),
                ('tlp', models.CharField(choices=[('clear', 'TLP:CLEAR, everybody'), ('green', 'TLP:GREEN, members of any council'), ('amber', 'TLP:AMBER, members of one council')], default='clear', help_text='GREEN and AMBER only while the organization is a member.', max_length=8, verbose_name='up to')),
                ('sealed_secret', models.TextField(editable=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('failing_since', models.DateTimeField(editable=False, null=True, verbose_name='failing since')),
                ('disabled_at', models.DateTimeField(editable=False, null=True, verbose_name='switched off')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='webhook_endpoints', to='council.member', verbose_name='who answers for it')),
                ('countries', models.ManyToManyField(blank=True, related_name='+', to='advisories.country', verbose_name='countries')),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='webhook_endpoints', to='council.membership', verbose_name='membership')),
            ],
            options={
                'verbose_name': 'webhook',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('membership', 0, output_field=models.BigIntegerField()), models.F('url'), name='webhook_address_once', violation_error_message='This address is there already.'), models.CheckConstraint(condition=models.Q(('tlp', 'clear'), ('membership__isnull', False), _connector='OR'), name='webhook_restricted_has_membership', violation_error_message="Only a member's webhook gets restricted alerts.")],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('event', models.CharField(choices=[('alert.sent', 'Alert'), ('alert.updated', 'Update'), ('alert.ended', 'Ended')], max_length=16)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being handed over'), ('sent', 'Handed over'), ('failed', 'Failed'), ('skipped', 'Not sent')], default='queued', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=120)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhook_deliveries', to='alerts.alert')),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='alerts.webhookendpoint')),
            ],
            options={
                'verbose_name': 'webhook delivery',
                'verbose_name_plural': 'webhook deliveries',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='webhook_due')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'alert', 'event'), name='webhook_event_once')],
            },
        ),
        migrations.CreateModel(
            name='AlertPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='alerts.alert')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advisories.area')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advisories.country')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advisories.post')),
            ],
            options={
                'verbose_name': 'place',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', None), ('country__isnull', False), ('post', None)), models.Q(('area__isnull', False), ('country', None), ('post', None)), models.Q(('area', None), ('country', None), ('post__isnull', False)), _connector='OR'), name='alert_place_is_one', violation_error_message='Choose one: a country, an area or a post.'), models.UniqueConstraint(fields=('alert', 'country'), name='alert_country_once'), models.UniqueConstraint(fields=('alert', 'area'), name='alert_area_once'), models.UniqueConstraint(fields=('alert', 'post'), name='alert_post_once')],
            },
        ),
        migrations.CreateModel(
            name='AlertReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('approved', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='alerts.alert')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review of an alert',
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('alert',), name='alert_review_one_open'), models.CheckConstraint(condition=models.Q(('asked_by', None), ('decided_by', None), models.Q(('asked_by', models.F('decided_by')), _negated=True), _connector='OR'), name='alert_review_by_another')],
            },
        ),
        migrations.RunPython(load, unload),
    ]
