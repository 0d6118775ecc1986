package dev.haven.urgency;

import dev.haven.urgency.LogisticRegression.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains {@link LinearModel} from labelled messages in two layers: the words on all of them, then
 * the {@link Combiner} on what fold models, which saw nothing of a writer, say of the messages of
 * writers who knew neither rules nor corpus. Seeded, and bit for bit the same on every machine.
 */
final class ModelTrainer {
  /** Writers who share a fold. */
  private static final List<List<String>> FOLDS =
      List.of(
          List.of("fay"),
          List.of("gus"),
          List.of("ines"),
          List.of("hugo"),
          List.of("ana", "beto"),
          List.of("cleo", "dario"),
          List.of("elena", "dev"));

  private static final int ROUNDS = 14;
  private static final int COMBINER_ROUNDS = 150;

  /** What an error costs against the penalty on weights; twice that for blind messages. */
  private static final float COST = 4;

  private static final float BLIND = 2;

  /** In how many messages a gram must stand to be known, by kind. */
  private static final int[] FEWEST = {2, 3, 2};

  private final HavenScorer scorer;
  private final List<LabelledMessage> rows;
  private final Reading[] readings;
  private final Grams[] grams;
  private final List<LinearModel> foldModels = new ArrayList<>();

  ModelTrainer(HavenScorer scorer, List<LabelledMessage> rows) {
    this.scorer = scorer;
    this.rows = rows;
    readings = new Reading[rows.size()];
    grams = new Grams[rows.size()];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = scorer.read(rows.get(i).text());
      grams[i] = scorer.grams(readings[i]);
    }
  }

  /**
   * The fold of a row: messages of one blind writer share it, of the others those of one family.
   */
  int fold(int row) {
    String writer = rows.get(row).writer();
    for (int fold = 0; fold < FOLDS.size(); fold++) {
      if (FOLDS.get(fold).contains(writer)) {
        return fold;
      }
    }
    return Math.floorMod(rows.get(row).family().hashCode() * 31 + 17, FOLDS.size());
  }

  /** Trains on everything, with the combiner found on held-out folds. */
  LinearModel train(String version) {
    foldModels.clear();
    var combined = new ArrayList<Row>();
    for (int fold = 0; fold < FOLDS.size(); fold++) {
      LinearModel model = words(fold);
      foldModels.add(model);
      for (int i = 0; i < rows.size(); i++) {
        if (fold(i) == fold && !rows.get(i).writer().isEmpty()) {
          combined.add(row(i, scorer.evidence(readings[i], model)));
        }
      }
    }
    Combiner combiner = combiner(combined.toArray(new Row[0]));
    foldModels.replaceAll(model -> model.with(version, combiner));
    return words(-1).with(version, combiner);
  }

  /** Of the last training: a model for each fold that has not seen it. */
  List<LinearModel> foldModels() {
    return List.copyOf(foldModels);
  }

  private boolean[] yes(int row) {
    LabelledMessage message = rows.get(row);
    var yes = new boolean[LinearModel.HEADS];
    yes[message.tier().rank()] = true;
    yes[LinearModel.ADVERSE_EVENT] = message.adverseEvent();
    return yes;
  }

  private Row row(int i, float[] evidence) {
    int[] places = java.util.stream.IntStream.range(0, Evidence.SIZE).toArray();
    return new Row(places, evidence, Evidence.SIZE, yes(i), 1);
  }

  private static Combiner combiner(Row[] rows) {
    int heads = LinearModel.HEADS;
    var fitted = LogisticRegression.fit(rows, Evidence.SIZE, heads, COMBINER_ROUNDS);
    int width = Evidence.SIZE + 1;
    var weights = new float[heads * width];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < Evidence.SIZE; i++) {
        weights[head * width + i] = fitted.weights[i * heads + head];
      }
      weights[head * width + Evidence.SIZE] = fitted.bias[head];
    }
    return new Combiner(weights);
  }

  /** The first layer without the rows of a fold. */
  private LinearModel words(int leftOut) {
    int[] learned =
        java.util.stream.IntStream.range(0, rows.size()).filter(i -> fold(i) != leftOut).toArray();
    Vocabulary vocabulary = vocabulary(learned);
    var data = new Row[learned.length];
    for (int k = 0; k < data.length; k++) {
      Features f = Features.of(grams[learned[k]], vocabulary);
      float cost = rows.get(learned[k]).writer().isEmpty() ? COST : COST * BLIND;
      data[k] = new Row(f.number, f.value, f.size, yes(learned[k]), cost);
    }
    int heads = LinearModel.HEADS;
    var fitted = LogisticRegression.fit(data, vocabulary.size(), heads, ROUNDS);
    var bytes = new byte[fitted.weights.length];
    var scale = new float[heads];
    for (int head = 0; head < heads; head++) {
      float most = 1e-9f;
      for (int i = head; i < bytes.length; i += heads) {
        most = Math.max(most, Math.abs(fitted.weights[i]));
      }
      scale[head] = most / 127;
      for (int i = head; i < bytes.length; i += heads) {
        bytes[i] = (byte) Math.round(fitted.weights[i] / scale[head]);
      }
    }
    return new LinearModel(
        "fold-" + leftOut, vocabulary, bytes, scale, fitted.bias, LinearModel.empty().combiner);
  }

  private Vocabulary vocabulary(int[] learned) {
    Map<Integer, int[]> holding = new HashMap<>();
    for (int i : learned) {
      Grams g = grams[i];
      for (int kind = 0; kind < Grams.KINDS; kind++) {
        int[] hashes = Arrays.stream(g.hash, g.from[kind], g.from[kind + 1]).distinct().toArray();
        for (int hash : hashes) {
          int[] count = holding.computeIfAbsent(hash, h -> new int[2]);
          count[0]++;
          count[1] = FEWEST[kind];
        }
      }
    }
    int[] hashes =
        holding.entrySet().stream()
            .filter(e -> e.getValue()[0] >= e.getValue()[1])
            .mapToInt(Map.Entry::getKey)
            .sorted()
            .toArray();
    var rarity = new byte[hashes.length];
    for (int k = 0; k < hashes.length; k++) {
      rarity[k] = Vocabulary.step(learned.length, holding.get(hashes[k])[0]);
    }
    return new Vocabulary(hashes, rarity);
  }
}
