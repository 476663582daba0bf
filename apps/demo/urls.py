from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("customer", views.customer, name="customer"),
    path("customer/say", views.say, name="say"),
    path("customer/lines", views.lines, name="lines"),
    path("customer/restart", views.restart, name="restart"),
]
