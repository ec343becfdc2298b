"""The lists of the draft that have pages of the same make: what each is called, and its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from digivuosi.apps.toolkit.forms.answering import BranchForm, FrameworkForm, ScaleForm
from digivuosi.apps.toolkit.forms.items import (
    AreaForm,
    AudienceForm,
    ItemForm,
    NeedForm,
    ResponsibilityForm,
    RoleForm,
    ThemeForm,
)
from digivuosi.apps.toolkit.forms.materials import MaterialForm, ServiceForm


@dataclass(frozen=True)
class Kind:
    """A list of the draft, as its pages call it."""

    key: str
    title: Any
    help: Any
    new: Any
    form: type[ItemForm]
    icon: str


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "responsibilities",
            gettext_lazy("Responsibilities"),
            gettext_lazy("Who does what: the statements of the responsibility matrix."),
            gettext_lazy("Add a responsibility"),
            ResponsibilityForm,
            "matrix",
        ),
        Kind(
            "areas",
            gettext_lazy("Areas"),
            gettext_lazy("What responsibilities are about: the rows of the matrix."),
            gettext_lazy("Add an area"),
            AreaForm,
            "list",
        ),
        Kind(
            "roles",
            gettext_lazy("Roles"),
            gettext_lazy("Who does the measures. A role has a stable kind and a name of your own."),
            gettext_lazy("Add a role"),
            RoleForm,
            "roles",
        ),
        Kind(
            "themes",
            gettext_lazy("Themes"),
            gettext_lazy("The rings and colours of the wheel, at most eight."),
            gettext_lazy("Add a theme"),
            ThemeForm,
            "wheel",
        ),
        Kind(
            "audiences",
            gettext_lazy("Target groups"),
            gettext_lazy("Whom the measures are for."),
            gettext_lazy("Add a target group"),
            AudienceForm,
            "people",
        ),
        Kind(
            "needs",
            gettext_lazy("Needs"),
            gettext_lazy("What the measures answer."),
            gettext_lazy("Add a need"),
            NeedForm,
            "flag",
        ),
        Kind(
            "materials",
            gettext_lazy("Materials"),
            gettext_lazy("Guides, templates, links and videos that help to do the measures."),
            gettext_lazy("Add a material"),
            MaterialForm,
            "document",
        ),
        Kind(
            "services",
            gettext_lazy("Services"),
            gettext_lazy("Services of others that the measures use. Each municipality makes its own contracts."),
            gettext_lazy("Add a service"),
            ServiceForm,
            "link",
        ),
        Kind(
            "scales",
            gettext_lazy("Scales"),
            gettext_lazy("The steps that statements of surveys are answered on, from the worst to the best."),
            gettext_lazy("Add a scale"),
            ScaleForm,
            "list",
        ),
        Kind(
            "branches",
            gettext_lazy("Grades and subjects"),
            gettext_lazy("What those who answer say to be theirs, so that each gets only their own statements."),
            gettext_lazy("Add a grade or a subject"),
            BranchForm,
            "people",
        ),
        Kind(
            "frameworks",
            gettext_lazy("Areas of outer frameworks"),
            gettext_lazy("Codes and names of SELFIE, DigCompOrg and others, and the needs areas that they speak of."),
            gettext_lazy("Add an area"),
            FrameworkForm,
            "link",
        ),
    )
}
