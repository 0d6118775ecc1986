/** Stage 4: what a contact asks of a navigator: languages and skills with levels. */
@NullMarked
package dev.haven.skill;

import org.jspecify.annotations.NullMarked;
