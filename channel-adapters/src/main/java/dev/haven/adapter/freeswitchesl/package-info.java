/** FreeSWITCH by its event socket. */
@NullMarked
package dev.haven.adapter.freeswitchesl;

import org.jspecify.annotations.NullMarked;
