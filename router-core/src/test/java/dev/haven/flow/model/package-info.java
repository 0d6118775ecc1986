/**
 * The transitions in plain Java, as simply as they can be said: the oracle of the contract and of
 * the simulation.
 */
package dev.haven.flow.model;
