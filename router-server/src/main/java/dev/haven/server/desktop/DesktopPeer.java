package dev.haven.server.desktop;

import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.NavigatorId;

/**
 * Whose desktop it is.
 *
 * @param supervisor whether it is a supervisor's, whose desktop holds nobody's work
 * @param expiresAtSeconds when the token it came with ends, epoch seconds
 */
record DesktopPeer(
    WorkspaceId workspace, NavigatorId navigator, boolean supervisor, long expiresAtSeconds) {}
