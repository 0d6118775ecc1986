/** Bandwidth's messages and calls. */
@NullMarked
package dev.haven.adapter.bandwidth;

import org.jspecify.annotations.NullMarked;
