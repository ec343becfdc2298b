"""What is done to toolkits: the draft is written, editions are published, schools make it their own."""

from digivuosi.apps.toolkit.actions.drafts import (
    add_item,
    add_measure,
    change_head,
    change_item,
    change_measure,
    remove_item,
    remove_measure,
)
from digivuosi.apps.toolkit.actions.editions import publish
from digivuosi.apps.toolkit.actions.files import save_material
from digivuosi.apps.toolkit.actions.local import (
    add_own_measure,
    change_locally,
    change_own_measure,
    clear_local_change,
    remove_own_measure,
)
from digivuosi.apps.toolkit.actions.packages import (
    forget_upload,
    import_package,
    keep_upload,
    start_from,
)
from digivuosi.apps.toolkit.actions.refusing import NotSound, Refused, StaleDraft, StillUsed

__all__ = [
    "NotSound",
    "Refused",
    "StaleDraft",
    "StillUsed",
    "add_item",
    "add_measure",
    "add_own_measure",
    "change_head",
    "change_item",
    "change_locally",
    "change_measure",
    "change_own_measure",
    "clear_local_change",
    "forget_upload",
    "import_package",
    "keep_upload",
    "publish",
    "remove_item",
    "remove_measure",
    "remove_own_measure",
    "save_material",
    "start_from",
]
