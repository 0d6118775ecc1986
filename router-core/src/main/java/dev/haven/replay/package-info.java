/**
 * A day, recorded or made up, run again through the same transitions in virtual time, and what came
 * of it measured from the journal it left.
 */
@NullMarked
package dev.haven.replay;

import org.jspecify.annotations.NullMarked;
