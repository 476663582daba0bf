import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from apps.conversations.models import Customer
from apps.privacy import operations


class Command(BaseCommand):
    help = "Write down as JSON everything that is stored about and from one customer."

    def add_arguments(self, parser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--output", type=Path, help="a file; without it, to the screen")

    def handle(self, *args, reference: str, output: Path | None, **options) -> None:
        customer = Customer.objects.filter(reference=reference, erased_at=None).first()
        if customer is None:
            raise CommandError(f"There is no customer {reference}.")
        stored = operations.export_customer(customer, by=None)
        text = json.dumps(stored, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
        if output:
            output.write_text(text)
            self.stdout.write(f"Written to {output}.")
        else:
            self.stdout.write(text)
