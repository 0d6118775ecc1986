/** Postmark's inbound and status webhooks. */
@NullMarked
package dev.haven.adapter.postmark;

import org.jspecify.annotations.NullMarked;
