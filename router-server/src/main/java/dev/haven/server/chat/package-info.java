/** Haven's own web chat: the widget, its page, and the socket behind it. */
@NullMarked
package dev.haven.server.chat;

import org.jspecify.annotations.NullMarked;
