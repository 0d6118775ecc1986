/**
 * Twilio's voice, messages and conversations; SignalWire's compatible interface is the same in
 * another dress.
 */
@NullMarked
package dev.haven.adapter.twilio;

import org.jspecify.annotations.NullMarked;
