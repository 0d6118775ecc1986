/** Mail fetched from a mailbox by IMAP, as soon as it is there. */
@NullMarked
package dev.haven.adapter.imap;

import org.jspecify.annotations.NullMarked;
