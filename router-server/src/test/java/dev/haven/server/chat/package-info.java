@NullUnmarked
package dev.haven.server.chat;

import org.jspecify.annotations.NullUnmarked;
