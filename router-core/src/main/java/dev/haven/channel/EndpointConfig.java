package dev.haven.channel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configured door.
 *
 * @param adapter the adapter's name, as {@link AdapterFactory#name()}
 * @param channel the channel of its contacts where the platform does not tell, null for what the
 *     adapter usually carries
 * @param publicUrl the URL as configured at the sender; senders sign it. Null: the URL as received
 * @param apiBaseUrl where the platform's REST interface is, without a slash at the end; null for
 *     the platform's own
 * @param config settings by name; the names are those of the adapter's page under docs/adapters
 * @param secret key material by name
 */
public record EndpointConfig(
    EndpointId id,
    WorkspaceId workspace,
    String adapter,
    @Nullable Channel channel,
    @Nullable String publicUrl,
    @Nullable String apiBaseUrl,
    Map<String, Object> config,
    Map<String, Secret> secret) {

  public EndpointConfig {
    config = Map.copyOf(config);
    secret = Map.copyOf(secret);
  }

  /** The setting of that name as text, or null when it is not set. */
  public @Nullable String text(String name) {
    Object value = config.get(name);
    return value == null ? null : String.valueOf(value);
  }

  /** The setting of that name as a whole number, or {@code otherwise} when it is not set. */
  public long number(String name, long otherwise) {
    Object value = config.get(name);
    if (value == null) {
      return otherwise;
    }
    return value instanceof Number number
        ? number.longValue()
        : Long.parseLong(String.valueOf(value).trim());
  }

  /** The setting of that name as a switch, or {@code otherwise} when it is not set. */
  public boolean flag(String name, boolean otherwise) {
    Object value = config.get(name);
    return value == null ? otherwise : Boolean.parseBoolean(String.valueOf(value));
  }

  /**
   * The setting of that name as a list of texts (one text is a list of one); empty when it is not
   * set.
   */
  public List<String> texts(String name) {
    Object value = config.get(name);
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  /** Every valid value of that secret, the newest first; empty when it is not set. */
  public List<String> secrets(String name) {
    Secret found = secret.get(name);
    return found == null ? List.of() : found.values();
  }

  /** The newest value of that secret, or null when it is not set. */
  public @Nullable String secretOrNull(String name) {
    Secret found = secret.get(name);
    return found == null ? null : found.newest();
  }

  /** The names only: settings may hold a person's or an account's data. */
  @Override
  public String toString() {
    return "EndpointConfig["
        + id
        + ", "
        + workspace
        + ", "
        + adapter
        + ", config "
        + config.keySet()
        + "]";
  }
}
