"""The page of an Account Link: `/setup/e/acct_…/…`.

Unlike Stripe: it asks for nothing, but offers to tell what is asked for as test data; and that it
was only looked at uses no link up.

Source: Stripe docs, "Stripe-hosted onboarding".
"""

from html import escape
from urllib.parse import parse_qs

from aiohttp import web

from simulator.app import App
from simulator.operations.accounts.account_links import follow
from simulator.pages.finding import account_with
from simulator.pages.layout import FOOT, document, leave_for, notice
from simulator.resources.account import Account, as_hash
from simulator.resources.account_link import AccountLink
from simulator.work import Work
from simulator.world import Account as Owner


async def page(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Show the owner what is lacking, or take what was pressed."""
    found = account_with(app.world, AccountLink, request.rel_url.path.rsplit("/", 1)[-1])
    if found is None:
        return notice("Something went wrong", "There is no such link.", status=404)
    platform, link = found
    account = platform.store.get(Account.KIND, link.account)
    if account is None or not link.is_good(platform.clock.now()):
        return _onward(link.refresh_url, "This link leads nowhere any more", status=410)
    if request.method != "POST":
        return document("Onboarding", _body(platform, account))
    pressed = parse_qs((await request.read()).decode("utf-8", "replace"))
    work = Work(platform)
    follow(work, link, submits=pressed.get("outcome", ["submit"]) == ["submit"])
    work.commit()
    return _onward(link.return_url, "That is all")


def _onward(address: str | None, title: str, *, status: int = 200) -> web.Response:
    if address is not None:
        return leave_for(address)
    return notice(title, "Please go back to where you came from.", status=status)


def _body(platform: Owner, account: Account) -> str:
    told = as_hash(account.requirements)
    due = "".join(f"<li>{escape(name)}</li>" for name in told.get("currently_due", ()))
    asked = f"<p>This is asked for:</p><ul>{due}</ul>" if due else "<p>Nothing is asked for.</p>"
    return (
        '<main class="notice"><div class="card"><h1>Get paid by'
        f" {escape(platform.statement_descriptor)}</h1>"
        f"{asked}<dl><dt>Account</dt><dd>{escape(account.id)}</dd></dl>"
        '<form method="post" class="buttons">'
        '<button name="outcome" value="submit">Submit test data</button>'
        '<button class="quiet" name="outcome" value="later">Save for later</button>'
        f"</form></div></main>{FOOT}"
    )
