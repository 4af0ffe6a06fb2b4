// Articles with voices marked. Everything from outside is set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent).marked;
  const form = document.getElementById("marked-form");
  if (!data || !form) return;
  const [choice, voiceChoice, speakerChoice] = ["article", "voice", "speaker"].map((n) => document.getElementById("marked-" + n));
  const page = document.getElementById("marked");
  const line = document.getElementById("marked-who");
  const count = document.getElementById("marked-count");
  const VOICES = ["outlet", "quoted", "reported"];

  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  // A choice of a form can't be isolated: marks that turn what follows are shown as escapes.
  const visible = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (mark) => "\\u" + mark.charCodeAt(0).toString(16));
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
    if (voice || speaker) page.querySelector(".hit")?.scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    const article = data.articles[Number(choice.value)];
    page.replaceChildren();
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

  const tell = (event) => {
    const node = event.target.closest(".said");
    if (!node || !page.contains(node)) return;
    for (const other of page.querySelectorAll(".now")) other.classList.remove("now");
    node.classList.add("now");
    line.textContent = node.dataset.about;
  };
  for (const kind of ["mouseover", "focusin", "click"]) page.addEventListener(kind, tell);
  choice.addEventListener("input", () => {
    voiceChoice.value = "";
    show();
  });
  voiceChoice.addEventListener("input", sift);
  speakerChoice.addEventListener("input", sift);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  // The browser may remember a choice of its own.
  form.reset();
  show();
})();
