package dev.haven.adapter.emailmime;

import java.util.List;

/**
 * One mail as a mail server handed it over.
 *
 * @param sender empty for a bounce
 * @param recipients as accepted, at least one
 * @param content read, never write it
 */
@SuppressWarnings("ArrayRecordComponent")
record Envelope(String sender, List<String> recipients, byte[] content) {
  Envelope {
    recipients = List.copyOf(recipients);
  }

  @Override
  public String toString() {
    return "Envelope[" + recipients.size() + " recipients, " + content.length + " bytes]";
  }
}
