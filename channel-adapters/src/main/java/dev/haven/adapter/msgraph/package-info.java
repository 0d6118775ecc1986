/** Microsoft Graph's notifications of new mail. */
@NullMarked
package dev.haven.adapter.msgraph;

import org.jspecify.annotations.NullMarked;
