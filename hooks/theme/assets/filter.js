/* What readers operate on a page: menu and colours by keyboard, contents on narrow screens, the filter of programmes. */

/* Material's menu and its switch of colours are labels of boxes that do not show: a keyboard needs buttons. */
(function () {
  "use strict";

  /* Puts a button into a label, which must not be one itself (ARIA in HTML): Enter and Space do `act`. */
  function addButton(label, name, act) {
    var button = document.createElement("span");
    button.append.apply(button, label.childNodes);
    label.appendChild(button);
    return makeButton(button, name, act);
  }

  /* Makes a button of what lies in a label. */
  function makeButton(button, name, act) {
    button.tabIndex = 0;
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", name);
    button.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation(); /* Material acts on Enter, too. */
      act();
    });
    return button;
  }

  /* One label for each scheme leads to the next one; Material shows that of the scheme at hand. */
  var schemes = Array.prototype.slice.call(document.querySelectorAll("[data-md-component=palette] label"));
  var switches = schemes.map(function (label, index) {
    label.control.tabIndex = -1;
    return addButton(label, label.title, function () {
      label.click();
      switches[(index + 1) % switches.length].focus();
    });
  });

  var toggle = document.getElementById("__drawer");
  var label = document.querySelector(".md-header label[for=__drawer]");
  var drawer = document.querySelector(".md-sidebar--primary");
  if (!toggle || !label || !drawer) return;
  var button = addButton(label, "菜单", function () {
    set(!toggle.checked);
    if (toggle.checked) drawer.querySelector("a").focus({ preventScroll: true });
  });

  /* Behind the name of a hand-written page lie its contents, in the menu's place; before them a way back. */
  var contents = drawer.querySelector("#__toc");
  var into = drawer.querySelector(".md-nav__link[for=__toc] .md-nav__icon");
  var back = drawer.querySelector(".md-nav__title[for=__toc] .md-nav__icon");
  if (!contents || !back) into = null;
  if (into) {
    makeButton(into, "目录", function () { contents.click(); back.focus(); });
    makeButton(back, "返回菜单", function () { contents.click(); into.focus(); });
    contents.addEventListener("change", tell);
  }

  function tell() {
    button.setAttribute("aria-expanded", String(toggle.checked));
    if (into) into.setAttribute("aria-expanded", String(contents.checked));
  }
  function set(open) { if (toggle.checked !== open) toggle.click(); }

  tell();
  toggle.addEventListener("change", tell);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !toggle.checked) return;
    set(false);
    button.focus();
  });
  /* Who has chosen a place on the page wants to see it. */
  drawer.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (link && link.hash && link.pathname === location.pathname) set(false);
  });
  /* The page below an open menu is covered: who goes on to it closes the menu. */
  drawer.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !drawer.contains(event.relatedTarget)) set(false);
  });
})();

/* On narrow screens there is no room beside a page for its contents: those of long pages fold below the title. */
(function () {
  "use strict";
  var title = document.querySelector("article h1");
  var list = document.querySelector(".md-sidebar--secondary .md-nav__list");
  var FEW = 5;
  if (!title || !list || list.children.length < FEW) return;

  function add(parent, name, text) {
    var node = parent.appendChild(document.createElement(name));
    if (text) node.textContent = text;
    return node;
  }

  var details = document.createElement("details");
  details.className = "jd-more jd-contents";
  add(details, "summary", "本页目录（" + list.children.length + " 节）");
  var nav = add(details, "nav");
  nav.setAttribute("aria-label", "本页目录");
  var items = add(nav, "ul");
  Array.prototype.forEach.call(list.children, function (item) {
    var link = item.querySelector("a");
    add(add(items, "li"), "a", link.textContent.trim()).href = link.getAttribute("href");
  });
  title.insertAdjacentElement("afterend", details);
})();

/* Filters the list of programmes. Without it, the form stays hidden and the whole list is there. */
(function () {
  "use strict";
  var form = document.querySelector("[data-filter]");
  var list = document.querySelector("[data-filter-list]");
  if (!form || !list) return;
  var items = Array.prototype.slice.call(list.children);
  var count = document.querySelector("[data-filter-count]");
  var empty = document.querySelector("[data-filter-empty]");
  var names = Array.prototype.map.call(form.querySelectorAll("select"), function (select) { return select.name; });

  function apply() {
    var shown = 0;
    items.forEach(function (item) {
      var fits = names.every(function (name) {
        var wanted = form.elements[name].value;
        return !wanted || (item.dataset[name] || "").split("|").indexOf(wanted) >= 0;
      });
      item.hidden = !fits;
      if (fits) shown += 1;
    });
    if (count) count.textContent = String(shown);
    if (empty) empty.hidden = shown > 0;
    remember();
  }

  /* The choice stands in the address, so that a filtered list can be shared. */
  function remember() {
    var query = names
      .filter(function (name) { return form.elements[name].value; })
      .map(function (name) { return name + "=" + encodeURIComponent(form.elements[name].value); })
      .join("&");
    try { history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash); } catch (error) { /* file:// in some browsers */ }
  }

  location.search.slice(1).split("&").forEach(function (pair) {
    var cut = pair.split("=");
    if (names.indexOf(cut[0]) < 0) return;
    var select = form.elements[cut[0]];
    try { select.value = decodeURIComponent(cut[1] || ""); } catch (error) { select.value = ""; /* half an address */ }
    if (select.selectedIndex < 0) select.value = "";
  });
  form.hidden = false;
  if (count) count.parentElement.setAttribute("role", "status");
  form.addEventListener("change", apply);
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  if (location.search) apply();
})();
