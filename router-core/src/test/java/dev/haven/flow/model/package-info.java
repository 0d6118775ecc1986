/**
 * The transitions in plain Java, as simply as they can be said: the oracle of the contracts and of
 * the simulation.
 *
 * <p><b>A map.</b> {@code ModelTransitions} is the front: it hands every command to the part that
 * it is about. {@code ModelMatch} has the world, that is time, contacts, navigators and all parts
 * that others need, and does the matching: who is offered what. The other parts, in the order of a
 * contact's way:
 *
 * <ul>
 *   <li>{@code ModelIntake}: contacts and their messages come in, or leave; {@code ModelGroup}
 *       joins those of one person; {@code ModelPersons} and {@code ModelCadences} know what a
 *       person agreed to and when they may be reached again
 *   <li>{@code ModelUrgency}: tier and score change
 *   <li>{@code ModelReserve}, {@code ModelDrains}, {@code ModelAside} and {@code ModelLadder}: how
 *       the most urgent get somebody although nobody is free
 *   <li>{@code ModelOffers}: a pending offer is accepted, rejected, or runs out; {@code
 *       ModelParallel} has several at once
 *   <li>{@code ModelWork}: hold, park, transfer, finish; {@code ModelConsult} asks a second
 *       navigator, {@code ModelOutside} somebody outside; {@code ModelOutbox} sends what is said
 *   <li>{@code ModelEnds}: how all of that ends; {@code ModelReports} is owed beyond it
 *   <li>{@code ModelPresence}: navigators, their desktops and activities; {@code ModelNodes} the
 *       router nodes that these sit on; {@code ModelCatalogue} lanes, profiles and queues
 *   <li>{@code ModelDeadlines}: what falls due, of all of these
 * </ul>
 *
 * <p>A part that answers commands is a {@code ModelPart}. Statuses and their details are those of
 * the scripts' headers. {@code ModelEngine} lets the tests ask for the state, field by field.
 */
package dev.haven.flow.model;
