"""Rules of passwords in our own words, where Django has none in Finnish."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's rule of the shortest password; its message stands in English on a Finnish page."""

    def get_error_message(self) -> str:
        return _("The password is too short: it needs at least %(count)s characters.") % {"count": self.min_length}
