/** The generic door: any system that signs as Standard Webhooks says. */
@NullMarked
package dev.haven.adapter.standardwebhooks;

import org.jspecify.annotations.NullMarked;
