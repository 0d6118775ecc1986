/**
 * Load as a centre knows it, against any Haven: people who write and call, and navigators at their
 * desktops who accept, reject, let offers pass, wrap up and lose their sockets. Each simulation is
 * one Maven command ({@code docs/load-testing.md}).
 *
 * <p>Arrivals are an open model: a person comes when they come, whatever the server does, and time
 * counts from then; coordinated omission cannot hide a stall.
 */
@NullMarked
package dev.haven.simulation;

import org.jspecify.annotations.NullMarked;
