/** Stands in for the pipeline, in memory, so that doors are proved without a store. */
@NullMarked
package dev.haven.server.support;

import org.jspecify.annotations.NullMarked;
