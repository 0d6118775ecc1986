/** Loads a real server and measures it; every run is bounded in time and count, on loopback. */
@org.jspecify.annotations.NullMarked
package dev.haven.loadtest;
