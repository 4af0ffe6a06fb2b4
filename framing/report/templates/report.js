"use strict";
// What the other parts build on: the packed data, words set as text and never as markup, the dialog, the address.
const report = (() => {
  const by = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const own = (text, name) => make("bdi", text, name);
  const button = (text, name, act) => {
    const node = make("button", text, name);
    node.type = "button";
    if (act) node.addEventListener("click", act);
    return node;
  };
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
  // A choice of a form can't be isolated: marks that turn what follows are shown as escapes.
  const visible = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (mark) => "\\u" + mark.charCodeAt(0).toString(16));
  const count = (number) => number.toLocaleString("en");
  const several = (number, noun) => count(number) + " " + noun + (number === 1 ? "" : "s");

  // Said to who can't see what changed.
  const say = (text) => {
    by("said").textContent = "";
    setTimeout(() => (by("said").textContent = text), 30);
  };

  let data = null;
  const unpacked = async () => {
    const bytes = Uint8Array.from(atob(by("data").textContent.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    data = JSON.parse(await new Response(stream).text());
    document.documentElement.dataset.opened = "1";
    performance.mark("opened");
    return data;
  };
  // Where it can't be opened the page says so, and what waits for it goes on waiting.
  const ready = unpacked().catch(() => {
    by("unopened").hidden = false;
    return new Promise(() => {});
  });

  const when = (act) => (data ? act(data) : ready.then(act));

  // What is chosen for the whole page: by kind the number of a value. Words looked for; what is open; where one is.
  const KINDS = ["outlet", "voice", "part", "genre", "measure"];
  const state = { place: "", chosen: {}, words: "", opened: null };

  // A row's numbers are "0,2|1|0|0|14": its outlets, then voice, part, genre, measure.
  const rowPasses = (codes) => {
    const parts = codes.split("|");
    return KINDS.every((kind, place) => {
      const wanted = state.chosen[kind];
      if (wanted === undefined) return true;
      if (kind === "outlet") return parts[0].split(",").includes(String(wanted));
      // Where rows are not split by it, the choice is one of sentences alone.
      if (kind !== "measure" && data && !data.facets.split[kind]) return true;
      return parts[place] === String(wanted);
    });
  };
  const every = (kind) => data.facets.keys[kind].indexOf("all");
  const articlePasses = ([outlet, genre]) =>
    [["outlet", outlet], ["genre", genre]].every(([kind, own]) => state.chosen[kind] === undefined || state.chosen[kind] === own || (kind === "genre" && own !== undefined && state.chosen[kind] === every(kind)));
  const hitPasses = (kinds, voice, part) =>
    articlePasses(kinds) &&
    [["voice", voice], ["part", part]].every(([kind, own]) => {
      const wanted = state.chosen[kind];
      return wanted === undefined || wanted === own || wanted === every(kind) || own === every(kind) || own < 0;
    });

  // Words are looked for without regard to case and accents; "what stands in marks" as it is.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, " ");
  const asked = (text) => [...plain(text).matchAll(/"([^"]+)"|[^\s"]+/g)].map((found) => found[1] || found[0]);
  const holds = (text, words) => words.every((word) => text.includes(word));

  // The address holds all that; an old entry of the browser's history holds what was then.
  const address = () => {
    const parts = [encodeURIComponent(state.place)];
    for (const kind of KINDS) {
      if (state.chosen[kind] !== undefined && data) parts.push(kind + "=" + encodeURIComponent(data.facets.keys[kind][state.chosen[kind]]));
    }
    if (state.words) parts.push("q=" + encodeURIComponent(state.words));
    if (state.opened) parts.push(state.opened.map(encodeURIComponent).join("="));
    return "#" + parts.join("&");
  };
  const write = () => {
    const wanted = address();
    try {
      if (wanted !== "#" || location.hash) history.replaceState({ report: 1 }, "", wanted === "#" ? location.pathname + location.search : wanted);
    } catch {
      // A browser may refuse very many changes; the page works on.
    }
  };
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const read = () => {
    const [place, ...others] = location.hash.slice(1).split("&");
    const found = { place: decoded(place), chosen: {}, words: "", opened: null, more: others.length > 0 };
    for (const part of others) {
      const [key, value] = [part.slice(0, part.indexOf("=")), decoded(part.slice(part.indexOf("=") + 1))];
      if (KINDS.includes(key)) {
        const number = data.facets.keys[key].indexOf(value);
        if (number >= 0) found.chosen[key] = number;
      }
      else if (key === "q") found.words = value;
      else if (["open", "lines", "found"].includes(key)) found.opened = [key, value];
    }
    return found;
  };

  const dialog = by("sentences");
  const body = by("sentences-body");
  // One dialog shows whatever is opened; `again` is how the address says it.
  const show = (title, small, nodes, again, name = "") => {
    by("sentences-h").replaceChildren(own(title), make("small", small));
    body.className = name;
    body.replaceChildren(...nodes);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    by("sentences-h").focus();
    state.opened = again;
    write();
  };
  dialog.addEventListener("close", () => {
    // Told late: by then something else may be open in it.
    if (dialog.open) return;
    body.className = "";
    state.opened = null;
    write();
  });
  for (const box of document.querySelectorAll("dialog")) {
    box.addEventListener("click", (event) => {
      if (event.target === box || event.target.closest(".close")) box.close();
    });
  }
  return { by, make, own, button, link, visible, count, several, say, ready, when, KINDS, state, rowPasses, articlePasses, hitPasses, plain, asked, holds, write, read, show, dialog, data: () => data };
})();
