// Articles with voices marked. Everything from outside is set as text, never as markup.
report.ready.then(({ marked: data, facets }) => {
  const form = document.getElementById("marked-form");
  if (!data || !form) return;
  const [choice, voiceChoice, speakerChoice] = ["article", "voice", "speaker"].map((n) => document.getElementById("marked-" + n));
  const page = document.getElementById("marked");
  const line = document.getElementById("marked-who");
  const count = document.getElementById("marked-count");
  const VOICES = ["outlet", "quoted", "reported"];

  const { visible, state } = report;
  const make = (tag, name, text) => report.make(tag, text, name);
  const nameOf = (span) => data.people[span[2]][0] || "somebody not named";

  const about = (span) => {
    const [, kind, country] = data.people[span[2]];
    const beside = [kind, country].filter(Boolean).join(", ");
    const parts = [(span[1] === 1 ? "Quoted: " : "Reported: ") + nameOf(span) + (beside ? " (" + beside + ")" : "")];
    if (span[4] >= 0) parts.push("through " + data.words[span[4]]);
    if (span[3] >= 0) parts.push("cue “" + data.words[span[3]] + "”");
    return parts.join(" · ");
  };

  // Offsets count code points; paragraphs part where two line ends stand.
  const fill = (holder, text, spans, tag) => {
    const chars = Array.from(text);
    let block = make(tag);
    holder.append(block);
    let at = 0;
    let last = null;
    for (const span of spans) {
      const pieces = chars.slice(at, span[0]).join("").split("\n\n");
      at = span[0];
      pieces.forEach((piece, number) => {
        if (number) holder.append((block = make(tag)));
        if (!piece) return;
        const node = make("bdi", "span", undefined);
        node.dataset.voice = span[1];
        if (span[1]) {
          node.className = "span said " + VOICES[span[1]];
          node.tabIndex = 0;
          node.dataset.speaker = nameOf(span);
          node.dataset.about = about(span);
          const same = last && last[2] === span[2] && last[5] === span[5] && span[5];
          if (!same || number) node.append(make("b", "who", nameOf(span) + ":"));
          last = span;
        }
        node.append(piece);
        block.append(node);
      });
    }
  };

  const sift = () => {
    const [voice, speaker] = [voiceChoice.value, speakerChoice.value];
    page.classList.toggle("sifted", Boolean(voice || speaker));
    let [words, all] = [0, 0];
    for (const node of page.querySelectorAll(".span")) {
      const hit = (!voice || node.dataset.voice === voice) && (!speaker || node.dataset.speaker === speaker);
      node.classList.toggle("hit", hit);
      const label = node.querySelector(".who");
      const size = node.textContent.length - (label ? label.textContent.length : 0);
      all += size;
      if (hit) words += size;
    }
    const share = all ? Math.round((100 * words) / all) : 0;
    count.textContent = (voice || speaker) ? share + " % of the article's characters" : "";
    // In its own frame alone: the page stays where it is.
    const first = voice || speaker ? page.querySelector(".hit") : null;
    if (first) page.scrollTop += first.getBoundingClientRect().top - page.getBoundingClientRect().top - 40;
  };

  const show = () => {
    const article = data.articles[Number(choice.value)];
    page.replaceChildren();
    if (!article) {
      count.textContent = "no article passes the page's filters";
      line.hidden = true;
      return;
    }
    fill(page, article.title, article.head, "h3");
    fill(page, article.text, article.body, "p");
    if (article.cut) page.append(make("p", "same", "The text goes on; the page holds its beginning."));
    if (/^https?:\/\//i.test(article.url)) {
      const a = make("a", "", "The article where it was published");
      a.href = article.url;
      a.rel = "noopener noreferrer";
      a.target = "_blank";
      page.append(a);
    }
    if (state.words) light();
    page.scrollTop = 0;
    const names = new Map();
    for (const node of page.querySelectorAll(".said")) names.set(node.dataset.speaker, (names.get(node.dataset.speaker) || 0) + 1);
    speakerChoice.replaceChildren(...["", ...names.keys()].map((name) => {
      const option = make("option", "", name ? visible(name) + " (" + names.get(name) + ")" : "all");
      option.value = name;
      return option;
    }));
    line.hidden = false;
    line.textContent = "Point at a passage, tap it or reach it with Tab to see who speaks.";
    sift();
  };

  // Words looked for are marked where they stand.
  const light = () => {
    const words = report.asked(state.words);
    for (const node of page.querySelectorAll(".span")) {
      const text = node.lastChild;
      if (text && text.nodeType === 3) text.replaceWith(report.lit(text.data, words));
    }
  };

  const tell = (event) => {
    const node = event.target.closest(".said");
    if (!node || !page.contains(node)) return;
    for (const other of page.querySelectorAll(".now")) other.classList.remove("now");
    node.classList.add("now");
    line.replaceChildren(report.own(node.dataset.about));
  };
  for (const kind of ["mouseover", "focusin", "click"]) page.addEventListener(kind, tell);
  const chosen = () => {
    state.place = data.articles[Number(choice.value)] ? "article-" + data.articles[Number(choice.value)].id : "articles";
    report.write();
  };
  choice.addEventListener("input", () => {
    show();
    chosen();
  });
  voiceChoice.addEventListener("input", sift);
  speakerChoice.addEventListener("input", sift);
  form.addEventListener("submit", (event) => event.preventDefault());
  // What the page's filters and its search leave is what can be chosen; their voice is chosen here too.
  const options = Array.from(choice.options);
  const groups = Array.from(choice.querySelectorAll("optgroup"));
  let last = "";
  report.siftMarked = (seen) => {
    const voice = state.chosen.voice === undefined ? "" : VOICES.indexOf(facets.keys.voice[state.chosen.voice]);
    const now = JSON.stringify([seen, voice, state.words]);
    if (now === last) return;
    last = now;
    const was = choice.value;
    for (const group of groups) {
      group.replaceChildren(...options.filter((option) => option.dataset.group === group.label && seen[option.value]));
    }
    choice.replaceChildren(...groups.filter((group) => group.children.length));
    const left = options.find((option) => seen[option.value]);
    choice.value = seen[was] ? was : left ? left.value : "";
    voiceChoice.value = voice === -1 ? "" : String(voice);
    show();
  };
  report.chooseArticle = (id) => {
    const number = data.articles.findIndex((article) => article.id === id);
    if (number < 0) return false;
    if (!options[number].parentElement?.parentElement) report.clear();
    choice.value = String(number);
    show();
    return true;
  };
  for (const group of groups) for (const option of group.children) option.dataset.group = group.label;
  form.hidden = false;
  // The browser may remember a choice of its own.
  form.reset();
  show();
  report.sift();
});
