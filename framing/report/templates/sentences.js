// The sentences behind a number, the lines of a term or a name: opened, marked, with whose words they are.
(() => {
  const { make, own, link, button, several, count, state, hitPasses, show, when } = report;

  // Offsets count code points; a string's own indices count half of some of them.
  const marked = (text, hits, weighted) => {
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

  const told = (hits, it) => {
    if (it.judged) return hits.map(([, , , , , term]) => term).join("; ");
    const notes = [];
    for (const [, start, , weight, negated, term] of hits) {
      const parts = [];
      if (it.weighted && weight !== 1) parts.push(weight ? "weight " + String(Math.round(weight * 100) / 100).replace("-", "−") : "in the base only");
      if (negated) parts.push("negated");
      if (parts.length || start < 0) notes.push(term + (parts.length ? ": " + parts.join(", ") : ""));
    }
    return notes.join("; ");
  };

  // Under a sentence: where it stands, whose words it is, who speaks, and what was made of its hits.
  const beneath = (data, number, hits, it) => {
    const notes = make("small", undefined, "under");
    const said = [data.facets.parts[data.sentences[number][1]] || ""];
    said.push(...new Set(hits.map((hit) => data.facets.voices[hit[7]] || "")));
    notes.append(said.filter(Boolean).join(" · "));
    const speakers = [...new Set(hits.map((hit) => data.speakers[hit[6]]).filter(Boolean))];
    if (speakers.length) notes.append(": ", own(speakers.join(", ")));
    const extra = told(hits, it);
    if (extra) notes.append(" · ", own(extra));
    return notes;
  };

  const grouped = (items, key) => {
    const groups = new Map();
    for (const item of items) {
      if (!groups.has(key(item))) groups.set(key(item), []);
      groups.get(key(item)).push(item);
    }
    return groups;
  };
  const headed = ([title, , date, url], level) => {
    const h = make(level);
    h.append(link(title, url), " ", make("small", date));
    return h;
  };
  const sifted = (passed, all, again) => {
    const line = make("p", passed + " of " + all + " here pass the page's filters. ", "same sifted-line");
    line.append(button("Show all", "plain", again));
    return line;
  };

  const cell = (data, key, whole, again) => {
    const it = data.cells[key];
    const panel = make("div");
    const title = make("h3");
    title.append(own(it.title[2]));
    panel.append(title, make("p", it.sum, "same"));
    const passed = whole ? it.hits : it.hits.filter((hit) => hitPasses(data.kinds[data.sentences[hit[0]][0]], hit[7], data.sentences[hit[0]][1]));
    const shown = it.hits.length;
    if (!it.total) panel.append(make("p", "Nothing in this cell."));
    else if (!shown) panel.append(make("p", "The sentences were not handed to this report."));
    else if (shown < it.found) panel.append(make("p", "Showing " + shown + " of " + it.found + ", taken evenly over the articles; all are in tables/" + it.table + ".parquet.", "same"));
    else if (shown < it.total) panel.append(make("p", "Showing " + shown + " of " + it.total + "; the others were not handed to this report.", "same"));
    if (it.found > it.total) panel.append(make("p", "Copies of a text share one weight in the number; here each stands (" + it.found + " hits).", "same"));
    if (passed.length < shown) panel.append(sifted(passed.length, shown, again));
    for (const [article, hits] of grouped(passed, (hit) => data.sentences[hit[0]][0])) {
      const list = make("ul");
      for (const [number, own_] of grouped(hits, (hit) => hit[0])) {
        const item = make("li");
        own_.sort((x, y) => x[1] - y[1]);
        item.append(marked(data.sentences[number][2], own_, it.weighted), beneath(data, number, own_, it));
        list.append(item);
      }
      panel.append(headed(data.articles[article], "h4"), list);
    }
    return panel;
  };

  const openCells = (keys, whole = false) =>
    when((data) => {
      const known = keys.filter((key) => Object.hasOwn(data.cells, key));
      if (!known.length) return;
      const first = data.cells[known[0]];
      const again = () => openCells(known, true);
      show(first.title[0], first.title[1] || "all words", known.map((key) => cell(data, key, whole, again)), ["open", known.join(",")]);
    });

  // A line is [article, place, before, the words, after, voice, part]; an article [title, group, date, url].
  const showLines = (title, said, articles, lines, again, kinds) => {
    const nodes = [];
    const passed = kinds ? lines.filter((line) => hitPasses(kinds[line[0]], line[5], line[6])) : lines;
    if (passed.length < lines.length) nodes.push(sifted(passed.length, lines.length, () => showLines(title, said, articles, lines, again)));
    const groups = grouped(passed, (line) => articles[line[0]][1]);
    for (const [group, own_] of [...groups].sort((x, y) => (x[0] < y[0] ? -1 : 1))) {
      const list = make("ul", undefined, "kwic");
      for (const [article, place, before, node, after] of own_) {
        const item = make("li");
        const [name, , date, url] = articles[article];
        const source = make("small");
        source.append(link(name, url), " · " + date + (place ? " · " : ""), own(place));
        // A whole sentence is no word between two columns.
        if (node.length > 60) item.className = "whole";
        item.append(own(before.trimEnd() + " ", "before"), make("mark", node), own(" " + after.trimStart()), source);
        list.append(item);
      }
      const h = make("h3");
      h.append(own(group));
      nodes.push(h, list);
    }
    show(title, said, nodes, again, "lines");
  };

  const openLines = (key) =>
    when((data) => {
      const packed = data.lines;
      if (!packed || !Object.hasOwn(packed.opened, key)) return;
      const it = packed.opened[key];
      const shown = it.lines.length;
      const above = it.said ? it.said + " " : "";
      const said = above + (shown < it.total ? "Showing " + shown + " of " + count(it.total) + " lines, taken evenly over the articles" : several(shown, "line"));
      showLines(it.title, said, packed.articles, it.lines, ["lines", key], packed.kinds);
    });

  // What stands behind a sentence that was looked for: all its hits, of whatever measure.
  const openFound = (numbers, title) =>
    when((data) => {
      const words = report.asked(state.words);
      const nodes = [];
      const some = numbers.slice(0, 200);
      for (const [article, own_] of grouped(some, (number) => data.sentences[number][0])) {
        const list = make("ul");
        for (const number of own_) {
          const item = make("li");
          const hits = (report.hitsOf()[number] || []).map(([hit]) => hit);
          item.append(lit(data.sentences[number][2], words), beneath(data, number, hits, {}));
          const keys = [...new Set((report.hitsOf()[number] || []).map(([, key]) => data.cells[key].title[0]))];
          if (keys.length) item.append(make("small", "counted in: " + keys.slice(0, 4).join("; ") + (keys.length > 4 ? " and " + (keys.length - 4) + " more" : ""), "under"));
          list.append(item);
        }
        nodes.push(headed([data.articles[article][0], "", data.articles[article][1] + ", " + data.articles[article][2], data.articles[article][3]], "h3"), list);
      }
      const more = numbers.length > some.length ? ", the first " + some.length : "";
      show(title, several(numbers.length, "sentence") + " on this page that a number rests on" + more, nodes, ["found", "sentences"], "found-lines");
    });

  // Mark what was looked for; where folding changed the length of a text, nothing is marked.
  const lit = (text, words) => {
    const line = own("");
    const low = text.toLowerCase();
    if (low.length !== text.length || !words.length) {
      line.textContent = text;
      return line;
    }
    const places = words.flatMap((word) => {
      const found = [];
      for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) found.push([at, at + word.length]);
      return found;
    });
    let at = 0;
    for (const [start, end] of places.sort((x, y) => x[0] - y[0])) {
      if (start < at) continue;
      line.append(text.slice(at, start), make("mark", text.slice(start, end)));
      at = end;
    }
    line.append(text.slice(at));
    return line;
  };

  // By sentence its hits, each with the number it stands behind; made when it is first asked for.
  let held = null;
  report.hitsOf = () => {
    if (held) return held;
    const data = report.data();
    held = data.sentences.map(() => []);
    for (const [key, it] of Object.entries(data.cells)) for (const hit of it.hits) held[hit[0]].push([hit, key]);
    return held;
  };

  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-open], [data-lines]");
    if (!from) return;
    if (from.dataset.open) openCells(from.dataset.open.split(" "));
    else openLines(from.dataset.lines);
  });
  // Where nothing is filtered, an address says what was open alone.
  if (!report.by("filters")) {
    report.ready.then(() => {
      const [kind, what] = report.read().opened || [];
      if (kind === "open") openCells(what.split(","));
      else if (kind === "lines") openLines(what);
    });
  }
  Object.assign(report, { openCells, openLines, openFound, showLines, lit });
})();
