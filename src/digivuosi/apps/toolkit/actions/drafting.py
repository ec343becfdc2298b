"""The draft: one document, edited one measure at a time under an optimistic lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.toolkit.models import Draft, MaterialFile
from digivuosi.apps.toolkit.queries import current_edition, toolkit_in
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document, item_document, to_document
from digivuosi.domain.toolkit.package import Package
from digivuosi.domain.toolkit.toolkit import Lineage, Measure, Toolkit


class StaleDraft(Exception):
    """Somebody changed the same thing after it was read; `theirs` is how it stands now, `yours` was not saved."""

    def __init__(self, theirs: Measure | None, yours: Measure | None) -> None:
        super().__init__("the draft has changed")
        self.theirs, self.yours = theirs, yours


class StillNeeded(Exception):
    """A measure cannot be removed; `text` names those that come after it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@transaction.atomic
def start_from(*, by: User, provider: Provider, package: Package) -> Draft:
    """Make the provider's draft a copy of a package, its lineage kept. Raises ValueError when there is a draft."""
    with scope(provider=provider):
        if Draft.objects.filter(provider=provider).exists():
            raise ValueError("the provider has a draft already")
        source = package.toolkit
        lineage = (*source.lineage, Lineage(source.id, source.edition, publisher=source.publisher))
        toolkit = replace(
            source, id=f"{provider.slug}-{source.id}"[:60], publisher=provider.name, lineage=lineage, _by_key={}
        )
        draft = Draft.objects.create(provider=provider, document=to_document(toolkit), changed_by=by)
        _keep_materials(provider, package)
        record(
            by=by,
            provider=provider,
            verb="draft.started",
            about=draft,
            title=source.title.get(provider.language, source.language),
            after={"id": source.id, "edition": source.edition},
        )
    return draft


@transaction.atomic
def import_package(*, by: User, provider: Provider, package: Package, version: int) -> Draft:
    """Put a package in place of the draft, whole; `version` is the draft's that the preview was made of."""
    draft = _locked(provider, version)
    before = draft.version
    draft.document = to_document(package.toolkit)
    _save(draft, by)
    with scope(provider=provider):
        _keep_materials(provider, package)
        record(
            by=by,
            provider=provider,
            verb="draft.imported",
            about=draft,
            title=package.toolkit.title.get(provider.language, package.toolkit.language),
            before={"version": before},
            after={"version": draft.version, "edition": package.toolkit.edition},
        )
    return draft


@transaction.atomic
def change_measure(*, by: User, provider: Provider, key: str, measure: Measure, version: int) -> Draft:
    """Save one measure of the draft.

    `version` is the draft's when the measure was read. When the draft has moved on but this measure has not, the save
    goes through: two editors of two measures do not stand in each other's way. Else StaleDraft carries both texts.
    """
    draft = _locked(provider)
    toolkit = from_document(draft.document)
    before = toolkit.measure(key)
    if before is None or (version != draft.version and _changed_since(draft, key, version)):
        raise StaleDraft(before, measure)
    if before == measure:
        return draft
    _replace_measures(draft, toolkit, lambda one: measure if one.key == key else one)
    _save(draft, by)
    _tell(by, draft, "draft.measure-changed", key, measure, before=item_document(before), after=item_document(measure))
    return draft


@transaction.atomic
def add_measure(*, by: User, provider: Provider, measure: Measure) -> Draft:
    """Add a new measure to the draft. Raises ValueError when its key is taken."""
    draft = _locked(provider)
    toolkit = from_document(draft.document)
    if toolkit.measure(measure.key) is not None:
        raise ValueError(f"the key {measure.key} is taken")
    measures = tuple(sorted((*toolkit.measures, measure), key=lambda one: one.key))
    draft.document = to_document(replace(toolkit, measures=measures, _by_key={}))
    _save(draft, by)
    _tell(by, draft, "draft.measure-added", measure.key, measure, before=None, after=item_document(measure))
    return draft


@transaction.atomic
def remove_measure(*, by: User, provider: Provider, key: str) -> Draft:
    """Take a measure out of the draft; raises StillNeeded while others come after it."""
    draft = _locked(provider)
    toolkit = from_document(draft.document)
    before = toolkit.measure(key)
    if before is None:
        return draft
    later = [one.title for one in toolkit.measures if any(after.measure == key for after in one.after)]
    if later:
        raise StillNeeded(_still_needed(later))
    responsibilities = tuple(
        replace(one, measures=tuple(name for name in one.measures if name != key)) for one in toolkit.responsibilities
    )
    measures = tuple(one for one in toolkit.measures if one.key != key)
    draft.document = to_document(replace(toolkit, measures=measures, responsibilities=responsibilities, _by_key={}))
    _save(draft, by)
    _tell(by, draft, "draft.measure-removed", key, before, before=item_document(before), after=None)
    return draft


@transaction.atomic
def change_draft(
    *, by: User, provider: Provider, what: str, change: Callable[[Toolkit], Toolkit], version: int
) -> Draft:
    """Change something else than a measure: themes, roles, responsibilities; `what` says what, for the log.

    Raises StaleDraft when the draft is no longer the version that was read.
    """
    draft = _locked(provider, version)
    before = from_document(draft.document)
    after = change(before)
    if after == before:
        return draft
    draft.document = to_document(replace(after, _by_key={}))
    _save(draft, by)
    with scope(provider=provider):
        record(
            by=by,
            provider=provider,
            verb="draft.changed",
            about=("draft", draft.pk),
            title=what,
            before={"version": draft.version - 1},
            after={"version": draft.version},
        )
    return draft


def _locked(provider: Provider, version: int | None = None) -> Draft:
    with scope(provider=provider):
        draft = Draft.objects.select_for_update().get(provider=provider)
    draft.provider = provider
    if version is not None and draft.version != version:
        raise StaleDraft(None, None)
    return draft


def _save(draft: Draft, by: User) -> None:
    draft.version += 1
    draft.changed_at, draft.changed_by = clock.now(), by
    with scope(provider=draft.provider):
        draft.save()


def _replace_measures(draft: Draft, toolkit: Toolkit, put: Callable[[Measure], Measure]) -> None:
    measures = tuple(sorted((put(one) for one in toolkit.measures), key=lambda one: one.key))
    draft.document = to_document(replace(toolkit, measures=measures, _by_key={}))


def _changed_since(draft: Draft, key: str, version: int) -> bool:
    """Whether the measure, or the draft as a whole, was changed after `version`."""
    with scope(provider=draft.provider):
        later = Event.objects.filter(provider=draft.provider, after__version__gt=version)
        return (
            later.filter(about_kind="draft").exists() or later.filter(about_kind="draft-measure", about_id=key).exists()
        )


def _tell(by: User, draft: Draft, verb: str, key: str, measure: Measure, *, before: object, after: object) -> None:
    with scope(provider=draft.provider):
        record(
            by=by,
            provider=draft.provider,
            verb=verb,
            about=("draft-measure", key),
            title=measure.title.get(draft.provider.language),
            before={"measure": before, "version": draft.version - 1},
            after={"measure": after, "version": draft.version},
        )


def _keep_materials(provider: Provider, package: Package) -> None:
    for path, content in package.materials.items():
        found = sha256(content).hexdigest()
        MaterialFile.objects.get_or_create(
            provider=provider, path=path, content_hash=found, defaults={"content": content}
        )


def _still_needed(titles: list[Text]) -> Text:
    def joined(language: str) -> str:
        return ", ".join(title.get(language) for title in titles)

    words = Text.of(
        fi="Ei voi poistaa: näiden on määrä tulla sen jälkeen: {titles}.",
        sv="Kan inte tas bort: dessa ska komma efter den: {titles}.",
        en="Cannot be removed: these are to come after it: {titles}.",
    )
    return words.filled(titles=Text.of(fi=joined("fi"), sv=joined("sv"), en=joined("en")))


def unpublished(provider: Provider, toolkit: Toolkit) -> bool:
    """Whether the toolkit says something else than the latest edition."""
    edition = current_edition(provider)
    if edition is None:
        return True
    return replace(toolkit_in(edition), edition="", _by_key={}) != replace(toolkit, edition="", _by_key={})
