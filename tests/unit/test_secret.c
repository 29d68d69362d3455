/* SPDX-License-Identifier: Apache-2.0 */
/* What is masked, what stays, and that hostile text costs no more than its length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/secret.h"
#include "util/alloc.h"
#include "util/arena.h"

#define M SECRET_MASK

static void names(void **state)
{
	static const char *const yes[] = {
		"Mail.Password", "smtp_passwd", "PWD", "Api.ClientSecret", "AccessToken",
		"MendixSSO.TokenEncryptionKey", "Maps.API_Key", "apiKey", "LicenseKey", "x.apikey",
		"db.credentials", "Passphrase", "Password2", "sharedKey", "APIKey", NULL
	};
	static const char *const no[] = {
		"Mail.PasswordLength", "TokenExpiry", "Primary.Key", "KeyStore", "Monkey", "",
		"Secretary", "Encryption.Prefix", "AddressLookup.Key", "forgotPasswordUrl", NULL
	};

	(void)state;
	for (size_t i = 0; yes[i] != NULL; i++)
		if (!secret_name(yes[i]))
			fail_msg("'%s' is a secret's name", yes[i]);
	for (size_t i = 0; no[i] != NULL; i++)
		if (secret_name(no[i]))
			fail_msg("'%s' is no secret's name", no[i]);
}

static void values(void **state)
{
	static const struct {
		const char *name, *value, *want;
	} cases[] = {
		{ "Mail.Password", "hunter2", M },
		{ "Mail.Password", "", "" },
		{ NULL, "https://bob:pw@h/x", "https://" M "@h/x" },
		{ NULL, "https://h/x?api_key=abc&b=1", "https://h/x?api_key=" M "&b=1" },
		{ NULL, "jdbc:postgresql://h/db?user=a&password=b",
		  "jdbc:postgresql://h/db?user=a&password=" M },
		{ NULL, "Bearer abcdef0123456789XYZ", "Bearer " M },
		{ NULL, "'Basic ' + dXNlcjpwYXNz and Basic dXNlcjpwYXNz",
		  "'Basic ' + dXNlcjpwYXNz and Basic " M },
		{ NULL, "t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl!", "t=" M "!" },
		{ NULL, "-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nx",
		  M "\nx" },
		{ NULL, "-----BEGIN PRIVATE KEY-----\nMII", M },
		{ NULL, "k 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c", "k " M },
		{ NULL, "q7Zr/0vKx2Lp9TfWm4sB+8dYhG3nUeA6jC1oRk5i", M },
		{ NULL, M, M },
		{ NULL, "https://h/?token=" M, "https://h/?token=" M },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(secret_mask(a, cases[i].name, cases[i].value, false),
				    cases[i].want);
	arena_free(a);
}

static void harmless(void **state)
{
	static const char *const same[] = {
		"7.18.1.40272", "539c8a91-9856-4356-9bb0-73de059bcd45", "localhost",
		"org/apache/http/impl/client/DefaultHttpClient2",
		"model/lib/userlib/org.apache.servicemix.bundles.commons-codec-1.3.0.jar",
		"https://api.example.com/v1/items?page={1}&size=50",
		"FlatFileInterface.SUB_ExecuteSelectedInterface_4_1_00",
		"MyVeryLongModuleName.ACT_CustomerInvoiceLine_CreateForPeriod_V2",
		"[Module.Assoc/Module.Entity/Name = $Name and Age > 10]",
		"-----BEGIN CERTIFICATE-----",
		"\\w+((-|\\+|\\.)\\w+)*@\\w+([\\.-]?\\w+)*(\\.\\w{2,})+", "token = empty",
		"00000000000000000000000000000000", NULL
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; same[i] != NULL; i++)
		assert_ptr_equal(secret_mask(a, NULL, same[i], false), same[i]);
	arena_free(a);
}

/* Text made to cost the square of its length: no test would end if it did. */
static void hostile(void **state)
{
	static const char *const units[] = {
		"eyJ", "_eyJ", "-----BEGIN ", "password=x&", "a-", "://u@", "basic ",
		"aA1/", "=", "pwd={", "pwd=\"{'", "d", NULL
	};
	const size_t size = 1000000;
	char *text = alloc_bytes(size + 1);

	(void)state;
	for (size_t i = 0; units[i] != NULL; i++) {
		struct arena *a = arena_new();

		for (size_t at = 0; at < size; at++)
			text[at] = units[i][at % strlen(units[i])];
		text[size] = '\0';
		assert_non_null(secret_mask(a, NULL, text, false));
		arena_free(a);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(values),
		cmocka_unit_test(harmless),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
