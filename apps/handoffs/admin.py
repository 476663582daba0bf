from django.contrib import admin

from .models import Handback, Handoff

admin.site.register([Handoff, Handback])
