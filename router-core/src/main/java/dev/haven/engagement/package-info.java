/** Stage 9: navigator and person joined, until the wrap-up is done. */
@NullMarked
package dev.haven.engagement;

import org.jspecify.annotations.NullMarked;
