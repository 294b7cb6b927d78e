"""The site's own pages: home, search, what a site says about itself, problems with pages, the workspace's door."""

from django.conf import settings
from django.urls import path

from compact_portal.site.views import about, front, machines, problems, workspace

app_name = "site"

urlpatterns = [
    path("", front.home, name="home"),
    path("search/", front.search, name="search"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("cookies/", about.cookies, name="cookies"),
    path("report-a-problem/", problems.problem_create, name="problem_create"),
    path("report-a-problem/sent/<uuid:token>/", problems.problem_sent, name="problem_sent"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/problems/", problems.problem_list, name="problem_list"),
    path("workspace/problems/<str:reference>/", problems.problem_update, name="problem_update"),
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    path("robots.txt", machines.robots_txt, name="robots_txt"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemaps/<slug:section>-<int:number>.xml", machines.sitemap_part, name="sitemap_part"),
    path("healthz", machines.healthz, name="healthz"),
]

if not settings.PRODUCTION:
    urlpatterns += [
        path("styleguide/", workspace.styleguide, name="styleguide"),
        path("account/sample/", workspace.sample_switch, name="sample_switch"),
    ]
