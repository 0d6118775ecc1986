/** SMPP 3.4: messages straight from a carrier. */
@NullMarked
package dev.haven.adapter.smpp;

import org.jspecify.annotations.NullMarked;
