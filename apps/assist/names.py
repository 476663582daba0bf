"""What facts are called in the console. A bot's own name for a fact is put in words as it is."""

from django.utils.translation import gettext_lazy as _

NAMES = {  # those that the patterns find; see fact_patterns.py
    "account_number": _("Account number"),
    "amount": _("Amount"),
    "appointment_number": _("Appointment number"),
    "card_last4": _("Card ending"),
    "case_number": _("Case number"),
    "claim_number": _("Claim number"),
    "confirmation_id": _("Confirmation ID"),
    "contract_number": _("Contract number"),
    "customer_id": _("Customer ID"),
    "customer_name": _("Name"),
    "date": _("Date"),
    "email": _("Email"),
    "error_code": _("Error code"),
    "flight_id": _("Flight ID"),
    "invoice_number": _("Invoice number"),
    "member_id": _("Member ID"),
    "order_number": _("Order number"),
    "phone": _("Phone"),
    "photo": _("Photo"),
    "policy_number": _("Policy number"),
    "postcode": _("Postcode"),
    "product_number": _("Product number"),
    "reference_number": _("Reference number"),
    "request_id": _("Request ID"),
    "reservation_id": _("Reservation ID"),
    "serial_number": _("Serial number"),
    "ticket_number": _("Ticket number"),
    "tracking_number": _("Tracking number"),
    "user_id": _("User ID"),
}


def name_of(fact: str, otherwise: str = "") -> str:
    """In the reader's language; one of the bot's own as `otherwise`, else its slug in words."""
    return str(NAMES.get(fact, "")) or otherwise or in_words(fact)


def in_words(slug: str) -> str:
    return slug.replace("_", " ").strip().capitalize()
