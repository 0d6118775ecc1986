package dev.haven.adapter.msgraph;

import dev.haven.channel.EventSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.ParseResult;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes in mails of which no notification came, in rounds. What a round could not take in is left
 * for the next one, also across sessions. On one event loop.
 */
final class GraphCatchUp {
  private static final int MOST_REMEMBERED = 10_000;

  private final MsGraphAdapter adapter;
  private final GraphNews news;
  private final Duration back;

  /** Mails that were told of and not taken in yet. */
  private final Map<String, GraphNews.Found> left = new LinkedHashMap<>();

  /** Those of them that could not be got once. */
  private final Set<String> notGot = new HashSet<>();

  /** Mails that were taken in, the oldest forgotten. */
  private final Set<String> taken =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private @Nullable Future<Void> running;

  /**
   * @param back how far the first round looks back
   */
  GraphCatchUp(MsGraphAdapter adapter, GraphNews news, Duration back) {
    this.adapter = adapter;
    this.news = news;
    this.back = back;
  }

  /** The round that is under way; null when none is. */
  @Nullable Future<Void> running() {
    return running;
  }

  /**
   * Takes in what is new and what was left; while a round is under way that one is answered.
   *
   * @param over whether nothing more is to be taken in
   */
  Future<Void> round(EventSink sink, BooleanSupplier over) {
    Future<Void> under = running;
    if (under != null) {
      return under;
    }
    Future<Void> round =
        news.next(back)
            .compose(
                found -> {
                  for (GraphNews.Found one : found) {
                    if (!taken.contains(one.id())) {
                      left.putIfAbsent(one.id(), one);
                    }
                  }
                  return takeAll(sink, over);
                });
    if (!round.isComplete()) {
      running = round;
      round.onComplete(v -> running = null);
    }
    return round;
  }

  private Future<Void> takeAll(EventSink sink, BooleanSupplier over) {
    return Steps.each(
        List.copyOf(left.values()),
        one -> over.getAsBoolean() ? Future.succeededFuture() : take(one, sink));
  }

  /**
   * A mail that cannot be got is left for one round before it is announced without its words: what
   * it answers and whether a program wrote it stand in the mail.
   */
  private Future<Void> take(GraphNews.Found one, EventSink sink) {
    return adapter
        .got(GraphMail.announced(one.id(), one.resource()))
        .compose(
            event ->
                isBare(event) && notGot.add(one.id())
                    ? Future.succeededFuture()
                    : sink.accept(ParseResult.of(event), new byte[0])
                        .onSuccess(v -> done(one.id()))
                        .mapEmpty());
  }

  private static boolean isBare(InboundEvent event) {
    return event instanceof InboundContact contact && contact.text() == null;
  }

  private void done(String id) {
    taken.add(id);
    left.remove(id);
    notGot.remove(id);
  }
}
