// The rows of the large tables, made when they are first needed, and their order.
(() => {
  const { by, make, own, button, ready } = report;
  const built = {};

  const cellOf = (cell, header, number) => {
    const [text, sort, opens] = Array.isArray(cell) ? cell : [cell];
    const node = make(header ? "th" : "td");
    if (header) node.scope = "row";
    if (number) node.className = "num";
    if (number) node.dataset.v = sort || "";
    if (opens) {
      const opener = button(text, "n");
      opener.dataset.open = opens;
      opener.setAttribute("aria-haspopup", "dialog");
      node.append(opener);
    }
    else node.append(own(text));
    return node;
  };

  const build = (name) => {
    const data = report.data();
    const packed = data && data.tables[name];
    if (!packed || built[name]) return;
    built[name] = [];
    const rows = packed.rows.map(([place, codes, cells]) => {
      const row = make("tr");
      row.id = name + "-" + place;
      row.tabIndex = -1;
      row.append(...cells.map((cell, column) => cellOf(cell, ...packed.header[column])));
      built[name].push([row, codes, report.plain(row.textContent)]);
      return row;
    });
    by(name).tBodies[0].replaceChildren(...rows);
    report.sift?.();
  };
  const buildAll = () => ["profile", "contrast"].forEach(build);

  const value = (cell) => (cell.hasAttribute("data-v") ? (cell.dataset.v === "" ? null : Number(cell.dataset.v)) : cell.textContent.trim().toLowerCase());
  const order = (x, y) => (x === y ? 0 : x === null ? 1 : y === null ? -1 : x < y ? -1 : 1);
  for (const table of document.querySelectorAll("#profile, #contrast")) {
    Array.from(table.tHead.rows[0].cells).forEach((th, column) => {
      // Paper repeats a heading on each page, but not a button in it.
      th.dataset.label = th.textContent;
      const sorter = button(th.textContent, "sort", () => {
        build(table.id);
        const down = th.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = Array.from(table.tBodies[0].rows, (row) => [value(row.cells[column]), row]);
        // Rows without a value stay last whichever way the others run.
        keyed.sort((x, y) => (x[0] === null || y[0] === null ? order(x[0], y[0]) : (down ? -1 : 1) * order(x[0], y[0])));
        table.tBodies[0].append(...keyed.map((k) => k[1]));
        report.say("Sorted by " + th.dataset.label + ", " + (down ? "falling" : "rising"));
      });
      th.replaceChildren(sorter);
    });
  }

  // Far down a long page: made before they come into view.
  ready.then(() => {
    const section = by("tables");
    if (!section) return;
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      buildAll();
    }, { rootMargin: "1500px 0px" }).observe(section);
  });
  Object.assign(report, { buildTables: buildAll, built });
})();
