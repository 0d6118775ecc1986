/**
 * Stage 1: what arrives and how it is answered. The interfaces that adapters implement, and the
 * events they make.
 */
@NullMarked
package dev.haven.channel;

import org.jspecify.annotations.NullMarked;
