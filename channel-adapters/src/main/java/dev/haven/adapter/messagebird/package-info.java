/** MessageBird (Bird classic): messages and conversations. */
@NullMarked
package dev.haven.adapter.messagebird;

import org.jspecify.annotations.NullMarked;
