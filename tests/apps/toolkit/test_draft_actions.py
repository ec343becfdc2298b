"""The draft: taken from a package, edited one item at a time without anybody's words getting lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django_scopes import scope

from digivuosi.apps.schools.models import Event
from digivuosi.apps.toolkit import actions, queries
from digivuosi.apps.toolkit.actions.drafts import undo_draft
from digivuosi.apps.toolkit.actions.packages import undo_import
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.package import package_of
from digivuosi.domain.toolkit.toolkit import Measure, Theme, Toolkit
from tests.cast import Municipality
from tests.toolkits import starter

NO_SECOND = pytest.mark.one_database(
    "test_a_measure_goes_and_responsibilities_forget_it saves the same on both; what stays is decided in memory"
)

KEY = "code-week"


def draft(town: Municipality) -> Toolkit:
    row = queries.draft_of(town.provider)
    assert row is not None
    return from_document(row.document)


def version(town: Municipality) -> int:
    row = queries.draft_of(town.provider)
    assert row is not None
    return row.version


def measure(town: Municipality, key: str = KEY) -> Measure:
    found = draft(town).measure(key)
    assert found is not None
    return found


def last_event(town: Municipality) -> Event:
    with scope(provider=town.provider):
        found = Event.objects.order_by("-pk").first()
    assert found is not None
    return found


def renamed(town: Municipality, title: str, key: str = KEY) -> Measure:
    return replace(measure(town, key), title=Text.of(fi=title))


def test_a_draft_is_the_municipalitys_own_and_remembers_where_it_came_from(with_toolkit: Municipality) -> None:
    toolkit, source = draft(with_toolkit), starter().toolkit
    assert (toolkit.id, toolkit.publisher) == ("kuusela", "Kuusela")
    assert [line.id for line in toolkit.lineage] == [source.id]
    assert toolkit.measures == source.measures


def test_a_second_draft_is_refused(with_toolkit: Municipality) -> None:
    by = with_toolkit.people["coordinator"]
    with pytest.raises(actions.Refused):
        actions.start_from(by=by, provider=with_toolkit.provider, package=starter())


def test_a_change_is_saved_with_what_was_before(with_toolkit: Municipality) -> None:
    by, was = with_toolkit.people["coordinator"], measure(with_toolkit)
    new = renamed(with_toolkit, "Koodataan!")
    actions.change_measure(by=by, provider=with_toolkit.provider, key=KEY, measure=new, version=version(with_toolkit))
    assert measure(with_toolkit) == new
    event = last_event(with_toolkit)
    assert (event.verb, event.about_kind, event.about_id, event.by) == ("draft.change", "measures", KEY, by)
    assert event.before["title"] == was.title.to_document()
    assert event.after["title"] == {"fi": "Koodataan!"}


def test_saving_the_same_is_no_event(with_toolkit: Municipality) -> None:
    by, before = with_toolkit.people["coordinator"], last_event(with_toolkit)
    same, at = measure(with_toolkit), version(with_toolkit)
    actions.change_measure(by=by, provider=with_toolkit.provider, key=KEY, measure=same, version=at)
    assert last_event(with_toolkit) == before
    assert version(with_toolkit) == at


def test_two_people_at_one_measure_lose_nothing(with_toolkit: Municipality) -> None:
    town, by, read = with_toolkit, with_toolkit.people["coordinator"], version(with_toolkit)
    theirs, mine = renamed(town, "Hänen"), renamed(town, "Minun")
    actions.change_measure(by=by, provider=town.provider, key=KEY, measure=theirs, version=read)
    with pytest.raises(actions.StaleDraft) as refused:
        actions.change_measure(by=by, provider=town.provider, key=KEY, measure=mine, version=read)
    assert (refused.value.mine, refused.value.theirs) == (mine, theirs)
    assert measure(town) == theirs
    seen = refused.value.version
    actions.change_measure(by=by, provider=town.provider, key=KEY, measure=mine, version=seen)
    assert measure(town) == mine


def test_two_people_at_two_measures_do_not_meet(with_toolkit: Municipality) -> None:
    town, by, read = with_toolkit, with_toolkit.people["coordinator"], version(with_toolkit)
    for key in (KEY, "hour-of-code"):
        new = renamed(town, "Uusi", key)
        actions.change_measure(by=by, provider=town.provider, key=key, measure=new, version=read)
    assert measure(town).title == measure(town, "hour-of-code").title == Text.of(fi="Uusi")


def test_a_measure_that_others_come_after_stays(with_toolkit: Municipality) -> None:
    by = with_toolkit.people["coordinator"]
    with pytest.raises(actions.StillUsed) as refused:
        actions.remove_measure(
            by=by, provider=with_toolkit.provider, key="autumn-survey", version=version(with_toolkit)
        )
    assert measure(with_toolkit, "survey-summary").title in refused.value.users


def test_a_measure_goes_and_responsibilities_forget_it(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["coordinator"]
    used = {key for one in draft(town).responsibilities for key in one.measures}
    free = {m.key for m in draft(town).measures} - {a.measure for m in draft(town).measures for a in m.after}
    key = sorted(used & free)[0]
    actions.remove_measure(by=by, provider=town.provider, key=key, version=version(town))
    assert draft(town).measure(key) is None
    assert not any(key in one.measures for one in draft(town).responsibilities)
    undo_draft(by=by, event=last_event(town))
    assert draft(town).measure(key) is not None


@NO_SECOND
def test_a_survey_stays_without_its_measure_but_not_without_its_need(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["coordinator"]
    later = [m for m in draft(town).measures if any(a.measure == "team-survey" for a in m.after)]
    for one in later:
        new = replace(one, after=tuple(a for a in one.after if a.measure != "team-survey"))
        actions.change_measure(by=by, provider=town.provider, key=one.key, measure=new, version=version(town))
    actions.remove_measure(by=by, provider=town.provider, key="team-survey", version=version(town))
    survey = draft(town).survey("digital-teams")
    assert survey is not None
    assert survey.measure == ""
    for one in draft(town).measures:
        new = replace(one, needs=())
        actions.change_measure(by=by, provider=town.provider, key=one.key, measure=new, version=version(town))
    with pytest.raises(actions.StillUsed) as refused:
        actions.remove_item(by=by, provider=town.provider, kind="needs", key="resources", version=version(town))
    assert any("aikaa" in words.get("fi") for words in refused.value.users)


def test_a_change_is_taken_back_unless_it_was_changed_since(with_toolkit: Municipality) -> None:
    town, by, was = with_toolkit, with_toolkit.people["coordinator"], measure(with_toolkit)
    actions.change_measure(by=by, provider=town.provider, key=KEY, measure=renamed(town, "A"), version=version(town))
    first = last_event(town)
    actions.change_measure(by=by, provider=town.provider, key=KEY, measure=renamed(town, "B"), version=version(town))
    with pytest.raises(actions.Refused):
        undo_draft(by=by, event=first)
    undo_draft(by=by, event=last_event(town))
    assert measure(town).title == Text.of(fi="A")
    undo_draft(by=by, event=first)
    assert measure(town) == was


def test_a_key_is_used_once(with_toolkit: Municipality) -> None:
    by = with_toolkit.people["coordinator"]
    with pytest.raises(actions.Refused):
        actions.add_measure(by=by, provider=with_toolkit.provider, measure=measure(with_toolkit))
    new = replace(measure(with_toolkit), key="new-one")
    actions.add_measure(by=by, provider=with_toolkit.provider, measure=new)
    assert measure(with_toolkit, "new-one") == new


def test_a_theme_in_use_stays_and_an_unused_one_goes(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["coordinator"]
    with pytest.raises(actions.StillUsed):
        actions.remove_item(by=by, provider=town.provider, kind="themes", key="teaching", version=version(town))
    theme = Theme("more", Text.of(fi="Muuta"), 3)
    actions.add_item(by=by, provider=town.provider, kind="themes", item=theme)
    assert draft(town).theme("more") == theme
    actions.remove_item(by=by, provider=town.provider, kind="themes", key="more", version=version(town))
    assert draft(town).theme("more") is None


def test_the_head_is_changed(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["coordinator"]
    title = {"title": Text.of(fi="Kuuselan paketti")}
    actions.change_head(by=by, provider=town.provider, fields=title, version=version(town))
    assert draft(town).title == Text.of(fi="Kuuselan paketti")
    with pytest.raises(TypeError):
        actions.change_head(by=by, provider=town.provider, fields={"id": "x"}, version=version(town))


def test_a_package_takes_the_drafts_place_and_can_be_taken_back(with_toolkit: Municipality) -> None:
    town, by, was = with_toolkit, with_toolkit.people["coordinator"], draft(with_toolkit)
    other = package_of(replace(was, measures=was.measures[:5], responsibilities=(), _by_key={}))
    old = version(town)
    actions.import_package(by=by, provider=town.provider, package=other, version=old)
    assert len(draft(town).measures) == 5
    with pytest.raises(actions.StaleDraft):
        actions.import_package(by=by, provider=town.provider, package=starter(), version=old)
    undo_import(by=by, event=last_event(town))
    assert draft(town) == was
    row = queries.draft_of(town.provider)
    assert row is not None
    assert row.files


def test_another_municipalitys_draft_is_not_touched(with_toolkit: Municipality, lahela: Municipality) -> None:
    with pytest.raises(actions.Refused):
        actions.change_measure(
            by=lahela.people["coordinator"],
            provider=lahela.provider,
            key=KEY,
            measure=measure(with_toolkit),
            version=1,
        )
