/** What operations people see: metrics, health, logs. */
@NullMarked
package dev.haven.server.ops;

import org.jspecify.annotations.NullMarked;
