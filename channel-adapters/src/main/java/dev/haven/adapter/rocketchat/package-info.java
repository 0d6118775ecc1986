/** Rocket.Chat's omnichannel webhooks. */
@NullMarked
package dev.haven.adapter.rocketchat;

import org.jspecify.annotations.NullMarked;
