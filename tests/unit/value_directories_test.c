/* SPDX-License-Identifier: MIT */
/* Directories with their links and flags. */
#include "harness.h"
#include "service/value.h"

TEST(directories_forms)
{
	assert_value("StateDirectory=web\nStateDirectory=web/./data//a", "<web><web/data/a>");
	assert_value("StateDirectory=web:alias other:below/alias:ro a::ro b:",
		     "<web:alias><other:below/alias:ro><a::ro><b>");
	assert_value("StateDirectory=\"two words:a link\" 'x'", "<\"two words:a link\"><x>");
	assert_value("StateDirectory=web\nStateDirectory=", "unset");
	assert_value("StateDirectory=%p-%H:%v", "<web-%H:%v>");
	assert_value("StateDirectory=private-web web/private", "<private-web><web/private>");
	assert_value("ConfigurationDirectory=web", "<web>");
	assert_value("StateDirectory=a\\\\x2db:c\\\\ d", "<\"a\\\\x2db:c\\\\\"><d>");
}

TEST(directories_mistakes)
{
	assert_mistake("StateDirectory=web /web", "/web", "'/web': the path must be relative", "*");
	assert_mistake("StateDirectory=..", "..", "'..': the path has a '..' in it", "*");
	assert_mistake("StateDirectory=web/../x", "web/../x",
		       "'web/../x': the path has a '..' in it", "*");
	assert_mistake("StateDirectory=./", "./", "'./': the path is empty", "*");
	assert_mistake(
		"StateDirectory=./private/web", "./private/web",
		"'./private/web': the path is below private, where dynamic users have theirs", "*");
	assert_mistake("StateDirectory=web:private", "web:private",
		       "'private': the path is below private, where dynamic users have theirs",
		       "*");
	assert_mistake("StateDirectory=web:a:rw", "web:a:rw", "the only flag behind a link is ro",
		       "*");
	assert_mistake("StateDirectory=a\\x20b", "a\\x20b", "an escape in the name of a directory",
		       "write \\\\ for a backslash");
	assert_mistake("StateDirectory=a\\ b", "a\\", "an escape in the name of a directory", "*");
	assert_mistake("StateDirectory=a\\\\\\:b", "a\\\\\\:b",
		       "an escape in the name of a directory", "*");
	assert_mistake("ConfigurationDirectory=web::ro", "web::ro",
		       "ConfigurationDirectory= takes no link and no flag", "*");
}

TEST(directories_parts)
{
	struct directory all = value_directory(SLICE("a/b:c:ro")),
			 one = value_directory(SLICE("a"));
	assert_true(slice_is(all.path, "a/b") && slice_is(all.link, "c") && all.read_only);
	assert_true(slice_is(one.path, "a") && !one.link.len && !one.read_only);
}
