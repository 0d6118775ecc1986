/** Asterisk by its REST interface and events. */
@NullMarked
package dev.haven.adapter.asteriskari;

import org.jspecify.annotations.NullMarked;
