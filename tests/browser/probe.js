// SPDX-License-Identifier: Apache-2.0
// Runs inside a copy of the report, after its own script, and leaves what it saw in an attribute.
(function () {
	"use strict";
	var faults = window.reportFaults || [];
	var root = document.documentElement;

	function fault(what) {
		faults.push(what);
	}

	function checkIds() {
		var seen = {};
		document.querySelectorAll("[id]").forEach(function (e) {
			if (seen[e.id]) fault("id twice: " + e.id);
			seen[e.id] = true;
		});
		document.querySelectorAll("a[href^='#']").forEach(function (a) {
			var id = decodeURIComponent(a.getAttribute("href").slice(1));
			if (id && !document.getElementById(id)) fault("link to nothing: #" + id);
		});
	}

	function checkWidth() {
		if (root.scrollWidth > root.clientWidth + 1)
			fault("wider than the window: " + root.scrollWidth + " > " + root.clientWidth);
	}

	function checkNames() {
		document.querySelectorAll("svg[role=img]").forEach(function (svg) {
			if (!svg.querySelector("title") && !svg.getAttribute("aria-label"))
				fault("a picture without a title");
		});
		document.querySelectorAll("input, select, button").forEach(function (e) {
			var name = e.getAttribute("aria-label") || e.textContent.trim() ||
				(e.labels && e.labels.length);
			if (!name) fault("a control without a name: " + e.outerHTML.slice(0, 60));
		});
	}

	function checkText() {
		var text = document.body.innerText;
		if (!/blocked|conditional|ready/i.test(text)) fault("no verdict to be seen");
		if (/undefined|NaN|\[object/.test(text)) fault("an internal value on the page");
		if (document.querySelectorAll("h1").length !== 1) fault("not exactly one h1");
		if (document.querySelectorAll("section").length < 5) fault("fewer than five sections");
	}

	// Typing into the search must hide findings, and emptying it must bring all back.
	function checkSearch() {
		var box = document.querySelector("input[type=search]");
		if (root.getAttribute("data-script") === "no") {
			if (document.querySelector("input, select, button"))
				fault("a control that needs script");
			return;
		}
		if (!document.querySelector(".f")) return;
		if (!box) {
			fault("no search with script");
			return;
		}
		function type(value) {
			box.value = value;
			box.dispatchEvent(new Event("input", { bubbles: true }));
		}
		function shown() {
			return Array.from(document.querySelectorAll(".f")).filter(function (e) {
				return e.offsetParent !== null;
			}).length;
		}
		var before = shown();
		type("zzz-nothing-has-this-name");
		if (shown() !== 0) fault("the search hides nothing");
		type("");
		if (shown() !== before) fault("an empty search does not bring everything back");
	}

	function report() {
		try {
			checkIds();
			checkWidth();
			checkNames();
			checkText();
			checkSearch();
		} catch (e) {
			fault("exception: " + e.message);
		}
		root.setAttribute("data-faults", faults.length ? faults.join(" | ") : "none");
	}
	setTimeout(report, 300);
})();
