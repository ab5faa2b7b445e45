// The simulator: the same chat for many people, through the simulator's API
// alone. What is said, unread marks and the clock are asked for again and again.
"use strict";
(function () {
  const api = document.body.dataset.base + "/sim/api/";
  const roles = { parent: "家长", worker: "一线人员", tutor: "大学生志愿者", volunteer: "志愿者", coordinator: "团干部", social_worker: "社工", group: "群" };
  // From the root of the tree down, so that each Org finds the one above it.
  const cast = [
    { id: "city", name: "陈立", role: "coordinator", org: "上海市" },
    { id: "district", name: "林越", role: "coordinator", org: "杨浦区" },
    { id: "street", name: "高宁", role: "coordinator", org: "五角场街道" },
    { id: "community", name: "沈然", role: "coordinator", org: "国定社区" },
    { id: "mama", name: "周岚", role: "parent", org: "五角场街道" },
    { id: "nurse", name: "许静", role: "worker", org: "五角场街道" },
    { id: "tutor-rui", name: "芮一鸣", role: "tutor", org: "五角场街道" },
    { id: "tutor-zhu", name: "祝晓", role: "tutor", org: "五角场街道" },
    { id: "he", name: "贺川", role: "volunteer", org: "五角场街道" },
  ];
  const groups = [
    { id: "g-wjc", name: "五角场街道工作群", org: "五角场街道" },
    { id: "g-city", name: "市级工作群", org: "上海市" },
  ];
  const $ = function (id) { return document.getElementById(id); };
  const el = talk.el;
  let chats = [], read = {}, current = "", drawn = 0, log = null, clock = { at: "", simulated: false };
  let fetching = false, listed = "";

  async function call(method, path, body) {
    const r = await fetch(api + path, {
      method: method, headers: { "Accept": "application/json", "Content-Type": "application/json" },
      body: body ? JSON.stringify(body) : undefined,
    });
    const answer = await r.json().catch(function () { return {}; });
    if (!r.ok) throw new Error(answer.error || "没做成，再试一次。");
    return answer;
  }

  function tell(text, wrong) {
    $("result").textContent = text;
    $("result").className = wrong ? "wrong" : "";
  }
  async function attempt(what) {
    try { await what(); } catch (e) { tell(e instanceof TypeError ? "连不上小青，看看它还在不在跑。" : e.message, true); }
  }

  // People and groups

  function isGroup(c) { return !c.chat.startsWith("direct:"); }
  function find(chat) { return chats.find(function (c) { return c.chat === chat; }); }
  function person(id) { return find("direct:" + id); }
  function about(c) { return [roles[isGroup(c) ? "group" : c.role] || "", c.org].filter(Boolean).join(" · "); }
  function id(c) { return isGroup(c) ? c.chat : c.chat.slice("direct:".length); }

  async function list() {
    const found = (await call("GET", "chats")).chats || [];
    found.forEach(function (c) { if (!(c.chat in read)) read[c.chat] = chats.length ? 0 : c.last || 0; });
    chats = found;
    drawList();
  }

  function unread(c) { return c.chat !== current && (c.last || 0) > (read[c.chat] || 0); }

  function entry(c) {
    const b = el("button"), words = el("span");
    b.type = "button";
    words.append(el("b", "", c.name || id(c)), el("small", "", [c.org, id(c)].filter(Boolean).join(" · ")));
    b.append(words);
    if (unread(c)) b.append(el("span", "count", "新"));
    if (c.chat === current) b.setAttribute("aria-current", "true");
    b.addEventListener("click", function () { attempt(function () { return choose(c.chat); }); });
    return b;
  }

  function drawList() {
    const state = JSON.stringify([current, chats.map(function (c) { return [c.chat, c.name, c.role, c.org, unread(c)]; })]);
    if (state === listed) return;
    listed = state;
    const kinds = Object.keys(roles), box = $("people"), focus = document.activeElement && document.activeElement.dataset.chat;
    box.textContent = "";
    kinds.forEach(function (kind) {
      const here = chats.filter(function (c) { return isGroup(c) ? kind === "group" : c.role === kind; });
      if (here.length) box.append(el("h2", "", roles[kind]));
      here.forEach(function (c) {
        const b = entry(c);
        b.dataset.chat = c.chat;
        box.append(b);
        if (c.chat === focus) b.focus();
      });
    });
    const others = chats.filter(unread).length;
    $("others").hidden = !others;
    $("others").textContent = others + "个有新消息";
  }

  async function choose(chat) {
    const c = find(chat);
    current = chat;
    drawn = 0;
    $("log").textContent = "";
    log = new talk.Log($("log"), function () { return clock.at; });
    $("current").textContent = $("name").textContent = c.name || id(c);
    $("face").textContent = (c.name || id(c)).slice(0, 1);
    $("about").textContent = about(c);
    $("as").hidden = !isGroup(c);
    if (isGroup(c)) speakers();
    if (narrow.matches) $("picker").open = false;
    drawList();
    await hear();
  }

  function speakers() {
    const kept = $("speaker").value;
    $("speaker").textContent = "";
    chats.filter(function (c) { return !isGroup(c); }).forEach(function (c) {
      const o = el("option", "", (c.name || id(c)) + "（" + about(c) + "）");
      o.value = id(c);
      $("speaker").append(o);
    });
    if (kept) $("speaker").value = kept;
  }

  // Hearing and saying

  function me() { return isGroup(find(current)) ? $("speaker").value : current.slice("direct:".length); }

  // The card of a message, where there is one, says the same as its text.
  function line(m) {
    const group = isGroup(find(current)), from = person(m.from);
    const mine = group ? m.from === me() : Boolean(from);
    const card = m.card || { text: m.text, buttons: m.buttons, links: m.links };
    return Object.assign({}, card, { at: m.at, image: m.image, file: m.file, mine: mine, name: group ? (from ? from.name : "小青") : "" });
  }

  async function hear() {
    if (fetching || !current) return;
    fetching = true;
    const chat = current;
    try {
      const said = (await call("GET", "chats/" + encodeURIComponent(chat) + "/messages?after=" + drawn)).messages || [];
      if (chat === current) said.forEach(hearOne);
    } finally { fetching = false; }
    if (chat !== current) await hear();
  }

  function hearOne(m) {
    if (m.n <= drawn) return;
    drawn = m.n;
    read[current] = Math.max(read[current] || 0, m.n);
    const e = log.add(line(m), say);
    e.querySelectorAll("a").forEach(function (a) { a.target = "_blank"; a.rel = "noopener"; });
    toEnd();
  }

  function toEnd() {
    $("pane").scrollTop = $("pane").scrollHeight;
    if (narrow.matches) window.scrollTo(0, document.documentElement.scrollHeight);
  }

  function say(text) {
    text = text.trim();
    if (!text || !current) return;
    const message = { id: "sim-" + talk.newID(), from: me(), chat: isGroup(find(current)) ? current : "direct", text: text };
    const bubble = log.add({ text: text, mine: true, name: "" }, say);
    bubble.append(el("span", "state", "发送中…"));
    toEnd();
    post(message, bubble);
  }

  async function post(message, bubble) {
    try {
      await call("POST", "messages", message);
      bubble.remove();
      await refresh();
    } catch (e) {
      const s = bubble.querySelector(".state"), again = el("button", "", "重发");
      s.textContent = e instanceof TypeError ? "没发出去。" : e.message;
      s.classList.add("wrong");
      again.type = "button";
      again.addEventListener("click", function () { s.textContent = "发送中…"; post(message, bubble); });
      s.append(again);
    }
  }

  // The clock and the jobs

  async function tick() {
    clock = await call("GET", "clock");
    $("now").textContent = talk.full(clock.at) + (clock.simulated ? "（模拟）" : "");
  }
  async function move(at) {
    await call("POST", "clock", { at: at });
    await tick();
    tell(at ? "时间改好了。从现在起，日报和提醒只在您点的时候才跑。" : "回到现在了。");
    await refresh();
  }
  function typed() {
    const m = /^\s*(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D+(\d{1,2})[:：点](\d{1,2})?/.exec($("at").value);
    const zone = /(Z|[+-]\d\d:\d\d)$/.exec(clock.at);
    if (!m || !zone) { tell("时间写成 2022-04-08 18:00 这样。", true); return; }
    const two = function (s) { return (s || "0").padStart(2, "0"); };
    attempt(function () { return move(m[1] + "-" + two(m[2]) + "-" + two(m[3]) + "T" + two(m[4]) + ":" + two(m[5]) + ":00" + zone[1]); });
  }

  async function run(b) {
    tell(b.textContent + "：在跑…");
    const answer = await call("POST", "jobs/" + b.dataset.job, { at: clock.at });
    tell(b.textContent + "：" + (answer.said || "跑完了。"));
    await refresh();
  }

  async function seed() {
    tell("正在请人进来…");
    for (const p of cast) await call("POST", "people", p);
    for (const g of groups) await call("POST", "groups", g);
    tell("");
    await list();
  }

  async function refresh() {
    await list();
    const c = find(current);
    if (c && (c.last === undefined || c.last > drawn)) await hear();
  }

  async function loop() {
    try { await refresh(); await tick(); } catch (e) { /* the next round tries again */ }
    setTimeout(loop, 2000);
  }

  const narrow = matchMedia("(max-width: 720px)");

  function fold() { $("picker").open = $("tools").open = !narrow.matches; }

  function onKey(e) {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
    e.preventDefault();
    $("say").requestSubmit();
  }

  function listen() {
    $("clock").addEventListener("submit", function (e) { e.preventDefault(); typed(); });
    document.querySelectorAll("[data-move]").forEach(function (b) {
      const minutes = Number(b.dataset.move);
      b.addEventListener("click", function () {
        attempt(function () { return move(minutes ? talk.shift(clock.at, minutes * 60000) : ""); });
      });
    });
    document.querySelectorAll("[data-job]").forEach(function (b) {
      b.addEventListener("click", function () { attempt(function () { return run(b); }); });
    });
    document.querySelectorAll(".quick button").forEach(function (b) {
      b.addEventListener("click", function () { say(b.textContent); });
    });
    $("say").addEventListener("submit", function (e) { e.preventDefault(); say($("text").value); $("text").value = ""; });
    $("text").addEventListener("keydown", onKey);
    $("text").addEventListener("keypress", onKey);
    narrow.addEventListener("change", fold);
    fold();
  }

  async function begin() {
    listen();
    await attempt(async function () {
      await tick();
      await list();
      if (!chats.length) await seed();
      if (chats.length) await choose((find("direct:mama") || chats[0]).chat);
    });
    setTimeout(loop, 2000);
  }
  begin();
})();
