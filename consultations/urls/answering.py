"""Answering a consultation."""

from django.urls import path

from consultations.views import answering, answering_entry, answering_links, answering_own

RESPOND = "consultations/<slug:slug>/respond/"

ENTRY = "workspace/consultations/<slug:slug>/answers/new/"

urlpatterns = [
    path(RESPOND, answering.answer_start, name="answer_start"),
    path(RESPOND + "who/", answering.answer_who, name="answer_who"),
    path(RESPOND + "questions/<int:number>/", answering.answer_question, name="answer_question"),
    path(RESPOND + "you/", answering.answer_you, name="answer_you"),
    path(RESPOND + "publish/", answering.answer_publish, name="answer_publish"),
    path(RESPOND + "check/", answering.answer_check, name="answer_check"),
    path(RESPOND + "sent/", answering_links.answer_sent, name="answer_sent"),
    path(RESPOND + "sent/copy.pdf", answering_links.answer_copy, name="answer_copy"),
    path(RESPOND + "later/", answering_links.answer_later, name="answer_later"),
    path(RESPOND + "later/sent/", answering_links.answer_later_sent, name="answer_later_sent"),
    path(RESPOND + "resume/<str:token>/", answering_links.answer_resume, name="answer_resume"),
    path(RESPOND + "change/<str:token>/", answering_links.answer_change, name="answer_change"),
    path(RESPOND + "change/<str:token>/withdraw/", answering_links.answer_withdraw, name="answer_withdraw"),
    path(ENTRY, answering_entry.answer_create, name="answer_create"),
    path("workspace/answers/", answering_own.given_answer_list, name="given_answer_list"),
    path("workspace/answers/<slug:reference>/", answering_own.given_answer_detail, name="given_answer_detail"),
    path("workspace/answers/<slug:reference>/withdraw/", answering_own.given_answer_withdraw, name="given_answer_withdraw"),
    path("workspace/answers/<slug:reference>/copy.pdf", answering_own.given_answer_copy, name="given_answer_copy"),
    path(RESPOND + "change/<str:token>/copy.pdf", answering_links.answer_link_copy, name="answer_link_copy"),
]
