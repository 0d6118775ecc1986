@NullMarked
package dev.haven.replay;

import org.jspecify.annotations.NullMarked;
