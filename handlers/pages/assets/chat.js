// The web chat. A message gets its id here and is sent again under that id
// until it is acknowledged, so nothing is lost and nothing counts twice.
"use strict";
(function () {
  const page = document.body.dataset;
  const path = page.base + "/c/" + page.token;
  const outKey = "xq.out." + page.token, draftKey = "xq.draft." + page.token, mineKey = "xq.mine";
  const input = document.getElementById("text"), state = document.getElementById("state");
  const log = new talk.Log(document.getElementById("log"), now);
  const loaded = Date.now(), seen = new Set(), bubbles = {};
  let last = Number(page.last), out = [], sending = false, wait = 1000, retry = 0;
  let stream = null, streams = 0;

  // Where storage is forbidden the page still works, it only forgets on reload.
  function keep(key, value) {
    try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch (e) { /* forbidden */ }
  }
  function kept(key) {
    try { return localStorage.getItem(key) || ""; } catch (e) { return ""; }
  }

  // The programme's clock, in its own zone.
  function now() { return talk.shift(page.now, Date.now() - loaded); }

  function nearEnd() {
    return window.innerHeight + window.scrollY > document.documentElement.scrollHeight - 160;
  }
  function toEnd() { window.scrollTo(0, document.documentElement.scrollHeight); }

  // Saying

  function say(text) {
    text = text.trim();
    if (!text) return;
    const message = { id: talk.newID(), text: text };
    out.push(message);
    keep(outKey, JSON.stringify(out));
    show(message);
    toEnd();
    flush();
  }

  function show(message) {
    const start = document.getElementById("start");
    if (start) start.querySelectorAll("form, .resume").forEach(function (e) { e.remove(); });
    const bubble = log.add({ text: message.text, mine: true, at: now() }, say);
    bubble.append(talk.el("span", "state", "发送中…"));
    bubbles[message.id] = bubble;
  }

  function note(id, text, again) {
    const s = bubbles[id] && bubbles[id].querySelector(".state");
    if (!s) return;
    s.textContent = text;
    s.classList.add("wrong");
    if (!again) return;
    const b = talk.el("button", "", "重发");
    b.type = "button";
    b.addEventListener("click", function () { wait = 1000; flush(); });
    s.append(b);
  }

  function settle(id) {
    const s = bubbles[id] && bubbles[id].querySelector(".state");
    if (s) s.remove();
    drop(id);
  }
  function drop(id) {
    out = out.filter(function (m) { return m.id !== id; });
    keep(outKey, out.length ? JSON.stringify(out) : "");
  }

  async function flush() {
    clearTimeout(retry);
    if (sending || !out.length) return;
    sending = true;
    const message = out[0];
    let done = false;
    try { done = await post(message); } catch (e) { later(message, "没发出去，联网后自动再发。"); }
    sending = false;
    if (done) { wait = 1000; flush(); }
  }

  async function post(message) {
    const abort = new AbortController(), timer = setTimeout(function () { abort.abort(); }, 20000);
    const r = await fetch(path, {
      method: "POST", body: JSON.stringify(message), signal: abort.signal,
      headers: { "Content-Type": "application/json", "Accept": "application/json" },
    }).finally(function () { clearTimeout(timer); });
    const answer = await r.json().catch(function () { return {}; });
    if (r.ok) { accepted(message, answer); return true; }
    if (r.status >= 500 || r.status === 408 || r.status === 429) {
      later(message, answer.error || "小青有点忙，马上自动再发。");
      return false;
    }
    note(message.id, answer.error || "这句话没发出去。");
    drop(message.id);
    return true;
  }

  function later(message, text) {
    note(message.id, text, true);
    retry = setTimeout(flush, wait);
    wait = Math.min(wait * 2, 30000);
  }

  function accepted(message, answer) {
    (answer.lines || []).forEach(receive);
    settle(message.id);
    keep(mineKey, page.token);
    document.getElementById("own").hidden = document.getElementById("to-own").hidden = false;
    if (location.pathname !== path) history.replaceState(null, "", path);
    if (!stream) listen();
  }

  // Hearing

  function receive(line) {
    if (line.n <= Number(page.last) || seen.has(line.n)) return;
    seen.add(line.n);
    last = Math.max(last, line.n);
    if (line.from === "me" && line.id && bubbles[line.id]) { settle(line.id); return; }
    const follow = nearEnd();
    log.add(Object.assign({ mine: line.from === "me" }, line, { name: "" }), say);
    if (follow) toEnd();
  }

  async function poll() {
    if (document.hidden || (!last && !seen.size)) return 0;
    try {
      const r = await fetch(path + "/lines?after=" + last, { headers: { "Accept": "application/json" } });
      if (!r.ok) return 0;
      const before = seen.size;
      ((await r.json()).lines || []).forEach(receive);
      return seen.size - before;
    } catch (e) { return 0; }
  }

  // A stream that brings nothing while polling does is cut somewhere on its way.
  async function tick() {
    const missed = await poll();
    if (missed && stream && streams > 0) { stream.close(); stream = null; streams = -1; }
    setTimeout(tick, stream ? 30000 : 3000);
  }

  function listen() {
    if (!window.EventSource || stream || streams < 0) return;
    stream = new EventSource(path + "/events?after=" + last);
    streams++;
    stream.onmessage = function (e) { receive(JSON.parse(e.data)); };
    stream.onerror = function () {
      if (stream) stream.close();
      stream = null;
      setTimeout(listen, Math.min(streams * 5000, 60000));
    };
  }

  // The page

  function grow() {
    input.style.height = "auto";
    input.style.height = Math.min(input.scrollHeight + 2, 150) + "px";
    keep(draftKey, input.value);
  }

  function submit(e) {
    const text = e.submitter && e.submitter.name === "text" ? e.submitter.value : null;
    e.preventDefault();
    if (text !== null) { say(text); return; }
    say(input.value);
    input.value = "";
    state.textContent = "";
    grow();
    input.focus();
  }

  function onKey(e) {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
    e.preventDefault();
    if (input.value.trim()) document.getElementById("say").requestSubmit();
  }

  async function copy() {
    const own = document.getElementById("own-link"), b = document.getElementById("copy");
    own.focus();
    own.select();
    try { await navigator.clipboard.writeText(own.value); } catch (e) { document.execCommand("copy"); }
    b.textContent = "已复制";
    setTimeout(function () { b.textContent = "复制"; }, 2000);
  }

  function resume() {
    const token = kept(mineKey), p = document.getElementById("resume");
    if (!p || !token || token === page.token) return;
    p.querySelector("a").href = page.base + "/c/" + encodeURIComponent(token);
    p.hidden = false;
  }

  function times() {
    const drawn = log.root.querySelectorAll("time[datetime]");
    if (drawn.length) log.shown = drawn[drawn.length - 1].getAttribute("datetime");
  }

  function begin() {
    document.addEventListener("submit", submit);
    input.addEventListener("keydown", onKey);
    input.addEventListener("keypress", onKey);
    input.addEventListener("input", grow);
    document.getElementById("copy").hidden = false;
    document.getElementById("to-own").addEventListener("click", function () { document.getElementById("own").open = true; });
    document.getElementById("copy").addEventListener("click", copy);
    window.addEventListener("online", function () { wait = 1000; flush(); });
    document.addEventListener("visibilitychange", function () { poll(); flush(); });
    if (!input.value) input.value = kept(draftKey);
    grow();
    times();
    try { out = JSON.parse(kept(outKey) || "[]"); } catch (e) { out = []; }
    out.forEach(show);
    resume();
    toEnd();
    flush();
    if (last) listen();
    setTimeout(tick, 3000);
  }
  begin();
})();
