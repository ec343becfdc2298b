"""Which toolkit a provider and its schools have, and how pages read it."""

from digivuosi.apps.toolkit.queries.toolkits import (
    current_edition,
    draft_of,
    edition_named,
    editions_of,
    local_changes_of,
    toolkit_for_school,
    toolkit_in,
    toolkit_in_draft,
    toolkit_of,
    toolkit_version,
    toolkits_for_schools,
    upload_of,
)

__all__ = [
    "current_edition",
    "draft_of",
    "edition_named",
    "editions_of",
    "local_changes_of",
    "toolkit_for_school",
    "toolkit_in",
    "toolkit_in_draft",
    "toolkit_of",
    "toolkit_version",
    "toolkits_for_schools",
    "upload_of",
]
