/** Chatwoot's account webhooks. */
@NullMarked
package dev.haven.adapter.chatwoot;

import org.jspecify.annotations.NullMarked;
