from django.contrib import admin

from .models import Bot, Conversation, Customer, Intent

admin.site.register([Bot, Conversation, Customer, Intent])
