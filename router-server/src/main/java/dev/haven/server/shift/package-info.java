/** Who should be there: navigators' shifts from an iCalendar feed, and who keeps to them. */
@NullMarked
package dev.haven.server.shift;

import org.jspecify.annotations.NullMarked;
