/** Stage 6: rules that turn a contact into a routing plan. Pure. */
@NullMarked
package dev.haven.plan;

import org.jspecify.annotations.NullMarked;
