package dev.haven.adapter.twilio;

import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.PublicUrl;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RawRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of our own URLs the platform calls. All are the endpoint's public URL with a query, which
 * is signed with the rest.
 */
enum Step {
  /** The first request of a call or message. */
  ARRIVED,
  /** What a caller in the queue hears next. */
  WAIT,
  /** A key was pressed while waiting. */
  DIGIT,
  /** The call left the queue. */
  LEFT,
  /** A message that the caller wished to leave was recorded. */
  MESSAGE,
  /** The navigator's leg tells its progress. */
  LEG,
  /** Whoever answered outside was asked to take the caller, and pressed a key. */
  ANSWER,
  /** The caller was taken out of the queue and is to be brought to the navigator. */
  JOIN,
  /** The room of caller and navigator closed. */
  ENDED,
  /** A message of ours tells its progress. */
  SENT;

  private static final String STEP = "haven";
  private static final String CALLER = "c";
  private static final String COMMAND = "k";

  static Step of(RawRequest request) {
    String name = Form.read(request.rawQuery()).first(STEP);
    for (Step step : values()) {
      if (step.name().toLowerCase(Locale.ROOT).equals(name)) {
        return step;
      }
    }
    return ARRIVED;
  }

  /** The caller's id that the URL carries, null when it carries none. */
  static @Nullable String caller(RawRequest request) {
    return Form.read(request.rawQuery()).filled(CALLER);
  }

  /** The command's id that the URL carries, null when it carries none. */
  static @Nullable String command(RawRequest request) {
    return Form.read(request.rawQuery()).filled(COMMAND);
  }

  String url(EndpointConfig endpoint) {
    return PublicUrl.with(endpoint.publicUrl(), STEP + "=" + name().toLowerCase(Locale.ROOT));
  }

  String url(EndpointConfig endpoint, String caller, String command) {
    return url(endpoint)
        + "&"
        + CALLER
        + "="
        + Form.encode(caller)
        + "&"
        + COMMAND
        + "="
        + Form.encode(command);
  }
}
