// SPDX-License-Identifier: Apache-2.0
// The page is complete without this. It adds search, a filter by state, copying and unfolding;
// the filter lives in the fragment, so that a link carries it.
(function () {
	"use strict";

	var states = ["blocker", "action", "verify"];
	var section = document.getElementById("actions");
	var articles = Array.from(section.querySelectorAll(".f"));
	var owners = Array.from(section.querySelectorAll(".owner"));
	var tools, search, boxes, shown, nothing, toast;

	function element(name, attributes, text) {
		var e = document.createElement(name);

		Object.keys(attributes || {}).forEach(function (key) {
			e.setAttribute(key, attributes[key]);
		});
		if (text) e.textContent = text;
		return e;
	}

	function words(e) {
		return e.textContent.replace(/\s+/g, " ").trim();
	}

	// What is searched: the text of each finding, and that of its rule around the findings.
	function index(article) {
		var found = Array.from(article.querySelectorAll(".found"));
		var frame = article.cloneNode(true);

		frame.querySelectorAll(".founds, .glance").forEach(function (e) {
			e.remove();
		});
		article.searched = {
			rule: words(frame).toLowerCase(),
			found: found.map(function (e) {
				return { element: e, text: words(e).toLowerCase() };
			})
		};
	}

	function filterArticle(article, terms, on) {
		var any = false;

		if (!article.searched) index(article);
		article.searched.found.forEach(function (f) {
			var hit = terms.every(function (term) {
				return article.searched.rule.includes(term) || f.text.includes(term);
			});
			f.element.hidden = !hit;
			any = any || hit;
		});
		article.hidden = !any || !on.includes(article.dataset.s);
		return !article.hidden;
	}

	function checked() {
		return boxes.filter(function (box) {
			return box.checked;
		}).map(function (box) {
			return box.value;
		});
	}

	function showFilter() {
		var terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
		var on = checked(), n = 0;

		articles.forEach(function (article) {
			n += filterArticle(article, terms, on);
		});
		owners.forEach(function (owner) {
			owner.hidden = !owner.querySelector(".f:not([hidden])");
		});
		nothing.hidden = n > 0;
		document.documentElement.classList.toggle("filtered", n < articles.length);
		shown.textContent = n + " of " + articles.length +
			(articles.length === 1 ? " rule shown" : " rules shown");
	}

	function storeFilter() {
		var on = checked(), parts = [];

		if (search.value) parts.push("q=" + encodeURIComponent(search.value));
		if (on.length < boxes.length) parts.push("s=" + on.join("."));
		history.replaceState(null, "", parts.length ? "#?" + parts.join("&")
			: location.pathname + location.search);
	}

	function changed() {
		showFilter();
		storeFilter();
	}

	function setFilter(text, on) {
		search.value = text;
		boxes.forEach(function (box) {
			box.checked = on.includes(box.value);
		});
		showFilter();
	}

	function readFilter(fragment) {
		var given = new URLSearchParams(fragment.slice(2));

		setFilter(given.get("q") || "", given.has("s") ? given.get("s").split(".") : states);
	}

	// A link to something folded or filtered away brings it into sight.
	function reveal(id) {
		var target = document.getElementById(id), e;

		if (!target) return;
		if (target.closest("[hidden]")) setFilter("", states);
		for (e = target; e; e = e.parentElement)
			if (e.tagName === "DETAILS") e.open = true;
		target.querySelectorAll(":scope > .body > details").forEach(function (d) {
			d.open = true;
		});
		target.scrollIntoView();
	}

	function follow() {
		var fragment = location.hash;

		if (fragment.startsWith("#?")) readFilter(fragment);
		else if (fragment.length > 1) reveal(decodeURIComponent(fragment.slice(1)));
	}

	function markdown(article) {
		var lines = ["### " + words(article.querySelector("h4")), ""];

		lines.push(words(article.querySelector(".st")) + " \u00b7 `" + article.id.slice(2) + "`", "");
		lines.push(words(article.querySelector(".do")), "");
		article.querySelectorAll(".found:not([hidden])").forEach(function (f) {
			lines.push("- " + words(f.querySelector(".msg")) + " (`" + f.id.slice(2) + "`)");
			f.querySelectorAll(".chain").forEach(function (chain) {
				lines.push("  - " + Array.from(chain.children, words).join(" \u203a "));
			});
		});
		return lines.join("\n") + "\n";
	}

	function say(text) {
		toast.textContent = text;
		setTimeout(function () {
			toast.textContent = "";
		}, 2000);
	}

	function copy(article) {
		navigator.clipboard.writeText(markdown(article)).then(function () {
			say("Copied as Markdown");
		}, function () {
			say("The browser did not let this page copy");
		});
	}

	function addCopy(article) {
		var line = article.querySelector(".rule"), button;

		if (!line || line.querySelector("button")) return;
		button = element("button", { type: "button" }, "Copy as Markdown");
		button.addEventListener("click", function () {
			copy(article);
		});
		line.append(" ", button);
	}

	function makeBox(state) {
		var label = element("label"), box = element("input", { type: "checkbox", value: state });
		var example = section.querySelector(".f > .st." + state);

		box.checked = true;
		box.disabled = !example;
		box.addEventListener("change", changed);
		label.append(box, example ? example.cloneNode(true)
			: element("span", { class: "st unknown" }, state[0].toUpperCase() + state.slice(1)));
		boxes.push(box);
		return label;
	}

	function makeUnfold() {
		var button = element("button", { type: "button", "aria-pressed": "false" },
			"Open all evidence");

		button.addEventListener("click", function () {
			var open = button.getAttribute("aria-pressed") === "false";

			button.setAttribute("aria-pressed", open);
			button.textContent = open ? "Fold all evidence" : "Open all evidence";
			section.querySelectorAll(".f > .body > details").forEach(function (d) {
				d.open = open;
			});
		});
		return button;
	}

	function makeTools() {
		var label = element("label", { class: "search" });
		var filter = element("fieldset");

		tools = element("div", { class: "tools", role: "search" });
		search = element("input", { type: "search", placeholder: "Search findings  (press /)",
			"aria-label": "Search findings" });
		search.addEventListener("input", changed);
		label.append(search);
		boxes = [];
		filter.append(element("legend", { class: "vh" }, "States to show"));
		states.forEach(function (state) {
			filter.append(makeBox(state));
		});
		shown = element("output", { "aria-live": "polite" });
		nothing = element("p", { class: "nothing" }, "No finding matches the filter.");
		toast = element("div", { class: "toast", role: "status" });
		tools.append(label, filter, makeUnfold(), shown);
		section.querySelector("header").append(tools);
		section.querySelector("header").after(nothing);
		document.body.append(toast);
	}

	// Browsers without ::details-content print what is folded only if it is opened for them.
	function unfoldForPrint() {
		var folded = [];

		addEventListener("beforeprint", function () {
			folded = Array.from(document.querySelectorAll("details:not([open])"));
			folded.forEach(function (d) {
				d.open = true;
			});
		});
		addEventListener("afterprint", function () {
			folded.forEach(function (d) {
				d.open = false;
			});
		});
	}

	unfoldForPrint();
	if (articles.length > 0) {
		makeTools();
		showFilter();
		section.addEventListener("toggle", function (event) {
			var article = event.target.closest(".f");

			if (article && event.target.open) addCopy(article);
		}, true);
		section.querySelectorAll(".f > .body > details[open]").forEach(function (d) {
			addCopy(d.closest(".f"));
		});
		document.addEventListener("keydown", function (event) {
			if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey ||
			    /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
			event.preventDefault();
			search.focus();
		});
		addEventListener("hashchange", follow);
		follow();
	}
})();
