/** Mailgun's routes and event webhooks. */
@NullMarked
package dev.haven.adapter.mailgun;

import org.jspecify.annotations.NullMarked;
