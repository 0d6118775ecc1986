package dev.haven.server.http;

import dev.haven.channel.WorkspaceId;

/** Who asks: a verified token. */
public record Identity(String subject, Role role, WorkspaceId workspace, long expiresAtSeconds) {}
