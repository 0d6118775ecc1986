package dev.haven.server.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param path where, such as {@code endpoints[0].publicUrl}
 * @param line line of the file, from 1; 0 when the value is not in the file
 * @param message the value and what would have been right; never a secret
 */
public record Problem(String path, int line, String message) {
  @Override
  public String toString() {
    return (line > 0 ? "line " + line + ": " : "") + path + ": " + message;
  }
}
