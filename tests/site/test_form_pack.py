"""The form pack: what it draws for each kind of field, and that every error leads to the box to be mended."""

from datetime import date

from bs4 import BeautifulSoup
from crispy_forms.layout import Div, Field, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.datastructures import MultiValueDict

from compact_portal.lib.form_fields import DayField
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from compact_portal.site.gallery import GalleryForm

FOCUSABLE = {"input", "select", "textarea", "button"}


def _page(form, helper=None, **context):
    return BeautifulSoup(render_crispy_form(form, helper, context), "html.parser")


def _filled(**changes):
    data = {
        "name": ["Made-up Choir"], "email": ["choir@example.org"], "starts_on_day": ["1"], "starts_on_month": ["3"],
        "starts_on_year": ["2027"], "amount": ["18,500"], "kind": ["club"], "way": ["post"], "days": ["mon", "fri"],
        "agree": ["on"],
    }  # fmt: skip
    return MultiValueDict(data | changes)


def _leads_to_a_box(page):
    links = page.select(".problem a")
    for link in links:
        target = page.find(id=link["href"][1:])
        assert target is not None, link
        assert target.name in FOCUSABLE or target.get("tabindex") == "-1", link
        assert target.get("type") != "hidden", link
    return links


def test_every_error_of_an_empty_form_leads_to_its_box():
    form = GalleryForm(MultiValueDict())
    links = _leads_to_a_box(_page(form))
    assert [link["href"] for link in links] == [
        "#id_name", "#id_email", "#id_starts_on_day", "#id_amount", "#id_kind", "#id_way_0", "#id_days_0", "#id_agree",
    ]  # fmt: skip


def test_the_summary_says_the_same_words_as_the_field():
    page = _page(GalleryForm(MultiValueDict()))
    beside = [error.text.removeprefix("Problem: ") for error in page.select(".field .error")]
    assert sorted(link.text for link in page.select(".problem a")) == sorted(beside)


def test_the_summary_is_an_alert_that_takes_the_focus():
    summary = _page(GalleryForm(MultiValueDict())).select_one(".problem")
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert summary.has_attr("autofocus")
    assert summary.h2.text == "There is a problem"


def test_a_form_that_has_not_been_sent_shows_no_summary():
    assert not _page(GalleryForm()).select(".problem, .error, [aria-invalid]")


def test_a_sent_form_without_a_fault_is_clean():
    form = GalleryForm(_filled())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts_on"] == date(2027, 3, 1)
    assert form.cleaned_data["amount"] == 1_850_000


def test_every_description_that_a_box_names_exists():
    page = _page(GalleryForm(MultiValueDict()))
    named = [word for tag in page.select("[aria-describedby]") for word in tag["aria-describedby"].split()]
    assert named
    assert [word for word in named if page.find(id=word) is None] == []


def test_hint_and_error_are_tied_to_a_single_box_and_to_the_group_of_several():
    page = _page(GalleryForm(MultiValueDict()))
    assert page.find(id="id_name")["aria-describedby"] == "id_name_helptext id_name_error"
    group = page.find(id="id_starts_on_group")
    assert group.name == "fieldset"
    assert group["aria-describedby"] == "id_starts_on_helptext id_starts_on_error"
    assert not page.select("#id_starts_on_group input[aria-describedby]")


def test_every_box_has_a_label_of_its_own():
    page = _page(GalleryForm())
    boxes = [box for box in page.select("input, select, textarea") if box.get("type") != "hidden"]
    labelled = {label["for"] for label in page.select("label")}
    assert [box["id"] for box in boxes if box["id"] not in labelled] == []


def test_groups_have_a_legend():
    page = _page(GalleryForm())
    for name in ("way", "days", "starts_on"):
        assert page.find(id=f"id_{name}_group").legend.text


def test_only_what_may_be_left_out_is_marked():
    page = _page(GalleryForm())
    marked = {mark.parent.contents[0].strip() for mark in page.select(".optional")}
    assert marked == {"Why is it shorter?", "The minutes of the meeting"}


def test_the_link_leads_to_the_part_of_the_date_that_is_wrong_and_only_that_part_is_marked():
    page = _page(GalleryForm(_filled(starts_on_month=["13"])))
    assert [link["href"] for link in _leads_to_a_box(page)] == ["#id_starts_on_month"]
    assert [box["id"] for box in page.select("[aria-invalid]")] == ["id_starts_on_month"]


def test_what_was_typed_comes_back_as_it_was():
    page = _page(GalleryForm(_filled(starts_on_day=["<31>"], amount=["12,5"], name=["A & B"], reason=["x" * 501])))
    assert page.find(id="id_starts_on_day")["value"] == "<31>"
    assert page.find(id="id_amount")["value"] == "12,5"
    assert page.find(id="id_name")["value"] == "A & B"
    assert page.find(id="id_reason").text.strip() == "x" * 501
    assert [link["href"] for link in _leads_to_a_box(page)] == ["#id_starts_on_day", "#id_amount", "#id_reason"]


def test_a_date_too_early_says_which_day_would_do():
    form = GalleryForm(_filled(starts_on_day=["21"], starts_on_month=["February"]))
    assert form.errors["starts_on"] == ["Choose a day on or after Monday 22 February 2027"]


def test_a_long_text_is_not_cut_by_the_browser_but_answered():
    box = _page(GalleryForm()).find(id="id_reason")
    assert not box.has_attr("maxlength")
    assert _page(GalleryForm()).find(id="id_reason_helptext").text == "Up to 500 characters."
    form = GalleryForm(_filled(reason=["x" * 501]))
    assert form.errors["reason"] == ["Shorten Why is it shorter? to 500 characters; it has 501"]


def test_the_pound_sign_stands_before_the_box_and_is_not_read_out():
    sign = _page(GalleryForm()).find(id="id_amount").find_previous_sibling("span")
    assert sign.text == "£"
    assert sign["aria-hidden"] == "true"


def test_the_form_leaves_checking_to_us_and_carries_its_token_and_files():
    form = _page(GalleryForm(), csrf_token="made-up-token").form
    assert form.has_attr("novalidate")
    assert form["method"] == "post"
    assert form["enctype"] == "multipart/form-data"
    assert form.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"] == "made-up-token"


def test_a_form_that_only_asks_carries_no_token():
    class Seek(forms.Form):
        q = forms.CharField()

    page = _page(Seek(), PortalHelper(Seek(), submit="Find", method="get"), csrf_token="made-up-token")
    assert page.form["method"] == "get"
    assert not page.select("[name=csrfmiddlewaretoken]")


def test_hidden_fields_are_sent_though_the_layout_does_not_name_them():
    assert _page(GalleryForm()).find("input", attrs={"name": "token", "type": "hidden"})


def test_buttons_are_ours_and_one_of_them_is_the_first():
    buttons = _page(GalleryForm()).select("button[type=submit]")
    assert [(button.text, button["class"]) for button in buttons] == [
        ("Continue", ["btn"]),
        ("Save and come back", ["btn", "quiet"]),
    ]


def test_the_words_of_a_button_are_never_a_template():
    class Plain(forms.Form):
        name = forms.CharField()

    page = _page(Plain(), PortalHelper(Plain(), submit=SubmitButton("Sign for {{ csrf_token }} <b>&")), csrf_token="secret")
    assert page.button.text == "Sign for {{ csrf_token }} <b>&"


def test_choices_labels_hints_and_errors_are_escaped():
    class Nasty(forms.Form):
        pick = forms.ChoiceField(label="<i>label", help_text="<i>hint", choices=(("1", "<i>choice"),), widget=forms.RadioSelect)

        def clean(self):
            raise forms.ValidationError("<i>whole")

    form = Nasty({"pick": "<i>typed"})
    form.fields["pick"].error_messages["invalid_choice"] = "<i>error"
    assert not _page(form, PortalHelper(form)).find("i")


def test_faults_of_the_whole_form_and_of_hidden_fields_are_said_without_a_link():
    class Whole(forms.Form):
        name = forms.CharField()
        stamp = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self):
            raise forms.ValidationError("Two people changed this at once")

    form = Whole({"name": "x", "stamp": "no"})
    lines = _page(form, PortalHelper(form)).select(".problem li")
    assert [line.text for line in lines] == ["Two people changed this at once", "Enter a whole number."]
    assert not any(line.find("a") for line in lines)


def test_a_group_without_choices_is_itself_where_the_link_leads():
    class Nobody(forms.Form):
        who = forms.ChoiceField(choices=(), widget=forms.RadioSelect)

    form = Nobody({})
    page = _page(form, PortalHelper(form))
    assert [link["href"] for link in _leads_to_a_box(page)] == ["#id_who_group"]


def test_a_box_of_several_boxes_from_django_is_labelled_and_linked_too():
    class Moment(forms.Form):
        at = forms.SplitDateTimeField(label="When?")

    form = Moment({})
    page = _page(form, PortalHelper(form))
    assert [link["href"] for link in _leads_to_a_box(page)] == ["#id_at_0"]
    assert [label["for"] for label in page.select("label")] == ["id_at_0", "id_at_1"]


def test_the_forms_of_a_formset_share_one_summary_and_keep_their_own_boxes():
    class Row(PlainMessages, forms.Form):
        day = DayField(label="Day")
        words = forms.CharField(label="Words")

    rows = forms.formset_factory(Row, extra=0, min_num=2, validate_min=True)
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-words": "kept", "form-1-day_day": "1"}
    formset = rows(sent)
    helper = PortalHelper()
    helper.layout = None
    page = _page(formset, helper)
    assert len(page.select(".problem")) == 1
    assert [link["href"] for link in _leads_to_a_box(page)] == [
        "#id_form-0-day_day", "#id_form-1-day_month", "#id_form-1-words",
    ]  # fmt: skip
    assert page.find("input", attrs={"name": "form-TOTAL_FORMS"})


def test_crispys_own_layout_pieces_are_drawn_in_our_look():
    class Small(forms.Form):
        name = forms.CharField()

    helper = PortalHelper(Small(), layout=[Div(Field("name", css_class="wide"), css_class="narrow"), Submit("go", "Go on")])
    page = _page(Small(), helper)
    assert page.select_one("div.narrow input#id_name.wide")
    assert page.find("input", type="submit")["class"] == ["btn"]
