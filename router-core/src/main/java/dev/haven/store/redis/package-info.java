/** The stages' ports on Redis: the only place for Lettuce, keys and Lua. */
@NullMarked
package dev.haven.store.redis;

import org.jspecify.annotations.NullMarked;
