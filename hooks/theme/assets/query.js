/* What a search reads of a query: folding, words and phrases, the names of schools, dates. search.js looks for it. */
(function () {
  "use strict";
  var OPEN = "\"“”„「」『』";
  /* So many schools at most are meant by a part of their names; a part of more is a word like any other. */
  var FEW = 3;
  var forms = {}, known = {}, schools = [];

  /* ---- Folding, as pairing/fold.py does it ---- */
  function foldLetter(letter) {
    var out = "";
    Array.from((forms[letter] || letter).normalize("NFKC").toLowerCase()).forEach(function (part) {
      if (part !== "\n") out += forms[part] || part;
    });
    return out;
  }
  /* The folded text, and for each unit of it where the letter that it comes from begins and ends. */
  function foldMapped(text) {
    var out = [], from = [], to = [], at = 0;
    Array.from(text).forEach(function (letter) {
      if (known[letter] === undefined) known[letter] = foldLetter(letter);
      var folded = letter === "\n" ? letter : known[letter];
      for (var i = 0; i < folded.length; i += 1) { out.push(folded[i]); from.push(at); to.push(at + letter.length); }
      at += letter.length;
    });
    var latin = /[a-z0-9]/, keep = [];
    out.forEach(function (unit, i) {
      if (unit !== " " || (i > 0 && latin.test(out[i - 1]) && i + 1 < out.length && latin.test(out[i + 1]))) keep.push(i);
    });
    var pick = function (list) { return keep.map(function (i) { return list[i]; }); };
    return { text: pick(out).join(""), from: pick(from), to: pick(to) };
  }
  function fold(text) { return foldMapped(text.trim().replace(/\s+/g, " ")).text; }

  /* ---- Words that must all be there. Of the texts of a word any will do; `owners` says, by the schools' short
     names, how well a school's own page answers it. ---- */
  function parse(query) {
    var found = [], pattern = new RegExp("[" + OPEN + "]([^" + OPEN + "]+)[" + OPEN + "]?|[^\\s" + OPEN + "]+", "g"), match;
    while ((match = pattern.exec(query))) {
      var text = fold(match[1] || match[0]);
      if (text) found.push(match[1] ? { texts: [text], owners: {} } : { texts: dated(text) || named(text), owners: owners(text) });
    }
    return found;
  }

  /* A day as pages write it, in lists and in sentences; none where the word is no day. As it was typed, it counts too. */
  var DAY = /^(\d{4})(?:[-./](\d{1,2})[-./](\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/;
  function dated(text) {
    var part = DAY.exec(text);
    if (!part) return null;
    var month = Number(part[2] || part[4]), day = Number(part[3] || part[5]), two = function (number) { return ("0" + number).slice(-2); };
    if (month < 1 || month > 12 || day < 1 || day > 31) return null;
    var all = [part[1] + "年" + month + "月" + day + "日", part[1] + "-" + two(month) + "-" + two(day)];
    return all.indexOf(text) < 0 ? all.concat(text) : all;
  }

  /* The other names of a school stand for the one in the word. */
  function named(text) {
    var longest = "", names = [];
    schools.forEach(function (group) {
      group.forEach(function (name) {
        if (name.length > longest.length && text.indexOf(name) >= 0) { longest = name; names = group; }
      });
    });
    var all = names.map(function (name) { return text.split(longest).join(name); });
    if (!all.length) all = [text];
    /* What holds another one is found with it. */
    return all.filter(function (one) {
      return !all.some(function (other) { return other !== one && one.indexOf(other) >= 0; });
    });
  }

  /* Whose names the word is, or is a part of. */
  function owners(text) {
    var whole = {}, parts = {};
    schools.forEach(function (group) {
      if (group.indexOf(text) >= 0) whole[group[0]] = 0;
      else if (group.some(function (name) { return name.indexOf(text) >= 0; })) parts[group[0]] = 0.5;
    });
    if (Object.keys(whole).length) return whole;
    return text.length > 1 && Object.keys(parts).length <= FEW ? parts : {};
  }

  window.jieduiQuery = {
    alike: function (letters, families) {
      for (var i = 0; i < letters.length; i += 2) forms[letters[i]] = letters[i + 1];
      families.forEach(function (family) {
        for (var j = 1; j < family.length; j += 1) forms[family[j]] = family[0];
      });
    },
    /* A school a row: its short name, then its others. */
    names: function (rows) { schools = rows; },
    fold: fold, foldMapped: foldMapped, parse: parse
  };
})();
