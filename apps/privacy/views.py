from django.contrib import messages
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.conversations.models import Customer
from apps.core import erasure
from apps.people.requests import SignedIn, for_admins

from . import kinds, operations
from .forms import EraseForm

PAGE = 50


@for_admins
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Find the customer who asked."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    named = Q(reference__icontains=words) | Q(name__icontains=words) | Q(email__icontains=words) | Q(phone=words)
    found = Customer.objects.filter(named, erased_at=None) if words else Customer.objects.none()
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/index.html", {"page": page, "words": words})


@for_admins
@require_safe
def show(request: SignedIn, pk: int) -> HttpResponse:
    """What is stored, in numbers; hand it out, or erase it."""
    customer = get_object_or_404(Customer, pk=pk, erased_at=None)
    return _page(request, customer, EraseForm(customer))


@for_admins
@require_POST
def export(request: SignedIn, pk: int) -> HttpResponse:
    """A POST, because it is written down."""
    customer = get_object_or_404(Customer, pk=pk, erased_at=None)
    stored = operations.export_customer(customer, by=request.user)
    answer = JsonResponse(stored, encoder=DjangoJSONEncoder, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="customer-{customer.pk}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@for_admins
@require_POST
def erase(request: SignedIn, pk: int) -> HttpResponse:
    """Only with the customer's reference typed out: there is no way back."""
    customer = get_object_or_404(Customer, pk=pk, erased_at=None)
    form = EraseForm(customer, request.POST)
    if not form.is_valid():
        return _page(request, customer, form)
    operations.erase_customer(customer, by=request.user)
    messages.success(request, _("Everything this customer said and everything said of them is erased."))
    return redirect("privacy:index")


def _page(request: SignedIn, customer: Customer, form: EraseForm) -> HttpResponse:
    rows = {kinds.in_words(model): len(pks) for model, pks in erasure.belongings(customer).items()}
    told = {"customer": customer, "rows": rows, "form": form}
    return render(request, "privacy/show.html", told, status=422 if form.errors else 200)
