/** Stage 8: the exclusive, timed, fenced proposal of a contact to a navigator. */
@NullMarked
package dev.haven.offer;

import org.jspecify.annotations.NullMarked;
