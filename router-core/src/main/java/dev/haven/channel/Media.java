package dev.haven.channel;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a platform keeps the files it only names, and how they are asked for. The host fetches: it
 * calls nothing but these hosts, by https, and looks at every step of the way again.
 *
 * @param hosts names of hosts; one that begins with a full stop stands for every host below it
 * @param headers what signs in; goes to {@code own} hosts only
 * @param own the hosts that may see the headers, in the same form
 * @param byId where the file of a media id is asked for; null when that id names none
 * @param urlField the member of that answer that says where the file is, a member of a member with
 *     a full stop between; null when the answer is the file
 */
public record Media(
    List<String> hosts,
    Map<String, String> headers,
    List<String> own,
    Function<String, @Nullable URI> byId,
    @Nullable String urlField) {

  /** Of a platform whose files come whole, or not at all. */
  public static final Media NONE = Media.at(List.of());

  public Media {
    hosts = List.copyOf(hosts);
    headers = Map.copyOf(headers);
    own = List.copyOf(own);
  }

  /** Files by URL, for everybody who knows it. */
  public static Media at(List<String> hosts) {
    return new Media(hosts, Map.of(), List.of(), id -> null, null);
  }

  /** The same, signed in at these hosts. */
  public Media signedIn(Map<String, String> newHeaders, List<String> newOwn) {
    return new Media(hosts, newHeaders, newOwn, byId, urlField);
  }

  /** The same, with files by media id. */
  public Media byId(Function<String, @Nullable URI> where, @Nullable String field) {
    return new Media(hosts, headers, own, where, field);
  }

  /** Whether a list of hosts has that one. */
  public static boolean has(List<String> hosts, String host) {
    return hosts.stream().anyMatch(one -> host.equals(one) || isBelow(one, host));
  }

  private static boolean isBelow(String one, String host) {
    return one.startsWith(".") && host.endsWith(one) && host.length() > one.length();
  }

  /** Never what signs in. */
  @Override
  public String toString() {
    return "Media" + hosts;
  }
}
