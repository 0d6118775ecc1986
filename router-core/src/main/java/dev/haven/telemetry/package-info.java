/** The catalogue of meters and of log fields. */
@NullMarked
package dev.haven.telemetry;

import org.jspecify.annotations.NullMarked;
