from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.conversations.models import Customer


class EraseForm(forms.Form):
    """The customer's reference, typed out: there is no way back."""

    reference = forms.CharField(
        label=gettext_lazy("Type the customer's reference"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, customer: Customer, data=None):
        super().__init__(data)
        self.customer = customer
        self.fields["reference"].widget.attrs["placeholder"] = customer.reference

    def clean_reference(self) -> str:
        if self.cleaned_data["reference"] != self.customer.reference:
            raise forms.ValidationError(_("Nothing was erased: that is not this customer's reference."))
        return self.cleaned_data["reference"]
