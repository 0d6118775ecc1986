/** Vonage: the Messages API, Voice, and the older SMS API. */
@NullMarked
package dev.haven.adapter.vonage;

import org.jspecify.annotations.NullMarked;
