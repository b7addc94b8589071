"""OAuth: accounts that their owners connect with a platform, and what the platform gets for it.

Unlike Stripe: nobody logs in, so what is connected is an account that is made for it, as by the
button that skips the account form in test mode; and the platform has no settings, so that every
address may be returned to.

Source: Stripe docs, "Using OAuth with Standard accounts", "Connect OAuth reference".
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.accounts import open_account
from simulator.operations.accounts.onboarding import onboarded
from simulator.resources.account import Account
from simulator.resources.oauth import (
    CODE_LASTS,
    AccessToken,
    AuthorizationCode,
    RefreshToken,
    Scope,
)
from simulator.work import Work
from simulator.world import Account as Owner

Hash = dict[str, Any]

TOKEN_LENGTH: Final = 107
"""Of an access token, which reads like any secret key of today."""
MAY: Final = {"card_payments": {"requested": True}, "transfers": {"requested": True}}
PROFILE: Final = {"business_name": "name", "product_description": "product_description"}
BUSINESSES: Final = {"sole_prop": "individual", "non_profit": "non_profit"}
"""What is made of `stripe_user[business_type]`; all others are companies."""


def authorize(work: Work, scope: Scope, kind: str, told: Mapping[str, str]) -> AuthorizationCode:
    """The owner of an account agrees: the code that the browser brings back.

    Args:
        kind: the type of the account, `standard` or `express`.
        told: what the platform knows of its user, `stripe_user`; what is wrong is left out.
    """
    profile = {ours: told[theirs] for theirs, ours in PROFILE.items() if told.get(theirs)}
    if told.get("url", "").startswith(("http://", "https://")):
        profile["url"] = told["url"]
    opens: Hash = {"type": kind, "business_profile": profile, "capabilities": MAY}
    if "@" in told.get("email", ""):
        opens["email"] = told["email"]
    if len(country := told.get("country", "")) == len("US") and country.isalpha():
        opens["country"] = country.upper()
    if business := told.get("business_type"):
        opens["business_type"] = BUSINESSES.get(business, "company")
    return work.keep(
        AuthorizationCode(
            id=f"ac_{work.account.ids.any(32)}",
            expires=work.now + CODE_LASTS,
            opens=opens,
            scope=scope,
        )
    )


def token(work: Work) -> Hash:
    """POST /oauth/token

    Raises:
        NO_GRANT_TYPE, UNKNOWN_GRANT_TYPE, OAUTH_LACKING
        what the grants raise
    """
    match work.params.get("grant_type"):
        case "authorization_code":
            return _exchanged(work)
        case "refresh_token":
            return _refreshed(work)
        case None:
            raise errors.NO_GRANT_TYPE()
        case other:
            raise errors.UNKNOWN_GRANT_TYPE(name=other)


def _exchanged(work: Work) -> Hash:
    """The tokens for a code, which connects the account; it does so once.

    Raises:
        NO_SUCH_CODE, CODE_EXPIRED
        CODE_USED: and what it was used for is taken back.
    """
    given = work.params.get("code")
    if not given:
        raise errors.OAUTH_LACKING(name="authorization code")
    code = work.find(AuthorizationCode, given)
    if code is None:
        raise errors.NO_SUCH_CODE(code=given)
    if code.account is not None:
        _revoke(work, lambda each: each.code == code.id)
        raise errors.CODE_USED(keeps=True)
    if code.expires <= work.now:
        raise errors.CODE_EXPIRED(code=given)
    opened = replace(open_account(work, code.opens), controller={"type": "account"})
    account = work.keep(onboarded(work, opened))
    work.keep(replace(code, account=account.id))
    refresh = work.keep(
        RefreshToken(
            id=f"rt_{work.account.ids.any(32)}", account=account.id, code=code.id, scope=code.scope
        )
    )
    owner = _owner(work, account.id)
    work.beside(owner).post("account.application.authorized", _application(work.account))
    return _answer(work, owner, refresh, code.scope)


def _refreshed(work: Work) -> Hash:
    """Another access token.

    Raises:
        OAUTH_LACKING, NO_SUCH_REFRESH_TOKEN, SCOPE_TOO_WIDE
    """
    given = work.params.get("refresh_token")
    if not given:
        raise errors.OAUTH_LACKING(name="refresh token")
    refresh = work.find(RefreshToken, given)
    if refresh is None or refresh.revoked:
        raise errors.NO_SUCH_REFRESH_TOKEN(token=given)
    scope = work.params.get("scope") or refresh.scope
    if scope not in ("read_only", refresh.scope):
        raise errors.SCOPE_TOO_WIDE(scope=scope)
    return _answer(work, _owner(work, refresh.account), refresh, scope)


def deauthorize(work: Work) -> Hash:
    """POST /oauth/deauthorize: the platform is rid of the account, and its tokens open nothing.

    Raises:
        OAUTH_LACKING, OTHER_APPLICATION, NOT_CONNECTED
    """
    for name in ("client_id", "stripe_user_id"):
        if not work.params.get(name):
            raise errors.OAUTH_LACKING(name=name)
    if (application := work.params["client_id"]) != work.account.application:
        raise errors.OTHER_APPLICATION(application=application)
    id = work.params["stripe_user_id"]
    account = work.find(Account, id)
    if account is None:
        raise errors.NOT_CONNECTED(account=id)
    _revoke(work, lambda each: each.account == id)
    work.beside(_owner(work, id)).post(
        "account.application.deauthorized", _application(work.account)
    )
    work.drop(account)
    return {"stripe_user_id": id}


def _answer(work: Work, owner: Owner, refresh: RefreshToken, scope: Scope) -> Hash:
    mode = "live" if work.account.livemode else "test"
    start = f"sk_{mode}_51{owner.id.removeprefix('acct_1')}"
    access = work.keep(
        AccessToken(
            id=start + work.account.ids.any(TOKEN_LENGTH - len(start)),
            account=owner.id,
            code=refresh.code,
            scope=scope,
        )
    )
    return {
        "access_token": access.id,
        "livemode": work.account.livemode,
        "refresh_token": refresh.id,
        "scope": scope,
        "stripe_publishable_key": owner.publishable_key,
        "stripe_user_id": owner.id,
        "token_type": "bearer",
    }


def _owner(work: Work, id: str) -> Owner:
    """The account as it acts under the platform; until it is kept there, nobody reaches it."""
    world = work.account.world
    return world.opened_under(work.account, id) or world.connect(work.account, id)


def _application(platform: Owner) -> Hash:
    """The platform, as events show it."""
    return {"id": platform.application, "object": "application", "name": None}


def _revoke(work: Work, meant: Callable[[AccessToken | RefreshToken], bool]) -> None:
    """Take back every token that is meant."""
    for kind in (AccessToken, RefreshToken):
        for each in tuple(work.account.store.table(kind.KIND).values()):
            if meant(each) and not each.revoked:
                work.keep(replace(each, revoked=True))
