/** Phaxio's faxes. */
@NullMarked
package dev.haven.adapter.phaxio;

import org.jspecify.annotations.NullMarked;
