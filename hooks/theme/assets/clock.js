/* The reader's clock: statuses that depend on the day, recomputed for the reader's own day from the
   dates in the page. Without it the page says for which day they were computed. The rules are those
   of pairing/ledger/match.py. */
(function () {
  "use strict";
  var marks = document.querySelectorAll("[data-clock]");
  var note = document.querySelector("[data-clock-note]");
  if (!note) return;
  var now = new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
  var words = { met: "已见记录", partly: "部分记录", due: "正在期内", upcoming: "尚未到期", "no-record": "未见记录" };
  if (now <= note.dataset.asOf) return;

  function status(mark) {
    var recorded = Number(mark.dataset.recorded);
    if (recorded >= Number(mark.dataset.required)) return "met";
    if (recorded > 0) return "partly";
    if (now < mark.dataset.first) return "upcoming";
    return now <= mark.dataset.last ? "due" : "no-record";
  }

  Array.prototype.forEach.call(marks, function (mark) {
    if ("fixed" in mark.dataset) return;
    var code = status(mark);
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
  var tally = document.querySelector("[data-tally]");
  if (rows.length && tally) {
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
  Array.prototype.forEach.call(document.querySelectorAll("[data-time-first]"), function (bar) {
    var first = Date.parse(bar.dataset.timeFirst), last = Date.parse(bar.dataset.timeLast);
    var share = (Date.parse(now) - first) / (last - first + 86400000);
    var percent = Math.round(100 * Math.min(Math.max(share, 0), 1));
    bar.querySelector(".jd-bar__part").setAttribute("width", String(percent));
    var text = bar.dataset.timeFirst + " 至 " + bar.dataset.timeLast + "，已过 " + percent + "%";
    bar.querySelector("svg").setAttribute("aria-label", text);
    bar.querySelector("dd > span").textContent = text;
  });
  var signs = { "no-record": "–", partly: "◐", due: "○", upcoming: "·", met: "✓", waived: "×" };
  function sum(ids) {
    var found = ids.split(" ").map(function (id) { return byId[id]; });
    var status = Object.keys(signs).filter(function (code) { return found.indexOf(code) >= 0; })[0];
    var met = found.filter(function (code) { return code === "met"; }).length;
    return { status: status, share: met + "/" + found.length };
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
    var days = Math.round((Date.parse(item.dataset.dueLast) - Date.parse(now)) / 86400000);
    var home = lists.filter(function (list) {
      return Number(list.dataset.dueLow) <= days && days <= Number(list.dataset.dueHigh);
    })[0];
    if (home) home.appendChild(item);
  });
  lists.forEach(function (list) {
    var empty = list.parentElement.querySelector("[data-due-empty]");
    if (empty) empty.hidden = list.children.length > 0;
  });
  note.insertAdjacentText("beforeend", " 状态已按今天（" + now + "）重算，记录仍截至 " + note.dataset.asOf + "。");
})();
