"""One respondent, as locust plays them: opens the survey, answers all of it, and sends twice as a bad phone does."""

from __future__ import annotations

import itertools
import os
import random
import re
import time

from locust import FastHttpUser, constant, task
from locust.exception import StopUser

CODES = os.environ["BENCH_CODES"].split(",")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FIELD = re.compile(r'name="(s-[a-z0-9-]+)"')
PEOPLE, WITHIN = int(os.environ["BENCH_PEOPLE"]), float(os.environ["BENCH_WITHIN"])
_places = itertools.cycle(CODES)
_done = itertools.count(1)


class Respondent(FastHttpUser):  # type: ignore[misc]
    wait_time = constant(0)

    @task
    def answer(self) -> None:
        time.sleep(random.uniform(0, WITHIN))  # noqa: S311 - nobody is to guess anything
        try:
            self.answer_twice()
        finally:
            # Everyone comes once: locust would let another come for each that has gone.
            if next(_done) >= PEOPLE:
                time.sleep(2)  # until the last figures are written
                self.environment.runner.quit()
        raise StopUser

    def answer_twice(self) -> None:
        address = f"/answer/{next(_places)}/"
        page = self.client.get(address, name="the survey").text
        token, fields = TOKEN.search(page), dict.fromkeys(FIELD.findall(page), "2")
        if token is None:
            return
        body = {**fields, "branch": "grades-3-6", "what": "send", "csrfmiddlewaretoken": token[1]}
        for attempt in ("send", "send again"):
            with self.client.post(
                address, data=body, headers={"X-Quiet": "1"}, name=attempt, catch_response=True
            ) as sent:
                if sent.status_code == 204:
                    sent.success()
                else:
                    sent.failure(f"answered {sent.status_code}")
