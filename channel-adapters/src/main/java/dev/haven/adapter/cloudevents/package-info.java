/** CloudEvents 1.0 over HTTP: binary, structured and batched, with the web hook handshake. */
@NullMarked
package dev.haven.adapter.cloudevents;

import org.jspecify.annotations.NullMarked;
