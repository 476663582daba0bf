from django.urls import path

from . import views, views_policies

app_name = "supervision"
urlpatterns = [
    path("ratings/", views.ratings, name="ratings"),
    path("ratings.csv", views.ratings_csv, name="ratings_csv"),
    path("ratings/<int:pk>/", views.rating, name="rating"),
    path("numbers/", views.numbers, name="numbers"),
    path("numbers.csv", views.numbers_csv, name="numbers_csv"),
    path("teams/", views.teams, name="teams"),
    path("policies/", views_policies.policies, name="policies"),
    path("policies/<int:pk>/", views_policies.policy, name="policy"),
    path("policies/<int:pk>/dry-run/", views_policies.dry_run, name="dry_run"),
]
