/* SPDX-License-Identifier: MIT */
/*
 * The steps of the runtime that meet credentials, as calls to the model: each function here makes the
 * system calls of the step of its name, under the same conditions (runtime/caps.c, identity.c,
 * keyring.c). A change there is one here.
 */
#include "plan/predict.h"
#include "service/vocabulary.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/limits.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/prctl.h>

#define CAP(name) (UINT64_C(1) << CAP_##name)

bool simulate_denied(struct simulation *s, uint64_t missing, const char *problem)
{
	s->missing = missing;
	s->problem = problem;
	return false;
}

static bool locked(struct simulation *s, const char *problem)
{
	s->is_locked = true;
	return simulate_denied(s, 0, problem);
}

static int control(struct simulation *s, int option, unsigned long a, unsigned long b)
{
	return kernel_prctl(&s->kernel, &s->now, option, a, b);
}

static int set_uids(struct simulation *s, uint32_t real, uint32_t effective, uint32_t saved)
{
	return kernel_setresuid(&s->kernel, &s->now, real, effective, saved);
}

static int set_gids(struct simulation *s, uint32_t real, uint32_t effective, uint32_t saved)
{
	return kernel_setresgid(&s->kernel, &s->now, real, effective, saved);
}

static bool has_flag(const struct step *step, size_t index, const char *flag)
{
	return strstr(step->arguments[index].constant, flag) != NULL;
}

uint64_t simulate_set(const struct simulation *s, uint64_t set)
{
	return set & s->kernel.capabilities;
}

static int take_real_ids(struct simulation *s)
{
	const struct identity *ids = s->identity;
	int error = 0;
	if (s->now.gid.real != ids->gid)
		error = set_gids(s, ids->gid, NO_ID, NO_ID);
	if (!error && s->now.uid.real != ids->uid)
		error = set_uids(s, ids->uid, NO_ID, NO_ID);
	return error;
}

static bool keyring(struct simulation *s)
{
	uint32_t uid = s->now.uid.real, gid = s->now.gid.real;
	int error = take_real_ids(s);
	if (s->now.uid.real != uid && s->now.uid.real)
		set_uids(s, uid, NO_ID, NO_ID);
	if (s->now.gid.real != gid)
		set_gids(s, gid, NO_ID, NO_ID);
	if (error && !has_flag(s->step, 0, "AMBIT_DEFAULT"))
		return simulate_denied(s, CAP(SETUID) | CAP(SETGID),
				       "the session keyring is that of the ids of the service");
	return true;
}

static bool groups(struct simulation *s)
{
	const struct identity *ids = s->identity;
	bool stays_root = has_flag(s->step, 0, "AMBIT_INITGROUPS");
	const struct id_list *wanted = stays_root ? &ids->user_groups : &ids->groups;
	if (identity_groups_are(&s->now, wanted) ||
	    !kernel_setgroups(&s->kernel, &s->now, wanted->ids, wanted->count) ||
	    identity_groups_may_be(ids, &s->now, wanted, stays_root ? 0 : ids->gid))
		return true;
	if (wanted->count > NGROUPS_MAX)
		return simulate_denied(s, 0, "there are more than 65536 groups");
	return simulate_denied(s, CAP(SETGID), "the supplementary groups cannot be set");
}

static bool group(struct simulation *s)
{
	uint32_t gid = s->identity->gid;
	const struct ids *is = &s->now.gid;
	if ((is->real == gid && is->effective == gid && is->saved == gid) ||
	    !set_gids(s, gid, gid, gid))
		return true;
	return simulate_denied(s, CAP(SETGID), "the gid cannot be changed");
}

static bool raise_setpcap(struct simulation *s)
{
	struct credentials *c = &s->now;
	if (kernel_capable(c, CAP_SETPCAP))
		return true;
	return c->permitted & CAP(SETPCAP) &&
	       !kernel_capset(&s->kernel, c, c->effective | CAP(SETPCAP), c->permitted,
			      c->inheritable);
}

static bool bounding(struct simulation *s)
{
	uint64_t set = s->step->arguments[0].bits;
	uint64_t lacking = set >> 63 ? 0 : set & ~s->now.bounding;
	bool may_drop = raise_setpcap(s);
	if (lacking)
		return simulate_denied(s, lacking,
				       arena_printf(s->arena,
						    "%s: not in the bounding set of the launcher",
						    credentials_names(s->arena, lacking)));
	for (unsigned i = 0; i <= CAPABILITY_LAST; i++) {
		if (set >> i & 1)
			continue;
		int error = may_drop ? control(s, PR_CAPBSET_DROP, i, 0) : -EPERM;
		if (error && control(s, PR_CAPBSET_READ, i, 0) > 0)
			return simulate_denied(
				s, CAP(SETPCAP),
				arena_printf(s->arena, "%s cannot be dropped",
					     credentials_names(s->arena, UINT64_C(1) << i)));
	}
	return true;
}

static bool root_directory(struct simulation *s)
{
	return kernel_capable(&s->now, CAP_SYS_CHROOT) ||
	       simulate_denied(s, CAP(SYS_CHROOT), "the root directory cannot be changed");
}

/* fsopen(2) */
static bool make_credentials(struct simulation *s)
{
	return kernel_capable(&s->now, CAP_SYS_ADMIN) ||
	       simulate_denied(s, CAP(SYS_ADMIN),
			       "no file system can be mounted for the credentials");
}

/* TIOCVHANGUP */
static bool terminal(struct simulation *s)
{
	return !has_flag(s->step, 1, "AMBIT_HANGUP") || kernel_capable(&s->now, CAP_SYS_ADMIN) ||
	       simulate_denied(s, CAP(SYS_ADMIN), "the terminal cannot be hung up");
}

static bool set_user(struct simulation *s, uint32_t uid)
{
	bool kept = control(s, PR_GET_KEEPCAPS, 0, 0) == 1;
	if (!kept && control(s, PR_SET_KEEPCAPS, 1, 0))
		return locked(s, "keep-caps is locked, and so the uid cannot be changed without a "
				 "loss of the permitted set");
	if (set_uids(s, uid, uid, uid))
		return simulate_denied(s, CAP(SETUID), "the uid cannot be changed");
	return kept || !control(s, PR_SET_KEEPCAPS, 0, 0) ||
	       locked(s, "keep-caps cannot be taken back");
}

static bool user(struct simulation *s)
{
	uint32_t uid = s->identity->uid;
	const struct ids *is = &s->now.uid;
	bool differs = is->real != uid || is->effective != uid || is->saved != uid;
	if (differs && !set_user(s, uid))
		return false;
	if (uid && s->now.effective)
		kernel_capset(&s->kernel, &s->now, 0, s->now.permitted, s->now.inheritable);
	return true;
}

static bool allow_raise(struct simulation *s)
{
	int bits = control(s, PR_GET_SECUREBITS, 0, 0);
	return bits & SECBIT_NO_CAP_AMBIENT_RAISE && raise_setpcap(s) &&
	       !control(s, PR_SET_SECUREBITS, (unsigned long)(bits & ~SECBIT_NO_CAP_AMBIENT_RAISE),
			0);
}

static bool raise_ambient(struct simulation *s, unsigned capability)
{
	return !control(s, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability) ||
	       (allow_raise(s) && !control(s, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability));
}

static const char no_raise[] =
	"the securebit no-cap-ambient-raise, which the launcher was started with, "
	"forbids ambient capabilities";

static bool ambient(struct simulation *s)
{
	struct credentials *c = &s->now;
	uint64_t wanted = simulate_set(s, s->step->arguments[0].bits),
		 lacking = wanted & ~c->permitted;
	if (lacking)
		return simulate_denied(s, lacking,
				       arena_printf(s->arena,
						    "%s: not in the permitted set of the launcher",
						    credentials_names(s->arena, lacking)));
	if (c->inheritable != wanted &&
	    kernel_capset(&s->kernel, c, c->effective, c->permitted, wanted))
		return simulate_denied(s, wanted & ~c->bounding,
				       "the inheritable set cannot be set");
	for (unsigned i = 0; i <= CAPABILITY_LAST; i++) {
		if (!(wanted >> i & 1) ||
		    control(s, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i) == 1 ||
		    raise_ambient(s, i))
			continue;
		return c->securebits & SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED
			       ? locked(s, no_raise)
			       : simulate_denied(s, CAP(SETPCAP), no_raise);
	}
	return true;
}

/* The flags of an argument as bits: "SECBIT_NOROOT | SECBIT_NOROOT_LOCKED". */
unsigned simulate_securebits(const char *flags)
{
	unsigned bits = 0;
	for (const struct word *word = words_securebits.rows; word->name; word++) {
		const char *found = strstr(flags, word->constant);
		while (found && found[strlen(word->constant)] == '_')
			found = strstr(found + 1, word->constant);
		bits |= found ? (unsigned)word->value : 0;
	}
	return bits;
}

static bool securebits(struct simulation *s)
{
	unsigned bits = simulate_securebits(s->step->arguments[0].constant);
	if (control(s, PR_GET_SECUREBITS, 0, 0) == (int)bits)
		return true;
	bool has_setpcap = raise_setpcap(s);
	if (!control(s, PR_SET_SECUREBITS, bits, 0))
		return true;
	if (!has_setpcap)
		return simulate_denied(s, CAP(SETPCAP), "the securebits cannot be changed");
	return locked(s, "a securebit that the launcher was started with is locked");
}

static bool no_new_privileges(struct simulation *s)
{
	return !control(s, PR_SET_NO_NEW_PRIVS, 1, 0);
}

bool simulate_root_keeps(const struct credentials *c)
{
	return (!c->uid.real || !c->uid.effective) && !(c->securebits & SECBIT_NOROOT);
}

static bool cut_down(struct simulation *s, uint64_t kept)
{
	struct credentials *c = &s->now;
	uint64_t granted = simulate_set(s, s->step->arguments[0].bits), permitted = granted;
	if (simulate_root_keeps(c))
		permitted = c->permitted & (c->bounding | granted);
	s->final_sets[0] = permitted;
	s->final_sets[1] = granted;
	permitted |= c->permitted & kept;
	return (c->effective == permitted && c->permitted == permitted &&
		c->inheritable == granted) ||
	       !kernel_capset(&s->kernel, c, permitted, permitted, granted) ||
	       simulate_denied(s, granted & ~c->permitted, "the sets cannot be cut down");
}

static bool capabilities(struct simulation *s)
{
	return cut_down(s, 0);
}

static bool keep_admin(struct simulation *s)
{
	return cut_down(s, CAP(SYS_ADMIN));
}

static bool seccomp(struct simulation *s)
{
	return s->now.no_new_privileges || kernel_capable(&s->now, CAP_SYS_ADMIN) ||
	       simulate_denied(s, CAP(SYS_ADMIN), "a filter needs CAP_SYS_ADMIN, or no_new_privs");
}

static bool drop_admin(struct simulation *s)
{
	const uint64_t *sets = s->final_sets;
	return !kernel_capset(&s->kernel, &s->now, sets[0], sets[0], sets[1]) ||
	       simulate_denied(s, 0, "the sets cannot be cut down");
}

static bool verify(struct simulation *s)
{
	return simulate_verify(s, s->step->arguments[0].expected, false);
}

/* A program that is no more than a file: what others make of it is in plan/reach.c. */
static bool exec(struct simulation *s)
{
	const struct program plain = {.mode = 0755};
	return !kernel_execve(&s->kernel, &s->now, &plain);
}

bool simulate_step(struct simulation *s)
{
	static bool (*const steps[STEP_COUNT])(struct simulation *) = {
		[STEP_network_namespace] = simulate_network_namespace,
		[STEP_ipc_namespace] = simulate_namespace,
		[STEP_terminal] = terminal,
		[STEP_credentials] = make_credentials,
		[STEP_keyring] = keyring,
		[STEP_pid_namespace] = simulate_namespace,
		[STEP_cgroup_namespace] = simulate_namespace,
		[STEP_uts_namespace] = simulate_namespace,
		[STEP_view] = simulate_namespace,
		[STEP_groups] = groups,
		[STEP_group] = group,
		[STEP_user_namespace] = simulate_user_namespace,
		[STEP_bounding] = bounding,
		[STEP_root_directory] = root_directory,
		[STEP_user] = user,
		[STEP_ambient] = ambient,
		[STEP_securebits] = securebits,
		[STEP_no_new_privileges] = no_new_privileges,
		[STEP_capabilities] = capabilities,
		[STEP_keep_admin] = keep_admin,
		[STEP_verify] = verify,
		[STEP_seccomp] = seccomp,
		[STEP_drop_admin] = drop_admin,
		[STEP_exec] = exec,
	};
	return !steps[s->step->id] || steps[s->step->id](s);
}
