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
    carry_changes,
    change_locally,
    change_own_measure,
    clear_local_change,
    remove_own_measure,
)
from digivuosi.apps.toolkit.actions.packages import (
    Replaced,
    bring_back,
    forget_upload,
    import_package,
    keep_upload,
    own_copy,
    replace_draft,
    start_from,
)
from digivuosi.apps.toolkit.actions.refusing import NotSound, Refused, StaleDraft, StillUsed
from digivuosi.apps.toolkit.actions.surveys import (
    change_need,
    copy_survey,
    move_in_survey,
    remove_section,
    remove_survey,
)

__all__ = [
    "NotSound",
    "Refused",
    "Replaced",
    "StaleDraft",
    "StillUsed",
    "add_item",
    "add_measure",
    "add_own_measure",
    "bring_back",
    "carry_changes",
    "change_head",
    "change_item",
    "change_locally",
    "change_measure",
    "change_need",
    "change_own_measure",
    "clear_local_change",
    "copy_survey",
    "forget_upload",
    "import_package",
    "keep_upload",
    "move_in_survey",
    "own_copy",
    "publish",
    "remove_item",
    "remove_measure",
    "remove_own_measure",
    "remove_section",
    "remove_survey",
    "replace_draft",
    "save_material",
    "start_from",
]
