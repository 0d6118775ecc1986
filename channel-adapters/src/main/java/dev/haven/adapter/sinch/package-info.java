/** Sinch's Conversation and SMS interfaces. */
@NullMarked
package dev.haven.adapter.sinch;

import org.jspecify.annotations.NullMarked;
