/** Stable's mail centre: letters as they arrive and as they are scanned. */
@NullMarked
package dev.haven.adapter.stable;

import org.jspecify.annotations.NullMarked;
