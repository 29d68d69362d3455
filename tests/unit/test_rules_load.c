/* SPDX-License-Identifier: Apache-2.0 */
/* What a pack may be, and what is said about one that may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "tests/unit/rules_fixture.h"
#include "core/library.h"
#include "rules/table.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

#define OK_EACH EACH("constant", "@name", "{@name}")
#define OK_RULE(id) RULE(id, OK_EACH)

static const char whole[] =
	"<?xml version='1.0'?>\n<!-- all there is -->\n"
	"<pack xmlns='urn:mxaudit:rules:1' id='p' title='P'>\n"
	"<param name='limit' type='bytes'><value edition='2019'>4294967296</value>"
	"<value edition='2024'>1g</value></param>\n"
	"<rule id='a/b' severity='verify' effort='2-6h' per='place' cap='40h' owner='developer'"
	" verified='2026-11-20' basis='inferred' since='2019' until='2024' fix-id='mail'>\n"
	"<title>  A\n  title </title><applies select='app'/>"
	"<needs select='environment' ask='How  big?' option='--v4 FILE'/>"
	"<find id='f' in='text' entry='web/*' string='/smtp/' slow='yes'/>"
	"<find id='g' in='entry' entry='web/*'/>"
	"<for-each id='x' severity='info' select='constant[@size > $limit]' key='@name'"
	" evidence='@value'><message>{@name} has <![CDATA[<big>]]></message></for-each>"
	"<for-each id='y' severity='action' select=\"match[@find='f']\" key='@entry'>"
	"<message>{@entry}</message></for-each>"
	"<clear>Nothing in {count(constant)} constants</clear><why>W</why><fix>F</fix>"
	"<see title='Docs' href='https://docs.mendix.com/'/>"
	"<tests><fires findings='1' key='A' as-of='2026-01-01' edition='2019'>"
	"<constant name='A' size='5'/></fires><quiet/><not-applicable/>"
	"<undecided><source name='model' state='absent'/></undecided></tests>"
	"</rule></pack>";

static void whole_pack(void **state)
{
	struct rules *r = fixture_load(whole);
	const struct rule_info *i;
	size_t finds;

	(void)state;
	assert_int_equal(rules_count(r), 1);
	i = rules_info(r, 0);
	assert_ptr_equal(rules_by_id(r, "a/b"), i);
	assert_null(rules_by_id(r, "a/c"));
	assert_string_equal(rules_nearest_id(r, "a/c"), "a/b");
	assert_string_equal(i->id, "a/b");
	assert_string_equal(i->area, "a");
	assert_string_equal(i->pack, "p");
	assert_string_equal(i->title, "A title");
	assert_string_equal(i->clear, "Nothing in {count(constant)} constants");
	assert_string_equal(i->owner, "developer");
	assert_string_equal(i->basis, "inferred");
	assert_string_equal(i->verified, "2026-11-20");
	assert_string_equal(i->fix_id, "mail");
	assert_int_equal(i->severity, SEVERITY_ACTION);
	assert_int_equal(i->effort.min, 2);
	assert_int_equal(i->effort.max, 6);
	assert_int_equal(i->effort.per, EFFORT_PER_PLACE);
	assert_int_equal(i->effort.cap, 40);
	assert_int_equal(i->link_count, 1);
	assert_string_equal(i->links[0].title, "Docs");
	assert_string_equal(i->links[0].href, "https://docs.mendix.com/");
	assert_string_equal(i->file, "p.xml");
	assert_int_equal(i->line, 5);
	assert_string_equal(rules_edition(r), "2024");
	assert_int_equal(strlen(rules_digest(r)), 64);
	assert_string_equal(rules_finds(r, &finds)[0]->id, "f");
	assert_int_equal(finds, 2);
	assert_int_equal(rules_finds(r, &finds)[1]->kind, FIND_ENTRY);
	rules_free(r);
}

static void structure(void **state)
{
	(void)state;
	fixture_refuse("<pack", "p.xml:1: not well-formed: Couldn't find end of Start Tag pack "
				"line "
		       "1");
	fixture_refuse("<!DOCTYPE pack [<!ENTITY a 'b'>]><pack/>",
		       "p.xml:1: a document type is not allowed");
	fixture_refuse("<packet/>", "p.xml:1: the root is 'packet', not 'pack'");
	fixture_refuse("<pack id='p' title='P'/>",
		       "p.xml:1: 'pack' is not in namespace 'urn:mxaudit:rules:1'");
	fixture_refuse("<pack xmlns='urn:mxaudit:rules:1' title='P'/>",
		       "p.xml:1: 'pack' lacks attribute 'id'");
	fixture_refuse("<pack xmlns='urn:mxaudit:rules:1' titel='P'/>",
		       "p.xml:1: unknown attribute 'titel' of 'pack'; did you mean 'title'?");
	fixture_refuse("<pack xmlns='urn:mxaudit:rules:1' id='P' title='P'/>",
		       "p.xml:1: attribute 'id' of 'pack' is 'P', not a name of small letters, "
		       "digits and single '-'");
	fixture_refuse(PACK("\n<rules/>"),
		       "p.xml:2: unknown element 'rules' in 'pack'; did you mean 'rule'?");
	fixture_refuse(PACK("text"), "p.xml:1: 'pack' may not hold text");
	fixture_refuse(PACK("<?target data?>"),
		       "p.xml:1: 'pack' holds something that is neither element nor text");
	fixture_refuse(PACK(RULE("a/b", "")), "p.xml:1: rule 'a/b' has no 'for-each', "
		       "and no 'needs' that only people can answer");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<why>Twice</why>")),
		       "p.xml:1: 'rule' has 2 'why'; one is allowed");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<clear> </clear>")), "p.xml:1: 'clear' is empty");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<clear><b/></clear>")),
		       "p.xml:1: 'clear' may not hold elements, 'b'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><fire/></tests>")),
		       "p.xml:1: unknown element 'fire' in 'tests'; did you mean 'fires'?");
}

#define ATTRS(attrs) \
	PACK("<rule id='a/b' owner='o' " attrs "><title>T</title>" WORDS OK_EACH "</rule>")

static void forms(void **state)
{
	(void)state;
	fixture_refuse(ATTRS("severity='bad' verified='2026-11-20' basis='code'"),
		       "p.xml:1: attribute 'severity' of 'rule' is 'bad', not one of "
		       "blocker|action|verify|info");
	fixture_refuse(ATTRS("severity='info' verified='2026-02-29' basis='code'"),
		       "p.xml:1: attribute 'verified' of 'rule' is '2026-02-29', not a date such "
		       "as "
		       "'2026-11-20'");
	fixture_refuse(ATTRS("severity='info' verified='2024-02-29' basis='code' effort='6-2h'"),
		       "p.xml:1: attribute 'effort' of 'rule' is '6-2h', not hours such as '4h' or "
		       "'2-6h'");
	fixture_refuse(ATTRS("severity='info' verified='2024-02-29' basis='code' effort='6h' "
			     "cap='5h'"),
		       "p.xml:1: rule 'a/b': 'cap' is less than one 'effort'");
	fixture_refuse(ATTRS("severity='info' verified='2024-02-29' basis='code' since='2024' "
			     "until='2019'"),
		       "p.xml:1: rule 'a/b': 'since' 2024 is after 'until' 2019");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<see title='t' href='http://docs.mendix.com'/>")),
		       "p.xml:1: attribute 'href' of 'see' is 'http://docs.mendix.com', not an "
		       "https:// address");
	fixture_refuse(PACK(RULE("ab", OK_EACH)), "p.xml:1: attribute 'id' of 'rule' is 'ab', not "
		       "an id such as 'mail/javamail'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><fires findings='many'/></tests>")),
		       "p.xml:1: attribute 'findings' of 'fires' is 'many', not a number");
}

static void identity(void **state)
{
	(void)state;
	fixture_refuse(PACK(OK_RULE("a/b") "\n" OK_RULE("a/b")),
		       "p.xml:2: rule 'a/b' is already at p.xml:1");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<find id='f' in='entry' entry='a'/>"
				 "<find id='f' in='entry' entry='b'/>")),
		       "p.xml:1: find 'f' is already at p.xml:1");
	fixture_refuse(PACK(RULE("a/b", OK_EACH OK_EACH)),
		       "p.xml:1: 'for-each' lacks attribute 'id': rule 'a/b' has several");
	fixture_refuse(PACK(RULE("a/b", "<for-each id='x' select='app' key='1'><message>m</message>"
				 "</for-each><for-each id='x' select='app' key='1'><message>m"
				 "</message></for-each>")),
		       "p.xml:1: rule 'a/b' has two 'for-each' with id 'x'");
	fixture_refuse(PACK("<param name='x' type='int'><value>1</value></param>"
			    "<param name='x' type='int'><value>1</value></param>"),
		       "p.xml:1: parameter 'x' is already at p.xml:1");
	fixture_refuse(PACK("<param name='as-of' type='int'><value>1</value></param>"),
		       "p.xml:1: parameter 'as-of': the name is taken by the day of the audit");
}

static void finds(void **state)
{
	(void)state;
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<find id='f' in='text' entry='a'/>")),
		       "p.xml:1: find 'f' in=\"text\" lacks attribute 'string'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<find id='f' in='entry' entry='a' string='b'/>")),
		       "p.xml:1: find 'f' in=\"entry\" takes no attribute 'string'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<find id='f' in='java-call' class='a'/>")),
		       "p.xml:1: find 'f' in=\"java-call\" lacks attribute 'member'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<find id='f' in='archive' name='a' "
					"version='&lt; 2'/>")),
		       "p.xml:1: find 'f', attribute 'version': '< 2' is not like '<2.17.1' or "
		       "'>=2.0 <2.17.1'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH
				 "<find id='f' in='archive' name='a' scope='mine'/>")),
		       "p.xml:1: attribute 'scope' of 'find' is 'mine', not one of "
		       "own|library|any");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<find id='f' in='jar' entry='a'/>")),
		       "p.xml:1: attribute 'in' of 'find' is 'jar', not one of text|entry|"
		       "java-reference|java-string|java-field|java-call|archive");
}

static void finds_are_those_of_the_table(void **state)
{
	const struct table_element *e = table_find("find", "rule");
	char words[128] = "";
	size_t n = 0;

	(void)state;
	for (const struct table_attr *a = e->attrs + 3; a->name != NULL; a++, n++)
		assert_string_equal(a->name, find_fields[n].name);
	assert_int_equal(n, FIND_FIELD_COUNT);
	for (int i = 0; i < FIND_KIND_COUNT; i++)
		snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s",
			 i == 0 ? "" : "|", find_kinds[i].name);
	assert_string_equal(e->attrs[1].name, "in");
	assert_string_equal(e->attrs[1].words, words);
}

#define LIBRARY(id, name, rest) \
	"<library id='" id "' title='L' href='https://l.example/'><name>" name "</name>" rest \
	"</library>"
#define CONCERN "<concern word='mail' versions='&lt;2'>It  mails.</concern>"

static void libraries(void **state)
{
	struct rules *r = fixture_load(PACK(LIBRARY("l", "org.l:lib", CONCERN)));
	struct rules *other = fixture_load(PACK(LIBRARY("l", "org.l:lib", "<concern word='none'>"
								  "It computes.</concern>")));
	struct library_names names = { .file = "lib" };
	const struct find *search, *other_search;
	const struct library *l = libraries_find(rules_libraries(r, &search), &names);

	(void)state;
	assert_non_null(l);
	assert_string_equal(l->id, "l");
	assert_string_equal(l->title, "L");
	assert_string_equal(l->href, "https://l.example/");
	assert_int_equal(l->concern_count, 1);
	assert_string_equal(l->concerns[0].word, "mail");
	assert_string_equal(l->concerns[0].versions, "<2");
	assert_string_equal(l->concerns[0].note, "It mails.");
	rules_libraries(other, &other_search);
	assert_string_equal(search->id, "known-library");
	assert_string_not_equal(search->digest, other_search->digest);
	rules_free(r);
	rules_free(other);
}

static void bad_libraries(void **state)
{
	(void)state;
	fixture_refuse(PACK(LIBRARY("l", "a", CONCERN) LIBRARY("l", "b", CONCERN)),
		       "p.xml:1: library 'l' is already at p.xml:1");
	fixture_refuse(PACK(LIBRARY("l", "a", CONCERN) LIBRARY("m", "A", CONCERN)),
		       "p.xml:1: library 'm': the name 'A' is library 'l''s");
	fixture_refuse(PACK(LIBRARY("l", "a", "<concern word='mail' versions='1'>X</concern>")),
		       "p.xml:1: library 'l': '1' is not like '<2.17.1' or '>=2.0 <2.17.1'");
	fixture_refuse(PACK(LIBRARY("l", "a", "")), "p.xml:1: 'library' lacks 'concern'");
	fixture_refuse(PACK(RULE("a/b", EACH("match", "'k'", "m")
				 "<find id='known-library' in='entry' entry='x'/>")),
		       "p.xml:1: find 'known-library': the name is taken by the search for "
		       "libraries");
}

static void bad_pattern(void **state)
{
	static const char xml[] =
		PACK(RULE("a/b", OK_EACH "<find id='f' in='entry' entry='/(abc/'/>"));
	const struct rules_options options = fixture_options();
	struct err err = ERR_NONE;
	struct rules *r = NULL;

	(void)state;
	assert_int_equal(rules_load_bytes(&r, &options, "p.xml", xml, strlen(xml), &err), -1);
	assert_int_equal(strncmp(err.text, "p.xml:1: find 'f', attribute 'entry': ", 38), 0);
	assert_null(r);
}

static void expressions(void **state)
{
	static const char near[] = "did you mean 'constant'?";
	static const char bad[] = PACK(RULE("a/b", EACH("constnat", "@name", "m")));
	const struct rules_options options = fixture_options();
	struct err err = ERR_NONE;
	struct rules *r = NULL;

	(void)state;
	assert_int_equal(rules_load_bytes(&r, &options, "p.xml", bad, strlen(bad), &err), -1);
	assert_int_equal(strncmp(err.text, "p.xml:1: 'constnat': column 1: ", 31), 0);
	assert_non_null(strstr(err.text, near));
	fixture_refuse(PACK(RULE("a/b", EACH("constant/@name", ".", "m"))),
		       "p.xml:1: 'constant/@name' selects attributes or text, not facts");
	fixture_refuse(PACK(RULE("a/b", EACH("count(constant)", "'x'", "m"))),
		       "p.xml:1: 'count(constant)' selects number, not facts");
	fixture_refuse(PACK(RULE("a/b", EACH("source[@state='absent']", "@name", "m"))),
		       "p.xml:1: 'source[@state='absent']': rules judge the app, not the run; "
		       "'source' may only stand in messages");
	fixture_refuse(PACK(RULE("a/b", EACH("constant", "@name", "a } b"))),
		       "p.xml:1: '}' without '{' (a brace itself is written '}}')");
	fixture_refuse(PACK(RULE("a/b", EACH("constant", "@name", "a {@name"))),
		       "p.xml:1: '{' without '}' (a brace itself is written '{{')");
}

static void lengths(void **state)
{
	CLEANUP(buf_release) struct buf xml = { .max = 1 << 20 };
	const struct rules_options options = fixture_options();
	static const char *const wanted[] = {
		"the expression is longer than 16384 bytes", "too many holes",
		"the text is longer than 8192 bytes",
	};

	(void)state;
	for (int k = 0; k < 3; k++) {
		struct err err = ERR_NONE;
		struct rules *r = NULL;

		buf_clear(&xml);
		buf_puts(&xml, "<pack xmlns='urn:mxaudit:rules:1' id='p' title='P'><rule id='a/b'"
			 RULE_ATTRS "><title>T</title>" WORDS "<for-each key='1' select='constant");
		for (int i = 0; k == 0 && i < 2000; i++)
			buf_puts(&xml, " | constant");
		buf_puts(&xml, "'><message>m");
		for (int i = 0; k > 0 && i < (k == 1 ? 70 : 9000); i++)
			buf_puts(&xml, k == 1 ? "{@name}" : "x");
		buf_puts(&xml, "</message></for-each></rule></pack>");
		assert_int_equal(rules_load_bytes(&r, &options, "p.xml", xml.data, xml.len, &err),
				 -1);
		if (strstr(err.text, wanted[k]) == NULL)
			fail_msg("%s", err.text);
	}
}

static void finds_that_others_use(void **state)
{
	static const char xml[] = PACK(
		RULE("a/b", OK_EACH "<find id='f' in='entry' entry='a'/>"
		     "<find id='g' in='entry' entry='b'/><find id='h' in='entry' entry='c'/>")
		RULE("c/d", EACH("constant[mx:found('f')]", "@name", "{mx:found('g')}")));
	static const char *const wanted[] = { "c" };
	struct rules_options options = fixture_options();
	struct err err = ERR_NONE;
	struct rules *r = NULL;
	size_t count;

	(void)state;
	options.select = wanted;
	options.select_count = 1;
	assert_int_equal(rules_load_bytes(&r, &options, "p.xml", xml, strlen(xml), &err), 0);
	assert_string_equal(rules_finds(r, &count)[0]->id, "f");
	assert_int_equal(count, 2);
	rules_free(r);
}

static void names_everywhere(void **state)
{
	static const char *const parts[] = {
		EACH("constant[@nme]", "@name", "m"), EACH("constant", "@nme", "m"),
		EACH("constant", "@name", "{@nme}"), EACH("constant[$limt]", "@name", "m"),
		EACH("constant[mx:lwer(@name)]", "@name", "m"),
		EACH("constant[mx:lower()]", "@name", "m"),
		EACH("constant[mx:places()]", "@name", "m"),
		EACH("match[@find='nope']", "@entry", "m"), EACH("match", "@entry", "m"),
		EACH("//constant", "@name", "m"), EACH("*", "'x'", "m"),
		EACH("constant[mx:matches(@name, '(')]", "@name", "m"),
		EACH("constant[mx:has('constnat')]", "@name", "m"),
		EACH("constant[@state='empt']", "@name", "m"),
		OK_EACH "<applies select='ap'/>", OK_EACH "<needs select='ap' ask='?'/>",
		OK_EACH "<clear>{count(ap)}</clear>",
		("<for-each select='constant' key='@name' evidence='@nme'><message>m</message>"
		 "</for-each>"),
	};
	const struct rules_options options = fixture_options();

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		CLEANUP(buf_release) struct buf xml = { .max = 8192 };
		struct err err = ERR_NONE;
		struct rules *r = NULL;

		buf_printf(&xml, "%s%s%s", "<pack xmlns='urn:mxaudit:rules:1' id='p' title='P'>"
			   "<rule id='a/b'" RULE_ATTRS "><title>T</title>" WORDS, parts[i],
			   "</rule></pack>");
		if (rules_load_bytes(&r, &options, "p.xml", xml.data, xml.len, &err) == 0)
			fail_msg("loaded: %s", parts[i]);
		if (strncmp(err.text, "p.xml:1: ", 9) != 0)
			fail_msg("no place: %s", err.text);
	}
}

static void test_facts(void **state)
{
	(void)state;
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><constnat/></quiet></tests>")),
		       "p.xml:1: unknown fact 'constnat'; did you mean 'constant'?");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><constant "
						"nme='x'/></quiet></tests>")),
		       "p.xml:1: unknown attribute 'nme' of 'constant'; did you mean 'name'?");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><constant/></quiet></tests>")),
		       "p.xml:1: 'constant' lacks attribute 'name'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><constant name='x' state='bad'/>"
				 "</quiet></tests>")),
		       "p.xml:1: attribute 'state' of 'constant' is 'bad', not empty|default");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><constant name='x' size='1k'/>"
				 "</quiet></tests>")),
		       "p.xml:1: attribute 'size' of 'constant' is '1k', not a size in bytes");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><scheduled-event name='x' "
				 "start='2018-03-01'/></quiet></tests>")),
		       "p.xml:1: attribute 'start' of 'scheduled-event' is '2018-03-01', not a "
		       "time "
		       "YYYY-MM-DDThh:mm:ssZ");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><scheduled-event name='x'><rech/>"
				 "</scheduled-event></quiet></tests>")),
		       "p.xml:1: unknown child 'rech' of 'scheduled-event'; did you mean 'reach'?");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet><source name='modell' "
				 "state='absent'/></quiet></tests>")),
		       "p.xml:1: unknown source 'modell'");
	fixture_refuse(PACK(RULE("a/b", OK_EACH "<tests><quiet edition='2020'/></tests>")),
		       "p.xml:1: unknown edition '2020'; the packs name none");
}

#define PARAM(type, value) \
	PACK("<param name='x' type='" type "'><value>" value "</value></param>" OK_RULE("a/b"))

static void params(void **state)
{
	(void)state;
	fixture_refuse(PARAM("int", "1.5"), "p.xml:1: parameter 'x': '1.5' is not of type int");
	fixture_refuse(PARAM("bytes", "many"), "p.xml:1: parameter 'x': 'many' is not of type "
					       "bytes");
	fixture_refuse(PARAM("date", "2026"), "p.xml:1: parameter 'x': '2026' is not of type date");
	fixture_refuse(PARAM("version", "v7"), "p.xml:1: parameter 'x': 'v7' is not of type "
					       "version");
	fixture_refuse(PACK("<param name='x' type='int'><value>1</value><value>2</value></param>"),
		       "p.xml:1: parameter 'x' has two values for the same edition");
	fixture_refuse(PACK("<param name='x' type='int'><value edition='2020'>1</value></param>"
			    "<param name='y' type='int'><value edition='2019'>1</value></param>"
			    RULE("a/b", EACH("constant[@size &gt; $x]", "@name", "{@name}"))),
		       "p.xml:1: parameter 'x' has no value for edition 2019, where rule 'a/b' "
		       "uses "
		       "it");
}

#define EDITIONS \
	PACK("<param name='max' type='bytes'><value edition='2019'>10</value>" \
	     "<value edition='2024'>5</value></param>" \
	     RULE("a/b", EACH("constant[@size &gt; $max]", "@name", "{@name}") \
		  "<tests><fires><constant name='A' size='7'/></fires>" \
		  "<quiet edition='2019'><constant name='A' size='7'/></quiet></tests>") \
	     "<rule id='a/old' until='2019'" RULE_ATTRS "><title>T</title>" WORDS OK_EACH \
	     "<tests><fires><constant name='A'/></fires></tests></rule>" \
	     "<rule id='b/new' since='2024'" RULE_ATTRS "><title>T</title>" WORDS OK_EACH "</rule>")

static struct rules *load_with(const struct rules_options *options, struct err *err)
{
	struct rules *r = NULL;

	*err = (struct err)ERR_NONE;
	rules_load_bytes(&r, options, "p.xml", EDITIONS, sizeof(EDITIONS) - 1, err);
	return r;
}

static void refuse_with(const struct rules_options *options, const char *message)
{
	struct err err;
	struct rules *r = load_with(options, &err);

	assert_null(r);
	assert_string_equal(err.text, message);
}

static void editions(void **state)
{
	struct rules_options options = fixture_options();
	struct err err;
	struct rules *r = load_with(&options, &err);

	(void)state;
	assert_string_equal(rules_edition(r), "2024");
	assert_int_equal(rules_count(r), 2);
	assert_string_equal(rules_info(r, 0)->id, "a/b");
	assert_string_equal(rules_info(r, 1)->id, "b/new");
	rules_free(r);
	options.edition = "2019";
	r = load_with(&options, &err);
	assert_string_equal(rules_edition(r), "2019");
	assert_int_equal(rules_count(r), 2);
	assert_string_equal(rules_info(r, 1)->id, "a/old");
	rules_free(r);
	options.edition = "2020";
	refuse_with(&options, "unknown edition '2020'; the packs have 2019, 2024");
}

static void overrides(void **state)
{
	const char *values[1] = { "max=1k" };
	struct rules_options options = fixture_options();
	struct err err;
	struct rules *r;

	(void)state;
	options.params = values;
	options.param_count = 1;
	r = load_with(&options, &err);
	assert_string_equal(((struct param *)r->params.items[0])->override, "1k");
	rules_free(r);
	values[0] = "mx=1";
	refuse_with(&options, "unknown parameter 'mx'; did you mean 'max'?");
	values[0] = "max";
	refuse_with(&options, "parameter 'max': write NAME=VALUE");
	values[0] = "max=big";
	refuse_with(&options, "parameter 'max': 'big' is not of type bytes");
}

static void selection(void **state)
{
	const char *wanted[1] = { "b" };
	struct rules_options options = fixture_options();
	struct err err;
	struct rules *r;

	(void)state;
	options.select = wanted;
	options.select_count = 1;
	r = load_with(&options, &err);
	assert_int_equal(rules_count(r), 1);
	assert_string_equal(rules_info(r, 0)->id, "b/new");
	rules_free(r);
	wanted[0] = "a/b";
	r = load_with(&options, &err);
	assert_int_equal(rules_count(r), 1);
	rules_free(r);
	wanted[0] = "b/nwe";
	refuse_with(&options, "unknown rule or area 'b/nwe'; did you mean 'b/new'?");
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void load_folder(const char *folder, struct rules **r, struct err *err)
{
	struct rules_options options = fixture_options();
	const char *dirs[1] = { folder };

	options.dirs = dirs;
	options.dir_count = 1;
	*err = (struct err)ERR_NONE;
	*r = NULL;
	rules_load(r, &options, err);
}

static void folders(void **state)
{
	char base[] = "rules-XXXXXX", path[128], digest[65];
	struct err err;
	struct rules *r;

	(void)state;
	assert_non_null(mkdtemp(base));
	load_folder(base, &r, &err);
	assert_null(r);
	assert_non_null(strstr(err.text, ": no *.xml in this folder"));
	snprintf(path, sizeof(path), "%s/sub", base);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/sub/z.xml", base);
	write_file(path, PACK(OK_RULE("z/b")));
	snprintf(path, sizeof(path), "%s/b.xml", base);
	write_file(path, PACK(OK_RULE("a/b")));
	snprintf(path, sizeof(path), "%s/note.txt", base);
	write_file(path, "not a pack");
	load_folder(base, &r, &err);
	assert_non_null(r);
	assert_int_equal(rules_count(r), 2);
	assert_non_null(strstr(rules_info(r, 0)->file, "/b.xml"));
	snprintf(digest, sizeof(digest), "%s", rules_digest(r));
	rules_free(r);
	snprintf(path, sizeof(path), "%s/b.xml", base);
	write_file(path, PACK(OK_RULE("z/b")));
	load_folder(base, &r, &err);
	assert_null(r);
	assert_non_null(strstr(err.text, "sub/z.xml:1: rule 'z/b' is already at"));
	write_file(path, "<pack xmlns='urn:mxaudit:rules:1' id='p' title='Q'/>");
	load_folder(base, &r, &err);
	assert_non_null(strstr(err.text, "sub/z.xml:1: pack 'p' has another title at"));
	write_file(path, PACK(OK_RULE("a/b") " "));
	load_folder(path, &r, &err);
	assert_int_equal(rules_count(r), 1);
	assert_string_not_equal(rules_digest(r), digest);
	rules_free(r);
	unlink(path);
	load_folder(path, &r, &err);
	assert_non_null(strstr(err.text, "b.xml: No such file"));
	snprintf(path, sizeof(path), "%s/sub/z.xml", base);
	unlink(path);
	snprintf(path, sizeof(path), "%s/sub", base);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/note.txt", base);
	unlink(path);
	rmdir(base);
}

static void no_pack(void **state)
{
	struct rules_options options = fixture_options();
	struct err err = ERR_NONE;
	struct rules *r = NULL;

	(void)state;
	assert_int_equal(rules_load(&r, &options, &err), 0);
	assert_int_equal(rules_count(r), 0);
	assert_string_equal(rules_edition(r), "");
	rules_free(r);
}

static void rule_limit(void **state)
{
	struct rules_options options = fixture_options();
	struct limits limits = *options.limits;
	struct err err = ERR_NONE;
	struct rules *r = NULL;

	(void)state;
	limits.rules = 2;
	options.limits = &limits;
	assert_int_equal(rules_load_bytes(&r, &options, "p.xml", EDITIONS, sizeof(EDITIONS) - 1,
					  &err), -1);
	assert_string_equal(err.text, "p.xml:1: more than 2 rules (--max-rules)");
}

static xmlRelaxNGPtr parse_schema(const char *text, size_t len)
{
	xmlRelaxNGParserCtxtPtr ctxt = xmlRelaxNGNewMemParserCtxt(text, (int)len);
	xmlRelaxNGPtr schema = xmlRelaxNGParse(ctxt);

	xmlRelaxNGFreeParserCtxt(ctxt);
	return schema;
}

static int validate(xmlRelaxNGPtr schema, const char *xml)
{
	xmlRelaxNGValidCtxtPtr ctxt = xmlRelaxNGNewValidCtxt(schema);
	xmlDocPtr doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_NONET);
	int result;

	xmlRelaxNGSetValidErrors(ctxt, NULL, NULL, NULL);
	result = xmlRelaxNGValidateDoc(ctxt, doc);
	xmlFreeDoc(doc);
	xmlRelaxNGFreeValidCtxt(ctxt);
	return result;
}

static void no_print(void *data, xmlErrorPtr e)
{
	(void)data;
	(void)e;
}

static void schema(void **state)
{
	CLEANUP(buf_release) struct buf out = { .max = 1 << 20 };
	xmlRelaxNGPtr schema;

	(void)state;
	xmlSetStructuredErrorFunc(NULL, no_print);
	table_write_rng(&out);
	schema = parse_schema(out.data, out.len);
	assert_non_null(schema);
	assert_int_equal(validate(schema, whole), 0);
	assert_int_equal(validate(schema, EDITIONS), 0);
	assert_int_equal(validate(schema, PACK("<rules/>")), 1);
	assert_int_equal(validate(schema, PACK(RULE("ab", OK_EACH))), 1);
	assert_int_equal(validate(schema, PACK(RULE("a/b", "<needs/>"))), 0);
	assert_int_equal(validate(schema, PACK(RULE("a/b", OK_EACH "<clear> </clear>"))), 1);
	assert_int_equal(validate(schema, ATTRS("severity='bad' verified='2026-11-20' "
						"basis='code'")), 1);
	assert_int_equal(validate(schema, PACK(RULE("a/b", OK_EACH "<tests><fire/></tests>"))), 1);
	xmlRelaxNGFree(schema);
	xmlRelaxNGCleanupTypes();
	xmlSetStructuredErrorFunc(NULL, NULL);
}

/* The file is the table, printed. Tests run in the root of the tree. */
static void schema_file(void **state)
{
	CLEANUP(buf_release) struct buf out = { .max = 1 << 20 };
	FILE *f = fopen("rules.d/rules.rng", "rb");
	char *text;
	size_t n;

	(void)state;
	assert_non_null(f);
	table_write_rng(&out);
	text = calloc(1, out.len + 2);
	n = fread(text, 1, out.len + 1, f);
	fclose(f);
	assert_int_equal(n, out.len);
	assert_string_equal(text, out.data);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_pack), cmocka_unit_test(structure), cmocka_unit_test(forms),
		cmocka_unit_test(identity), cmocka_unit_test(finds),
		cmocka_unit_test(finds_are_those_of_the_table), cmocka_unit_test(bad_pattern),
		cmocka_unit_test(libraries), cmocka_unit_test(bad_libraries),
		cmocka_unit_test(lengths), cmocka_unit_test(finds_that_others_use),
		cmocka_unit_test(expressions), cmocka_unit_test(names_everywhere),
		cmocka_unit_test(test_facts), cmocka_unit_test(params), cmocka_unit_test(editions),
		cmocka_unit_test(overrides), cmocka_unit_test(selection),
		cmocka_unit_test(folders), cmocka_unit_test(no_pack), cmocka_unit_test(rule_limit),
		cmocka_unit_test(schema), cmocka_unit_test(schema_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
