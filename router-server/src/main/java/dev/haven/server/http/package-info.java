/** Doors over HTTP: framing guard, strict JSON, tokens, REST and webhooks. */
@NullMarked
package dev.haven.server.http;

import org.jspecify.annotations.NullMarked;
