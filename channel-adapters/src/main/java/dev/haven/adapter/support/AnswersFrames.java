package dev.haven.adapter.support;

import dev.haven.channel.RawRequest;
import java.util.List;
import java.util.Map;

/**
 * A session's codec that answers what it reads in the platform's own protocol, such as one response
 * for each unit.
 */
public interface AnswersFrames {
  /** The answers once everything is stored, in order: their fields by name. */
  List<Map<String, Object>> answers(RawRequest request);
}
