/**
 * What several platforms' ways have in common: signatures, forms, parts, JSON, mail. Adapters may
 * use it; they do not see each other.
 */
@NullMarked
package dev.haven.adapter.support;

import org.jspecify.annotations.NullMarked;
