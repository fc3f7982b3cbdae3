/* SPDX-License-Identifier: MIT */
/*
 * Named warnings: settings that are each as they should be, and together are hardly what somebody
 * meant. The message is the reason, the hint the remedy. Each is one function, quiet on units that
 * are in use; service_warn() is the list of them.
 */
#include "service/contradictions.h"

#include <linux/capability.h>
#include <linux/securebits.h>

struct contradiction {
	struct diagnostics *diagnostics;
	const struct service *service;
};

#define SETTING(c, name) (&(c)->service->settings[D_Service_##name])
#define WARN(c, id, ...) diag_report((c)->diagnostics, DIAG_##id, __VA_ARGS__)
#define BIT(capability)  (UINT64_C(1) << (capability))

/* CapabilityBoundingSet= names what is left; neither "all but" nor nothing at all. */
static bool has_bounding_list(const struct contradiction *c)
{
	const struct setting *bounding = SETTING(c, CapabilityBoundingSet);
	return bounding->set && bounding->bits && !(bounding->bits >> 63);
}

/* Of all commands, those for the supervisor too: as root they use what the bounding set has. */
static bool has_root_command(const struct contradiction *c)
{
	if (SETTING(c, PermissionsStartOnly)->number)
		return true;
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct commands *commands = &c->service->settings[i].commands;
		if (directive_rows[i].kind != KIND_COMMANDS)
			continue;
		for (size_t k = 0; k < commands->count; k++)
			if (commands->list[k].flags & (ITEM_NO_SETUID | ITEM_PRIVILEGED))
				return true;
	}
	return false;
}

static void warn_ceiling(const struct contradiction *c)
{
	if (has_bounding_list(c) && !service_ambient(c->service) && !service_is_root(c->service) &&
	    !has_root_command(c))
		WARN(c, CEILING, SETTING(c, CapabilityBoundingSet)->span,
		     "write AmbientCapabilities= too, or an empty CapabilityBoundingSet=",
		     "CapabilityBoundingSet= is a ceiling and grants nothing: as another user than "
		     "root the service starts without any capability");
}

/* Something keeps root from the files of the system. */
static bool is_confined(const struct contradiction *c)
{
	static const enum directive means[] = {D_Service_ProtectSystem, D_Service_ReadOnlyPaths,
					       D_Service_RootDirectory};
	bool confined = false;
	for (size_t i = 0; i < sizeof(means) / sizeof(*means); i++)
		confined |= service_asks(means[i], &c->service->settings[means[i]]);
	return confined;
}

/* With CAP_SETUID a daemon leaves root itself, once it has opened what it needs. */
static void warn_root_kept(const struct contradiction *c)
{
	const struct setting *ambient = SETTING(c, AmbientCapabilities);
	const struct setting *bounding = SETTING(c, CapabilityBoundingSet);
	if (!service_is_root(c->service) || SETTING(c, SecureBits)->bits & SECBIT_NOROOT)
		return;
	if (service_ambient(c->service))
		WARN(c, ROOT_KEPT, ambient->span, "write User= too, or SecureBits=noroot",
		     "root has the whole bounding set whatever AmbientCapabilities= grants");
	else if (has_bounding_list(c) && !(bounding->bits & BIT(CAP_SETUID)) && !is_confined(c))
		WARN(c, ROOT_KEPT, bounding->span,
		     "write AmbientCapabilities= too, and with it User= or SecureBits=noroot",
		     "root still owns the system's files, and every program of it regains what "
		     "CapabilityBoundingSet= has");
}

static void warn_becomes_root(const struct contradiction *c)
{
	static const struct {
		uint64_t bit;
		const char *reason;
	} powers[] = {
		{BIT(CAP_SETUID), "with CAP_SETUID the service becomes any user, root too"},
		{BIT(CAP_SETGID), "with CAP_SETGID the service takes any group, root's too"},
		{BIT(CAP_SETPCAP), "with CAP_SETPCAP the service hands on what the bounding set "
				   "has and AmbientCapabilities= leaves out"},
		{BIT(CAP_SYS_ADMIN), "with CAP_SYS_ADMIN the service mounts over any file, and "
				     "so becomes root"},
	};
	uint64_t granted = service_ambient(c->service);
	bool is_all = !(service_bounding(c->service) & ~granted);
	for (size_t i = 0; i < sizeof(powers) / sizeof(*powers); i++)
		if (!service_is_root(c->service) && granted & powers[i].bit &&
		    !(powers[i].bit == BIT(CAP_SETPCAP) && is_all))
			WARN(c, BECOMES_ROOT, SETTING(c, AmbientCapabilities)->span,
			     "leave it out of AmbientCapabilities=: it undoes User=", "%s",
			     powers[i].reason);
}

/* The launcher raises them before it sets the bit; what the service lowers is gone. */
static void warn_ambient_locked(const struct contradiction *c)
{
	const struct setting *securebits = SETTING(c, SecureBits);
	if (service_ambient(c->service) && securebits->bits & SECBIT_NO_CAP_AMBIENT_RAISE)
		WARN(c, AMBIENT_LOCKED, securebits->span,
		     "leave no-cap-ambient-raise out, or AmbientCapabilities=",
		     "with no-cap-ambient-raise an ambient capability that a program lowers, as "
		     "by another user id, never comes back");
}

/* There is no way out of the namespace for a capability, but to files that have ids there. */
static void warn_user_namespace(const struct contradiction *c)
{
	const struct setting *private = SETTING(c, PrivateUsers);
	if (service_ambient(c->service) && service_asks(D_Service_PrivateUsers, private))
		WARN(c, USER_NAMESPACE, private->span, "leave out the one or the other",
		     "in the user namespace of PrivateUsers= AmbientCapabilities= grants nothing "
		     "outside of it, but over files of the ids that are there");
}

/* What was refused says nothing about what is missing. */
static bool is_known(const struct contradiction *c)
{
	return !c->service->incomplete && !SETTING(c, User)->mistaken &&
	       !SETTING(c, SecureBits)->mistaken && !SETTING(c, AmbientCapabilities)->mistaken &&
	       !SETTING(c, CapabilityBoundingSet)->mistaken;
}

void service_warn(struct diagnostics *diagnostics, const struct service *service)
{
	const struct contradiction c = {diagnostics, service};
	if (!is_known(&c))
		return;
	warn_ceiling(&c);
	warn_root_kept(&c);
	warn_becomes_root(&c);
	warn_ambient_locked(&c);
	warn_user_namespace(&c);
}

/* A drop-in for many units, as service.d/10-all.conf, cannot know what each of them has. */
static bool is_of_this_unit(const struct value *value)
{
	struct place place = source_place(value->diagnostics->sources, value->span);
	struct slice name = slice_of(place.source ? place.source->name : "");
	return slice_find(name, '/') == name.len ||
	       slice_equal(slice_part(name, 0, value->unit->name.full.len), value->unit->name.full);
}

static void warn_unused_line(const struct value *value, const struct setting *before,
			     const struct setting *after)
{
	/* a line that lists nothing resets, and does so whatever there was */
	bool lists = value->text.len && !slice_is(value->text, "~");
	if (!lists || !before->set || before->bits != after->bits || !is_of_this_unit(value))
		return;
	diag_report(value->diagnostics, DIAG_UNUSED_LINE, value->span,
		    value->row->kind == KIND_CAPABILITIES
			    ? "leave it out: a later line adds, or with '~' takes away"
			    : "leave it out: lines add up",
		    "this line leaves %s= as it was", value->row->name);
}

static void warn_shadowed_value(const struct value *value, const struct setting *before)
{
	struct sources *sources = value->diagnostics->sources;
	if (!before->set ||
	    source_place(sources, before->span).index != source_place(sources, value->span).index)
		return;
	diag_report(value->diagnostics, DIAG_SHADOWED_VALUE, before->span,
		    "leave out one of the two lines",
		    "a later line of this file sets %s= again, and this one is of no effect",
		    value->row->name);
}

void value_warn(const struct value *value, const struct setting *before,
		const struct setting *after)
{
	switch (value->row->kind) {
	case KIND_CAPABILITIES:
	case KIND_FLAGS:
		warn_unused_line(value, before, after);
		break;
	case KIND_NUMBERS: /* these add up */
	case KIND_DATA:
		break;
	default:
		if (!setting_is_list(value->directive))
			warn_shadowed_value(value, before);
	}
}
