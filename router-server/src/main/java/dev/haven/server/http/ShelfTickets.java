package dev.haven.server.http;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Shelf;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tickets in the store, good on every node. A ticket is its workspace, a dot and 128 random bits;
 * only its digest is kept, so that who reads the store cannot use one.
 */
public final class ShelfTickets implements Tickets {
  private static final Pattern FORM = Pattern.compile("([a-z0-9-]{1,32})\\.([0-9a-f]{32})");
  private static final String SEPARATOR = " ";

  private final Shelf shelf;
  private final SecureRandom random;
  private final Set<String> workspaces;
  private final long lifeSeconds;

  public ShelfTickets(Shelf shelf, SecureRandom random, Set<String> workspaces, long lifeSeconds) {
    this.shelf = shelf;
    this.random = random;
    this.workspaces = Set.copyOf(workspaces);
    this.lifeSeconds = lifeSeconds;
  }

  @Override
  public Future<String> issue(Identity who) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String ticket = who.workspace().value() + '.' + HexFormat.of().formatHex(bytes);
    String owner =
        String.join(
            SEPARATOR, who.role().wireName(), Long.toString(who.expiresAtSeconds()), who.subject());
    return shelf.keepTicket(who.workspace(), digest(ticket), owner, lifeSeconds).map(v -> ticket);
  }

  @Override
  public Future<Optional<Identity>> redeem(String ticket) {
    Matcher matcher = FORM.matcher(ticket);
    if (!matcher.matches() || !workspaces.contains(matcher.group(1))) {
      return Future.succeededFuture(Optional.empty());
    }
    WorkspaceId workspace = new WorkspaceId(matcher.group(1));
    return shelf
        .takeTicket(workspace, digest(ticket))
        .map(owner -> owner.map(text -> identity(workspace, text)));
  }

  private static @Nullable Identity identity(WorkspaceId workspace, String owner) {
    String[] parts = owner.split(SEPARATOR, 3);
    Role role = Role.ofWireName(parts[0]);
    return role == null ? null : new Identity(parts[2], role, workspace, Long.parseLong(parts[1]));
  }

  private static String digest(String ticket) {
    byte[] bytes = ticket.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(ArrivalDecoder.sha256().digest(bytes));
  }
}
