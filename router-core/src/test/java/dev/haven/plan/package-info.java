@NullMarked
package dev.haven.plan;

import org.jspecify.annotations.NullMarked;
