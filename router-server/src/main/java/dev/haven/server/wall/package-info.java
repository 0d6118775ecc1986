/** The door of supervisors' walls: how a workspace stands, as a stream. */
@NullMarked
package dev.haven.server.wall;

import org.jspecify.annotations.NullMarked;
