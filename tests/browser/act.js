// SPDX-License-Identifier: Apache-2.0
// Uses the report as a reader would, inside a copy of it, and leaves what went wrong in an attribute.
(function () {
	"use strict";
	var faults = window.reportFaults || [];
	var search = document.querySelector("input[type=search]");
	var boxes = document.querySelectorAll("input[type=checkbox]:enabled");

	function fault(what) {
		faults.push(what);
	}

	function seen(selector) {
		return Array.from(document.querySelectorAll(selector)).filter(function (e) {
			return e.getClientRects().length > 0;
		});
	}

	function type(value) {
		search.value = value;
		search.dispatchEvent(new Event("input", { bubbles: true }));
	}

	// What the report never makes itself can only have come out of the package.
	function strangers() {
		if (window.hacked) fault("a script of the package ran");
		document.querySelectorAll("img, iframe, object, embed, form, base, link, audio, video, " +
			"[onerror], [onload], [style]").forEach(function (e) {
			fault("a stranger: " + e.outerHTML.slice(0, 60));
		});
		if (document.querySelectorAll("style").length !== 1) fault("not exactly one style sheet");
	}

	// A state taken out takes its findings with it, and the link carries that.
	function filter() {
		if (boxes.length !== 3) fault("not three states to choose from");
		boxes.forEach(function (box) {
			var all = seen("article").length;

			box.click();
			if (seen("article").some(function (e) { return e.dataset.s === box.value; }))
				fault("the filter leaves " + box.value);
			if (seen("article").length === 0) fault("the filter takes all");
			if (location.hash.indexOf("#?s=") !== 0) fault("the link lacks the filter");
			box.click();
			if (seen("article").length !== all) fault("the filter keeps " + box.value);
		});
		if (location.hash !== "") fault("an open filter leaves a link");
	}

	// A search that one finding of many matches leaves that one.
	function searchOne() {
		var messages = Array.from(document.querySelectorAll(".found .msg"));
		var last = messages[messages.length - 1];

		type(last.textContent.trim());
		unfold("true");
		if (seen(".found").length < 1 || seen(".found").length >= messages.length)
			fault("the search shows " + seen(".found").length + " of " + messages.length);
		if (seen(".found").indexOf(last.closest(".found")) < 0) fault("the search hides its match");
		if (!/^\d+ of \d+ rules? shown$/.test(document.querySelector("output").textContent))
			fault("the count is not told");
		unfold("false");
		type("");
	}

	function unfold(pressed) {
		var button = document.querySelector("button[aria-pressed]");

		if (button.getAttribute("aria-pressed") !== pressed) button.click();
	}

	function evidence() {
		unfold("true");
		if (document.querySelector("article details:not([open])")) fault("not all evidence opens");
		unfold("false");
		if (document.querySelector("article details[open]")) fault("not all evidence folds");
	}

	function copies(then) {
		unfold("true");
		setTimeout(function () {
			var n = document.querySelectorAll("article .rule button").length;

			if (n !== document.querySelectorAll("article").length) fault("not each can be copied");
			unfold("false");
			then();
		}, 100);
	}

	// Whoever follows a link to a finding sees it, filtered away and folded as it may be.
	function reveals(then) {
		var found = document.querySelectorAll("article .found");
		var last = found[found.length - 1];

		type("zzz-nothing-has-this-name");
		if (seen("article").length > 0) fault("the search hides nothing");
		if (seen(".nothing").length !== 1) fault("nobody says that nothing matches");
		location.hash = "#" + last.id;
		setTimeout(function () {
			if (last.getClientRects().length === 0) fault("a link does not open its finding");
			then();
		}, 200);
	}

	// A link with a filter in it sets that filter.
	function follows(then) {
		location.hash = "#?q=module&s=blocker";
		setTimeout(function () {
			if (search.value !== "module") fault("the link does not fill the search");
			if (seen("article").length !== 1) fault("the link does not filter");
			then();
		}, 200);
	}

	function slash() {
		document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }));
		if (document.activeElement !== search) fault("'/' does not lead to the search");
	}

	function finish() {
		document.documentElement.setAttribute("data-faults",
			faults.length ? faults.join(" | ") : "none");
	}

	setTimeout(function () {
		try {
			strangers();
			filter();
			searchOne();
			evidence();
			slash();
			copies(function () {
				reveals(function () {
					follows(finish);
				});
			});
		} catch (e) {
			fault("exception: " + e.message);
			finish();
		}
	}, 100);
})();
