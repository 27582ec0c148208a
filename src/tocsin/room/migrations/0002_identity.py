"""Whom an identity provider knows an account's holder as."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; accounts of before are bound to nobody."""

    dependencies = [("room", "0001_accounts")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="identity",
            field=models.CharField(blank=True, max_length=255, null=True, unique=True),
        ),
    ]
