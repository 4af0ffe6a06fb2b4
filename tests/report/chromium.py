"""A browser for tests: the distribution's Chromium, driven by playwright; no browser is ever downloaded."""

from __future__ import annotations

import json
import shutil
from importlib import resources, util
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Dialog, Page

#: The browser, where there is one and playwright to drive it; tests that need both are skipped without.
PROGRAM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if util.find_spec("playwright")
    else None
)

#: Of every test that needs one.
MARKS = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="no Chromium or no playwright on this machine"),
]

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-component-update", "--disable-sync"]
_OPENED = "!document.getElementById('data') || document.documentElement.dataset.opened === '1'"


class Browser:
    """A browser with one page at a time; a context manager."""

    page: Page
    _session: CDPSession

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Browser:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=PROGRAM, args=_FLAGS)
        self._context = self._browser.new_context()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()

    def open(
        self,
        path: Path,
        *,
        width: int = 1200,
        height: int = 900,
        place: str = "",
        wait: bool = True,
        **more: Any,
    ) -> None:
        """Load a file at a width in CSS pixels, in a context of its own, and wait until it is unpacked.

        `place` is the end of its address, with the #; without `wait` it need not unpack; `more` goes to the
        context, as ``color_scheme="dark"``.
        """
        self._context.close()
        self._context = self._browser.new_context(
            viewport={"width": width, "height": height},
            is_mobile=width < 500,
            has_touch=width < 500,
            permissions=["clipboard-read", "clipboard-write"],
            **more,
        )
        self._context.set_offline(True)
        self.page = self._context.new_page()
        self._said: list[str] = []
        self.page.on("pageerror", lambda error: self._said.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self._session = self._context.new_cdp_session(self.page)
        self._session.on("Log.entryAdded", lambda event: self._said.append(event["entry"]["text"]))
        self._session.send("Log.enable")
        self._session.send("Runtime.enable")
        self.page.goto(path.as_uri() + place)
        if wait and more.get("java_script_enabled", True):
            self.until(_OPENED)

    def _dismiss(self, box: Dialog) -> None:
        self._said.append(f"dialog: {box.message}")
        box.dismiss()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the browser's own protocol and return its result."""
        return dict(self._session.send(method, parameters))

    def run(self, script: str) -> Any:
        """Return the value of an expression on the page, a promise's when it is kept.

        By the protocol, as the page's policy lets nobody evaluate text.
        """
        result = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, userGesture=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def until(self, script: str, *, tries: int = 400) -> None:
        """Wait until an expression holds on the page."""
        for _ in range(tries):
            if self.run(f"Boolean({script})"):
                return
            self.page.wait_for_timeout(10)
        raise AssertionError(f"never came: {script}")

    def key(self, name: str, code: int = 0, text: str = "") -> None:
        """Press and release a key."""
        self.page.keyboard.press(name)

    def complaints(self) -> list[str]:
        """Return errors, refusals of the page's policy, and dialogs since the page was opened."""
        return list(self._said)

    def broken_rules(self, *sections: str) -> list[str]:
        """Return what axe-core finds on the page or in some sections, a rule and an element each."""
        source = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf8")
        self.run(source + "; 0")
        where = json.dumps({"include": [[f"#{name}"] for name in sections]}) if sections else "document"
        asked = f"axe.run({where}, {{resultTypes: ['violations']}})"
        found = json.loads(self.run(f"{asked}.then((r) => JSON.stringify(r.violations))"))
        return [
            f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for rule in found
            for node in rule["nodes"]
        ]
