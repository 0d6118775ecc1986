/** Stage 7: which navigators may take which contacts, by classes: lanes and profiles. */
@NullMarked
package dev.haven.match;

import org.jspecify.annotations.NullMarked;
