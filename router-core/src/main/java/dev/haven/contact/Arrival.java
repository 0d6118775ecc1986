package dev.haven.contact;

import dev.haven.channel.Address;
import dev.haven.channel.Channel;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contact as a door hands it to the pipeline: verified, parsed, bounded, not yet scored.
 *
 * @param source who vouches for it: {@code endpoint:<id>} or {@code token:<subject>}; scopes the
 *     key and says who may read the contact
 * @param key the sender's idempotency key within the source, null when the sender has none
 * @param bodyDigest what tells whether a repeated key came with another body; hex, at most 64
 *     characters
 * @param channel the line it came in on
 * @param from the person's address, null when withheld
 * @param to the centre's address
 * @param conversation what ties messages of one person on one endpoint together; null when every
 *     event stands alone
 * @param subject of a mail
 * @param text the person's words; null when there are none or they are not readable yet
 * @param language ISO 639-1, when the sender said so
 * @param person the sender's reference into the directory
 * @param attributes what workflow rules may see; at most 50, keys to 64 and values to 512
 *     characters
 * @param personName as the platform shows it
 * @param distressDigit whether the caller pressed the digit offered for distress
 * @param textPending whether readable text will follow (a fax before OCR): placed at once as
 *     ELEVATED
 * @param unreadable whether an authentic payload could not be read, or not all of it: at least
 *     ELEVATED, with an alarm, and in queue {@code unreadable} unless {@code text}, the words that
 *     were there, asks for more
 * @param reply how to answer on the same line, opaque to the pipeline; null when there is no way
 *     back
 * @param call the live call, opaque to the pipeline; null when there is none
 * @param kind inbound, or what is owed
 * @param dueAt when work scheduled by request is due; null for at once
 */
public record Arrival(
    String source,
    @Nullable String key,
    String bodyDigest,
    Channel channel,
    @Nullable Address from,
    @Nullable Address to,
    @Nullable String conversation,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String language,
    @Nullable PersonId person,
    Map<String, String> attributes,
    @Nullable String personName,
    boolean distressDigit,
    boolean textPending,
    boolean unreadable,
    @Nullable Map<String, String> reply,
    @Nullable Map<String, String> call,
    ContactKind kind,
    @Nullable Instant dueAt) {
  private static final String OF_ENDPOINT = "endpoint:";

  public Arrival {
    attributes = Map.copyOf(attributes);
  }

  /** The source that names an endpoint by its id. */
  public static String ofEndpoint(String id) {
    return OF_ENDPOINT + id;
  }

  /** The id of the endpoint that a source names; empty when it is none. */
  public static String endpointOf(String source) {
    return source.startsWith(OF_ENDPOINT) ? source.substring(OF_ENDPOINT.length()) : "";
  }

  /** The same for another address and time. */
  public Arrival reaching(@Nullable Address newFrom, @Nullable Instant newDueAt) {
    return new Arrival(
        source,
        key,
        bodyDigest,
        channel,
        newFrom,
        to,
        conversation,
        subject,
        text,
        language,
        person,
        attributes,
        personName,
        distressDigit,
        textPending,
        unreadable,
        reply,
        call,
        kind,
        newDueAt);
  }

  @Override
  public String toString() {
    return "Arrival[source=" + source + ", channel=" + channel + "]";
  }
}
