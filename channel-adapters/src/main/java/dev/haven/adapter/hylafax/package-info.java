/** HylaFAX+: what its hook for received faxes is called with. */
@NullMarked
package dev.haven.adapter.hylafax;

import org.jspecify.annotations.NullMarked;
