"""Operations of a migration that are done together: which are, in which order, and that the models come out the same."""

from django.db import migrations, models
from django.db.migrations.state import ProjectState

from compact_portal.lib.migrating import DoneTogether, together

KEY = [("id", models.AutoField(primary_key=True))]
AUTHOR = migrations.CreateModel("Author", KEY)
BOOK = migrations.CreateModel("Book", [*KEY, ("author", models.ForeignKey("lib.Author", models.CASCADE))])
YEAR = migrations.AddField("Book", "year", models.IntegerField(null=True))
BY_YEAR = migrations.AddIndex("Book", models.Index(fields=["year"], name="by_year"))
NOT_BY_YEAR = migrations.RemoveIndex("Book", name="by_year")
OF_AUTHOR = migrations.AddIndex("Book", models.Index(fields=["author", "year"], name="of_author"))
ALL = [AUTHOR, BOOK, YEAR, BY_YEAR, NOT_BY_YEAR, OF_AUTHOR]


def test_only_what_follows_each_other_and_touches_no_table_is_done_together():
    made, field, indexes = together(ALL)
    assert isinstance(made, DoneTogether)
    assert made.operations == [AUTHOR, BOOK]
    assert field is YEAR
    assert isinstance(indexes, DoneTogether)
    assert indexes.operations == [BY_YEAR, NOT_BY_YEAR, OF_AUTHOR]
    assert made.describe() == "Create model Author; Create model Book"
    assert together([YEAR, YEAR]) == [YEAR, YEAR]


def test_the_models_are_the_same_as_one_by_one():
    states = []
    for operations in (ALL, together(ALL)):
        state = ProjectState()
        assert state.apps  # what is set already is set anew, or is forgotten
        for operation in operations:
            operation.state_forwards("lib", state)
        assert state.apps.get_model("lib", "book")._meta.get_field("author").related_model is state.apps.get_model("lib", "author")
        assert [index.name for index in state.apps.get_model("lib", "book")._meta.indexes] == ["of_author"]
        states.append(state)
    assert states[0] == states[1]
