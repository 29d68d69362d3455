#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the facts of real packages with what an independent reader found in them.

usage: corpus.py MXAUDIT CORPUS_DIR

Each folder of CORPUS_DIR holds model/ and an expected.json. Every difference is printed; the
last line counts what was compared. Exit status 1 when there is a difference, 2 on wrong use.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET


class Comparison:
    """What was compared so far, and how often it differed."""

    def __init__(self):
        self.compared = 0
        self.differences = 0
        self.place = ""

    def differ(self, text):
        self.differences += 1
        print(f"{self.place}: {text}")

    def equal(self, what, expected, found):
        self.compared += 1
        if expected != found:
            self.differ(f"{what}: expected {expected!r}, found {found!r}")

    def same_items(self, what, expected, found):
        """The same items as often, in any order; each one counts as compared."""
        expected = collections.Counter(expected)
        found = collections.Counter(found)
        self.compared += max(1, sum(expected.values()))
        for item in sorted((expected - found).elements(), key=repr):
            self.differ(f"{what}: not found: {item!r}")
        for item in sorted((found - expected).elements(), key=repr):
            self.differ(f"{what}: not expected: {item!r}")


def yes(fact, name):
    value = fact.get(name)
    return None if value is None else value == "yes"


def number(fact, name):
    value = fact.get(name)
    return None if value is None else int(value)


def text(value):
    """None and "" both mean that nothing is stated."""
    return "" if value is None else str(value)


def every(count, unit):
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"


def schedule_of(event):
    """The schedule of an expected event in the words of the facts."""
    schedule = event.get("Schedule")
    if not schedule:
        return every(event["Interval"], event["IntervalType"].lower())
    form = schedule["$Type"].split("$")[1]
    if form == "HourSchedule":
        return f"{every(schedule['Multiplier'], 'hour')} at minute {schedule['MinuteOffset']}"
    if form == "DaySchedule":
        return f"daily at {schedule['HourOfDay']:02d}:{schedule['MinuteOfHour']:02d}"
    return form


def compare_metadata(c, facts, expected):
    app = facts.find("app")
    c.equal("app name", expected["project_name"], app.get("name"))
    c.equal("app id", expected["project_id"], app.get("id"))
    c.equal("runtime version", expected["runtime_version"], app.get("runtime-version"))
    c.equal("model version", text(expected["model_version"]), text(app.get("model-version")))
    c.equal("Java version", expected["java_version"], number(app, "java-version"))
    c.equal("administrator", expected["admin_user"], app.get("admin-user"))
    c.same_items("constant", [(k[0], k[1], k[2] == 0) for k in expected["constants"]],
                 [(f.get("name"), f.get("type"), f.get("state") == "empty")
                  for f in facts.findall("constant")])
    c.same_items("declared event", expected["scheduled_events"],
                 [f.get("name") for f in facts.findall("declared-event")])
    c.same_items("request handler", [tuple(h[:2]) for h in expected["request_handlers"] or []],
                 [(f.get("path"), yes(f, "enabled")) for f in facts.findall("request-handler")])
    c.same_items("user role", expected["roles"],
                 [f.get("name") for f in facts.findall("user-role")])
    c.same_items("language", expected["languages"] or [],
                 [f.get("code") for f in facts.findall("language")])
    database = (expected["configuration"] or {}).get("SourceDatabaseType")
    c.same_items("source database", [database] if database else [],
                 [f.get("type") for f in facts.findall("source-database")])


def compare_counts(c, facts, whole):
    expected, model = whole["model"], facts.find("model")
    counts, entities = expected["counts"], expected["entities"]
    for attribute, count in (
            ("microflows", counts["microflows"]), ("rules", counts["rules"]),
            ("nanoflows", counts["nanoflows"]), ("java-actions", counts["java_actions"]),
            ("pages", counts["pages"]), ("workflows", counts["workflows"]),
            ("queues", counts["queues"]), ("constants", counts["constants"]),
            ("scheduled-events", counts["scheduled_events"]),
            ("entities", entities["total"]),
            ("persistable-entities", entities["persistable"]),
            ("associations", entities.get("associations", 0) +
             entities.get("cross_associations", 0)),
            ("bytes", whole["mdp"]["bytes"]), ("documents", whole["mdp"]["documents"]),
            ("unknown-documents", 0), ("unknown-activities", 0)):
        c.equal(f"model {attribute}", count, number(model, attribute))
    project = expected["project"]
    c.equal("model runtime version", project["RuntimeVersion"], model.get("runtime-version"))
    c.equal("deployment id", str(project["DeploymentID"]), model.get("deployment-id"))
    for kind in ("microflow", "rule", "nanoflow"):
        c.equal(f"{kind} facts", counts[f"{kind}s"],
                len(facts.findall(f"microflow[@kind='{kind}']")))
    c.same_items("module", [(m["name"], m["documents"], m["microflows"], m["java_actions"],
                             m["entities"]) for m in expected["modules"]],
                 [(f.get("name"), number(f, "documents"), number(f, "microflows"),
                   number(f, "java-actions"), number(f, "entities"))
                  for f in facts.findall("module")])


def compare_documents(c, facts, expected):
    c.same_items("Java action", expected["java_actions_defined"],
                 [f.get("name") for f in facts.findall("java-action")])
    c.same_items("client constant",
                 [k["name"] for k in expected["constants"] if k["exposed_to_client"]],
                 [f.get("name") for f in facts.findall("client-constant")])
    c.same_items("file entity",
                 [e[0] for e in expected["file_document_entities"]
                  if not e[0].startswith("System.")],
                 [f.get("name") for f in facts.findall("file-entity")])
    c.same_items("remote entity", [str(e) for e in expected["external_entities"]],
                 [f.get("name") for f in facts.findall("remote-entity")])
    c.same_items("event handler", [tuple(h) for h in expected["event_handlers"]],
                 [(f.get("entity"), f.get("moment"), f.get("type"), f.get("microflow"))
                  for f in facts.findall("event-handler")])
    c.same_items("queue", [(q["name"],
                            text(q.get("ParallelismExpression", q.get("Parallelism"))),
                            bool(q.get("ClusterWide"))) for q in expected["queues"]],
                 [(f.get("name"), text(f.get("parallelism")), yes(f, "cluster-wide"))
                  for f in facts.findall("queue")])
    c.same_items("navigation profile",
                 [(p["kind"] or p["name"], bool(p["offline"]))
                  for p in expected["navigation_profiles"] if p["enabled"] is not False],
                 [(f.get("kind"), yes(f, "offline"))
                  for f in facts.findall("navigation-profile")])


def compare_settings(c, facts, expected):
    settings, found = expected["settings"], facts.find("settings")
    for attribute, key in (
            ("after-startup", "AfterStartupMicroflow"),
            ("before-shutdown", "BeforeShutdownMicroflow"),
            ("health-check", "HealthCheckMicroflow"),
            ("event-time-zone", "ScheduledEventTimeZoneCode"),
            ("default-time-zone", "DefaultTimeZoneCode"), ("hash-algorithm", "HashAlgorithm"),
            ("default-language", "DefaultLanguageCode"), ("rounding", "RoundingMode"),
            ("first-day", "FirstDayOfWeek")):
        c.equal(f"settings {attribute}", text(settings.get(key)), text(found.get(attribute)))
    c.equal("settings bcrypt-cost", settings.get("BcryptCost"), number(found, "bcrypt-cost"))
    for attribute, key in (
            ("multiple-sessions", "AllowUserMultipleSessions"),
            ("optimistic-locking", "EnableDataStorageOptimisticLocking"),
            ("system-context-tasks", "UseSystemContextForBackgroundTasks"),
            ("foreign-keys", "UseDatabaseForeignKeyConstraints"),
            ("oql-version2", "UseOQLVersion2")):
        c.equal(f"settings {attribute}", settings.get(key), yes(found, attribute))
    hooks = [("after-startup", "AfterStartupMicroflow"),
             ("before-shutdown", "BeforeShutdownMicroflow"),
             ("health-check", "HealthCheckMicroflow")]
    c.same_items("hook", [(kind, settings[key]) for kind, key in hooks if settings.get(key)],
                 [(f.get("kind"), f.get("microflow")) for f in facts.findall("hook")])


def compare_security(c, facts, expected):
    security, found = expected["security"], facts.find("security")
    levels = {"CheckEverything": "production", "CheckFormsAndMicroflows": "prototype",
              "CheckNothing": "off"}
    c.equal("security level", levels.get(security["level"], "other"), found.get("level"))
    c.equal("guest access", bool(security["guest_access"]), yes(found, "guest-access"))
    c.equal("guest role", text(security["guest_role"]), text(found.get("guest-role")))
    c.equal("demo users enabled", bool(security["demo_users_enabled"]),
            yes(found, "demo-users-enabled"))
    c.equal("security administrator", text(security["admin_user"]),
            text(found.get("admin-user")))
    c.equal("strict mode", security["strict_mode"], yes(found, "strict-mode"))
    c.equal("password length", (security["password_policy"] or {}).get("MinimumLength"),
            number(found, "password-length"))
    c.same_items("demo user", [(u["name"], text(u["entity"]), len(u["roles"]))
                               for u in security["demo_users"]],
                 [(f.get("name"), text(f.get("entity")), number(f, "roles"))
                  for f in facts.findall("demo-user")])


def compare_events(c, facts, expected):
    c.same_items("scheduled event",
                 [(e["QualifiedName"], e["Microflow"], schedule_of(e), e["TimeZone"],
                   e["StartDateTime"][:19], text(e.get("OnOverlap")))
                  for e in expected["scheduled_events"]],
                 [(f.get("name"), f.get("microflow"), f.get("schedule"), f.get("time-zone"),
                   f.get("start")[:19], text(f.get("overlap")))
                  for f in facts.findall("scheduled-event")])


def published_of(expected):
    for service in expected["published_rest"]:
        # A microflow that signs people in is a way of its own where no other is stated.
        ways = sorted(service["authentication"]) or (
            ["Custom"] if service["authentication_microflow"] else ["None"])
        yield ("rest", service["name"], service["path"], text(service["version"]),
               " ".join(ways), len(service["operations"]))
    for service in expected["published_soap"]:
        for version in service["versions"]:
            yield ("soap", service["name"], "ws/" + service["name"].split(".")[1],
                   text(version["number"] or None), text(version["authentication"]),
                   len(version["operations"]))
    for service in expected["published_odata"]:
        yield ("odata", service["name"], service["path"], "", "", 0)


def operations_of(expected):
    for service in expected["published_rest"]:
        for o in service["operations"]:
            yield (service["name"], o["method"], o["path"], text(o["microflow"]))
    for service in expected["published_soap"]:
        for version in service["versions"]:
            for o in version["operations"]:
                yield (service["name"], "", o["name"], text(o["microflow"]))


def consumed_of(expected):
    for service in expected["consumed_soap"]:
        for s in service["services"]:
            yield ("soap", service["name"], text(s["location"]), text(s["location_constant"]),
                   text(service["wsdl_url"]), len(s["operations"]))
    for service in expected["consumed_app_services"]:
        yield ("app", service["name"], "", "", "", len(service["actions"]))


def compare_services(c, facts, expected):
    c.same_items("published service", published_of(expected),
                 [(f.get("kind"), f.get("name"), text(f.get("path")), text(f.get("version")),
                   f.get("authentication"), number(f, "operations"))
                  for f in facts.findall("published-service")])
    c.same_items("operation", operations_of(expected),
                 [(f.get("name"), text(o.get("method")), o.get("path") or text(o.get("name")),
                   o.get("microflow"))
                  for f in facts.findall("published-service") for o in f.findall("operation")])
    c.same_items("consumed service", consumed_of(expected),
                 [(f.get("kind"), f.get("name"), text(f.get("location")),
                   text(f.get("location-constant")), text(f.get("wsdl-url")),
                   number(f, "operations")) for f in facts.findall("consumed-service")])


def expression(value):
    """How an expression stands in a location: a literal as its text, others in braces."""
    if value is None:
        return ""
    value = " ".join(value.split())
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value if not value or value.startswith("http") else "{" + value + "}"


def location_of(call):
    template = call["http"].get("location_template")
    if not template:
        return ""
    url = template["text"]
    for i, parameter in enumerate(template["parameters"], 1):
        url = url.replace("{%d}" % i, expression(parameter))
    return " ".join(url.split())


def expand(facts, name):
    """Each fact as often as it counts."""
    for fact in facts.findall(name):
        for _ in range(number(fact, "count")):
            yield fact


def resolved(call, found):
    """The found call that differs just in what stands for a {$Variable}, else the call."""
    parts = re.split(r"\{\$\w+\}", call[1])
    pattern = re.compile(".*".join(re.escape(part) for part in parts))
    if len(parts) == 1 or call in found:
        return call
    for other in found:
        if other[:1] + other[2:] == call[:1] + call[2:] and pattern.fullmatch(other[1]):
            return other
    return call


def compare_calls(c, facts, expected):
    # Secrets are masked in the facts only: a location that has one is compared up to it.
    def cut(url):
        return url.split("‹secret›")[0]
    rest = [(call["microflow"], location_of(call), call["http"]["HttpMethod"],
             text(call["timeout"]), text(call["proxy"]),
             call["http"]["UseHttpAuthentication"], text(call["error_handling"]))
            for call in expected["rest_calls"]]
    found = [(f.get("microflow"), f.get("url"), f.get("method"), text(f.get("timeout")),
              text(f.get("proxy")), yes(f, "authentication"), text(f.get("error-handling")))
             for f in expand(facts, "rest-call")]
    # What a variable was made with stands in the facts, its name in the expectations.
    rest = [resolved(e, found) for e in rest]
    masked = {f[:1] + (cut(f[1]),) + f[2:]: f for f in found if "‹secret›" in f[1]}
    for short, whole in masked.items():
        rest = [whole if e[:1] + e[2:] == short[:1] + short[2:] and
                e[1].startswith(short[1]) else e for e in rest]
    c.same_items("REST call", rest, found)
    c.same_items("SOAP call",
                 [(s["microflow"], s["service"], s["operation"], expression(s["location"]),
                   s["timeout"]) for s in expected["web_service_calls"]],
                 [(f.get("microflow"), f.get("service"), text(f.get("operation")),
                   text(f.get("location")), number(f, "timeout-seconds"))
                  for f in expand(facts, "soap-call")])
    calls = collections.Counter(f.get("java-action") for f in expand(facts, "java-call"))
    c.same_items("Java call", expected["java_action_calls"].items(), calls.items())
    c.same_items("not concurrent", expected["flows"]["without_concurrent_execution"],
                 [f.get("name") for f in facts.findall("microflow[@concurrent='no']")])
    c.equal("loops", expected["flows"]["other"].get("loops", 0),
            sum(number(f, "loops") for f in facts.findall("microflow")
                if f.get("kind") != "nanoflow"))


def compare_package(c, mxaudit, folder):
    c.place = folder.name
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    run = subprocess.run([mxaudit, "facts", f"{folder}/", "--pack", "none"],
                         capture_output=True, check=False)
    c.equal("exit status", 0, run.returncode)
    try:
        facts = ET.fromstring(run.stdout)
    except ET.ParseError as error:
        c.differ(f"facts are no XML: {error}; {run.stderr.decode(errors='replace').strip()}")
        return
    compare_metadata(c, facts, expected["metadata"])
    if facts.find("model") is None:
        c.differ("no model among the facts")
        return
    compare_counts(c, facts, expected)
    for compare in (compare_documents, compare_settings, compare_security, compare_events,
                    compare_services, compare_calls):
        compare(c, facts, expected["model"])


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folders = sorted(p.parent for p in pathlib.Path(arguments[1]).glob("*/expected.json"))
    if not folders:
        print(f"{arguments[1]}: no folder with an expected.json", file=sys.stderr)
        return 2
    c = Comparison()
    for folder in folders:
        compare_package(c, arguments[0], folder)
    print(f"{c.compared} compared, {c.differences} differences")
    return 1 if c.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
