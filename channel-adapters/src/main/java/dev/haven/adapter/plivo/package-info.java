/** Plivo's calls and messages. */
@NullMarked
package dev.haven.adapter.plivo;

import org.jspecify.annotations.NullMarked;
