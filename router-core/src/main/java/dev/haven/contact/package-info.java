/** Stage 2: the contact itself: its identity, its states, its words. */
@NullMarked
package dev.haven.contact;

import org.jspecify.annotations.NullMarked;
