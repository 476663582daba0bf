"""Questions written out: planned once, together in one trip, and an error is Django's own."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.conversations.models import Bot, Customer
from apps.core import rows as rows_module
from apps.core.rows import ahead, answers, ask, asked, every, find_or_make, insertion, plain, rows, together


def test_what_is_asked_often_is_planned_once(botto):
    for _ in range(8):
        assert rows(Bot, "WHERE slug = %s", [botto.slug]) == [botto]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%WHERE slug = $1"])
        assert cursor.fetchone() == (1,)


def test_several_questions_see_what_the_transaction_has_done(botto):
    with transaction.atomic():
        Customer.objects.create(reference="c1")
        bots, customers = together(every(Bot, "", []), every(Customer, "WHERE reference = %s", ["c1"]))
    assert (bots, [customer.reference for customer in customers]) == ([botto], ["c1"])


def test_an_error_in_one_of_them_is_djangos_and_leaves_the_connection_usable(botto):
    taken = Bot(slug=botto.slug, name="another")
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(*insertion(taken))
    with pytest.raises(Exception, match="division by zero"), transaction.atomic():
        together(every(Bot, "", []), every(Bot, "WHERE id = 1 / %s::int", [0]))
    assert rows(Bot, "", []) == [botto]


def test_the_one_that_is_there_is_found_and_not_made_again():
    first, made = find_or_make(Customer(reference="c1", name="Maya"), "reference")
    again, made_again = find_or_make(Customer(reference="c1", name="Somebody"), "reference")
    assert (made, made_again) == (True, False)
    assert (again.pk, again.name) == (first.pk, "Maya")


class Counted:
    """Two properties that are questions, and how often each was made."""

    def __init__(self):
        self.made = []

    @asked
    def one(self):
        self.made.append("one")
        return plain("SELECT %s::int", [1]).then(lambda found: found[0][0])

    @asked
    def bots(self):
        self.made.append("bots")
        return every(Bot, "", [])


def test_a_property_is_asked_when_first_needed_and_then_kept(botto, django_assert_num_queries):
    counted = Counted()
    with django_assert_num_queries(1):
        assert (counted.bots, counted.bots) == ([botto], [botto])
    assert counted.made == ["bots"]


def test_properties_asked_ahead_are_one_round_trip_and_not_asked_again(botto, monkeypatch):
    trips = []
    monkeypatch.setattr(rows_module, "answers", lambda *asked: trips.append(asked) or answers(*asked))
    counted = Counted()
    ahead((counted, "one"), (counted, "bots"))
    assert (counted.one, counted.bots, len(trips), counted.made) == (1, [botto], 1, ["one", "bots"])
