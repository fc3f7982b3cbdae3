# SPDX-License-Identifier: MIT
# make, make test, make demo, make install: the README has the rest. V=1 shows the commands.
PREFIX ?= /usr/local
CC ?= cc
AR ?= ar
B ?= build
ifeq ($B,)
$(error B, the build directory, is empty)
endif
MUSL := $(shell command -v musl-gcc)
HEADERS := $(foreach dir,/usr/include /usr/include/$(shell uname -m)-linux-gnu,-idirafter $(dir))
LAUNCHER_CC ?= $(if $(MUSL),musl-gcc $(HEADERS),cc)
WARN = -Wall -Wextra -Wconversion -Wshadow -Werror
SANITIZE ?=
CFLAGS ?= -O2 -g
override CFLAGS += -std=gnu17 $(WARN) $(SANITIZE)
CPPFLAGS += -D_GNU_SOURCE -Icompiler -I. -I$B/gen -DLAUNCHER_CC='"$(LAUNCHER_CC)"' -MMD -MP
LDLIBS = -lacl -lcap -lelf -lmd -ljansson -lseccomp
RUNTIME_FLAGS = -std=gnu17 -Os $(WARN) -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables \
	-fno-stack-protector -MMD -MP
Q = $(if $(V),,@)

COMPILER = $(wildcard compiler/*/*.c) compiler/main.c
GRAMMARS = unit policy
OBJECTS = $(COMPILER:%.c=$B/%.o) $(GRAMMARS:%=$B/gen/%.tab.o) $(GRAMMARS:%=$B/gen/%.yy.o)
RUNTIME = $(patsubst runtime/%.c,$B/runtime/%.o,$(wildcard runtime/*.c))
UNIT = $(patsubst %.c,$B/%.o,$(wildcard tests/unit/*.c))
SECCOMP = $(patsubst %.c,$B/%.o,$(wildcard tests/seccomp/*.c))

PROFILES = $(wildcard grammar/profiles/*.ambit)

all: $B/ambit $B/runtime/libambit.a $B/runtime/ambit.h $(PROFILES:grammar/%=$B/%)
	@:

$B/ambit: $(OBJECTS)
	@echo "  LINK  $@"
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/unit-tests: $(UNIT) $B/tests/compiler.o $(filter-out $B/compiler/main.o,$(OBJECTS))
	@echo "  LINK  $@"
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$B/seccomp-tests: $(SECCOMP) $B/tests/compiler.o $(filter-out $B/compiler/main.o,$(OBJECTS))
	@echo "  LINK  $@"
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/tests/compiler.o: compiler/main.c
	$Q$(CC) $(CPPFLAGS) $(CFLAGS) -Dmain=compiler_main -c -o $@ $<

$B/runtime/libambit.a: $(RUNTIME)
	@echo "  AR    $@"
	$Qrm -f $@ && $(AR) rcsD $@ $^

$B/runtime/ambit.h: runtime/ambit.h
	$Qcp $< $@

$B/profiles/%.ambit: grammar/profiles/%.ambit
	@mkdir -p $(@D)
	$Qcp $< $@

$B/runtime/%.o: runtime/%.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$Q$(LAUNCHER_CC) $(RUNTIME_FLAGS) -c -o $@ $<

$B/gen/%.tab.c: grammar/%.y
	@echo "  BISON $<"
	@mkdir -p $(@D)
	$Qbison -Wall -Werror -d -o $@ $<

$B/gen/%.yy.c: grammar/%.l
	@echo "  FLEX  $<"
	@mkdir -p $(@D)
	$Qflex -o $@ $<

$B/gen/%.tab.h: $B/gen/%.tab.c ;
$B/gen/%.o: $B/gen/%.c $(GRAMMARS:%=$B/gen/%.tab.h)
	@echo "  CC    $<"
	$Q$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-unused-function -c -o $@ $<

$B/%.o: %.c | $(GRAMMARS:%=$B/gen/%.tab.h)
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$Q$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# What is missing is installed first; then make starts anew, for the tools that it looks for.
AGAIN = $Qtests/setup && $(MAKE) --no-print-directory
demo:
	$(AGAIN) all
	$Q$(TESTING) examples/demo
test:
	$(AGAIN) all $B/unit-tests $B/seccomp-tests
	$Q$(TESTING) tests/run $(TESTS)
bench: all $B/seccomp-tests
	$Q$(TESTING) tests/bench/run
lint: all
	$Q$(TESTING) tests/lint $(OBJECTS:$B/%.o=%.c)
TESTING = B="$(abspath $B)" CC="$(CC)" LAUNCHER_CC="$(LAUNCHER_CC)"

PROGRAM = $(DESTDIR)$(PREFIX)/bin
LIBRARY = $(DESTDIR)$(PREFIX)/lib/ambit
SHARE = $(DESTDIR)$(PREFIX)/share
install: all
	$Qinstall -D -m 755 $B/ambit "$(PROGRAM)/ambit"
	$Qinstall -D -m 644 $B/runtime/libambit.a "$(LIBRARY)/libambit.a"
	$Qinstall -D -m 644 runtime/ambit.h "$(LIBRARY)/ambit.h"
	$Qinstall -D -m 644 compiler/ambit.1 "$(SHARE)/man/man1/ambit.1"
	$Qinstall -D -m 644 -t "$(SHARE)/ambit" $(PROFILES)
	$Qinstall -D -m 644 grammar/ambit-policy.5 "$(SHARE)/man/man5/ambit-policy.5"
	$Qinstall -D -m 644 runtime/ambit-launcher.7 "$(SHARE)/man/man7/ambit-launcher.7"
	$Qinstall -D -m 644 compiler/ambit.bash "$(SHARE)/bash-completion/completions/ambit"
uninstall:
	rm -f "$(PROGRAM)/ambit" "$(SHARE)/man/man1/ambit.1" "$(SHARE)/man/man7/ambit-launcher.7"
	rm -f "$(SHARE)/man/man5/ambit-policy.5"
	rm -f "$(SHARE)/bash-completion/completions/ambit"
	rm -rf "$(LIBRARY)" "$(SHARE)/ambit"
clean:
	rm -rf $B

.PHONY: all demo test bench lint install uninstall clean
.SECONDARY:
.DELETE_ON_ERROR:
-include $(OBJECTS:.o=.d) $(RUNTIME:.o=.d) $(UNIT:.o=.d) $(SECCOMP:.o=.d)
