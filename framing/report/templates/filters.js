// What is chosen for the whole page; the address of each place.
(() => {
  const { by, make, state, KINDS, rowPasses, articlePasses, several, count, write, read, ready } = report;
  const form = by("filters");
  const toggle = by("filters-open");
  const output = by("filters-said");

  const chosen = () => KINDS.some((kind) => state.chosen[kind] !== undefined);
  const active = () => KINDS.some((kind) => state.chosen[kind] !== undefined) || state.words !== "";

  const siftTable = (name) => {
    const data = report.data();
    const packed = data?.tables[name];
    if (!packed) return [0, 0];
    const words = report.asked(state.words);
    let seen = 0;
    if (report.built[name]) {
      for (const [row, codes, text] of report.built[name]) {
        row.hidden = !(rowPasses(codes) && report.holds(text, words));
        seen += !row.hidden;
      }
    }
    else seen = packed.rows.filter(([, codes, cells]) => rowPasses(codes) && (!words.length || report.holds(report.plain(cells.map((c) => (Array.isArray(c) ? c[0] : c)).join(" ")), words))).length;
    const total = packed.rows.length;
    const left = (active() ? count(seen) + " of " : "") + several(total, "row");
    const place = by(name + "-said");
    if (place) place.textContent = left;
    return [seen, total];
  };

  const siftArticles = () => {
    const all = report.data()?.marked?.articles || [];
    const words = report.asked(state.words);
    const seen = all.map((article) => articlePasses(article.kinds) && (!words.length || report.holds((article.plain ??= report.plain(article.title + " " + article.text)), words)));
    report.siftMarked?.(seen);
    return [seen.filter(Boolean).length, all.length];
  };

  // Everything that a choice touches, and one line on how much is left.
  const sift = () => {
    const tables = ["profile", "contrast"].map(siftTable);
    const articles = siftArticles();
    const [rows, total] = [0, 1].map((n) => tables[0][n] + tables[1][n]);
    const chosen = KINDS.filter((kind) => state.chosen[kind] !== undefined);
    by("filters-n").textContent = chosen.length ? " (" + chosen.length + ")" : "";
    const parts = [];
    if (total) parts.push("table rows " + count(rows) + " of " + count(total));
    if (articles[1]) parts.push("articles " + count(articles[0]) + " of " + count(articles[1]));
    const data = report.data();
    const whole = data ? chosen.filter((kind) => kind in data.facets.split && !data.facets.split[kind]) : [];
    output.textContent = whole.length ? "Rows are not split by " + whole.join(" and ") + ": that choice sifts opened sentences and articles alone." : "";
    by("left").hidden = !active();
    by("left").replaceChildren(active() ? parts.join(" · ") + " " : "", report.button("Clear", "plain", () => {
      clear();
      toggle.focus();
    }));
  };

  const setForm = () => {
    for (const select of form.querySelectorAll("select")) select.value = state.chosen[select.name] ?? "";
    by("q").value = state.words;
    if (KINDS.some((kind) => state.chosen[kind] !== undefined)) fold(true);
  };
  const fold = (open) => {
    form.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  };
  toggle.addEventListener("click", () => {
    fold(form.hidden);
    if (!form.hidden) form.querySelector("select").focus();
  });
  form.addEventListener("input", () => {
    state.chosen = {};
    for (const select of form.querySelectorAll("select")) if (select.value !== "") state.chosen[select.name] = Number(select.value);
    sift();
    report.search?.();
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  const clear = () => {
    state.chosen = {};
    state.words = "";
    setForm();
    sift();
    report.search?.();
    write();
  };

  // A link to a place must find it, whatever is folded, hidden by a choice, or not yet made.
  const arrive = (focus) => {
    const place = state.place;
    if (!place) return;
    const row = /^(profile|contrast)-\d+$/.exec(place);
    if (row) report.buildTables();
    const article = /^article-(.+)$/.exec(place);
    const target = article ? report.chooseArticle?.(article[1]) && by("articles") : document.getElementById(place);
    if (!target) return;
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    if (target.hidden || target.closest("[hidden]")) {
      clear();
    }
    if (innerWidth < 640) fold(false);
    for (const other of document.querySelectorAll(".arrived")) other.classList.remove("arrived");
    if (!target.matches("main, section")) target.classList.add("arrived");
    target.scrollIntoView({ block: target.matches("main, section, h2, h3") ? "start" : "center" });
    if (focus && target.matches("li, tr")) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  };
  const restore = (exact) => {
    const found = read();
    state.place = found.place;
    if (exact || found.more) {
      state.chosen = found.chosen;
      state.words = found.words;
      setForm();
      sift();
      report.search?.();
    }
    arrive(true);
    const [kind, what] = found.opened || [];
    if (kind === "open") report.openCells(what.split(","));
    else if (kind === "lines") report.openLines(what);
    else if (kind === "found") report.openAllFound?.();
    else write();
  };
  addEventListener("hashchange", () => ready.then(() => restore(Boolean(history.state?.report))));

  by("tools").hidden = false;
  // What the bar covers is no place to arrive at.
  new ResizeObserver(() => {
    const bar = by("tools");
    const sticks = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.scrollPaddingTop = (sticks ? bar.offsetHeight : 0) + 14 + "px";
  }).observe(by("tools"));
  form.reset();
  sift();
  // After all parts that wait for the data have had it: an article is chosen by one of them.
  ready.then(() => {}).then(() => {
    restore(true);
    sift();
  });
  Object.assign(report, { sift, arrive, clear, fold, chosen });
})();
