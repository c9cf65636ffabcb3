"""What every page must show: a heading, a way on, its language, and nothing wider than the screen."""

from playwright.sync_api import ConsoleMessage, Page

WIDTHS = (390, 1280)
# Words of the frame; seen in English on a page in another language, they were forgotten.
ENGLISH = {
    *("Front page", "Sign out", "My account", "Lock the desk", "Save", "Cancel", "Search", "Edit", "Add", "Cases"),
    *(
        "Inbox",
        "Stories",
        "Record",
        "Coalition",
        "All",
        "Menu",
        "Report",
        "Name",
        "Download",
        "Withdraw",
        "First page",
    ),
}
SHOUTS = """document.addEventListener("securitypolicyviolation",
    (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));"""
READ = """() => {
    const words = (which) => [...document.querySelectorAll(which)].map(
        (node) => (node.innerText || "").replace(/\\s+/g, " ").trim());
    return {
        lang: document.documentElement.lang,
        headings: words("h1"),
        ways: document.querySelectorAll("a[href]:not(.skip):not(.exit)").length,
        labels: words("button, a, label, summary, th, h1, h2"),
    };
}"""
MEASURE = """() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide <= 1) return "";
    const beyond = [...document.querySelectorAll("body *")].filter(
        (node) => node.getBoundingClientRect().right > window.innerWidth + 1);
    const names = beyond.slice(-3).map((node) => node.tagName + "." + node.className);
    return `${wide} px wider than the screen: ${names.join(", ")}`;
}"""


def faults(page: Page, language: str) -> list[str]:
    """Everything that is wrong with the page as it stands, at each width, in words."""
    found = reading(page, language)
    shown = page.viewport_size["width"]
    for width in sorted(WIDTHS, key=lambda width: width != shown):
        if page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width}: {fault}" for fault in [page.evaluate(MEASURE)] if fault]
    return [f"{page.url} in {language}: {fault}" for fault in found]


def reading(page: Page, language: str) -> list[str]:
    seen, found = page.evaluate(READ), []
    if seen["lang"] != language:
        found.append(f"it says that it is in {seen['lang']}")
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        found.append(f"the headings are {seen['headings']}")
    if not seen["ways"]:
        found.append("no way on")
    forgotten = sorted(set(seen["labels"]) & ENGLISH) if language != "en" else []
    return found + [f"in English: {words}" for words in forgotten]


def background(page: Page) -> str:
    return page.evaluate("() => getComputedStyle(document.body).backgroundColor")


def listen(page: Page, ours: tuple[str, ...], complaints: list[str]) -> None:
    def hear(message: ConsoleMessage) -> None:
        # a locked desk answers so, and the browser calls every such answer an error
        if message.type == "error" and "status of 503" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith(ours) else complaints.append(f"asked for {request.url}"),
    )
