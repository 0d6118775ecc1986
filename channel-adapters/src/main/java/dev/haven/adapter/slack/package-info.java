/** Slack's Events API: direct messages and mentions. */
@NullMarked
package dev.haven.adapter.slack;

import org.jspecify.annotations.NullMarked;
