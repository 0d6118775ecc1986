package dev.haven.server.desktop;

import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.NavigatorId;

/**
 * Whose desktop it is.
 *
 * @param expiresAtSeconds when the token it came with ends, epoch seconds
 */
record DesktopPeer(WorkspaceId workspace, NavigatorId navigator, long expiresAtSeconds) {}
