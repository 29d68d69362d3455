# SPDX-License-Identifier: Apache-2.0
# mxaudit: `make` builds build/mxaudit; `make help` lists the targets.

MODE ?= release
BUILD = build
OUT = $(BUILD)/$(MODE)
VERSION = 0.1.0
PREFIX ?= /usr/local

PACKAGES = libzip libdeflate libxml-2.0 libpcre2-8 libbson-1.0 jansson libcrypto
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wvla -Wformat=2 -Wconversion -Wno-sign-conversion
CFLAGS_release = -O2 -g
CFLAGS_debug = -O0 -g3
CFLAGS_asan = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_cover = -O0 -g --coverage
CPPFLAGS += -I. -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DMXAUDIT_VERSION='"$(VERSION)"' \
	-DMXAUDIT_RULES='"$(PREFIX)/share/mxaudit/rules.d"' $(shell pkg-config --cflags $(PACKAGES))
CFLAGS += -std=c11 $(WARNINGS) $(CFLAGS_$(MODE)) $(EXTRA_CFLAGS)
LDLIBS += $(shell pkg-config --libs $(PACKAGES)) -lpthread

FOLDERS = util core package formats analyzers analyzers/world rules report cli
SOURCES = $(filter-out cli/main.c,$(wildcard $(addsuffix /*.c,$(FOLDERS))))
OBJECTS = $(SOURCES:%.c=$(OUT)/%.o)
ARCHIVE = $(OUT)/libmxaudit.a

all: $(BUILD)/mxaudit

$(BUILD)/mxaudit: $(OUT)/mxaudit
	@ln -sf $(MODE)/mxaudit $@

$(OUT)/mxaudit: $(OUT)/cli/main.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(ARCHIVE): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d) $(OUT)/cli/main.d

clean:
	rm -rf $(BUILD)

.PHONY: all clean
