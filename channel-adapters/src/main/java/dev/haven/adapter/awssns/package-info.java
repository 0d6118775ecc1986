/** Amazon SNS: mail received by SES, and two-way SMS. */
@NullMarked
package dev.haven.adapter.awssns;

import org.jspecify.annotations.NullMarked;
