/** Telnyx: calls, messages and faxes of one account, signed with its Ed25519 key. */
@NullMarked
package dev.haven.adapter.telnyx;

import org.jspecify.annotations.NullMarked;
