"use strict";
// Everything from outside is set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("sentences");
  const heading = document.getElementById("sentences-h");
  const body = document.getElementById("sentences-body");

  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const own = (text) => make("bdi", text);

  const link = (title, url) => {
    const inner = own(title);
    if (!/^https?:\/\//i.test(url)) return inner;
    const a = make("a");
    a.href = url;
    a.rel = "noopener noreferrer";
    a.target = "_blank";
    a.append(inner);
    return a;
  };

  // Offsets count code points; a string's own indices count half of some of them.
  const sentence = (text, hits, weighted) => {
    const line = make("bdi");
    const chars = Array.from(text);
    let at = 0;
    for (const [, start, end, weight, negated] of hits) {
      if (start < at) continue;
      line.append(chars.slice(at, start).join(""));
      const mark = make("mark", chars.slice(start, end).join(""), weighted && !weight ? "base" : "");
      if (negated) mark.title = "a negation stands before it";
      line.append(mark);
      at = end;
    }
    line.append(chars.slice(at).join(""));
    return line;
  };

  const said = (hits, it) => {
    const notes = [];
    if (it.judged) return hits.map(([, , , weight, , term]) => term + ": judged " + (weight > 0 ? "positive" : weight < 0 ? "negative" : "neutral")).join("; ");
    const weighted = it.weighted;
    for (const [, start, , weight, negated, term] of hits) {
      const parts = [];
      if (weighted && weight !== 1) parts.push(weight ? "weight " + String(Math.round(weight * 100) / 100).replace("-", "−") : "in the base only");
      if (negated) parts.push("negated");
      if (parts.length || start < 0) notes.push(term + (parts.length ? ": " + parts.join(", ") : ""));
    }
    return notes.join("; ");
  };

  const cell = (key) => {
    const it = data.cells[key];
    const panel = make("div");
    const title = make("h3");
    title.append(own(it.title[2]));
    panel.append(title, make("p", it.sum, "same"));
    const shown = it.hits.length;
    if (!it.total) panel.append(make("p", "Nothing in this cell."));
    else if (!shown) panel.append(make("p", "The sentences were not handed to this report."));
    else if (shown < it.found) panel.append(make("p", "Showing " + shown + " of " + it.found + ", taken evenly over the articles; all are in tables/" + it.table + ".csv.", "same"));
    else if (shown < it.total) panel.append(make("p", "Showing " + shown + " of " + it.total + "; the others were not handed to this report.", "same"));
    if (it.found > it.total) panel.append(make("p", "Copies of a text share one weight in the number; here each stands (" + it.found + " hits).", "same"));
    const articles = new Map();
    for (const hit of it.hits) {
      const article = data.sentences[hit[0]][0];
      if (!articles.has(article)) articles.set(article, new Map());
      const lines = articles.get(article);
      if (!lines.has(hit[0])) lines.set(hit[0], []);
      lines.get(hit[0]).push(hit);
    }
    for (const [article, lines] of articles) {
      const [name, , date, url] = data.articles[article];
      const h = make("h4");
      h.append(link(name, url), " ", make("small", date));
      const list = make("ul");
      for (const [number, hits] of lines) {
        const item = make("li");
        item.append(sentence(data.sentences[number][2], hits.sort((x, y) => x[1] - y[1]), it.weighted));
        const notes = make("small", " " + data.sentences[number][1]);
        const speakers = [...new Set(hits.map((hit) => data.speakers[hit[6]]).filter(Boolean))];
        if (speakers.length) notes.append(" · ", own(speakers.join(", ")));
        const extra = said(hits, it);
        if (extra) notes.append(" · ", own(extra));
        item.append(notes);
        list.append(item);
      }
      panel.append(h, list);
    }
    return panel;
  };

  const open = (keys) => {
    const first = data.cells[keys[0]];
    heading.replaceChildren(own(first.title[0]), make("small", first.title[1] || "all words"));
    body.replaceChildren(...keys.map(cell));
    dialog.showModal();
    dialog.scrollTop = 0;
    heading.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (button) open(button.dataset.open.split(" "));
    else if (event.target === dialog || event.target.id === "sentences-close") dialog.close();
  });

  // Filters and sorting work on what is there; nothing is fetched.
  const rowsOf = (table) => Array.from(table.tBodies[0].rows);
  const fact = (item, key) => (item.cells ? item.cells[key].textContent.replace(/[\t\n\f\r ]+/g, " ").trim() : item.dataset[key]);
  const apply = (form) => {
    const holder = document.getElementById(form.dataset.for);
    const items = holder.tBodies ? rowsOf(holder) : Array.from(holder.querySelectorAll(".findings > li"));
    const wanted = Array.from(form.querySelectorAll("select"), (s) => [s.dataset.filter, s.value]).filter((w) => w[1]);
    let seen = 0;
    for (const item of items) {
      item.hidden = !wanted.every(([key, value]) => fact(item, key) === value);
      seen += !item.hidden;
    }
    for (const band of holder.querySelectorAll(".band")) {
      const left = band.querySelectorAll(".findings > li:not([hidden])").length;
      const count = band.querySelector(".n-of");
      count.dataset.all ??= count.textContent;
      // Unfiltered, the count is of all there are, though a large study has only some on the page.
      band.hidden = wanted.length > 0 && !left;
      count.textContent = wanted.length ? left : count.dataset.all;
      for (const rest of band.querySelectorAll(".rest")) rest.open = wanted.length > 0;
    }
    const what = " " + (holder.tBodies ? "rows" : holder.dataset.what || "comparisons on this page");
    form.querySelector("output").textContent = (wanted.length ? seen + " of " : "") + items.length + what;
  };
  for (const form of document.querySelectorAll("form.filters[data-for]")) {
    form.hidden = false;
    form.addEventListener("input", () => apply(form));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply(form);
  }

  const value = (cellNode) => {
    if (!cellNode.hasAttribute("data-v")) return cellNode.textContent.trim().toLowerCase();
    return cellNode.dataset.v === "" ? null : Number(cellNode.dataset.v);
  };
  const order = (x, y) => (x === y ? 0 : x === null ? 1 : y === null ? -1 : x < y ? -1 : 1);
  for (const table of document.querySelectorAll("#profile, #contrast")) {
    Array.from(table.tHead.rows[0].cells).forEach((th, column) => {
      const button = make("button", th.textContent, "sort");
      button.type = "button";
      // Paper repeats a heading on each page, but not a button in it.
      th.dataset.label = th.textContent;
      th.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = th.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = rowsOf(table).map((row) => [value(row.cells[column]), row]);
        // Rows without a value stay last whichever way the others run.
        keyed.sort((x, y) => (x[0] === null || y[0] === null ? order(x[0], y[0]) : (down ? -1 : 1) * order(x[0], y[0])));
        table.tBodies[0].append(...keyed.map((k) => k[1]));
      });
    });
  }

  // A link to a row must find it, whatever the filters hide.
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    if (target.hidden) {
      const form = document.querySelector('form.filters[data-for="' + target.closest("table, #findings, #passages").id + '"]');
      form.reset();
      apply(form);
    }
    target.scrollIntoView({ block: target.matches("section") ? "start" : "center" });
  };
  addEventListener("hashchange", arrive);
  arrive();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("#findings details:not([open]):not(.omnibus):not(.bare)"));
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => closed.forEach((details) => (details.open = false)));
})();
