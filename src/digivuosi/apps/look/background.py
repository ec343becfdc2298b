"""The one door to background work, so that its engine can change in one place (docs/decisions)."""

from django_tasks import task

__all__ = ["task"]
