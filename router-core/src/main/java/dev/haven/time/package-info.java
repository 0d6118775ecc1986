/** Where time, timers and identities come from; injected everywhere else. */
@NullMarked
package dev.haven.time;

import org.jspecify.annotations.NullMarked;
