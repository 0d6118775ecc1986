/** The composition root: builds a router node from its configuration and takes it down again. */
@NullMarked
package dev.haven.server.wiring;

import org.jspecify.annotations.NullMarked;
