from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import models
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from advisories.models import Contact, Post
from tests.factories import make_country, make_post
from web.moments import Moment
from web.statements import statement

pytestmark = pytest.mark.django_db


@statement(country=models.BigIntegerField())
def posts_in(at, country):
    return Post.objects.listed(at).filter(country=country).select_related("country")


@statement(country=models.BigIntegerField())
def counted_posts_in(at, country):
    posts = Post.objects.filter(country=country).annotate(numbers=models.Count("contacts"))
    return posts.order_by("pk")


@pytest.fixture
def post():
    return make_post()


def test_rows_are_those_of_the_query_with_what_belongs_to_them(post, django_assert_num_queries):
    make_post(country=make_country("Peru", alpha2="PE"), name="Lima")

    with django_assert_num_queries(1):
        (found,) = posts_in(country=post.country_id)
        assert found.country.name == post.country.name

    plain = Post.objects.get(pk=post.pk)
    columns = [field.attname for field in Post._meta.concrete_fields]
    assert [getattr(found, name) for name in columns] == [getattr(plain, name) for name in columns]


def test_other_values_find_other_rows_by_the_same_sql(post):
    lima = make_post(country=make_country("Peru", alpha2="PE"), name="Lima")
    assert posts_in(country=post.country_id) == [post]

    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("written again")):
        assert posts_in(country=lima.country_id) == [lima]
        assert posts_in.first(country=-1) is None


def test_annotations_come_with_the_rows_and_nothing_read_is_kept(post):
    assert [row.numbers for row in counted_posts_in(country=post.country_id)] == [0]
    Contact.objects.create(country=post.country, post=post, role="police", number="102")
    Post.objects.filter(pk=post.pk).update(name="Elsewhere")

    (row,) = counted_posts_in(country=post.country_id)

    assert (row.numbers, row.name) == (1, "Elsewhere")


def test_time_is_that_of_the_asking(post):
    Post.objects.update(listed_at=timezone.now() + timedelta(hours=1))
    assert posts_in(country=post.country_id) == []

    later = replace(Moment.present(), now=timezone.now() + timedelta(hours=2))
    with patch.object(Moment, "present", return_value=later):
        assert posts_in(country=post.country_id) == [post]


def test_a_moment_written_into_the_sql_is_refused():
    @statement()
    def listed_when_the_process_began(at):
        return Post.objects.listed()

    with pytest.raises(ValueError, match="takes its time from `at`"):
        listed_when_the_process_began()


def test_a_second_query_behind_it_is_refused():
    @statement()
    def with_contacts(at):
        return Post.objects.prefetch_related("contacts")

    with pytest.raises(ValueError, match="one query"):
        with_contacts()


def test_number_beyond_the_column_is_in_no_row(post):
    assert posts_in(country=10**30) == []
    assert posts_in(country=post.country_id) == [post]


@statement(country=models.BigIntegerField())
def contacts_in(at, country):
    contacts = Contact.objects.filter(country=country).select_related("post__country")
    return contacts.only("number", "post__name", "post__country__name").order_by("pk")


def test_a_row_is_as_django_makes_it(post, django_assert_num_queries):
    own = Contact.objects.create(country=post.country, post=post, role="police", number="102")
    Contact.objects.create(country=post.country, role="police", number="103")

    with django_assert_num_queries(1):
        at_post, of_country = contacts_in(country=post.country_id)
        assert at_post.post.country.name == post.country.name
        assert of_country.post is None
    assert at_post == own
    assert (at_post._state.adding, at_post._state.db) == (False, "default")
    assert (
        at_post.get_deferred_fields()
        == Contact.objects.only("number", "post").get(pk=own.pk).get_deferred_fields()
    )
    with django_assert_num_queries(1):
        assert at_post.role == "police"  # read when it is asked for
    at_post.number = "104"
    at_post.save()
    assert Contact.objects.get(pk=own.pk).number == "104"


def test_tuples_and_single_values(post):
    pairs = statement()(lambda at: Post.objects.values_list("pk", "country__name"))
    names = statement()(lambda at: Post.objects.values_list("name", flat=True))

    assert pairs() == [(post.pk, post.country.name)]
    assert names() == [post.name]


def test_what_would_be_made_otherwise_is_refused(post):
    with pytest.raises(ValueError, match="rows or tuples"):
        statement()(lambda at: Post.objects.values("name"))()
