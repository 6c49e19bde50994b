"""An API behind OAuth2, made of Django REST framework and Django OAuth Toolkit alone: this file only configures them.

Its users are those of Django's own table, "name 1", "name 2" and so on.
"""
import argparse

import django
import uvicorn
from django.conf import settings

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--database", required=True, help="an SQLite file to make")
parser.add_argument("--users", type=int, required=True)
parser.add_argument("--token-seconds", type=int, required=True, help="how long an access token lives")
parser.add_argument("--client-id", required=True, help="of client_credentials")
parser.add_argument("--login-client-id", required=True, help="of refresh_token")
parser.add_argument("--client-secret", required=True)
options = parser.parse_args()

settings.configure(
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="of a test that is over soon",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "oauth2_provider", "rest_framework"],
    MIGRATION_MODULES={"contenttypes": None, "auth": None, "oauth2_provider": None},  # tables as they are now, at once
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": options.database}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    OAUTH2_PROVIDER={
        "ACCESS_TOKEN_EXPIRE_SECONDS": options.token_seconds,
        "SCOPES": {"read": "users", "other": "nothing at all"},
        "DEFAULT_SCOPES": ["read"],
        "PKCE_REQUIRED": False,
    },
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["oauth2_provider.contrib.rest_framework.OAuth2Authentication"],
        "DEFAULT_PERMISSION_CLASSES": ["oauth2_provider.contrib.rest_framework.TokenHasScope"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_THROTTLE_RATES": {"slow": "3/second"},
    },
)
django.setup()

# These need the settings.
from django.contrib.auth.models import User  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import path  # noqa: E402
from oauth2_provider.models import AccessToken, Application  # noqa: E402
from oauth2_provider.views import RevokeTokenView, TokenView  # noqa: E402
from rest_framework import generics, pagination, serializers, views  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.throttling import ScopedRateThrottle  # noqa: E402


class UserSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="username")

    class Meta:
        model = User
        fields = ["id", "name"]


class ByNumber(pagination.PageNumberPagination):
    page_size = 20
    page_size_query_param = "size"
    max_page_size = 50


class ByOffset(pagination.LimitOffsetPagination):
    default_limit = 20
    max_limit = 50


class ByCursor(pagination.CursorPagination):
    page_size = 20
    page_size_query_param = "size"
    max_page_size = 50
    ordering = "id"


class Users(generics.ListAPIView):
    queryset = User.objects.filter(id__lte=options.users).order_by("id")
    serializer_class = UserSerializer
    required_scopes = ["read"]


class SlowUsers(Users):
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "slow"
    pagination_class = ByNumber


class Check(views.APIView):
    """Whether a token is good, for nginx's auth_request."""

    required_scopes = ["read"]

    def get(self, request):
        return Response(status=204)


class TakeBack(views.APIView):
    """Takes back all access tokens at once, as an administrator would."""

    authentication_classes = []
    permission_classes = []

    def post(self, request):
        AccessToken.objects.all().delete()
        return Response(status=204)


urlpatterns = [
    path("token/", TokenView.as_view()),
    path("revoke/", RevokeTokenView.as_view()),
    path("take-back/", TakeBack.as_view()),
    path("check/", Check.as_view()),
    path("users/", Users.as_view(pagination_class=ByNumber)),
    path("users/by-offset/", Users.as_view(pagination_class=ByOffset)),
    path("users/by-cursor/", Users.as_view(pagination_class=ByCursor)),
    path("users/slow/", SlowUsers.as_view()),
]


def fill():
    call_command("migrate", run_syncdb=True, verbosity=0)
    User.objects.bulk_create(User(id=i, username=f"name {i}") for i in range(1, options.users + 1))
    account = User.objects.create_user("reader", password="of-the-reader", id=options.users + 1)
    for grant, name in (("client-credentials", options.client_id), ("password", options.login_client_id)):
        Application.objects.create(client_id=name, client_secret=options.client_secret, user=account, name=grant,
                                   client_type="confidential", authorization_grant_type=grant)


fill()
uvicorn.run(get_asgi_application(), host="127.0.0.1", port=options.port, log_level="warning")
