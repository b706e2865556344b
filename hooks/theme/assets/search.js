/* Search. The index lies beside the results page in scripts (pairing/search.py writes them), so that it
   works over http below any path and from a folder alike. A text matches where it holds the words as they
   stand, after folding; the index says exactly where every pair of characters stands. What is read of a query
   is in query.js. */
(function () {
  "use strict";
  var form = document.querySelector("[data-search]");
  if (!form) return;
  var results = document.querySelector("[data-search-results]");
  var told = document.querySelector("[data-search-status]");
  var more = document.querySelector("[data-search-more]");
  var browse = document.querySelector("[data-search-browse]");
  var filters = document.querySelector("[data-search-filters]");
  var narrow = window.matchMedia("(max-width: 44.984375em)");
  var root = "../";
  var PAGE = 10;
  var query = window.jieduiQuery, fold = query.fold, foldMapped = query.foldMapped;
  var digits = {}, single = "`";
  var head, turn = 0, shown = 0, hits = [], marks = [];
  var pairs = {}, texts = {}, loading = {}, owners = [];

  /* ---- What the files of the index hand over ---- */
  window.jieduiSearch = {
    folding: function (letters, alike, notation) {
      query.alike(letters, alike);
      single = notation.single;
      for (var d = 0; d < notation.last.length; d += 1) {
        digits[notation.last.charCodeAt(d)] = d;
        digits[notation.earlier.charCodeAt(d)] = -1 - d;
      }
    },
    heads: function (told) { head = told; openHead(); openOwners(); start(); },
    pairs: function (name, blocks) {
      pairs[name] = {};
      blocks.forEach(function (block) { pairs[name][block[0]] = { keys: block[1], places: block[2], list: null }; });
    },
    text: function (name, pages) { texts[name] = pages; }
  };

  function load(folder, name, stamp) {
    var path = folder + "/" + name + ".js?" + stamp;
    if (!loading[path]) {
      loading[path] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = path;
        script.onload = done;
        script.onerror = function () { delete loading[path]; failed(new Error(path)); };
        document.head.appendChild(script);
      });
    }
    return loading[path];
  }

  /* Numbers: digits of the second half lead on, one of the first half ends a number. */
  function numbers(text) {
    var found = [], value = 0;
    for (var i = 0; i < text.length; i += 1) {
      var digit = digits[text.charCodeAt(i)];
      if (digit < 0) { value = (value - digit) * BASE; } else { found.push(value + digit); value = 0; }
    }
    return found;
  }
  var BASE = 45;

  /* A row per page: where it begins in its group, where its title, headings and text end. */
  function openHead() {
    BASE = Object.keys(digits).length / 2;
    query.names(head.names);
    head.volumes.forEach(function (volume, v) {
      volume[1].forEach(function (group, g) {
        var row = numbers(group[2]), at = 0, mine = [];
        for (var i = 0; i < row.length; i += 5) {
          mine.push({
            group: group, volume: v, number: g, i: i / 5, combo: row[i + 3], day: row[i + 4],
            begin: at, title: at + row[i], text: at + row[i + 1], end: at + row[i + 2]
          });
          at += row[i + 2];
        }
        group.pages = mine;
      });
    });
  }

  /* The pairs that cover a text, as offsets. */
  function offsets(text) {
    var found = [];
    for (var i = 0; i + 1 < text.length; i += 2) found.push(i);
    if (text.length % 2 && text.length > 1) found.push(text.length - 2);
    return text.length > 1 ? found : [0];
  }
  function pairAt(text, offset) { return text.length > 1 ? text.substr(offset, 2) : text + single; }
  function bucket(pair) { return (pair.charCodeAt(0) * 8191 + pair.charCodeAt(1)) % head.buckets; }

  function loadPairs(terms) {
    var wanted = {};
    terms.forEach(function (term) {
      term.texts.forEach(function (text) {
        offsets(text).forEach(function (offset) { wanted[bucket(pairAt(text, offset))] = true; });
      });
    });
    var jobs = [];
    head.volumes.forEach(function (volume, v) {
      Object.keys(wanted).forEach(function (number) {
        jobs.push(load("pairs", v + "-" + number, volume[0]));
      });
    });
    return Promise.all(jobs);
  }

  function places(volume, group, pair) {
    var file = pairs[volume + "-" + bucket(pair)], block = file && file[group];
    if (!block) return [];
    for (var i = block.keys.indexOf(pair); i >= 0; i = block.keys.indexOf(pair, i + 1)) {
      if (i % 2) continue;
      if (!block.list) block.list = block.places.split(" ");
      var found = block.list[i / 2];
      if (typeof found === "string") {
        var at = 0;
        found = block.list[i / 2] = numbers(found).map(function (step) { return (at += step); });
      }
      return found;
    }
    return [];
  }

  /* Where a text begins in a group: the places of its pairs, each moved back by its offset, in common. */
  function begins(volume, group, text) {
    var lists = offsets(text).map(function (offset) {
      return { offset: offset, places: places(volume, group, pairAt(text, offset)) };
    }).sort(function (a, b) { return a.places.length - b.places.length; });
    return lists.reduce(function (left, list) {
      if (left === null) return list.places.map(function (place) { return place - list.offset; });
      var at = 0;
      return left.filter(function (place) {
        while (at < list.places.length && list.places[at] < place + list.offset) at += 1;
        return at < list.places.length && list.places[at] === place + list.offset;
      });
    }, null);
  }

  /* Whose page is it? For each combination of facets the short name, folded, of the school that such a page is about. */
  function openOwners() {
    var at = {};
    head.facets.forEach(function (facet, f) { at[facet[0]] = f; });
    owners = head.combos.map(function (combo) {
      if (head.facets[at.kind][2][combo[at.kind][0]] !== "学校") return "";
      return fold(head.facets[at.school][2][combo[at.school][0]] || "");
    });
  }

  /* page number -> how well it matches: 0 is the title or the school's own page, 0.5 the page of a school of which
     a part is named, 1 in the title, 2 in a heading, 3 in the text. */
  function ranks(volume, group, pages, term) {
    var found = {};
    term.texts.forEach(function (text) {
      var at = 0;
      begins(volume, group, text).forEach(function (place) {
        while (at < pages.length && pages[at].end <= place) at += 1;
        var page = pages[at];
        var rank = place >= page.text ? 3 : place >= page.title ? 2 : 1;
        if (rank === 1 && place === page.begin && page.title - page.begin === text.length) rank = 0;
        if (rank && term.owners[owners[page.combo]] !== undefined) rank = term.owners[owners[page.combo]];
        if (found[at] === undefined || rank < found[at]) found[at] = rank;
      });
    });
    return found;
  }

  function find(terms) {
    var found = [];
    head.volumes.forEach(function (volume, v) {
      volume[1].forEach(function (group, g) {
        var all = terms.map(function (term) { return ranks(v, g, group.pages, term); });
        group.pages.forEach(function (page, i) {
          var rank = all.length ? 0 : 3;
          for (var t = 0; t < all.length; t += 1) {
            if (all[t][i] === undefined) return;
            rank = Math.max(rank, all[t][i]);
          }
          found.push({ page: page, rank: rank });
        });
      });
    });
    return found.sort(function (a, b) {
      return a.rank - b.rank || b.page.day - a.page.day || a.page.volume - b.page.volume ||
        a.page.number - b.page.number || a.page.i - b.page.i;
    });
  }

  /* ---- Filters ---- */
  function chosen() {
    return head.facets.map(function (facet) { return form.elements[facet[0]].value; });
  }
  function passes(combo, values, but) {
    return values.every(function (value, f) {
      return !value || f === but || head.combos[combo][f].indexOf(head.facets[f][2].indexOf(value)) >= 0;
    });
  }
  /* The choices of each filter with the number of pages that each would leave. */
  function offer(found, values) {
    var tally = {};
    found.forEach(function (hit) { tally[hit.page.combo] = (tally[hit.page.combo] || 0) + 1; });
    head.facets.forEach(function (facet, f) {
      var counts = {};
      Object.keys(tally).forEach(function (combo) {
        if (!passes(combo, values, f)) return;
        head.combos[combo][f].forEach(function (value) { counts[value] = (counts[value] || 0) + tally[combo]; });
      });
      var select = form.elements[facet[0]], labels = Object.keys(counts).map(function (value) { return facet[2][value]; });
      if (values[f] && labels.indexOf(values[f]) < 0) labels.push(values[f]);
      labels.sort(facet[0] === "year" ? function (a, b) { return b - a; } : undefined);
      select.textContent = "";
      select.appendChild(new Option("全部", ""));
      labels.forEach(function (label) {
        select.appendChild(new Option(label + "（" + (counts[facet[2].indexOf(label)] || 0) + "）", label));
      });
      select.value = values[f];
    });
  }

  /* ---- Results ---- */
  function make(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  /* Where the words stand in a line, as [begin, end) of the line as written, in order and apart. */
  function spots(line) {
    var folded = foldMapped(line), found = [];
    marks.forEach(function (text) {
      for (var i = folded.text.indexOf(text); i >= 0; i = folded.text.indexOf(text, i + 1)) {
        found.push([folded.from[i], folded.to[i + text.length - 1]]);
      }
    });
    found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return found.reduce(function (apart, spot) {
      var last = apart[apart.length - 1];
      if (last && spot[0] <= last[1]) last[1] = Math.max(last[1], spot[1]); else apart.push(spot);
      return apart;
    }, []);
  }
  function write(into, line, from, to, found) {
    var at = from;
    if (from > 0) into.appendChild(document.createTextNode("…"));
    found.forEach(function (spot) {
      if (spot[0] < at || spot[1] > to) return;
      into.appendChild(document.createTextNode(line.slice(at, spot[0])));
      into.appendChild(make("mark", "", line.slice(spot[0], spot[1])));
      at = spot[1];
    });
    into.appendChild(document.createTextNode(line.slice(at, to) + (to < line.length ? "…" : "")));
  }
  /* Up to two lines that hold most of the words; else how the text begins. */
  function excerpt(item, lines) {
    var best = lines.map(function (line, i) {
      var found = spots(line);
      return { line: line, found: found, i: i, words: found.length ? marks.filter(function (text) { return fold(line).indexOf(text) >= 0; }) : [] };
    }).filter(function (row) { return row.words.length; }).sort(function (a, b) { return b.words.length - a.words.length || a.i - b.i; });
    /* The second line is the one that adds most to the first. */
    var added = function (row) { return row.words.filter(function (text) { return best[0].words.indexOf(text) < 0; }).length; };
    best = best.slice(0, 1).concat(best.slice(1).sort(function (a, b) { return added(b) - added(a) || a.i - b.i; }).slice(0, 1));
    if (!best.length) {
      var first = lines.filter(function (line) { return line.length > 20; })[0] || lines[0] || "";
      best = [{ line: first, found: [], i: 0 }];
    }
    best.sort(function (a, b) { return a.i - b.i; }).forEach(function (row) {
      var near = row.found.length ? row.found[0][0] : 0, from = near > 40 ? near - 30 : 0;
      var text = make("p", "jd-search__text");
      write(text, row.line, from, Math.min(row.line.length, Math.max(from + 110, row.found.length ? row.found[0][1] : 0)), row.found);
      item.appendChild(text);
    });
  }
  function labels(page, facet) {
    var f = head.facets.findIndex(function (one) { return one[0] === facet; });
    return head.combos[page.combo][f].map(function (value) { return head.facets[f][2][value]; });
  }
  /* A page's date in words, as precise as its source; without words it is the day of publication. */
  function dated(page, words) {
    if (words || !page.day) return words || "";
    var day = new Date(Date.UTC(2000, 0, 1 + page.day));
    return "发布于" + day.getUTCFullYear() + "年" + (day.getUTCMonth() + 1) + "月" + day.getUTCDate() + "日";
  }
  function item(hit) {
    var page = hit.page, row = texts[textName(page)][page.i % head.shown];
    var made = make("li"), title = make("h2", "jd-news__title"), link = make("a");
    link.href = root + row[0].split("/").map(encodeURIComponent).join("/");
    write(link, row[1], 0, row[1].length, spots(row[1]));
    title.appendChild(link);
    made.appendChild(title);
    var facts = labels(page, "kind").concat(dated(page, row[3]) || [], labels(page, "column"), labels(page, "programme").slice(0, 2), labels(page, "status"));
    made.appendChild(make("p", "jd-note", facts.join(" · ")));
    excerpt(made, row[2].split("\n"));
    return made;
  }
  function textName(page) { return page.group[0] + "-" + Math.floor(page.i / head.shown); }

  function show(mine) {
    var next = hits.slice(shown, shown + PAGE);
    return Promise.all(next.map(function (hit) {
      return load("text", textName(hit.page), hit.page.group[1]);
    })).then(function () {
      if (mine !== turn) return null;
      next.forEach(function (hit) { results.appendChild(item(hit)); });
      shown += next.length;
      more.hidden = shown >= hits.length;
      return results.children[shown - next.length];
    });
  }

  function run() {
    var mine = (turn += 1), words = form.elements.q.value, values = chosen(), terms = query.parse(words);
    var asked = terms.length || values.some(Boolean);
    tell(values);
    document.title = (words.trim() ? words.trim() + " - " : "") + title;
    return loadPairs(terms).then(function () {
      if (mine !== turn) return;
      var found = find(terms);
      marks = [].concat.apply([], terms.map(function (term) { return term.texts; }));
      offer(found, values);
      hits = asked ? found.filter(function (hit) { return passes(hit.page.combo, values, -1); }) : [];
      shown = 0;
      results.textContent = "";
      more.hidden = true;
      browse.hidden = hits.length > 0;
      told.textContent = !asked ? "" : hits.length ? "找到 " + hits.length + " 页。" :
        "没有找到。可以减少词语、换个说法" + (values.some(Boolean) ? "、清除筛选" : "") + "，或从下面的栏目查找。";
      results.dataset.ready = String(mine);
      return show(mine);
    }).catch(function () {
      if (mine === turn) told.textContent = "索引没有读到，请检查网络后再试。";
    });
  }

  /* ---- The address tells the query, so that a search can be shared and gone back to ---- */
  function address() {
    var parts = ["q"].concat(head.facets.map(function (facet) { return facet[0]; }));
    return parts.filter(function (name) { return form.elements[name].value; }).map(function (name) {
      return name + "=" + encodeURIComponent(form.elements[name].value);
    }).join("&");
  }
  function read() {
    var asked = {};
    location.search.slice(1).split("&").forEach(function (pair) {
      var cut = pair.replace(/\+/g, " ").split("=");
      try { asked[cut[0]] = decodeURIComponent(cut.slice(1).join("=")); } catch (error) { asked[cut[0]] = ""; }
    });
    form.elements.q.value = asked.q || "";
    head.facets.forEach(function (facet) {
      var value = facet[2].indexOf(asked[facet[0]]) >= 0 ? asked[facet[0]] : "", select = form.elements[facet[0]];
      if (value) select.appendChild(new Option(value, value));
      select.value = value;
    });
  }
  function go() {
    var asked = address();
    try {
      history.pushState(null, "", location.pathname + (asked ? "?" + asked : ""));
    } catch (error) { /* opened from a folder: some browsers want a new page */
      location.search = asked;
      return;
    }
    run();
  }

  /* On phones results come first: filters and help are folded, and the fold says how many filters narrow them. */
  function fit() { filters.open = !narrow.matches; }
  function tell(values) {
    var count = values.filter(Boolean).length;
    filters.querySelector("summary").textContent = "筛选和说明" + (count ? "（已选 " + count + " 项）" : "");
  }

  var title = document.title;
  function start() {
    fit();
    narrow.addEventListener("change", fit);
    document.querySelector("[data-search-plain]").hidden = true;
    form.hidden = false;
    read();
    form.addEventListener("submit", function (event) { event.preventDefault(); go(); });
    form.addEventListener("change", function (event) { if (event.target.name !== "q") go(); });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      head.facets.forEach(function (facet) { form.elements[facet[0]].value = ""; });
      go();
    });
    window.addEventListener("popstate", function () { read(); run(); });
    more.addEventListener("click", function () {
      show(turn).then(function (first) { if (first) first.querySelector("a").focus(); });
    });
    /* Down from the box to the results and on, up again. */
    document.addEventListener("keydown", function (event) {
      var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      var links = Array.from(results.querySelectorAll("a"));
      var stops = [form.elements.q].concat(links), at = stops.indexOf(document.activeElement);
      if (!step || at < 0 || !stops[at + step]) return;
      event.preventDefault();
      stops[at + step].focus();
    });
    run();
    if (!form.elements.q.value) form.elements.q.focus();
  }
})();
