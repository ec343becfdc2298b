"""What the tests of letters share: posting one, asking how it ended, and what it is about."""

from __future__ import annotations

from typing import Any

from django_scopes import scope

from digivuosi.apps.networks.models import RemoteCopy
from digivuosi.domain.toolkit.letters import Letter
from digivuosi.domain.toolkit.suggestions import suggest
from tests.cast import Municipality, Someone
from tests.pages.examples_networks import changed

from .towns import KEY, LETTERS, held


def post(letter: Letter | bytes, **more: Any) -> Any:
    content = letter if isinstance(letter, bytes) else letter.to_bytes()
    return Someone(None).post(LETTERS, content, content_type=more.pop("content_type", "application/json"))


def ended(answer: Any) -> dict[str, Any]:
    """What the sender hears when it asks."""
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = Someone(None).get(answer.json()["answer"]).json()
    return told


def suggested(town: Municipality, days: int = 17) -> str:
    base = held(town)
    return suggest(base, changed(base, days), KEY, author="Väärä nimi").to_bytes().decode()


def remote(town: Municipality) -> list[RemoteCopy]:
    with scope(provider=town.provider):
        return list(RemoteCopy.objects.all())
