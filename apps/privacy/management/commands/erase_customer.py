from django.core.management.base import BaseCommand, CommandError

from apps.conversations.models import Customer
from apps.privacy import operations


class Command(BaseCommand):
    help = "Erase everything one customer said and everything said of them. There is no way back."

    def add_arguments(self, parser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, reference: str, yes: bool, **options) -> None:
        customer = Customer.objects.filter(reference=reference, erased_at=None).first()
        if customer is None:
            raise CommandError(f"There is no customer {reference}.")
        if not yes and input("Type the reference again to erase this customer: ").strip() != reference:
            raise CommandError("Nothing was erased.")
        wiped = operations.erase_customer(customer, by=None)
        self.stdout.write(f"Erased: {', '.join(f'{count} {kind}' for kind, count in sorted(wiped.items()))}.")
