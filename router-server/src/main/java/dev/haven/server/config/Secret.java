package dev.haven.server.config;

/** A value that never shows itself: its text is {@code ***} wherever it is printed. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
