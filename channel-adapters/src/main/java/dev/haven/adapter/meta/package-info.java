/** WhatsApp Cloud API, Messenger and Instagram. */
@NullMarked
package dev.haven.adapter.meta;

import org.jspecify.annotations.NullMarked;
