"""What hands do on a page: fill a form in, save it, follow a link."""

from playwright.sync_api import Locator, Page, expect

CASE_FORM = "main form:has(.form-end)"


def put(scope: Page | Locator, name: str, value: str | bool) -> None:
    field = scope.locator(f"[name='{name}']")
    kind = field.first.get_attribute("type")
    if kind == "radio":
        scope.locator(f"[name='{name}'][value='{value}']").check()
    elif isinstance(value, bool):
        field.set_checked(value)
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(choice(field, value))
    else:
        field.fill(value)


def choice(field: Locator, value: str) -> str:
    """The value of a choice: the value itself, or that of the one whose words contain it."""
    if field.locator(f"option[value='{value}']").count():
        return value
    found = field.locator("option", has_text=value).first.get_attribute("value")
    assert found, f"no choice {value}"
    return found


def fill_in(scope: Page | Locator, **typed: str | bool) -> None:
    for name, value in typed.items():
        put(scope, name, value)


def send(page: Page, button: Locator) -> None:
    """Press what leads to another page, and wait for that page."""
    with page.expect_navigation():
        button.click()


def save(page: Page, **typed: str | bool) -> None:
    """Fill the page's form in and send it; it must lead away from itself."""
    address, form = page.url, page.locator(CASE_FORM).first
    fill_in(form, **typed)
    send(page, form.locator(".form-end .btn-primary"))
    assert page.url != address, (
        f"{address} did not take what was typed: {page.locator('.errorlist').all_inner_texts()}"
    )


def follow(page: Page, ending: str) -> None:
    """Click the first link of the page's own part whose address ends so."""
    send(page, page.locator(f"main a[href$='{ending}']").first)


def open_section(page: Page, address: str) -> None:
    """Go to a page by the navigation, as it stands at this width."""
    menu = page.locator(".topbar > details > summary")
    if menu.is_visible():
        menu.click()
    send(page, page.locator(f"nav a[href='{address}']:visible").first)


def unfold(page: Page, action_ending: str) -> Locator:
    """Open the fold in which a form stands, and return the form."""
    form = page.locator(f"main form[action$='{action_ending}']").first
    if not form.is_visible():
        page.locator(f"main details:has(form[action$='{action_ending}']) > summary").first.click()
    expect(form).to_be_visible()
    return form


def press(page: Page, action_ending: str, **typed: str | bool) -> None:
    """Send a form that is one button, its words typed where it asks for some."""
    form = unfold(page, action_ending)
    fill_in(form, **typed)
    send(page, form.locator("button").last)
