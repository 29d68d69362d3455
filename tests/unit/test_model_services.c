/* SPDX-License-Identifier: Apache-2.0 */
/* Services of the model: published and consumed ones, of types seen and of types
 * described. */
#include "tests/unit/model_bench.h"

static const struct published_service *published(struct bench *b, const char *json)
{
	READ(b, MODULE("Shop"), json);
	assert_complete(b);
	assert_int_equal(b->m->published.len, 1);
	return b->m->published.items[0];
}

static void test_published_rest(void **state)
{
	struct bench *b = *state;
	const struct published_service *s;

	s = published(b,
		      NAMED("Rest$PublishedRestService",
			    "Api") ",'Path':'rest/api/v1','Version':'1.0.0',"
				   "'AuthenticationTypesRuntime':['Session','Basic'],"
				   "'Resources':[{'Operations':[{'HttpMethod':'Get',"
				   "'PathRuntime':'rest/api/v1/o','Microflow':'Shop.G'}"
				   ",{'HttpMethod':'Post','Microflow':'Shop.P'}]},"
				   "{'Operations':[{'HttpMethod':'Put'}]}]}");
	assert_string_equal(s->kind, "rest");
	assert_string_equal(s->name, "Shop.Api");
	assert_string_equal(s->path, "rest/api/v1");
	assert_string_equal(s->version, "1.0.0");
	assert_string_equal(s->authentication, "Basic Session");
	assert_int_equal(s->resources, 2);
	assert_int_equal(s->operation_count, 3);
	assert_string_equal(s->operations[0].method, "Get");
	assert_string_equal(s->operations[0].path, "rest/api/v1/o");
	assert_string_equal(s->operations[0].microflow, "Shop.G");
	assert_string_equal(s->operations[1].path, "");
	assert_string_equal(s->operations[2].method, "Put");
}

static void test_authentication(void **state)
{
	static const struct {
		const char *fields, *text;
	} rows[] = {
		{"'AuthenticationTypes':['Basic']", "Basic"},
		{"'AuthenticationTypes':['Session','Guest','Basic']",
		 "Basic Guest Session"},
		{"'AuthenticationTypesRuntime':[],'AuthenticationMicroflow':''",
		 "None"},
		{"'AuthenticationTypesRuntime':[],'AuthenticationMicroflow':'Shop."
		 "Auth'",
		 "Custom"},
		{"'Version':''", ""},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *json = arena_printf(
			b->arena, NAMED("Rest$PublishedRestService", "A") ",%s}",
			rows[i].fields);

		assert_string_equal(published(b, json)->authentication, rows[i].text);
	}
}

static void test_published_soap(void **state)
{
	struct bench *b = *state;
	const struct published_service *s;

	s = published(b,
		      NAMED("WebServices$PublishedService",
			    "Ws") ",'VersionedWebServices':[{'VersionNumber':2,"
				  "'AppServiceState':'Consumable','MsdFileBase64':'',"
				  "'HeaderAuthentication':'UsernamePassword',"
				  "'HeaderMicroflow':'Shop.Auth','Operations':["
				  "{'Name':'Send','Microflow':'Shop.Send'}]}]}");
	assert_string_equal(s->kind, "soap");
	assert_string_equal(s->path, "ws/Ws");
	assert_string_equal(s->version, "2");
	assert_string_equal(s->authentication, "UsernamePassword");
	assert_string_equal(s->authentication_microflow, "Shop.Auth");
	assert_string_equal(s->operations[0].name, "Send");
	assert_string_equal(s->operations[0].microflow, "Shop.Send");
	s = published(
		b, NAMED("WebServices$PublishedService",
			 "Ws") ",'VersionedWebServices':[{'MsdFileBase64':'AA=='}]}");
	assert_string_equal(s->kind, "app");
	assert_string_equal(s->version, "");
	s = published(b, NAMED("WebServices$PublishedAppService", "Ws") "}");
	assert_string_equal(s->kind, "app");
}

static void test_published_odata(void **state)
{
	struct bench *b = *state;
	const struct published_service *s;

	s = published(b, NAMED("Rest$PublishedOdataServiceImpl",
			       "Old") ",'Path':'Old','Resources':[{},{}]}");
	assert_string_equal(s->kind, "odata");
	assert_string_equal(s->path, "Old");
	assert_int_equal(s->resources, 2);
	assert_string_equal(s->authentication, "");
	s = published(b, NAMED("ODataPublish$PublishedODataService2",
			       "New") ",'EntitySets':[{}],'ServiceVersion':'2',"
				      "'AuthenticationTypes':[],'Microflows':[{'Name':"
				      "'Act','Microflow':'Shop.Act'}]}");
	assert_int_equal(s->resources, 1);
	assert_string_equal(s->version, "2");
	assert_string_equal(s->authentication, "None");
	assert_int_equal(s->operation_count, 1);
	assert_string_equal(s->operations[0].microflow, "Shop.Act");
}

static void assert_consumed(struct bench *b, const char *json,
			    const struct consumed_service *want)
{
	const struct consumed_service *s;

	READ(b, MODULE("Shop"), json);
	assert_complete(b);
	assert_int_equal(b->m->consumed.len, 1);
	s = b->m->consumed.items[0];
	assert_string_equal(s->kind, want->kind);
	assert_string_equal(s->name, want->name);
	assert_string_equal(s->location, want->location);
	assert_string_equal(s->location_constant, want->location_constant);
	assert_string_equal(s->wsdl_url, want->wsdl_url);
	assert_int_equal(s->operations, want->operations);
}

static void test_consumed(void **state)
{
	static const struct {
		const char *json;
		struct consumed_service want;
	} rows[] = {
		{NAMED("WebServices$ImportedServiceImpl",
		       "S") ",'WsdlUrl':'http://w',"
			    "'Description':{'Services':[{'Location':'http://l',"
			    "'LocationConstant':'Shop.L','Operations':[{},{}]}]}}",
		 {"soap", "Shop.S", "http://l", "Shop.L", "http://w", 2}},
		{NAMED("WebServices$ImportedServiceImpl", "S") "}",
		 {"soap", "Shop.S", "", "", "", 0}},
		{NAMED("AppServices$ConsumedAppService", "A") ",'Actions':[{},{},{}]}",
		 {"app", "Shop.A", "", "", "", 3}},
		{NAMED("Rest$ConsumedODataService",
		       "O") ",'HttpConfiguration':{'CustomLocation':'`https://o/x`'},"
			    "'ServiceUrl':'Shop.Url'}",
		 {"odata", "Shop.O", "https://o/x", "Shop.Url", "", 0}},
		{NAMED("Rest$ConsumedRestService",
		       "R") ",'BaseUrl':{'Value':'https://r'},'Operations':[{}]}",
		 {"rest", "Shop.R", "https://r", "", "", 1}},
		{NAMED("BusinessEvents$BusinessEventService", "E") ",'Channels':[{}]}",
		 {"business-events", "Shop.E", "", "", "", 1}},
		{NAMED("DatabaseConnector$DatabaseConnection",
		       "D") ",'ConnectionString':'jdbc:x://u:hunter2@h/db',"
			    "'Queries':[{},{}]}",
		 {"database", "Shop.D", "", "", "", 2}},
		{NAMED("DatabaseConnector$DatabaseConnection",
		       "D") ",'ConnectionString':'Shop.Db','Location':'secret'}",
		 {"database", "Shop.D", "", "Shop.Db", "", 0}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_consumed(*state, rows[i].json, &rows[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_published_rest), TEST(test_authentication),
		TEST(test_published_soap), TEST(test_published_odata),
		TEST(test_consumed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
