"""What is done to a provider's toolkit, and to a school's own changes over it."""

from digivuosi.apps.toolkit.actions.drafting import (
    StaleDraft,
    StillNeeded,
    add_measure,
    change_draft,
    change_measure,
    import_package,
    remove_measure,
    start_from,
)
from digivuosi.apps.toolkit.actions.local import (
    add_own_measure,
    change_locally,
    clear_local_change,
    remove_own_measure,
)
from digivuosi.apps.toolkit.actions.publishing import NotPublished, publish

__all__ = [
    "NotPublished",
    "StaleDraft",
    "StillNeeded",
    "add_measure",
    "add_own_measure",
    "change_draft",
    "change_locally",
    "change_measure",
    "clear_local_change",
    "import_package",
    "publish",
    "remove_measure",
    "remove_own_measure",
    "start_from",
]
