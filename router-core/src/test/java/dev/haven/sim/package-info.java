/**
 * Seeded simulation: the real scripts on a real Redis in virtual time, against the model, with the
 * invariants checked after every step.
 */
package dev.haven.sim;
