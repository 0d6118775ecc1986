/** Intercom's notifications. */
@NullMarked
package dev.haven.adapter.intercom;

import org.jspecify.annotations.NullMarked;
