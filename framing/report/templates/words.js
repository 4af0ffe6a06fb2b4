// The scatter of terms, and the search for their lines. Everything from outside is set as text, never as markup.
report.ready.then(({ words, lines: packed, marked }) => {
  const { several, visible } = report;
  const make = (tag, name, text) => report.make(tag, text, name);

  const panel = document.getElementById("scatter");
  if (!words || !panel) return;

  // What was not packed is looked for in the articles on this page.
  const VOICES = ["outlet", "quoted", "reported"];
  const search = (term) => {
    const escaped = term.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&").replace(/['’]/g, "['’]")).join("[\\s,;:–—-]+");
    const end = words.stem ? "[\\p{L}\\p{M}]*" : "";
    const pattern = new RegExp("(?<![\\p{L}\\p{M}\\p{N}])" + escaped + end + "(?![\\p{L}\\p{M}\\p{N}])", words.case ? "gu" : "giu");
    const wanted = words.voice === "all" ? null : words.voice.split("+");
    const options = new Map(Array.from(document.querySelectorAll("#marked-article option"), (o) => [Number(o.value), o]));
    const [articles, lines] = [[], []];
    marked.articles.forEach((article, number) => {
      // Those that the page's filters left out are not looked through.
      if (!options.has(number)) return;
      const before = lines.length;
      for (const [text, spans, place] of [[article.title, article.head, "headline"], [article.text, article.body, ""]]) {
        // Spans end at code points, the pattern at halves of some.
        const ends = [];
        if (wanted) {
          let [at, units] = [0, 0];
          for (const char of text) {
            at += 1;
            units += char.length;
            while (ends.length < spans.length && spans[ends.length][0] <= at) ends.push(units);
          }
        }
        for (const found of text.matchAll(pattern)) {
          if (lines.length - before >= 4) break;
          const span = wanted ? spans[ends.findIndex((e) => found.index < e)] : null;
          const voice = span ? VOICES[span[1]] : "";
          if (wanted && !wanted.includes(voice)) continue;
          const after = found.index + found[0].length;
          lines.push([articles.length, [place, voice].filter((p) => p && p !== "outlet").join(", "),
            text.slice(Math.max(0, found.index - 80), found.index).replace(/^\S*\s/, "").split("\n").pop(),
            found[0], text.slice(after, after + 80).replace(/\s\S*$/, "").split("\n")[0]]);
        }
      }
      if (lines.length > before) {
        const option = options.get(number);
        const [, name, date] = /^(.*?)(?: \(([^()]*)\))?$/s.exec(option.textContent.trim());
        articles.push([name, option.parentElement.label, date || "", article.url]);
      }
    });
    return [articles, lines];
  };

  const openTerm = (number) => {
    const term = words.terms[number];
    if (packed && Object.hasOwn(packed.opened, "t " + term)) return report.openLines("t " + term);
    const [articles, lines] = marked ? search(term) : [[], []];
    const most = 60;
    const said = lines.length ? "Lines in the articles on this page" + (lines.length > most ? ", the first " + most : "") : "No lines on this page: framing kwic lists them";
    report.showLines(term, said, articles, lines.slice(0, most), null);
  };

  const canvas = document.getElementById("scatter-plot");
  const side = document.getElementById("scatter-side");
  const query = document.getElementById("scatter-search");
  const count = document.getElementById("scatter-count");
  const who = document.getElementById("scatter-who");
  const list = document.getElementById("scatter-list");
  const pen = canvas.getContext("2d");
  let [points, places, now, at, size] = [[], [], null, -1, [0, 0]];

  const rate = (row, it) => (1e4 * (row[1] + row[2])) / (it.n + it.rest);
  const said = (row) => {
    const it = words.sides[side.value];
    const parts = [words.terms[row[0]] + ": " + row[1].toLocaleString("en") + " here, " + row[2].toLocaleString("en") + " there",
      "in " + several(row[3], "article") + " and " + row[4].toLocaleString("en"), "log odds " + (row[5] / 100).toFixed(2).replace("-", "−")];
    if (row.length > 8) parts[2] += " (" + row.slice(8).map((v) => (v / 100).toFixed(2).replace("-", "−")).join(" to ") + ")";
    if (row[6] >= 0) parts.push("dispersion " + (row[6] / 100).toFixed(2));
    if (row[7]) parts.push("one article gives most of it");
    return parts.join("; ") + " · " + Number(rate(row, it).toPrecision(2)).toLocaleString("en", { maximumSignificantDigits: 2 }) + " per 10,000 words";
  };

  // Terms with the same counts stand on the same place.
  const gather = () => {
    const it = words.sides[side.value];
    points = it.rows;
    const held = new Map();
    points.forEach((row) => {
      const key = row[1] + " " + row[2] + " " + row[5];
      if (!held.has(key)) held.set(key, { rows: [], x: Math.log10(rate(row, it)), y: row[5] / 100 });
      held.get(key).rows.push(row);
    });
    places = [...held.values()];
    at = -1;
    now = null;
    count.textContent = points.length < it.total ? points.length.toLocaleString("en") + " strongest of " + several(it.total, "term") : several(it.total, "term");
    who.textContent = "Point at a term, tap it or reach it with the arrow keys; a click or Enter opens its lines.";
  };

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const PAD = [46, 16, 14, 40]; // left, right, top, bottom
  const draw = () => {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width || !places.length) return;
    const dense = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * dense) || canvas.height !== Math.round(height * dense)) {
      canvas.width = Math.round(width * dense);
      canvas.height = Math.round(height * dense);
    }
    size = [width, height];
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, height);
    const [ink, soft, rule, here, there, mark, paper] = ["--ink", "--soft", "--line", "--accent", "--less", "--mark", "--paper"].map(color);
    const xs = places.map((p) => p.x);
    const [low, high] = [Math.min(...xs) - 0.08, Math.max(...xs) + 0.12];
    const ys = places.map((p) => p.y);
    const [bottom, top] = [Math.min(...ys, -0.5), Math.max(...ys, 0.5)].map((y) => y * 1.06);
    const across = (x) => PAD[0] + ((x - low) / (high - low)) * (width - PAD[0] - PAD[1]);
    const down = (y) => PAD[2] + ((top - y) / (top - bottom)) * (height - PAD[2] - PAD[3]);
    pen.font = "12px system-ui,sans-serif";
    pen.fillStyle = soft;
    pen.strokeStyle = rule;
    pen.lineWidth = 1;
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    const step = top - bottom > 8 ? 2 : top - bottom > 3 ? 1 : 0.5;
    for (let y = Math.ceil(bottom / step) * step; y <= top; y += step) {
      pen.beginPath();
      pen.moveTo(PAD[0], down(y));
      pen.lineTo(width - PAD[1], down(y));
      pen.globalAlpha = Math.abs(y) < 1e-9 ? 1 : 0.5;
      pen.stroke();
      pen.globalAlpha = 1;
      pen.fillText(String(Math.round(y * 10) / 10).replace("-", "−"), PAD[0] - 8, down(y));
    }
    pen.textAlign = "center";
    for (let x = Math.ceil(low); x <= high; x += 1) pen.fillText((10 ** x).toLocaleString("en"), across(x), height - PAD[3] + 12);
    pen.fillText("per 10,000 words of both", (PAD[0] + width - PAD[1]) / 2, height - 10);
    pen.save();
    pen.translate(10, (PAD[2] + height - PAD[3]) / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText("log odds: less here, more here", 0, 0);
    pen.restore();
    const wanted = query.value.trim().toLowerCase();
    const taken = [];
    for (const p of places) {
      [p.px, p.py] = [across(p.x), down(p.y)];
      p.hit = wanted && p.rows.some((row) => words.terms[row[0]].toLowerCase().includes(wanted));
      p.r = 2 + Math.min(3, Math.log2(1 + p.rows[0][3] + p.rows[0][4]) / 2);
      pen.globalAlpha = wanted && !p.hit ? 0.12 : 0.6;
      pen.fillStyle = pen.strokeStyle = p.y >= 0 ? here : there;
      pen.beginPath();
      pen.arc(p.px, p.py, p.r, 0, 7);
      if (p.rows[0][7]) pen.stroke();
      else pen.fill();
    }
    pen.globalAlpha = 1;
    pen.textAlign = "left";
    const label = (p, text, force) => {
      const wide = pen.measureText(text).width;
      const left = p.px + p.r + 3 + wide > width - 2 ? p.px - p.r - 3 - wide : p.px + p.r + 3;
      const box = [left - 2, p.py - 8, left + wide + 2, p.py + 8];
      if (!force && (left < PAD[0] || taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3]))) return false;
      taken.push(box);
      if (force) {
        pen.fillStyle = mark;
        pen.fillRect(box[0], box[1], box[2] - box[0], 16);
      }
      else {
        pen.strokeStyle = paper;
        pen.lineWidth = 3;
        pen.strokeText(text, left, p.py);
      }
      pen.fillStyle = ink;
      pen.fillText(text, left, p.py);
      return true;
    };
    const ring = () => {
      pen.strokeStyle = ink;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(now.px, now.py, now.r + 3, 0, 7);
      pen.stroke();
      const chosen = at >= 0 && now.rows.includes(points[at]) ? points[at] : now.rows[0];
      label(now, words.terms[chosen[0]] + (now.rows.length > 1 ? " + " + (now.rows.length - 1) : ""), true);
    };
    let left = width < 500 ? 14 : 36;
    const byRow = new Map(places.flatMap((p) => p.rows.map((row) => [row, p])));
    for (const row of points) {
      if (left <= 0) break;
      const p = byRow.get(row);
      const text = words.terms[row[0]];
      const fits = wanted ? text.toLowerCase().includes(wanted) : row[3] + row[4] >= 3 && !row[7];
      if (fits && label(p, text, false)) left -= 1;
    }
    if (now) ring();
  };

  const chips = (rows) => {
    list.replaceChildren(...rows.map((row) => {
      const item = make("li");
      const button = make("button", "", words.terms[row[0]]);
      button.type = "button";
      button.title = said(row);
      button.addEventListener("click", () => openTerm(row[0]));
      item.append(button);
      return item;
    }));
  };
  const tell = () => {
    if (!now) return;
    const row = at >= 0 && now.rows.includes(points[at]) ? points[at] : now.rows[0];
    who.textContent = said(row) + (now.rows.length > 1 ? " · " + several(now.rows.length - 1, "other term") + " with these counts" : "");
  };
  const nearest = (event) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const reach = event.pointerType === "touch" ? 28 : 14;
    let [best, found] = [reach * reach, null];
    for (const p of places) {
      const away = (p.px - x) ** 2 + (p.py - y) ** 2;
      if (away < best) [best, found] = [away, p];
    }
    return found;
  };
  const find = () => {
    const wanted = query.value.trim().toLowerCase();
    const hits = wanted ? points.filter((row) => words.terms[row[0]].toLowerCase().includes(wanted)) : [];
    hits.sort((x, y) => (words.terms[y[0]].toLowerCase() === wanted) - (words.terms[x[0]].toLowerCase() === wanted));
    chips(hits.slice(0, 60));
    if (wanted) who.textContent = several(hits.length, "term") + " found" + (hits.length > 60 ? ", 60 listed" : "");
    draw();
    return hits;
  };

  canvas.addEventListener("pointermove", (event) => {
    const found = nearest(event);
    if (found === now) return;
    now = found;
    at = -1;
    canvas.style.cursor = found ? "pointer" : "crosshair";
    tell();
    draw();
  });
  canvas.addEventListener("click", (event) => {
    const found = nearest(event);
    if (!found) return;
    now = found;
    at = -1;
    tell();
    draw();
    chips(found.rows.length > 1 ? found.rows.slice(0, 60) : []);
    // A finger can't hover: its first tap names the term, the button below opens it.
    if (event.pointerType === "touch") chips(found.rows.slice(0, 60));
    else if (found.rows.length === 1) openTerm(found.rows[0][0]);
  });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && at >= 0) openTerm(points[at][0]);
    else if (event.key === "Home") at = 0;
    else if (event.key === "End") at = points.length - 1;
    else if (step) at = Math.max(0, Math.min(points.length - 1, at + step));
    else return;
    event.preventDefault();
    now = places.find((p) => p.rows.includes(points[at]));
    tell();
    draw();
  });
  document.getElementById("scatter-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const hits = find();
    if (hits.length) openTerm(hits[0][0]);
  });
  query.addEventListener("input", find);
  side.addEventListener("input", () => {
    gather();
    find();
  });
  side.replaceChildren(...words.sides.map((it, number) => {
    const option = make("option", "", visible(it.name));
    option.value = number;
    return option;
  }));
  panel.hidden = false;
  document.getElementById("scatter-form").reset();
  gather();
  find();
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme:dark)").addEventListener("change", draw);
  document.addEventListener("theme", draw);
});
