/** Stage 5: the person who serves: what they offer, what they are doing, how much they carry. */
@NullMarked
package dev.haven.navigator;

import org.jspecify.annotations.NullMarked;
