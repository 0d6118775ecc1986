package dev.haven.server.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.server.http.JsonOut;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: time in UTC, level, logger, message, and what was given as key and value.
 * Of an exception it writes classes and places, never its message: that may hold a person's words.
 */
public final class JsonEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = new byte[0];
  private static final int MAX_FRAMES = 30;
  private static final int MAX_CAUSES = 5;

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return JsonOut.bytes(
        out -> {
          out.writeStartObject();
          out.writeStringField("time", event.getInstant().toString());
          out.writeStringField("level", event.getLevel().toString());
          out.writeStringField("logger", event.getLoggerName());
          out.writeStringField("message", event.getFormattedMessage());
          List<KeyValuePair> pairs = event.getKeyValuePairs();
          if (pairs != null) {
            for (KeyValuePair pair : pairs) {
              out.writeStringField(pair.key, String.valueOf(pair.value));
            }
          }
          exception(out, event.getThrowableProxy());
          out.writeEndObject();
          out.writeRaw('\n');
        });
  }

  private static void exception(JsonGenerator out, @Nullable IThrowableProxy thrown)
      throws IOException {
    if (thrown == null) {
      return;
    }
    out.writeArrayFieldStart("exception");
    IThrowableProxy cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      out.writeString(cause.getClassName());
      StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
      for (int j = 0; j < Math.min(frames.length, MAX_FRAMES); j++) {
        out.writeString(frames[j].getSTEAsString());
      }
      cause = cause.getCause();
    }
    out.writeEndArray();
  }
}
