/** The one YAML file as typed records, checked whole: every problem at once, with path and line. */
@NullMarked
package dev.haven.server.config;

import org.jspecify.annotations.NullMarked;
