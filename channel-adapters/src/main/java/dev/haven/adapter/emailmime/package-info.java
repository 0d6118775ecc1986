/** Mail as a mail server hands it over: envelope and content; faxes that come by mail (T.37). */
@NullMarked
package dev.haven.adapter.emailmime;

import org.jspecify.annotations.NullMarked;
