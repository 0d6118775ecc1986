package dev.haven.sim;

import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Who and what there is in a run, by name; all of it drawn from one seed. */
final class Cast {
  static final String[] QUEUES = {"support", "billing"};
  static final String[] LANGUAGES = {"en", "es", "und"};

  final Random random;

  /** All that ever came, those of reports among them. */
  final List<String> contacts = new ArrayList<>();

  final Map<String, Channel> channels = new HashMap<>();

  /** The place of each contact in the order of arrival, from 1 on. */
  final Map<String, Long> sequences = new HashMap<>();

  final List<String> reports = new ArrayList<>();
  final List<String> navigators = new ArrayList<>();

  /** Of each navigator, as the catalogue numbers them. */
  final Map<String, Integer> profiles = new HashMap<>();

  /** Of each navigator, by channel. */
  final Map<String, int[]> capacities = new HashMap<>();

  /** Queues that are paused. */
  final Set<String> paused = new HashSet<>();

  /** Messages of navigators that were sent to persons. */
  final List<String> said = new ArrayList<>();

  /** How many messages there were, of persons and navigators. */
  int messages;

  Cast(Random random) {
    this.random = random;
  }

  /** One contact more on that channel, the last in the order of arrival; answers its name. */
  String arrives(Channel channel) {
    String id = "c" + contacts.size();
    contacts.add(id);
    channels.put(id, channel);
    sequences.put(id, (long) contacts.size());
    return id;
  }
}
