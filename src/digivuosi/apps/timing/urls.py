from django.urls import URLPattern, path

from digivuosi.apps.timing.views import city, city_asking, city_runs, hours, loads, proposing, provider, runs

app_name = "timing"
_PROVIDER = "<slug:provider>/timing"
_PROVIDER_RUN = f"{_PROVIDER}/runs/<int:run>"
_SCHOOL = "<slug:provider>/<slug:school>/timing"
_RUN = f"{_SCHOOL}/runs/<int:run>"
urlpatterns: list[URLPattern] = [
    path(f"{_PROVIDER}/hours/", provider.provider_hours, name="provider_hours"),
    path(f"{_PROVIDER}/hours/rules/", provider.save_rules, name="save_rules"),
    path(f"{_PROVIDER}/hours/needs/", provider.save_needs, name="save_needs"),
    path(f"{_PROVIDER}/hours/mentors/<int:mentor>/", provider.save_mentor, name="save_mentor"),
    path(f"{_PROVIDER}/absences/", provider.add_provider_absence, name="add_provider_absence"),
    path(f"{_PROVIDER}/absences/<int:absence>/", provider.remove_provider_absence, name="remove_provider_absence"),
    path(f"{_PROVIDER}/", city.city, name="city"),
    path(f"{_PROVIDER}/propose/", city_asking.city_ask, name="city_ask"),
    path(f"{_PROVIDER}/propose/count/", city_asking.city_count, name="city_count"),
    path(f"{_PROVIDER_RUN}/", city_runs.provider_run, name="provider_run"),
    path(f"{_PROVIDER_RUN}/progress/", city_runs.provider_progress, name="provider_progress"),
    path(f"{_PROVIDER_RUN}/stop/", city_runs.provider_stop, name="provider_stop"),
    path(f"{_PROVIDER_RUN}/take/", city_runs.provider_take, name="provider_take"),
    path(f"{_PROVIDER_RUN}/back/<int:since>/", city_runs.provider_back, name="provider_back"),
    path(f"{_SCHOOL}/", proposing.propose, name="propose"),
    path(f"{_SCHOOL}/hours/", hours.hours, name="hours"),
    path(f"{_SCHOOL}/hours/weeks/", hours.save_school, name="save_school"),
    path(f"{_SCHOOL}/absences/", hours.add_absence, name="add_absence"),
    path(f"{_SCHOOL}/absences/<int:absence>/", hours.remove_absence, name="remove_absence"),
    path(f"{_SCHOOL}/load/", loads.load, name="load"),
    path(f"{_SCHOOL}/load/<int:placement>/", loads.placement_load, name="placement_load"),
    path(f"{_RUN}/", runs.run, name="run"),
    path(f"{_RUN}/take/", runs.take, name="take"),
    path(f"{_RUN}/better/", runs.better, name="better"),
    path(f"{_RUN}/stop/", runs.stop, name="stop"),
    path(f"{_RUN}/progress/", runs.progress, name="progress"),
]
