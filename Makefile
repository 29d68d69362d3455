# SPDX-License-Identifier: Apache-2.0
# mxaudit: `make` builds build/mxaudit; `make help` lists the targets.

MODE ?= release
BUILD = build
OUT ?= $(BUILD)/$(MODE)
VERSION = 0.1.0
PREFIX ?= /usr/local

PACKAGES = libzip libdeflate libxml-2.0 libpcre2-8 jansson yaml-0.1 libcrypto sqlite3
PACKAGE_FLAGS := $(shell pkg-config --cflags $(PACKAGES) libbson-1.0)
TEST_LIBS := $(shell pkg-config --libs libbson-1.0)
PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES))
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wvla -Wformat=2 -Wconversion -Wno-sign-conversion
CFLAGS_release = -O2 -g
CFLAGS_debug = -O0 -g3
CFLAGS_asan = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_tsan = -O1 -g -fsanitize=thread -fno-omit-frame-pointer
CFLAGS_cover = -O0 -g --coverage
CFLAGS_fuzz = $(CFLAGS_asan) -fsanitize=fuzzer-no-link
CPPFLAGS += -I. -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DMXAUDIT_VERSION='"$(VERSION)"' \
	-DMXAUDIT_RULES='"$(PREFIX)/share/mxaudit/rules.d"' $(PACKAGE_FLAGS)
CFLAGS += -std=c11 $(WARNINGS) $(CFLAGS_$(MODE)) $(EXTRA_CFLAGS)
LDLIBS += $(PACKAGE_LIBS) -lm -lpthread

FOLDERS = util core package formats analyzers analyzers/world rules report cli
SOURCES = $(filter-out cli/main.c,$(wildcard $(addsuffix /*.c,$(FOLDERS))))
ASSETS = $(wildcard report/html/*)
OBJECTS = $(SOURCES:%.c=$(OUT)/%.o) $(if $(ASSETS),$(OUT)/report/html_assets.o)
ARCHIVE = $(OUT)/libmxaudit.a
MKMDA = $(OUT)/tests/mkmda
MKMDA_OBJECTS = $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/mkmda*.c))
UNIT_SOURCES = $(wildcard tests/unit/*.c)
UNITS = $(patsubst %.c,$(OUT)/%,$(filter tests/unit/test_%,$(UNIT_SOURCES)))
UNIT_HELPERS = $(patsubst %.c,$(OUT)/%.o,$(filter-out tests/unit/test_%,$(UNIT_SOURCES)))
FUZZERS = $(patsubst %.c,%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAYS = $(addprefix $(OUT)/,$(FUZZERS))

all: $(BUILD)/mxaudit ## build/mxaudit (MODE=release, debug, asan or cover)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | \
		awk -F'|' '{ printf "%-10s %s\n", $$1, $$2 }'

$(BUILD)/mxaudit: $(OUT)/mxaudit
	@ln -sf $(OUT:$(BUILD)/%=%)/mxaudit $@

$(OUT)/mxaudit: $(OUT)/cli/main.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(ARCHIVE): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/report/html_assets.c: $(ASSETS)
	@mkdir -p $(@D)
	sh report/html/embed report/html >$@

$(OUT)/report/html_assets.o: $(OUT)/report/html_assets.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(MKMDA): $(MKMDA_OBJECTS) $(filter $(OUT)/util/% $(OUT)/formats/mpr.o,$(OBJECTS))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TEST_LIBS)

$(OUT)/tests/unit/helpers.a: $(UNIT_HELPERS)
	@rm -f $@ && $(AR) rcs $@ $^

$(OUT)/tests/unit/test_%: $(OUT)/tests/unit/test_%.o $(OUT)/tests/unit/helpers.a $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TEST_LIBS) -lcmocka

$(OUT)/tests/fuzz/fuzz_%: $(OUT)/tests/fuzz/fuzz_%.o $(OUT)/tests/fuzz/replay.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

programs: $(OUT)/mxaudit $(MKMDA) $(UNITS) $(REPLAYS)

check: $(BUILD)/mxaudit programs ## lint, unit tests, golden cases, recall, replay of fuzz seeds
	@tests/lint $(OUT); lint=$$?; tests/run $(OUT) && tests/recall $(OUT) && exit $$lint

lint: $(BUILD)/mxaudit ## STYLE: layers, sizes, banned functions; docs against the tables
	tests/lint $(OUT)

golden: $(BUILD)/mxaudit programs ## rewrite the expectations of tests/cases; read the diff
	tests/run --update $(OUT)

asan: ## all tests, and every recipe chopped and flipped, under ASan and UBSan
	$(MAKE) MODE=asan programs
	tests/run build/asan && tests/damage build/asan

tsan: ## what threads share, under ThreadSanitizer
	$(MAKE) MODE=tsan programs && tests/tsan build/tsan

clang: ## all tests built by a second compiler; no warning left in either
	$(MAKE) CC=clang OUT=build/clang EXTRA_CFLAGS=-Werror programs
	$(MAKE) OUT=build/strict EXTRA_CFLAGS=-Werror programs && tests/run build/clang

fuzz: ## libFuzzer on every format, SECONDS each (default 20)
	$(MAKE) CC=clang MODE=fuzz $(ARCHIVE:$(OUT)/%=build/fuzz/%) $(FUZZERS:%=build/fuzz/%.o)
	$(MAKE) $(MKMDA) && CC=clang LIBS="$(LDLIBS)" tests/fuzz/run build/fuzz $(MKMDA)

bench: $(BUILD)/mxaudit $(MKMDA) ## times, as ratios to unzip -tqq in one run
	LIBS="$(LDLIBS)" tests/bench/run $(OUT)

mutate: $(ARCHIVE) ## changes to conditions of rules that no test of theirs notices
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $(OUT)/mutate tests/mutate.c $(ARCHIVE) $(LDLIBS)
	$(OUT)/mutate tests/mutate.list rules.d/mendix-cloud-v4

coverage: ## lines the tests reach, by folder
	$(MAKE) MODE=cover programs
	find build/cover -name '*.gcda' -exec rm -f {} +
	tests/run build/cover; tests/coverage build/cover

schemas: $(BUILD)/mxaudit $(MKMDA) ## reports, packs, settings and answers against their schemas
	tests/schemas $(OUT)

browser: $(BUILD)/mxaudit $(MKMDA) ## the HTML report in Chromium, with and without script
	tests/browser/run $(OUT) && tests/browser/act $(OUT)

java: $(BUILD)/mxaudit $(MKMDA) ## the class-file reader against javap and jdeps of a JDK
	LIBS="$(LDLIBS)" tests/java/run $(OUT)

corpus: $(BUILD)/mxaudit ## facts of CORPUS=DIR/* against each expected.json
	python3 tests/corpus.py $(BUILD)/mxaudit $(CORPUS)

install: all ## into DESTDIR/PREFIX
	install -D -m 755 $(OUT)/mxaudit $(DESTDIR)$(PREFIX)/bin/mxaudit
	install -D -m 644 man/mxaudit.1 $(DESTDIR)$(PREFIX)/share/man/man1/mxaudit.1
	cd rules.d && find . -type f -exec install -D -m 644 {} $(abspath \
		$(DESTDIR)$(PREFIX))/share/mxaudit/rules.d/{} \;

uninstall: ## what install put there
	cd $(DESTDIR)$(PREFIX) && rm -rf bin/mxaudit share/man/man1/mxaudit.1 share/mxaudit

dist: ## build/mxaudit-VERSION.tar.gz of what is committed
	mkdir -p $(BUILD) && git archive --prefix=mxaudit-$(VERSION)/ \
		-o $(BUILD)/mxaudit-$(VERSION).tar.gz HEAD

clean: ## remove build/
	rm -rf $(BUILD)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

.SECONDARY:
.PHONY: all help programs check lint golden asan tsan clang fuzz bench mutate coverage schemas \
	browser java corpus install uninstall dist clean
