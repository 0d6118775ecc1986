/** The command line. */
@NullMarked
package dev.haven.server.cli;

import org.jspecify.annotations.NullMarked;
