"use strict";
// One coder, one set of units. Answers stay in this browser until they are downloaded; nothing is sent anywhere.
// Words from articles are only ever put in as text.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { units, questions } = data;
  const place = `framing-codes:${data.sample}:${data.coder}`;
  const at = (id) => document.getElementById(id);
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const DIGITS = "1234567890";
  const IDLE = 120;
  const MOST_UNDONE = 500;

  let state = { answers: {}, notes: {}, seconds: {}, now: 0, going: true, changed: 0, saved: 0 };
  let undone = [];
  let active = 0;
  let since = performance.now();
  let keeps = true;

  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
  const answers = (unit) => own(state.answers, unit.unit) || {};
  const needed = questions.filter((question) => !question.optional);
  const isFull = (unit) => needed.every((question) => own(answers(unit), question.key) !== undefined);
  const isBegun = (unit) => Object.keys(answers(unit)).length > 0;
  const current = () => units[state.now];

  // --- keeping ---------------------------------------------------------------------------------------------
  function warn(text) {
    at("warning").textContent = text;
    at("warning").hidden = !text;
  }

  function say(text) {
    at("said").textContent = text;
  }

  function load() {
    try {
      const kept = localStorage.getItem(place);
      if (kept) take(JSON.parse(kept));
    } catch {
      keeps = false;
    }
    keep(true);
  }

  // What was kept or is opened from a file may be anything: only what fits is taken.
  function take(kept) {
    const isText = (value) => typeof value === "string";
    const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
    let count = 0;
    for (const unit of units) {
      const given = isMap(kept.answers) ? own(kept.answers, unit.unit) : undefined;
      const fitting = {};
      for (const question of questions) {
        const value = isMap(given) ? own(given, question.key) : undefined;
        if (isText(value) && fits(question, value)) fitting[question.key] = value;
      }
      if (Object.keys(fitting).length) {
        state.answers[unit.unit] = fitting;
        count += 1;
      }
      const note = isMap(kept.notes) ? own(kept.notes, unit.unit) : undefined;
      if (isText(note)) state.notes[unit.unit] = note.slice(0, 4000);
      const seconds = isMap(kept.seconds) ? own(kept.seconds, unit.unit) : undefined;
      if (Number.isFinite(seconds) && seconds >= 0) state.seconds[unit.unit] = seconds;
    }
    if (Number.isInteger(kept.now) && kept.now >= 0 && kept.now < units.length) state.now = kept.now;
    if (typeof kept.going === "boolean") state.going = kept.going;
    for (const name of ["changed", "saved"]) if (Number.isFinite(kept[name])) state[name] = kept[name];
    return count;
  }

  function keep(quiet = false) {
    if (!quiet) state.changed += 1;
    try {
      localStorage.setItem(place, JSON.stringify(state));
      keeps = true;
    } catch {
      keeps = false;
    }
    if (!keeps) {
      warn("This browser doesn't keep answers for this file. Download them before you close the page.");
    }
  }

  function clock() {
    const passed = (performance.now() - since) / 1000;
    since = performance.now();
    if (document.visibilityState === "hidden" || !current()) return;
    const unit = current().unit;
    state.seconds[unit] = Math.round(((own(state.seconds, unit) || 0) + Math.min(passed, IDLE)) * 10) / 10;
  }

  // --- answers ---------------------------------------------------------------------------------------------
  const NUMBER = /^[+-]?(\d+([.]\d*)?|[.]\d+)$/;

  function fits(question, value) {
    if (question.values.length) return question.values.some(([key]) => key === value);
    if (!NUMBER.test(value)) return false;
    const number = Number(value);
    return (question.least === null || number >= question.least) && (question.most === null || number <= question.most);
  }

  function answer(question, value, { forward = true } = {}) {
    const unit = current();
    const before = own(answers(unit), question.key);
    clock();
    if (value !== before) {
      undone.push({ unit: state.now, question: question.key, before });
      if (undone.length > MOST_UNDONE) undone.shift();
      set(unit, question.key, value);
      keep();
    }
    const label = question.values.find(([key]) => key === value);
    say(value === undefined ? "Answer taken away" : `${question.question} ${label ? label[1] : value}`);
    if (value === undefined || !forward) return show();
    const open = questions.findIndex((other, k) => k > active && own(answers(unit), other.key) === undefined);
    const first = questions.findIndex((other) => own(answers(unit), other.key) === undefined && !other.optional);
    if (open >= 0) active = open;
    else if (first >= 0) active = first;
    else if (state.going && before === undefined && state.now < units.length - 1) return move(state.now + 1);
    show();
    if (units.every(isFull)) finish();
  }

  function set(unit, key, value) {
    const given = { ...answers(unit) };
    if (value === undefined) delete given[key];
    else given[key] = value;
    if (Object.keys(given).length) state.answers[unit.unit] = given;
    else delete state.answers[unit.unit];
  }

  function finish() {
    say("All units are coded. Save your codes and send the file back.");
    if (!at("files").open) open("files");
  }

  function undo() {
    const last = undone.pop();
    if (!last) return say("Nothing to undo");
    clock();
    state.now = last.unit;
    set(current(), last.question, last.before);
    active = Math.max(questions.findIndex((question) => question.key === last.question), 0);
    keep();
    show();
    say(`Undone in unit ${state.now + 1}`);
  }

  // --- moving ----------------------------------------------------------------------------------------------
  function move(to) {
    if (to < 0 || to >= units.length) return say(to < 0 ? "This is the first unit" : "This is the last unit");
    clock();
    state.now = to;
    active = Math.max(questions.findIndex((question) => own(answers(current()), question.key) === undefined), 0);
    keep(true);
    show();
    window.scrollTo(0, 0);
    say(`Unit ${to + 1} of ${units.length}`);
  }

  function nextOpen() {
    const order = [...units.keys()];
    const turned = [...order.slice(state.now + 1), ...order.slice(0, state.now + 1)];
    const open = turned.find((k) => !isFull(units[k]));
    if (open === undefined) return finish();
    move(open);
  }

  function choose(k) {
    active = Math.min(Math.max(k, 0), questions.length - 1);
    show();
  }

  // --- showing ---------------------------------------------------------------------------------------------
  function masked(text) {
    return text.split(data.mask).flatMap((piece, k) =>
      k ? [make("span", { className: "masked", textContent: data.mask }), piece] : [piece]);
  }

  function passage(unit) {
    const points = Array.from(unit.text);
    const cut = (from, to) => masked(points.slice(from, to).join(""));
    at("before").textContent = unit.before;
    at("after").textContent = unit.after;
    at("before").hidden = !unit.before;
    at("after").hidden = !unit.after;
    const marked = unit.mark[1] > unit.mark[0];
    const title = unit.title
      ? [make("span", { className: "title" }, ...cut(0, unit.title)), ...masked(points.slice(unit.title).join("").trimStart())]
      : null;
    at("text").replaceChildren(...(title || (marked
      ? [...cut(0, unit.mark[0]), make("mark", {}, ...cut(...unit.mark)), ...cut(unit.mark[1])]
      : masked(unit.text))));
    const whole = unit.kind === "article";
    at("text").classList.toggle("whole", whole);
    document.body.classList.toggle("wide", whole);
    // What scrolls must be reached by keyboard.
    if (whole) at("text").tabIndex = 0;
    at("target").hidden = !unit.target;
    at("about").textContent = unit.target || "";
  }

  function show() {
    const unit = current();
    passage(unit);
    at("where").textContent = `Unit ${state.now + 1} of ${units.length}`;
    const full = isFull(unit);
    at("state").textContent = full ? "Coded" : isBegun(unit) ? "Begun" : "Open";
    at("state").className = full ? "full" : "";
    const count = units.filter(isFull).length;
    at("progress").value = count;
    at("count").textContent = `${count} of ${units.length} coded`;
    questions.forEach((question, k) => {
      const value = own(answers(unit), question.key);
      const { field, buttons, input, wrong } = question.shown;
      field.classList.toggle("active", k === active);
      for (const [key, button] of buttons) button.setAttribute("aria-pressed", String(key === value));
      if (input) {
        input.value = value === undefined ? "" : value;
        wrong.textContent = "";
        input.removeAttribute("aria-invalid");
      }
    });
    at("note").value = own(state.notes, unit.unit) || "";
    at("previous").disabled = state.now === 0;
    at("next").disabled = state.now === units.length - 1;
    at("undo").disabled = !undone.length;
    const { field, input } = questions[active].shown;
    if (input && !document.querySelector("dialog[open]") && document.activeElement !== at("note")) input.focus();
    else if (document.activeElement && document.activeElement.tagName === "INPUT" && !input) document.activeElement.blur();
    // The question that digits answer is in sight, however long the passage.
    if (active > 0) field.scrollIntoView({ block: "nearest" });
  }

  function build() {
    questions.forEach((question, k) => {
      const legend = make("legend", {}, question.question);
      if (question.frame) legend.prepend(make("span", { className: "frame", textContent: `${question.frame}: ` }));
      const field = make("fieldset", {}, legend);
      if (question.help && (!k || questions[k - 1].help !== question.help)) {
        field.append(make("p", { className: "help", textContent: question.help }));
      }
      const shown = { field, buttons: [], input: null, wrong: null };
      if (question.values.length) {
        const row = make("div", { className: "values" });
        question.values.forEach(([key, label], nth) => {
          const button = make("button", { type: "button" });
          if (nth < DIGITS.length) button.append(make("kbd", { textContent: DIGITS[nth] }), " ");
          button.append(label);
          button.addEventListener("click", () => {
            active = k;
            answer(question, key);
          });
          shown.buttons.push([key, button]);
          row.append(button);
        });
        field.append(row);
      } else {
        const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", id: `number-${k}` });
        input.setAttribute("aria-label", question.question);
        const wrong = make("span", { className: "wrong", id: `wrong-${k}` });
        input.addEventListener("focus", () => {
          if (active === k) return;
          active = k;
          questions.forEach((other, i) => other.shown.field.classList.toggle("active", i === k));
        });
        input.addEventListener("change", () => number(question, false));
        shown.input = input;
        shown.wrong = wrong;
        const hint = make("span", { className: "hint", textContent: question.range, id: `hint-${k}` });
        input.setAttribute("aria-describedby", `${hint.id} ${wrong.id}`);
        field.append(make("div", { className: "number" }, input, hint, wrong));
      }
      field.addEventListener("pointerdown", () => {
        active = k;
        questions.forEach((other, i) => other.shown.field.classList.toggle("active", i === k));
      });
      question.shown = shown;
      at("questions").append(field);
    });
  }

  function number(question, forward) {
    const { input, wrong } = question.shown;
    const value = input.value.trim().replace(",", ".");
    if (!value) {
      if (own(answers(current()), question.key) !== undefined) answer(question, undefined);
      return;
    }
    if (fits(question, value)) return answer(question, value, { forward });
    wrong.textContent = "That is no such number.";
    input.setAttribute("aria-invalid", "true");
  }

  // --- dialogs and files -----------------------------------------------------------------------------------
  function open(id) {
    if (document.querySelector("dialog[open]")) return;
    if (id === "overview") overview();
    if (id === "files") {
      const fresh = state.changed > state.saved;
      at("kept").textContent = (keeps
        ? "Answers are kept in this browser as you go. "
        : "This browser does not keep answers. ") +
        (fresh ? "There are answers that were not downloaded yet."
          : state.saved ? "All answers were downloaded." : "Nothing is coded yet.");
    }
    at("going").checked = state.going;
    at(id).showModal();
  }

  function overview() {
    at("cells").replaceChildren(...units.map((unit, k) => {
      const full = isFull(unit);
      const begun = isBegun(unit);
      const noted = Boolean(own(state.notes, unit.unit));
      const button = make("button", {
        type: "button",
        className: `cell${full ? " full" : begun ? " part" : ""}`,
        textContent: `${k + 1}${noted ? " •" : ""}`,
      });
      button.setAttribute("aria-label",
        `Unit ${k + 1}, ${full ? "coded" : begun ? "begun" : "open"}${noted ? ", with a note" : ""}`);
      if (k === state.now) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => {
        at("overview").close();
        move(k);
      });
      return button;
    }));
  }

  // A spreadsheet takes a cell for a formula that begins so: an apostrophe makes it text.
  const BEFORE = " \t\r\n\v\f\u00a0\u2007\u202f\u3000\ufeff'\"\u2018\u2019\u201c\u201d\uff02\uff07";
  const SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20";
  const PLAIN = /^[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?$/;

  function safe(cell) {
    let k = 0;
    while (cell[k] === "'") k += 1;
    let formula = k < cell.length && "\t\r\n".includes(cell[k]);
    let first = 0;
    while (first < cell.length && BEFORE.includes(cell[first])) first += 1;
    if (first < cell.length && SIGNS.includes(cell[first]) && !PLAIN.test(cell)) formula = true;
    return formula ? `'${cell}` : cell;
  }

  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  function csv() {
    const rows = [["unit", "coder", "question", "value", "level", "note", "seconds", "codebook"]];
    for (const unit of units) {
      const note = own(state.notes, unit.unit) || "";
      const seconds = own(state.seconds, unit.unit);
      const given = questions.filter((question) => own(answers(unit), question.key) !== undefined);
      given.forEach((question) => rows.push([
        unit.unit, data.coder, question.key, answers(unit)[question.key], question.level, note,
        seconds === undefined ? "" : String(seconds), data.version,
      ]));
      // A note on a unit without an answer is said too.
      if (!given.length && note) rows.push([unit.unit, data.coder, "", "", "", note, "", data.version]);
    }
    return `\ufeff${rows.map((row) => row.map((cell) => quoted(safe(cell))).join(",")).join("\r\n")}\r\n`;
  }

  function json() {
    return JSON.stringify({
      format: "framing-codes", sample: data.sample, coder: data.coder, codebook: data.version, name: data.name,
      answers: state.answers, notes: state.notes, seconds: state.seconds, now: state.now,
    }, null, 1);
  }

  function download(text, type, suffix) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: `codes-${data.file}.${suffix}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    state.saved = state.changed;
    keep(true);
    at("kept").textContent = "Downloaded. Send the file back.";
  }

  async function resume(file) {
    let text = "";
    let kept = null;
    try {
      text = await file.text();
      kept = JSON.parse(text);
    } catch {
      kept = null;
    }
    const told = at("kept");
    if (!kept || kept.format !== "framing-codes") told.textContent = "That file holds no codes saved by such a page.";
    else if (kept.codebook !== data.version) told.textContent = "That file was coded with another version of the questions.";
    else if (kept.coder !== data.coder) told.textContent = `That file is by coder ${String(kept.coder).slice(0, 60)}, this page is for ${data.coder}.`;
    else {
      clock();
      const count = take(kept);
      undone = [];
      keep();
      move(state.now);
      told.textContent = `${count} units were taken over from the file.`;
    }
  }

  // --- wiring ----------------------------------------------------------------------------------------------
  for (const id of ["codebook", "overview", "keys", "files"]) {
    at(`to-${id}`).addEventListener("click", () => open(id));
  }
  at("previous").addEventListener("click", () => move(state.now - 1));
  at("next").addEventListener("click", () => move(state.now + 1));
  at("open").addEventListener("click", nextOpen);
  at("undo").addEventListener("click", undo);
  at("save-csv").addEventListener("click", () => download(csv(), "text/csv;charset=utf-8", "csv"));
  at("save-json").addEventListener("click", () => download(json(), "application/json", "json"));
  at("resume").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) resume(file).then(() => { event.target.value = ""; });
  });
  at("going").addEventListener("change", (event) => {
    state.going = event.target.checked;
    keep(true);
  });
  at("note").addEventListener("input", (event) => {
    const text = event.target.value;
    if (text.trim()) state.notes[current().unit] = text;
    else delete state.notes[current().unit];
    keep();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.tagName;
    const question = questions[active];
    if (typing === "TEXTAREA") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (typing === "INPUT") {
      if (event.key === "Enter") number(question, true);
      else if (event.key === "Escape") event.target.blur();
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        number(question, false);
        choose(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "?" || /^[a-z]$/.test(event.key) || (!event.target.value && /^Arrow/.test(event.key))) {
        // No number has a letter, and in an empty field no arrow has anywhere to go: keys of the page.
        if (!keys(event, question)) return;
      } else return;
      event.preventDefault();
      return;
    }
    if (keys(event, question)) event.preventDefault();
  });

  function keys(event, question) {
    const nth = DIGITS.indexOf(event.key);
    const scrolls = event.target.id === "text" || event.target.closest(".body");
    if (event.key.length === 1 && nth >= 0) {
      if (nth < question.values.length) answer(question, question.values[nth][0]);
      else say("No answer has this number");
    } else if (event.key === "ArrowRight") move(state.now + 1);
    else if (event.key === "ArrowLeft") move(state.now - 1);
    else if (event.key === "ArrowDown" && !scrolls) choose(active + 1);
    else if (event.key === "ArrowUp" && !scrolls) choose(active - 1);
    else if (event.key === "u") undo();
    else if (event.key === "Delete") answer(question, undefined);
    else if (event.key === "g") nextOpen();
    else if (event.key === "n") at("note").focus();
    else if (event.key === "c") open("codebook");
    else if (event.key === "o") open("overview");
    else if (event.key === "s") open("files");
    else if (event.key === "?") open("keys");
    else return false;
    return true;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      // Time away is no time spent on the unit.
      since = performance.now();
      keep(true);
    } else since = performance.now();
  });
  window.addEventListener("storage", (event) => {
    if (event.key === place) warn("These units are open in another window too. Close one of the two and load this page again.");
  });
  window.addEventListener("beforeunload", (event) => {
    if (!keeps && state.changed > state.saved) event.preventDefault();
  });

  build();
  load();
  at("where").focus({ preventScroll: true });
  move(state.now);
})();
