"""The same routes in Django, with its ORM, its forms and its templates, at its best.

No middleware, no applications beside its own parts, connections kept open, statements prepared on the server,
rows read as dictionaries instead of objects, nothing left to the garbage collector.
"""

from __future__ import annotations

import gc
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from web_peers.data import ADDRESS, CITY, COMPANIES, COMPANIES_A_CITY, REGISTERED

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _database(address: str) -> dict[str, object]:
    if address.startswith("sqlite"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.removeprefix("sqlite:///"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


settings.configure(
    DEBUG=False,
    SECRET_KEY=uuid.uuid4().hex,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_TZ=True,
    USE_I18N=False,
    DATABASES={"default": _database(ADDRESS)},
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates" / "django"],
        }
    ],
)
django.setup()

# what follows can only be imported once Django is set up
from django import forms  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpResponseNotAllowed, JsonResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Company(models.Model):
    """A company of a city, with its score."""

    id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    number = models.CharField(max_length=100)
    area = models.CharField(max_length=100)
    score = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    band = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        """Where it is kept."""

        app_label = "benchmark"
        db_table = COMPANIES

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Registered(models.Model):
    """A company that was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    city = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    number = models.CharField(max_length=100)
    area = models.CharField(max_length=100)
    employees = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        """Where it is kept."""

        app_label = "benchmark"
        db_table = REGISTERED

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class RegistrationForm(forms.Form):
    """A company to be registered."""

    city = forms.CharField(max_length=100)
    name = forms.CharField(max_length=300)
    number = forms.CharField(max_length=100, required=False)
    area = forms.CharField(max_length=100, required=False)
    employees = forms.IntegerField(min_value=1)


def read(_request: HttpRequest, company_id: uuid.UUID) -> HttpResponse:
    """Read one."""
    found = list(Company.objects.filter(pk=company_id).values()[:1])
    return JsonResponse(found[0]) if found else JsonResponse({"detail": "Not found"}, status=404)


def register(request: HttpRequest) -> HttpResponse:
    """Register one; a single statement, which Django leaves to commit itself."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = RegistrationForm(json.loads(request.body))
    if not form.is_valid():
        return JsonResponse(form.errors.get_json_data(), status=400)
    company = Registered(**form.cleaned_data, created_at=datetime.now(UTC))
    company.save(force_insert=True)
    answer = {**form.cleaned_data, "id": company.id, "created_at": company.created_at}
    return JsonResponse(answer, status=201)


def ranking(request: HttpRequest) -> HttpResponse:
    """Show the ranking of a city."""
    companies = Company.objects.filter(city=CITY).order_by("-score").values()[:COMPANIES_A_CITY]
    return render(request, "ranking.html", {"city": CITY, "companies": list(companies)})


urlpatterns = [
    path("api/companies/<uuid:company_id>", read),
    path("api/companies", register),
    path("page", ranking),
]
application = get_wsgi_application()
gc.collect()
gc.freeze()
