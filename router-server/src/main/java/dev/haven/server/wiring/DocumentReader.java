package dev.haven.server.wiring;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** Reads the words of a document. */
interface DocumentReader {
  /** Whether documents of that content type can be read. */
  boolean reads(String contentType);

  /** The words; blank when there are none. Fails when it may be tried again. */
  Future<String> read(byte[] content, String contentType);

  /** Reads nothing but plain text. */
  DocumentReader PLAIN =
      new DocumentReader() {
        @Override
        public boolean reads(String contentType) {
          return contentType.equals("text/plain");
        }

        @Override
        public Future<String> read(byte[] content, String contentType) {
          return Future.succeededFuture(new String(content, StandardCharsets.UTF_8));
        }
      };
}
