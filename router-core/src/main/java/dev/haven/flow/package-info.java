/** The pipeline, readable from top to bottom; the only package that sees all stages. */
@NullMarked
package dev.haven.flow;

import org.jspecify.annotations.NullMarked;
