/* The reader's clock: statuses that depend on the day, recomputed for the reader's own day from the
   dates in the page. Without it the page says for which day they were computed. The rules are those
   of pairing/ledger/match.py. */
(function () {
  "use strict";
  var marks = document.querySelectorAll("[data-clock]");
  var notes = document.querySelectorAll("[data-clock-note]");
  if (!notes.length) return;
  var now = new Date(Date.now() + 8 * 60 * 60 * 1000).toISOString().slice(0, 10);
  var words = { met: "已见记录", partly: "部分记录", due: "正在期内", upcoming: "尚未开始", "no-record": "未见记录" };
  if (now <= notes[0].dataset.asOf) return;

  function status(duty) {
    var recorded = Number(duty.recorded);
    if (recorded >= Number(duty.required)) return "met";
    if (recorded > 0 || "seen" in duty) return "partly";
    if (now < duty.first) return "upcoming";
    return now <= duty.last ? "due" : "no-record";
  }

  /* Writes a text at the end of an element, its days so that no line parts them. */
  function write(into, text) {
    text.split(/(\d{4}-\d\d-\d\d)/).forEach(function (part, i) {
      var day = i % 2 ? document.createElement("time") : null;
      if (day) day.textContent = part;
      into.append(day || part);
    });
  }

  /* The share of a stretch of days that has gone by, in per cent. */
  function gone(first, last) {
    var share = (Date.parse(now) - Date.parse(first)) / (Date.parse(last) - Date.parse(first) + 24 * 60 * 60 * 1000);
    return Math.round(100 * Math.min(Math.max(share, 0), 1));
  }

  /* The numbers on top of a page, by status. */
  function fillTally(counts) {
    var tally = document.querySelector("[data-tally]");
    if (!tally) return;
    var list = tally.parentElement;
    list.textContent = "";
    Object.keys(words).concat("waived").forEach(function (code) {
      if (!counts[code]) return;
      var item = document.createElement("li");
      var number = document.createElement("strong");
      var label = document.createElement("span");
      number.textContent = String(counts[code]);
      label.className = "jd-status jd-status--" + code;
      label.textContent = words[code] || "已豁免";
      item.append(number, label);
      list.appendChild(item);
    });
  }

  Array.prototype.forEach.call(marks, function (mark) {
    if ("fixed" in mark.dataset) return;
    var code = status(mark.dataset);
    mark.className = "jd-status jd-status--" + code;
    mark.textContent = words[code];
    var row = mark.closest("[data-status]");
    if (row) row.dataset.status = code;
  });

  /* A target whose day has gone by is judged as of after that day; what that means stands in the page. */
  Array.prototype.forEach.call(document.querySelectorAll("[data-aim-last]"), function (cell) {
    if (now <= cell.dataset.aimLast) return;
    var mark = cell.querySelector(".jd-status");
    mark.className = "jd-status jd-status--" + cell.dataset.code;
    mark.textContent = cell.dataset.words;
    cell.querySelector(".jd-note").textContent = cell.dataset.reason;
  });

  /* Phases on a timeline. */
  var stages = { past: ["时段已过", "soft"], current: ["正在此阶段", "commit"], future: ["尚未开始", "soft"] };
  Array.prototype.forEach.call(document.querySelectorAll("[data-phase-first]"), function (phase) {
    var state = now > phase.dataset.phaseLast ? "past" : now < phase.dataset.phaseFirst ? "future" : "current";
    phase.className = "jd-phase jd-phase--" + state;
    var mark = phase.querySelector(".jd-tag");
    mark.className = "jd-tag jd-tag--" + stages[state][1];
    mark.textContent = stages[state][0];
  });

  /* The numbers above the rows, the time that has gone by and the picture follow the rows. */
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-status]"));
  var byId = {};
  var counts = {};
  rows.forEach(function (row) {
    byId[row.id] = row.dataset.status;
    counts[row.dataset.status] = (counts[row.dataset.status] || 0) + 1;
  });
  if (rows.length) fillTally(counts);

  /* Where duties are only counted, these stand as first,last,recorded,required,fixed and, where there
     are records without heads, seen. */
  function read(text) {
    var part = text.split(",");
    var duty = { first: part[0], last: part[1], recorded: part[2], required: part[3] };
    if (part[5]) duty.seen = "";
    return { first: part[0], last: part[1], code: part[4] || status(duty) };
  }

  /* How the duties of a promise stand: a mark for each status. */
  Array.prototype.forEach.call(document.querySelectorAll("[data-standing]"), function (line) {
    var duties = line.dataset.standing.split(" ").map(read);
    Array.prototype.forEach.call(line.querySelectorAll(".jd-status"), function (mark) { mark.remove(); });
    Object.keys(words).concat("waived").forEach(function (code) {
      var count = duties.filter(function (duty) { return duty.code === code; }).length;
      if (!count) return;
      var mark = document.createElement("span");
      mark.className = "jd-status jd-status--" + code;
      mark.textContent = (words[code] || "已豁免") + (duties.length > 1 ? " " + count : "");
      line.append(" ", mark);
    });
  });

  /* Tables that only count. */
  var sums = {};
  Array.prototype.forEach.call(document.querySelectorAll("[data-duties]"), function (row) {
    var mine = {}, first = "9", last = "0";
    row.dataset.duties.split(" ").forEach(function (text) {
      var duty = read(text);
      mine[duty.code] = (mine[duty.code] || 0) + 1;
      if (duty.first < first) first = duty.first;
      if (duty.last > last) last = duty.last;
    });
    Array.prototype.forEach.call(row.querySelectorAll("[data-count]"), function (cell) {
      cell.textContent = String(mine[cell.dataset.count] || "—");
    });
    row.querySelector("[data-time]").textContent = gone(first, last) + "%";
    /* Every duty stands once in the first table, that of programmes. */
    if (row.closest("section").getAttribute("aria-labelledby") !== "by-programme") return;
    Object.keys(mine).forEach(function (code) { sums[code] = (sums[code] || 0) + mine[code]; });
  });
  if (Object.keys(sums).length) fillTally(sums);

  Array.prototype.forEach.call(document.querySelectorAll("[data-time-first]"), function (bar) {
    var percent = gone(bar.dataset.timeFirst, bar.dataset.timeLast);
    bar.querySelector(".jd-bar__part").setAttribute("width", String(percent));
    var text = bar.dataset.timeFirst + " 至 " + bar.dataset.timeLast + "，已过 " + percent + "%";
    bar.querySelector("svg").setAttribute("aria-label", text);
    bar.querySelector("dd > span").textContent = "";
    write(bar.querySelector("dd > span"), text);
  });
  /* Several duties together: the rules are those of pairing/views/grid.py. */
  var signs = { "no-record": "–", due: "○", upcoming: "·", partly: "◐", met: "✓", waived: "×" };
  function sum(ids) {
    var all = ids.split(" ").map(function (id) { return byId[id]; });
    var owed = all.filter(function (code) { return code !== "waived"; });
    if (!owed.length) owed = all;
    var codes = Object.keys(signs).filter(function (code) { return owed.indexOf(code) >= 0; });
    var recorded = codes.indexOf("met") >= 0 || codes.indexOf("partly") >= 0;
    var met = owed.filter(function (code) { return code === "met"; }).length;
    return { status: codes.length > 1 && recorded ? "partly" : codes[0], share: met + "/" + owed.length };
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-cell]"), function (cell) {
    var found = sum(cell.dataset.cell);
    cell.setAttribute("class", "jd-cell jd-cell--" + found.status);
    cell.querySelector("text").textContent = signs[found.status] + " " + found.share;
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-cell-words]"), function (cell) {
    var found = sum(cell.dataset.cellWords);
    cell.textContent = found.share + " " + (words[found.status] || "已豁免");
  });

  /* What is due moves to the list that its last day now belongs to. */
  var lists = Array.prototype.slice.call(document.querySelectorAll("[data-due-low]"));
  Array.prototype.forEach.call(document.querySelectorAll("[data-due-last]"), function (item) {
    var days = Math.round((Date.parse(item.dataset.dueLast) - Date.parse(now)) / (24 * 60 * 60 * 1000));
    var home = lists.filter(function (list) {
      return Number(list.dataset.dueLow) <= days && days <= Number(list.dataset.dueHigh);
    })[0];
    if (home) home.appendChild(item);
  });
  lists.forEach(function (list) {
    var empty = list.parentElement.querySelector("[data-due-empty]");
    if (empty) empty.hidden = list.children.length > 0;
    /* What the build only counted stands above; what has come since needs words of its own. */
    var moved = list.parentElement.querySelector("[data-due-moved]");
    if (moved) moved.hidden = list.children.length === 0;
  });
  Array.prototype.forEach.call(notes, function (note) {
    write(note, " 状态已按今天（" + now + "）重算，记录仍截至 " + note.dataset.asOf + "。");
  });
})();
