/** Sinch Fax, version 3. */
@NullMarked
package dev.haven.adapter.sinchfax;

import org.jspecify.annotations.NullMarked;
