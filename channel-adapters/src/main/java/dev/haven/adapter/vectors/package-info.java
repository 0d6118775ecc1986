/** Runs adapter vectors: requests of platforms and what an adapter must make of them, as data. */
@NullMarked
package dev.haven.adapter.vectors;

import org.jspecify.annotations.NullMarked;
