// Small comforts for pages that work without them: copying, and counting what
// is ticked on the review page.
"use strict";
(function () {
  async function copy(b) {
    const from = document.getElementById(b.dataset.copy);
    const text = from.value !== undefined ? from.value : from.textContent;
    try { await navigator.clipboard.writeText(text); } catch (e) { select(from); document.execCommand("copy"); }
    const label = b.textContent;
    b.textContent = "已复制";
    setTimeout(function () { b.textContent = label; }, 2000);
  }

  function select(e) {
    if (e.select) { e.focus(); e.select(); return; }
    getSelection().selectAllChildren(e);
  }

  document.querySelectorAll(".copier").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { copy(b); });
  });

  const form = document.getElementById("review");
  if (!form) return;
  const boxes = Array.from(form.querySelectorAll("[name=pick]:not(:disabled)"));
  const plain = boxes.filter(function (b) { return !("warned" in b.dataset); });
  const all = document.querySelector("#all input"), unit = form.dataset.unit;

  function count() {
    const n = boxes.filter(function (b) { return b.checked; }).length;
    document.getElementById("picked").textContent = "已选" + n + unit;
    form.querySelectorAll("[data-verb]").forEach(function (b) {
      b.textContent = b.dataset.verb + (n ? n + unit : "");
      b.disabled = n === 0;
    });
    all.checked = plain.length > 0 && plain.every(function (b) { return b.checked; });
  }

  all.addEventListener("change", function () {
    plain.forEach(function (b) { b.checked = all.checked; });
    const left = boxes.length - plain.length;
    document.getElementById("left-out").textContent = all.checked && left ? "有提醒的" + left + unit + "没选，请逐个看" : "";
    count();
  });
  form.addEventListener("change", count);
  form.addEventListener("keydown", function (e) {
    if (e.key !== "Enter" || e.isComposing || !e.target.closest(".sheet input")) return;
    e.preventDefault();
    e.target.closest(".sheet").querySelector("button").click();
  });
  form.querySelectorAll("details").forEach(function (d) {
    d.addEventListener("toggle", function () {
      if (!d.open) return;
      form.querySelectorAll("details").forEach(function (o) { if (o !== d) o.open = false; });
      d.querySelector("input").focus();
    });
  });
  document.getElementById("all").hidden = false;
  count();
})();
