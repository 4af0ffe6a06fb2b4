// Keys, colours, copying, links to places, and paper.
(() => {
  const { by, make, state, write, say } = report;

  // Copying: the browser's own way, or by a choice of text where a page from disk may not use it.
  const copy = async (text, from) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const held = make("textarea", text, "unseen");
      (from.closest("dialog") || document.body).append(held);
      held.select();
      document.execCommand("copy");
      held.remove();
      from.focus();
    }
    say("Copied");
    const was = (from.dataset.was ??= from.textContent);
    from.textContent = "Copied";
    setTimeout(() => (from.textContent = was), 1500);
  };
  // Without a place of its own the address takes the section that is in view.
  const here = () => {
    if (state.opened || state.place) return;
    const seen = Array.from(document.querySelectorAll("main > section")).filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    state.place = seen.length ? seen.at(-1).id : "";
  };
  const copyHere = (from) => {
    here();
    write();
    copy(location.href, from);
  };
  document.addEventListener("click", (event) => {
    const from = event.target.closest("button, a.here");
    if (!from) return;
    if (from.matches(".copy-link")) copyHere(from);
    else if (from.matches("a.here")) {
      event.preventDefault();
      state.place = decodeURIComponent(from.hash.slice(1));
      state.opened = null;
      write();
      copy(location.href, from);
    }
  });
  const anchor = (place, what) => {
    const a = make("a", "#", "here");
    a.href = "#" + encodeURIComponent(place);
    a.title = "Copy a link to this " + what;
    a.setAttribute("aria-label", a.title);
    return a;
  };
  for (const head of document.querySelectorAll("main > section > h2")) head.append(" ", anchor(head.parentElement.id, "section"));

  // Colours: as the system has them, or light or dark for as long as the page is open.
  const THEMES = ["", "light", "dark"];
  const theme = by("theme");
  const paint = (name) => {
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
    theme.textContent = "Colours: " + (name || "auto");
    document.dispatchEvent(new Event("theme"));
  };
  theme.addEventListener("click", () => {
    paint(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme || "") + 1) % THEMES.length]);
    say(theme.textContent);
  });

  const keys = by("keys");
  by("keys-open")?.addEventListener("click", () => keys.showModal());
  by("sentences-copy").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    const writing = at.matches?.("input, select, textarea, [contenteditable]") && at.type !== "checkbox";
    if (writing || document.querySelector("dialog[open]")) return;
    // The page that tells has nothing to search or to filter.
    if (!keys) return;
    if (event.key === "Escape") {
      if (!by("found").hidden) by("found").hidden = true;
      else if (by("q").value) report.drop();
      else at.blur?.();
    }
    else if (!by("keys-on").checked) return;
    else if (event.key === "?") keys.showModal();
    else if (event.key === "/") {
      by("q").focus();
      by("q").select();
    }
    else if (event.key === "f") {
      report.fold(true);
      by("filters").querySelector("select").focus();
    }
    else if (event.key === "x") report.clear();
    else if (event.key === "c") copyHere(by("copy"));
    else if (event.key === "t") theme.click();
    else return;
    event.preventDefault();
  });

  // Paper: what is folded is opened, but for lists of rules and texts to paste; very long tables stay in their
  // files; colours are light. Afterwards all is as it was.
  const LONG = 200;
  const FOLDED = "main details:not([open]):not(.rule):not(:has(.paste))";
  let [closed, was] = [[], undefined];
  addEventListener("beforeprint", () => {
    report.buildTables?.();
    for (const picture of document.querySelectorAll("details[open] img, main > section > img")) picture.loading = "eager";
    closed = Array.from(document.querySelectorAll(FOLDED));
    for (const details of closed) details.open = true;
    for (const name of ["profile", "contrast"]) {
      const rows = document.querySelectorAll("#" + name + " tbody tr:not([hidden])").length;
      by(name)?.closest(".scroll").classList.toggle("unprinted", rows > LONG);
      const told = by(name + "-paper");
      if (told) told.hidden = rows <= LONG;
    }
    was = document.documentElement.dataset.theme;
    paint("light");
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    closed = [];
    paint(was);
  });
})();
