/**
 * The whole product, as its users meet it: real nodes in processes of their own, a real Redis, real
 * sockets.
 */
package dev.haven.proof;
