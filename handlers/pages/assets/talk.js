// Draws what is said, for the web chat and the simulator: the script's twin of
// the template "line". Nothing here knows where lines come from.
"use strict";
window.talk = (function () {
  const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
  const between = 10 * 60 * 1000;

  function el(tag, className, text) {
    const e = document.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  // The zone's own clock of "2022-04-08T19:02:00+08:00", whatever zone the browser is in.
  function local(at) {
    const m = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(at || "");
    if (!m) return null;
    const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])];
    return { y, mo, d, clock: m[4] + ":" + m[5], day: Date.UTC(y, mo - 1, d) / 86400000 };
  }

  // The same zone's clock, ms later.
  function shift(at, ms) {
    const zone = /(Z|[+-]\d\d:\d\d)$/.exec(at)[1];
    const minutes = zone === "Z" ? 0 : (zone[0] === "-" ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
    return new Date(Date.parse(at) + ms + minutes * 60000).toISOString().slice(0, 19) + zone;
  }

  // 2022年4月8日 周五 18:00
  function full(at) {
    const t = local(at);
    return t ? t.y + "年" + t.mo + "月" + t.d + "日 " + weekdays[(t.day + 4) % 7] + " " + t.clock : "";
  }

  function newID() {
    const b = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(b, function (x) { return x.toString(16).padStart(2, "0"); }).join("");
  }

  // 今天 19:02, 昨天 19:02, 4月8日 周五 19:02, 2021年4月8日 周四 19:02
  function stamp(at, now) {
    const t = local(at), n = local(now);
    if (!t || !n) return "";
    if (t.day === n.day) return "今天 " + t.clock;
    if (t.day === n.day - 1) return "昨天 " + t.clock;
    return t.y === n.y ? full(at).replace(/^\d+年/, "") : full(at);
  }

  function apart(a, b) {
    if (!a) return true;
    return Date.parse(b) - Date.parse(a) >= between || local(a).day !== local(b).day;
  }

  function link(l) {
    const url = typeof l === "string" ? l : l.url;
    const a = el("a", "", typeof l === "string" ? l : l.label || l.url);
    a.href = /^(https?:|tel:|\/)/i.test(url) ? url : "#";
    return a;
  }

  function buttons(labels, press) {
    const form = el("form", "buttons");
    labels.forEach(function (label, i) {
      const b = el("button", i === 0 ? "main" : "");
      b.type = "button";
      b.append(el("span", "number", String(i + 1)), " " + label);
      b.addEventListener("click", function () { press(label); });
      form.append(b);
    });
    return form;
  }

  function rows(list) {
    const dl = el("dl");
    list.forEach(function (r) {
      const div = el("div");
      div.append(el("dt", "", r.label), el("dd", "", r.value));
      dl.append(div);
    });
    return dl;
  }

  function picture(line) {
    const img = el("img");
    img.src = line.image;
    img.alt = line.text || "图片";
    return img;
  }

  function body(line, press) {
    const card = (line.rows || []).length || line.hint || (line.buttons || []).length;
    const box = el("div", card ? "card" : line.mine ? "me" : "her");
    if (line.image) box.append(picture(line));
    else if (line.text) box.append(el("p", "words", line.text));
    if ((line.rows || []).length) box.append(rows(line.rows));
    if (line.hint) box.append(el("p", "hint", line.hint));
    const links = (line.links || []).slice();
    if (line.file) links.push({ label: "打开文件", url: line.file });
    if (links.length) {
      const p = el("p", "links");
      links.forEach(function (l) { p.append(link(l)); });
      box.append(p);
    }
    if ((line.buttons || []).length) box.append(buttons(line.buttons, press));
    return box;
  }

  // A line is {text, rows, hint, buttons, links, image, file, at} and mine, name
  // (shown above it in a group). press(label) is called for a button.
  function draw(line, press) {
    const e = el("div", line.mine ? "line mine" : "line");
    e.append(el("span", "sr", line.mine ? "我说：" : (line.name || "小青") + "说："));
    if (line.name) e.append(el("span", "from", line.name));
    e.append(body(line, press));
    return e;
  }

  // Older buttons can no longer be pressed.
  function retire(log) {
    log.querySelectorAll(".buttons button").forEach(function (b) {
      b.disabled = true;
      b.classList.remove("main");
    });
  }

  // A log remembers what time was shown last.
  function Log(root, now) {
    this.root = root;
    this.now = now;
    this.shown = "";
  }
  Log.prototype.time = function (at) {
    if (!at || !apart(this.shown, at)) return;
    this.shown = at;
    this.root.append(el("time", "", stamp(at, this.now())));
  };
  Log.prototype.add = function (line, press) {
    this.time(line.at);
    if ((line.buttons || []).length || line.mine) retire(this.root);
    const e = draw(line, press);
    this.root.append(e);
    return e;
  };

  return { el: el, Log: Log, full: full, shift: shift, newID: newID };
})();
