/**
 * The {@code demo} command: a real node with simulated people who come in through its real doors,
 * simulated navigators on its real WebSocket, and a page that shows what it does. Everything made
 * up stays in here.
 */
@NullMarked
package dev.haven.server.demo;

import org.jspecify.annotations.NullMarked;
