"""Limits of so many mails a second, kept by all workers together."""

from django.db import models


class Pace(models.Model):
    """Until when a limit is used up: the relay's, a lane's, or that of a destination domain."""

    name = models.CharField(max_length=255, primary_key=True)
    free_at = models.DateTimeField()

    def __str__(self):
        return self.name
