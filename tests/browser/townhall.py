"""The machine beside a server of `towns.py`: obeys line by line what people type there.

Each command runs as `digivuosi` runs it, in one process: starting Django for every command takes two seconds each.
"""

from __future__ import annotations

import django

from digivuosi.__main__ import main
from tests.processes import obey


def do(what: str, *words: str) -> None:
    {"run": run, "person": person, "town": town}[what](*words)


def run(*words: str) -> None:
    code = main(words)
    assert code == 0, f"digivuosi {' '.join(words)} ended with {code}"


def person(email: str, name: str, password: str) -> None:
    from digivuosi.apps.people.actions import make_user

    make_user(email=email, name=name, language="fi", password=password, is_verified=True)


def town(name: str, slug: str, email: str, year: str) -> None:
    from digivuosi.apps.people.queries import user_by_email
    from digivuosi.apps.start.actions import begin
    from digivuosi.apps.start.queries import Beginning, SchoolRow
    from digivuosi.domain.schoolyear.calendar import suggested_year

    schools = (SchoolRow("Kivelän koulu", 300), SchoolRow("Rantalan koulu", 200))
    calendar = suggested_year(int(year), 42, 9)
    beginning = Beginning(name=name, slug=slug, language="fi", calendar=calendar, schools=schools)
    begin(by=user_by_email(email), beginning=beginning)


if __name__ == "__main__":
    django.setup()
    obey(do, signs_in=True)
