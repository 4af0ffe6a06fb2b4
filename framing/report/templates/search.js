// One search over rows of tables, sentences and articles, each with how many there are.
(() => {
  const { by, make, own, button, state, count, several, write, rowPasses, hitPasses, articlePasses } = report;
  const box = by("q");
  const panel = by("found");
  const FIRST = 4;

  const sentences = (words) => {
    const data = report.data();
    const voiced = state.chosen.voice !== undefined || state.chosen.measure !== undefined;
    const found = data.sentences.flatMap((sentence, number) => {
      sentence.plain ??= report.plain(sentence[2]);
      if (!report.holds(sentence.plain, words)) return [];
      const kinds = data.kinds[sentence[0]];
      if (!voiced) return hitPasses(kinds, -1, sentence[1]) ? [number] : [];
      const measure = state.chosen.measure === undefined ? null : data.facets.keys.measure[state.chosen.measure];
      const passes = report.hitsOf()[number].some(([hit, key]) => hitPasses(kinds, hit[7], sentence[1]) && (measure === null || data.cells[key].measure === measure));
      return passes ? [number] : [];
    });
    // What somebody says stands here twice, as a passage with what is around it and by its sentences.
    const passage = (number) => report.hitsOf()[number].every(([, key]) => data.cells[key].table === "voices");
    const told = new Set(found.filter((number) => !passage(number)).map((number) => data.sentences[number][0]));
    return found.filter((number) => !told.has(data.sentences[number][0]) || !passage(number));
  };
  const articles = (words) => {
    const data = report.data();
    const found = [];
    (data.marked?.articles || []).forEach((article, number) => {
      article.plain ??= report.plain(article.title + " " + article.text);
      if (articlePasses(article.kinds) && report.holds(article.plain, words)) found.push([article.title || "(no headline)", "article-" + article.id]);
    });
    return found;
  };
  const rows = (words) => {
    const data = report.data();
    return ["profile", "contrast"].flatMap((name) => (data.tables[name]?.rows || []).flatMap(([place, codes, cells]) => {
      const text = cells.map((c) => (Array.isArray(c) ? c[0] : c)).filter(Boolean).join(" · ");
      return rowPasses(codes) && report.holds(report.plain(text), words) ? [[text, name + "-" + place]] : [];
    }));
  };

  const cutAt = (text, most) => (text.length > most ? text.slice(0, most).replace(/\s\S*$/, "") + " …" : text);
  // Where the words stand late in a sentence, it is shown from a little before them.
  const around = (text, words) => {
    const at = text.toLowerCase().indexOf(words[0]);
    return cutAt(at > 120 ? "… " + text.slice(at - 80).replace(/^\S*\s/, "") : text, 200);
  };
  const group = (name, items, more) => {
    const part = make("div", undefined, "found-part");
    const head = make("h2", name + " ");
    head.append(make("span", count(items.length), "n-of"));
    const list = make("ul");
    for (const [text, to] of items.slice(0, FIRST)) {
      const item = make("li");
      const a = make("a");
      a.href = "#" + encodeURIComponent(to);
      a.append(report.lit(cutAt(text, 160), report.asked(state.words)));
      item.append(a);
      list.append(item);
    }
    part.append(head, list);
    if (items.length > FIRST && more) part.append(more);
    return part;
  };

  let kept = [];
  const openAll = () => report.openFound(kept, "“" + state.words + "”");
  report.openAllFound = () => report.when(() => {
    kept = sentences(report.asked(state.words));
    openAll();
  });

  const search = () => {
    const data = report.data();
    const words = report.asked(state.words);
    panel.hidden = !words.length || !data;
    if (panel.hidden) return panel.replaceChildren();
    kept = sentences(words);
    const [tables, texts] = [rows(words), articles(words)];
    const part = make("div", undefined, "found-part");
    const head = make("h2", "Sentences ");
    head.append(make("span", count(kept.length), "n-of"));
    const list = make("ul");
    for (const number of kept.slice(0, FIRST)) {
      const item = make("li");
      item.append(report.lit(around(data.sentences[number][2], words), words), make("small", " "));
      item.lastChild.append(own(data.articles[data.sentences[number][0]][1]));
      list.append(item);
    }
    part.append(head, list);
    if (kept.length) part.append(button("Read " + (kept.length === 1 ? "it" : "all " + count(kept.length)) + " in full", "plain", openAll));
    const to = (place, text) => {
      const a = make("a", text);
      a.href = "#" + place;
      return a;
    };
    const counted = make("p", undefined, "found-counts");
    const parts = [
      [tables.length, group("Table rows", tables, to("tables", "to all " + count(tables.length))), "table row"],
      [kept.length, part, "sentence"],
      [texts.length, group("Articles", texts, to("articles", "to all " + count(texts.length))), "article"],
    ];
    const asked = words.map((word) => "“" + word + "”");
    const said = words.length > 1 ? asked.slice(0, -1).join(", ") + " and " + asked.at(-1) + ", wherever they stand, are in " : asked[0] + " stands in ";
    counted.textContent = said + parts.map(([n, , noun]) => several(n, noun)).join(", ") + " on this page" + (report.chosen() ? " that pass the filters." : ".");
    if (words.length > 1 && !state.words.includes('"')) {
      counted.append(" ", button("Only side by side: “" + state.words + "”", "plain", () => {
        box.value = '"' + state.words + '"';
        box.dispatchEvent(new Event("input"));
        box.focus();
      }));
    }
    panel.replaceChildren(counted, ...parts.filter(([n]) => n).map(([, node]) => node));
    if (by("tools").getBoundingClientRect().top > 4) by("tools").scrollIntoView({ block: "start" });
    report.say([several(tables.length, "table row"), several(kept.length, "sentence"), several(texts.length, "article")].join(", "));
  };

  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => report.when(() => {
      state.words = box.value.trim();
      report.sift();
      search();
      write();
    }), 120);
  });
  // A way that was taken folds the list, so that what it leads to is seen.
  panel.addEventListener("click", (event) => {
    if (event.target.closest("a")) panel.hidden = true;
  });
  box.addEventListener("focus", () => {
    if (state.words && panel.children.length) panel.hidden = false;
  });
  box.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    panel.querySelector("a, button")?.focus();
  });
  by("tools").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    // Back to where one was, so that keys of one letter are keys again; a second time drops the words.
    panel.hidden = true;
    event.target.blur();
    from?.focus({ preventScroll: true });
  });
  let from = null;
  box.addEventListener("focus", (event) => {
    if (event.relatedTarget && !by("tools").contains(event.relatedTarget)) from = event.relatedTarget;
  });
  const drop = () => {
    clearTimeout(waiting);
    box.value = "";
    state.words = "";
    report.sift();
    search();
    write();
    // What the words had hidden can be reached again.
    from?.focus({ preventScroll: true });
    from = null;
    report.say("Search cleared");
  };
  Object.assign(report, { search, drop });
})();
