from apps.feedback import operations as feedback


def test_erasing_a_customer_empties_comments_and_keeps_scores(claimed, alice, maya):
    rating = feedback.rate(claimed, alice, summary=2, comment="Maya says her bank confirmed it")

    assert feedback.erase(maya) == 1

    rating.refresh_from_db()
    assert (rating.comment, rating.summary) == ("", 2)
