/** SendGrid's Inbound Parse and event webhook. */
@NullMarked
package dev.haven.adapter.sendgrid;

import org.jspecify.annotations.NullMarked;
