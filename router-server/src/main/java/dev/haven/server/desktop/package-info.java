/** The door of navigators' desktops: one WebSocket each. */
@NullMarked
package dev.haven.server.desktop;

import org.jspecify.annotations.NullMarked;
