/* SPDX-License-Identifier: MIT */
/* SystemCallRule=: each form, each mistake, and that what is printed means the same. */
#include "harness.h"

#define RULE(text) "SystemCallRule=" text

TEST(rule_actions)
{
	assert_value(RULE("allow read"), "<allow read>");
	assert_value(RULE("deny @mount  @swap\tptrace"), "<deny @mount @swap ptrace>");
	assert_value(RULE("kill x86-64:451"), "<kill x86-64:451>");
	assert_value(RULE("trap ptrace"), "<trap ptrace>");
	assert_value(RULE("log mips:4001 execve"), "<log mips:4001 execve>");
}

TEST(rule_errors)
{
	assert_value(RULE("deny read errno ENOSYS"), "<deny read errno ENOSYS>");
	assert_value(RULE("deny read errno 38"), "<deny read errno ENOSYS>");
	assert_value(RULE("deny read errno 4095"), "<deny read errno 4095>");
	assert_value(RULE("deny read(fd == 0)errno EIO"), "<deny read(fd == 0) errno EIO>");
}

TEST(rule_conditions)
{
	assert_value(RULE("deny ioctl (request==TIOCSTI)"), "<deny ioctl(request == TIOCSTI)>");
	assert_value(RULE("deny read(fd != 0x1f)"), "<deny read(fd != 0x1f)>");
	assert_value(RULE("deny kill(pid<-1)"), "<deny kill(pid < -1)>");
	assert_value(RULE("deny kill(pid <= 017)"), "<deny kill(pid <= 017)>");
	assert_value(RULE("deny kill(pid > 0 and sig >= SIGKILL)"),
		     "<deny kill(pid > 0 and sig >= SIGKILL)>");
	assert_value(RULE("deny openat(flags&O_CREAT | O_EXCL!=0)"),
		     "<deny openat(flags & O_CREAT | O_EXCL != 0)>");
	assert_value(RULE("deny socket(type == SOCK_RAW | SOCK_CLOEXEC)"),
		     "<deny socket(type == SOCK_RAW | SOCK_CLOEXEC)>");
}

TEST(rule_parentheses)
{
	assert_value(RULE("deny socket(((domain == 1)))"), "<deny socket(domain == 1)>");
	assert_value(RULE("deny socket((domain == 1 or type == 2) and protocol == 3)"),
		     "<deny socket((domain == 1 or type == 2) and protocol == 3)>");
	assert_value(RULE("deny socket((domain == 1 and type == 2) or protocol == 3)"),
		     "<deny socket(domain == 1 and type == 2 or protocol == 3)>");
	assert_value(RULE("deny socket(domain == 1 and (type == 2 and protocol == 3))"),
		     "<deny socket(domain == 1 and (type == 2 and protocol == 3))>");
	assert_value(RULE("deny socket(domain == 1 or (type == 2 or protocol == 3))"),
		     "<deny socket(domain == 1 or (type == 2 or protocol == 3))>");
}

TEST(rule_value_ranges)
{
	assert_value(RULE("deny kill(pid == -2147483648)"), "<deny kill(pid == -2147483648)>");
	assert_value(RULE("deny kill(pid == 0xffffffff)"), "<deny kill(pid == 0xffffffff)>");
	assert_value(RULE("deny openat(dirfd == AT_FDCWD)"), "<deny openat(dirfd == AT_FDCWD)>");
	assert_value(RULE("deny ftruncate(length == 0xffffffffffffffff)"),
		     "<deny ftruncate(length == 0xffffffffffffffff)>");
	assert_value(RULE("deny ftruncate(length >= -9223372036854775808)"),
		     "<deny ftruncate(length >= -9223372036854775808)>");
	assert_value(RULE("deny chmod(mode & S_ISUID|S_ISGID != 0)"),
		     "<deny chmod(mode & S_ISUID | S_ISGID != 0)>");
	assert_value(RULE("deny chmod(mode != 0177777)"), "<deny chmod(mode != 0177777)>");
}

TEST(rule_lines)
{
	assert_value(RULE("allow read\n") RULE("allow write"), "<allow read><allow write>");
	assert_value(RULE("allow read\n") RULE(""), "unset");
	assert_value(RULE("allow read\n") RULE("\n") RULE("log write"), "<log write>");
}

TEST(rule_mistakes)
{
	static const char syntax[] = "write ACTION CALL..., or ACTION CALL(CONDITION)";
	assert_mistake(RULE("alow read"), "alow", "'alow' is no action", "did you mean allow?");
	assert_mistake(RULE("(read)"), "(", "'(' is no action", "*");
	assert_mistake(RULE("deny"), "", "the rule names no system call", syntax);
	assert_mistake(RULE("deny errno EPERM"), "errno", "the rule names no system call", syntax);
	assert_mistake(RULE("deny redd"), "redd", "unknown system call 'redd'",
		       "did you mean read?");
	assert_mistake(RULE("deny READ"), "READ", "unknown system call 'READ'",
		       "did you mean read?");
	assert_mistake(RULE("deny @mout"), "@mout", "unknown system call set '@mout'",
		       "did you mean @mount?");
	assert_mistake(RULE("deny read, write"), ",", "a system call is wanted here", syntax);
	assert_mistake(RULE("deny vax:5"), "vax:5", "'vax:5' is no number of a call",
		       "write ARCHITECTURE:NUMBER, as x86-64:451");
	assert_mistake(RULE("deny x86:-1"), "x86:-1", "'x86:-1' is no number of a call", "*");
	assert_mistake(RULE("deny x86:2147483648"), "x86:2147483648",
		       "'x86:2147483648' is no number of a call", "*");
	assert_mistake(RULE("deny read errno EPREM"), "EPREM", "'EPREM' is no error number",
		       "did you mean EPERM?");
	assert_mistake(RULE("deny read errno kill"), "kill", "'kill' is no error number",
		       "\"kill\" is an action");
	assert_mistake(RULE("deny read errno 0"), "0", "'0' is no error number", "*");
	assert_mistake(RULE("deny read errno 4096"), "4096", "'4096' is no error number", "*");
	assert_mistake(RULE("allow read errno EPERM"), "errno",
		       "only a call that is denied returns an error number",
		       "leave it out, or write deny");
	assert_mistake(RULE("deny read errno EPERM write"), "write",
		       "there is something behind the end of the rule", "*");
	assert_mistake(RULE("deny read(fd == 0) write"), "write",
		       "there is something behind the end of the rule", "*");
}

TEST(rule_condition_mistakes)
{
	static const char one_call[] = "a condition is about the arguments of one call";
	static const char each[] = "write a rule for each call, by its name";
	static const char closed[] = "the condition is not closed by ')'";
	static const char joined[] = "conditions are joined by \"and\" and \"or\"";
	assert_mistake(RULE("deny (fd == 0)"), "(", one_call, each);
	assert_mistake(RULE("deny read write(fd == 0)"), "(", one_call, each);
	assert_mistake(RULE("deny @mount(fd == 0)"), "(", one_call, each);
	assert_mistake(RULE("deny x86:3(fd == 0)"), "(", one_call, each);
	assert_mistake(RULE("deny socket(fd == 0)"), "fd", "socket has no argument 'fd'",
		       "it has domain, type, protocol");
	assert_mistake(RULE("deny getpid(fd == 0)"), "fd", "getpid has no argument 'fd'",
		       "leave the condition out: it has none, or they are not known");
	assert_mistake(RULE("deny socket()"), ")", "the name of an argument is wanted here",
		       "it has domain, type, protocol");
	assert_mistake(RULE("deny read(buf == 0)"), "buf",
		       "the argument 'buf' of read is a pointer",
		       "only numbers are compared: what a pointer points to can change");
	assert_mistake(RULE("deny read(fd = 0)"), "=", "a comparison is wanted here", "write ==");
	assert_mistake(RULE("deny read(fd)"), ")", "a comparison is wanted here",
		       "write == VALUE, or != < <= > >=");
	assert_mistake(RULE("deny read(fd == )"), ")", "a value is wanted here",
		       "write a number, or the name of a constant");
	assert_mistake(RULE("deny read(fd == 0"), "", closed, joined);
	assert_mistake(RULE("deny read((fd == 0)"), "", closed, joined);
	assert_mistake(RULE("deny read(fd == 0 && count == 1)"), "&",
		       "'and', 'or' or ')' is wanted here", joined);
	assert_mistake(RULE("deny socket(domain == AF_UNX)"), "AF_UNX",
		       "'AF_UNX' is no number and no constant", "did you mean AF_UNIX?");
	assert_mistake(RULE("deny socket(domain == 09)"), "09", "'09' is no number and no constant",
		       "*");
	assert_mistake(RULE("deny socket(domain == AF_UNIX|AF_INET)"), "AF_INET",
		       "'AF_INET' cannot be joined with another value of its kind",
		       "\"|\" joins bits; write ARGUMENT == A or ARGUMENT == B");
	assert_mistake(RULE("deny ioctl(request & 0xff > 1)"), ">", "'>' does not go with a mask",
		       "what is left by a mask is compared by == and !=");
	assert_mistake(RULE("deny chmod(mode < 1)"), "<", "a mode has no order", "*");
}

TEST(rule_values_that_say_nothing)
{
	assert_mistake(RULE("deny read(fd == -1)"), "-1",
		       "'-1' does not fit into the argument 'fd', of 32 bits without a sign", NULL);
	assert_mistake(RULE("deny kill(pid == 4294967296)"), "4294967296",
		       "'4294967296' does not fit into the argument 'pid', of 32 bits", NULL);
	assert_mistake(RULE("deny kill(pid == -2147483649)"), "-2147483649",
		       "'-2147483649' does not fit into the argument 'pid', of 32 bits", NULL);
	assert_mistake(RULE("deny chmod(mode == 0200000)"), "0200000",
		       "'0200000' does not fit into the argument 'mode', of 16 bits without a sign",
		       NULL);
	assert_mistake(RULE("deny ftruncate(length == 18446744073709551616)"),
		       "18446744073709551616",
		       "'18446744073709551616' is no number and no constant", "*");
	assert_mistake(RULE("deny kill(pid < 0xffffffff )"), "pid < 0xffffffff",
		       "the argument has a sign: no value of it is so large",
		       "write a negative number, as -1");
	assert_mistake(RULE("deny read(fd < 0)"), "fd < 0",
		       "the argument has no sign: it is never below 0", "leave the comparison out");
	assert_mistake(RULE("deny read(fd >= 0)"), "fd >= 0",
		       "the argument has no sign: it is never below 0", "leave the comparison out");
	assert_mistake(RULE("deny openat(flags & O_CREAT == 1)"), "flags & O_CREAT == 1",
		       "the value has bits outside of the mask: nothing is equal to it",
		       "compare with bits of the mask only");
	assert_mistake(RULE("deny openat(flags & O_RDONLY == 0)"), "flags & O_RDONLY == 0",
		       "the mask is 0: all arguments are alike to it",
		       "write the bits to be looked at");
}

/* LINE with COUNT times PART between its ends. */
static const char *repeated(struct arena *arena, const char *part, size_t count)
{
	struct text text = {.arena = arena};
	for (size_t i = 0; i < count; i++)
		text_puts(&text, part);
	return text.at;
}

TEST(rule_limits)
{
	struct arena arena = {0};
	const char *many = repeated(&arena, "fd == 0 or ", 499);
	struct outcome *fits =
		outcome_of("x.service", arena_printf(&arena, RULE("deny read(%sfd == 1)"), many));
	assert_int_equal(fits->diagnostics.errors, 0);
	outcome_free(fits);
	assert_mistake(arena_printf(&arena, RULE("deny read(%sfd == 0 or count == 1)"), many),
		       "count", "more than 500 comparisons in one rule", "write several rules");
	const char *deep =
		arena_printf(&arena, RULE("deny read(%s[fd == 0)"), repeated(&arena, "(", 30));
	assert_mistake(deep, "[", "the name of an argument is wanted here", "*");
	deep = arena_printf(&arena, RULE("deny read(%s"), repeated(&arena, "(", 31));
	assert_mistake(deep, "(", "more than 30 parentheses inside each other", NULL);
	arena_free(&arena);
}
