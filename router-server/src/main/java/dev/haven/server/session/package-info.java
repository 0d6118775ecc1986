/** Keeps connections to platforms: which node holds one, and what becomes of one that ended. */
@NullMarked
package dev.haven.server.session;

import org.jspecify.annotations.NullMarked;
