from django.contrib import admin

from .models import Agent, Team

admin.site.register([Agent, Team])
