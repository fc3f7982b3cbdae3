/* SPDX-License-Identifier: MIT */
/* What each setting adds to the view: lists of paths, and the rows of grammar/view.def. */
#include "plan/view.h"
#include "service/value.h"
#include "service/vocabulary.h"

#include <string.h>

#define SETTING(service, name) (&(service)->settings[D_Service_##name])

static const struct row {
	enum directive directive;
	int least, most; /* of the value */
	unsigned flags;
	const char *kind, *path, *operand;
} rows[] = {
#define V(directive, least, most, kind, path, operand, flags)                                      \
	{D_Service_##directive, least, most, flags, kind, path, operand},
#include "grammar/view.def"
};

/* Lists of paths, and what they say of them; a row with a kind shows something there. */
static const struct {
	enum directive directive;
	bool always; /* for commands with "+" too */
	const char *kind;
	unsigned flags;
} lists[] = {
	{D_Service_ReadWritePaths, true, NULL, VIEW_READ_WRITE},
	{D_Service_ReadOnlyPaths, false, NULL, VIEW_READ_ONLY},
	{D_Service_InaccessiblePaths, false, "ambit_inaccessible", 0},
	{D_Service_ExecPaths, false, NULL, VIEW_EXEC},
	{D_Service_NoExecPaths, false, NULL, VIEW_NOEXEC},
};

void view_add(struct arena *arena, struct view *view, struct view_entry entry)
{
	if (!entry.directives)
		entry.directives = directive_rows[entry.directive].name;
	view->list = arena_grow(arena, view->list, view->count, &view->room, sizeof(*view->list));
	view->list[view->count++] = entry;
}

struct slice view_root(const struct service *service)
{
	const struct setting *root = SETTING(service, RootDirectory);
	return root->set && !slice_is(root->text, "/") ? root->text : SLICE("");
}

bool view_is_within(struct slice path, struct slice above)
{
	if (slice_is(above, "/"))
		return true;
	return path.len >= above.len && slice_equal(slice_part(path, 0, above.len), above) &&
	       (path.len == above.len || path.at[above.len] == '/');
}

bool view_path(const struct view_frame *frame, const struct item *item, struct slice *path)
{
	*path = item->text;
	if (!frame->root.len || item->flags & ITEM_ROOTED)
		return true;
	if (!view_is_within(item->text, frame->root))
		return false;
	*path = slice_part(item->text, frame->root.len, item->text.len);
	if (!path->len)
		*path = SLICE("/");
	return true;
}

static bool has_api(const struct service *service)
{
	const struct setting *api = SETTING(service, MountAPIVFS);
	return api->set ? api->number != 0 : view_root(service).len != 0;
}

static bool asks(const struct service *service, enum directive directive)
{
	return service_asks(directive, &service->settings[directive]);
}

/* What is protected in them must be there first. */
static bool needs_api(const struct service *service)
{
	return asks(service, D_Service_ProtectControlGroups) ||
	       asks(service, D_Service_ProtectKernelTunables) ||
	       asks(service, D_Service_ProtectProc) || asks(service, D_Service_ProcSubset) ||
	       asks(service, D_Service_PrivatePIDs);
}

static bool binds_log_sockets(const struct service *service)
{
	const struct setting *sockets = SETTING(service, BindLogSockets);
	if (asks(service, D_Service_LogNamespace)) /* which has sockets of its own */
		return false;
	if (sockets->set)
		return sockets->number;
	return has_api(service) ||
	       (view_root(service).len && SETTING(service, PrivateDevices)->number);
}

static bool any_read_only(const struct setting *directories)
{
	bool any = false;
	for (size_t i = 0; i < directories->items.count; i++)
		any |= value_directory(directories->items.list[i].text).read_only;
	return any;
}

bool view_is_made(const struct service *service)
{
	static const enum directive reasons[] = {
		D_Service_ReadWritePaths,
		D_Service_ReadOnlyPaths,
		D_Service_InaccessiblePaths,
		D_Service_ExecPaths,
		D_Service_NoExecPaths,
		D_Service_BindPaths,
		D_Service_BindReadOnlyPaths,
		D_Service_TemporaryFileSystem,
		D_Service_MountFlags,
		D_Service_PrivateTmp,
		D_Service_PrivateDevices,
		D_Service_PrivateMounts,
		D_Service_ProtectSystem,
		D_Service_ProtectHome,
		D_Service_ProtectKernelTunables,
		D_Service_ProtectKernelModules,
		D_Service_ProtectKernelLogs,
		D_Service_ProtectControlGroups,
		D_Service_ProtectProc,
		D_Service_ProcSubset,
		D_Service_PrivateIPC,
		D_Service_IPCNamespacePath,
		D_Service_PrivatePIDs,
		D_Service_LogNamespace,
	};
	static const enum directive directories[] = {
		D_Service_RuntimeDirectory, D_Service_ConfigurationDirectory,
		D_Service_StateDirectory,   D_Service_CacheDirectory,
		D_Service_LogsDirectory,
	};
	bool made = !SETTING(service, PrivateMounts)->set &&
		    (asks(service, D_Service_PrivateNetwork) ||
		     asks(service, D_Service_NetworkNamespacePath));
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		made |= asks(service, reasons[i]);
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		made |= asks(service, directories[i]) &&
			(view_root(service).len ||
			 (i > 1 && SETTING(service, DynamicUser)->number) ||
			 any_read_only(&service->settings[directories[i]]));
	made |= view_root(service).len && SETTING(service, RootEphemeral)->number;
	return made || (view_root(service).len && has_api(service)) || binds_log_sockets(service);
}

/* The value that counts for the rows of DIRECTIVE. */
static int64_t value_of(const struct view_frame *frame, enum directive directive)
{
	const struct setting *setting = &frame->service->settings[directive];
	switch ((int)directive) {
	case D_Service_MountAPIVFS:
		return !has_api(frame->service) && !needs_api(frame->service) ? 0
		       : frame->root.len                                      ? 2
									      : 1;
	case D_Service_BindLogSockets:
		return binds_log_sockets(frame->service);
	case D_Service_NetworkNamespacePath:
	case D_Service_IPCNamespacePath:
		return asks(frame->service, directive);
	default:
		return setting->set ? setting->number : 0;
	}
}

/* "hidepid=invisible,subset=pid", the options of /proc; .at NULL: none. */
static struct slice proc_options(struct arena *arena, const struct service *service)
{
	const struct setting *hide = SETTING(service, ProtectProc);
	const struct setting *subset = SETTING(service, ProcSubset);
	struct text text = {.arena = arena};
	if (hide->number)
		text_printf(&text, "hidepid=%s",
			    words_value(&words_protect_proc, hide->number)->name);
	if (subset->number)
		text_printf(&text, "%ssubset=pid", text.len ? "," : "");
	return text.len ? text_slice(&text) : (struct slice){0};
}

/* With a /proc of processes alone there is nothing else to protect in it. */
static unsigned row_flags(const struct service *service, const struct row *row)
{
	bool may_lack = SETTING(service, ProcSubset)->number &&
			strncmp(row->path, "/proc/", strlen("/proc/")) == 0;
	return row->flags | (may_lack ? VIEW_OPTIONAL : 0);
}

/* The line to blame for interfaces of the kernel that nobody asked for by name. */
static enum directive api_directive(const struct service *service)
{
	static const enum directive reasons[] = {
		D_Service_MountAPIVFS,           D_Service_RootDirectory,
		D_Service_ProtectProc,           D_Service_ProcSubset,
		D_Service_ProtectKernelTunables, D_Service_ProtectControlGroups,
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (asks(service, reasons[i]))
			return reasons[i];
	return D_Service_PrivatePIDs;
}

static void add_rows(struct arena *arena, const struct view_frame *frame, struct view *view)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		int64_t value = value_of(frame, row->directive);
		if (value < row->least || value > row->most)
			continue;
		enum directive directive = row->directive;
		if (!frame->service->settings[directive].set)
			directive = api_directive(frame->service);
		struct view_entry entry = {.kind = row->kind,
					   .path = slice_of(row->path),
					   .flags = row_flags(frame->service, row),
					   .directive = directive,
					   .span = frame->service->settings[directive].span};
		if (row->operand)
			entry.operand = slice_of(row->operand);
		else if (row->kind && strcmp(row->kind, "ambit_proc") == 0)
			entry.operand = proc_options(arena, frame->service);
		view_add(arena, view, entry);
	}
}

static void add_paths(struct arena *arena, const struct view_frame *frame, struct view *view)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const struct items *items = &frame->service->settings[lists[i].directive].items;
		for (size_t k = 0; k < items->count && (lists[i].always || frame->is_sandboxed);
		     k++) {
			const struct item *item = &items->list[k];
			bool optional = item->flags & ITEM_OPTIONAL;
			struct view_entry entry = {.kind = lists[i].kind,
						   .flags = lists[i].flags |
							    (optional ? VIEW_OPTIONAL : 0),
						   .directive = lists[i].directive,
						   .span = item->span};
			if (view_path(frame, item, &entry.path))
				view_add(arena, view, entry);
		}
	}
}

static void add_binds(struct arena *arena, const struct service *service, enum directive directive,
		      struct view *view)
{
	const struct items *items = &service->settings[directive].items;
	bool read_only = directive == D_Service_BindReadOnlyPaths;
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		unsigned flags = (item->flags & ITEM_OPTIONAL ? VIEW_OPTIONAL : 0) |
				 (item->flags & ITEM_FLAT ? 0 : VIEW_RECURSIVE) |
				 (read_only ? VIEW_READ_ONLY : 0);
		view_add(arena, view,
			 (struct view_entry){.kind = "ambit_bind",
					     .path = *item->more,
					     .operand = item->text,
					     .flags = flags,
					     .directive = directive,
					     .span = item->span});
	}
}

/* Options of the mount are flags here, and the last one of two counts; the others are the operand. */
static struct view_entry read_tmpfs(struct arena *arena, const struct item *item)
{
	static const char *const defaults[] = {"mode=0755", "size=10%", "nr_inodes=400k"};
	static const struct {
		const char *set, *clear;
		unsigned flag;
	} flags[] = {{"ro", "rw", VIEW_READ_ONLY},
		     {"nosuid", "suid", VIEW_NOSUID},
		     {"nodev", "dev", VIEW_NODEV},
		     {"noexec", "exec", VIEW_NOEXEC}};
	struct view_entry entry = {.kind = "ambit_tmpfs",
				   .path = item->text,
				   .flags = VIEW_NODEV,
				   .directive = D_Service_TemporaryFileSystem,
				   .span = item->span};
	struct text text = {.arena = arena};
	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
		text_printf(&text, "%s%s", text.len ? "," : "", defaults[i]);
	for (size_t i = 0, len; i < item->more->len; i += len + 1) {
		struct slice option = slice_part(*item->more, i, item->more->len);
		len = slice_find(option, ',');
		option.len = len;
		for (size_t k = 0; k < sizeof(flags) / sizeof(*flags); k++) {
			if (slice_is(option, flags[k].set))
				entry.flags |= flags[k].flag;
			if (slice_is(option, flags[k].clear))
				entry.flags &= ~flags[k].flag;
		}
		if (slice_find(option, '=') < len)
			text_printf(&text, ",%.*s", SLICE_ARG(option));
	}
	entry.operand = text_slice(&text);
	return entry;
}

static void add_log_namespace(struct arena *arena, const struct service *service, struct view *view)
{
	const struct setting *name = SETTING(service, LogNamespace);
	struct text source = {.arena = arena};
	if (!asks(service, D_Service_LogNamespace))
		return;
	text_puts(&source, "/run/systemd/journal.");
	text_add(&source, name->text);
	view_add(arena, view,
		 (struct view_entry){.kind = "ambit_bind",
				     .path = SLICE("/run/systemd/journal"),
				     .operand = text_slice(&source),
				     .flags = VIEW_RECURSIVE | VIEW_READ_ONLY,
				     .directive = D_Service_LogNamespace,
				     .span = name->span});
}

void view_collect(struct arena *arena, const struct view_frame *frame, struct view *view)
{
	const struct items *places = &SETTING(frame->service, TemporaryFileSystem)->items;
	add_paths(arena, frame, view);
	add_binds(arena, frame->service, D_Service_BindPaths, view);
	add_binds(arena, frame->service, D_Service_BindReadOnlyPaths, view);
	for (size_t i = 0; i < places->count; i++)
		view_add(arena, view, read_tmpfs(arena, &places->list[i]));
	if (frame->is_sandboxed)
		add_rows(arena, frame, view);
	add_log_namespace(arena, frame->service, view);
}
