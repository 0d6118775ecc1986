/** Stage 10: what happened: the journal, the timeline, the audit. */
@NullMarked
package dev.haven.record;

import org.jspecify.annotations.NullMarked;
