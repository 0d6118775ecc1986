/** Stage 3: how urgent a contact is, and why. Pure: no clock, no input or output. */
@NullMarked
package dev.haven.urgency;

import org.jspecify.annotations.NullMarked;
