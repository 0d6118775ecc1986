/**
 * Where time, timers and identities come from, injected everywhere else; and one thing after the
 * other.
 */
@NullMarked
package dev.haven.time;

import org.jspecify.annotations.NullMarked;
