package dev.haven.urgency;

import dev.haven.urgency.LogisticRegression.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains {@link LinearModel} from labelled messages in two layers: the words on all of them, then
 * the {@link Combiner} on what fold models, which saw nothing of a writer, say of the messages of
 * writers who knew neither rules nor corpus. Seeded, and bit for bit the same on every machine.
 */
final class ModelTrainer {
  /** Writers who share a fold. */
  private static final List<List<String>> FOLDS =
      List.of(
          List.of("fay", "paz"),
          List.of("gus", "omar"),
          List.of("ines", "quim"),
          List.of("hugo", "nora"),
          List.of("ana", "beto", "jo"),
          List.of("cleo", "dario", "kim"),
          List.of("elena", "dev", "lea"));

  private static final int ROUNDS = 14;
  private static final int COMBINER_ROUNDS = 150;

  /** What an error costs against the penalty on weights; twice that for blind messages. */
  private static final float COST = 6;

  private static final float BLIND = 2;

  /** In how many messages a gram must stand to be known, by kind. */
  private static final int[] FEWEST = {2, 3, 2, 2, 3};

  /** How much freer a gram is that is far more common on one side than on the other. */
  private static final double TELLING = 0.6;

  private static final double UNSEEN = 0.3;

  /** No fold is left out. */
  private static final int NONE = -1;

  private final HavenScorer scorer;
  private final List<LabelledMessage> rows;
  private final Reading[] readings;
  private final Grams[] grams;

  /** All hashes of all rows, ascending. */
  private final int[] hashes;

  /** Of each row and kind which hashes it holds, each once, as places in {@link #hashes}. */
  private final int[][][] held;

  private final List<LinearModel> foldModels = new ArrayList<>();

  ModelTrainer(HavenScorer scorer, List<LabelledMessage> rows) {
    this.scorer = scorer;
    this.rows = rows;
    readings = new Reading[rows.size()];
    grams = new Grams[rows.size()];
    held = new int[rows.size()][][];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = scorer.read(rows.get(i).text());
      grams[i] = scorer.grams(readings[i]);
      held[i] = new int[Grams.KINDS][];
      for (int kind = 0; kind < Grams.KINDS; kind++) {
        held[i][kind] = hashes(grams[i], kind);
      }
    }
    int[] all = Arrays.stream(held).flatMap(Arrays::stream).flatMapToInt(Arrays::stream).toArray();
    Arrays.sort(all);
    hashes = distinct(all);
    var numbered = new Vocabulary(hashes, new byte[hashes.length]);
    for (int[][] kinds : held) {
      for (int[] ofKind : kinds) {
        Arrays.setAll(ofKind, k -> numbered.numberOf(ofKind[k]));
      }
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
    // Each is a matter of its own, so that they may be trained side by side: the same bit for bit.
    List<LinearModel> models =
        IntStream.rangeClosed(0, FOLDS.size())
            .parallel()
            .mapToObj(fold -> words(fold < FOLDS.size() ? fold : NONE))
            .toList();
    foldModels.clear();
    foldModels.addAll(models.subList(0, FOLDS.size()));
    var combined = new ArrayList<Row>();
    for (int fold = 0; fold < FOLDS.size(); fold++) {
      for (int i = 0; i < rows.size(); i++) {
        if (fold(i) == fold && !rows.get(i).writer().isEmpty()) {
          combined.add(row(i, scorer.evidence(readings[i], rows.get(i).line(), models.get(fold))));
        }
      }
    }
    Combiner combiner = combiner(combined.toArray(new Row[0]));
    foldModels.replaceAll(model -> model.with(version, combiner));
    return models.get(FOLDS.size()).with(version, combiner);
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
    int[] places = IntStream.range(0, Evidence.SIZE).toArray();
    return new Row(places, evidence, Evidence.SIZE, yes(i), 1);
  }

  private static Combiner combiner(Row[] rows) {
    int heads = LinearModel.HEADS;
    var even = new float[Evidence.SIZE * heads];
    Arrays.fill(even, 1);
    var fitted = LogisticRegression.fit(rows, even, heads, COMBINER_ROUNDS);
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
    int[] learned = IntStream.range(0, rows.size()).filter(i -> fold(i) != leftOut).toArray();
    Vocabulary vocabulary = vocabulary(learned);
    var data = new Row[learned.length];
    for (int k = 0; k < data.length; k++) {
      Features f = Features.mine().read(KnownGrams.of(grams[learned[k]], vocabulary));
      float cost = rows.get(learned[k]).writer().isEmpty() ? COST : COST * BLIND;
      int[] number = Arrays.copyOf(f.number, f.size);
      float[] value = Arrays.copyOf(f.value, f.size);
      data[k] = new Row(number, value, f.size, yes(learned[k]), cost);
    }
    int heads = LinearModel.HEADS;
    float[] ease = ease(data, vocabulary.size());
    var fitted = LogisticRegression.fit(data, ease, heads, ROUNDS);
    var bytes = new byte[fitted.weights.length];
    var scale = new float[heads];
    for (int head = 0; head < heads; head++) {
      float most = 1e-9f;
      for (int i = head; i < bytes.length; i += heads) {
        most = Math.max(most, Math.abs(fitted.weights[i]));
      }
      scale[head] = most;
      for (int i = head; i < bytes.length; i += heads) {
        bytes[i] = LinearModel.step(fitted.weights[i], most);
      }
    }
    return new LinearModel(
        "fold-" + leftOut, vocabulary, bytes, scale, fitted.bias, LinearModel.empty().combiner);
  }

  /**
   * How freely each weight may grow, by place and head: squares of what stands for the logarithm of
   * a gram's share among the messages of a head over its share among the others (after Wang and
   * Manning 2012).
   */
  private static float[] ease(Row[] rows, int places) {
    int heads = LinearModel.HEADS;
    var holding = new int[places * heads * 2];
    var last = new int[places];
    for (int i = 0; i < rows.length; i++) {
      Row row = rows[i];
      for (int k = 0; k < row.size(); k++) {
        int place = row.place()[k];
        if (last[place] == i + 1) {
          continue;
        }
        last[place] = i + 1;
        for (int head = 0; head < heads; head++) {
          holding[(place * heads + head) * 2 + (row.yes()[head] ? 1 : 0)]++;
        }
      }
    }
    var ease = new float[places * heads];
    for (int head = 0; head < heads; head++) {
      double yes = 0;
      double no = 0;
      for (int at = head; at < ease.length; at += heads) {
        no += holding[at * 2] + UNSEEN;
        yes += holding[at * 2 + 1] + UNSEEN;
      }
      double squares = 0;
      for (int at = head; at < ease.length; at += heads) {
        double share = (holding[at * 2 + 1] + UNSEEN) / yes;
        double ratio = StrictMath.log(share / ((holding[at * 2] + UNSEEN) / no));
        ease[at] = (float) Math.abs(ratio);
        squares += ratio * ratio;
      }
      double middle = Math.sqrt(squares / places);
      for (int at = head; at < ease.length; at += heads) {
        double free = 1 - TELLING + TELLING * ease[at] / middle;
        ease[at] = (float) (free * free);
      }
    }
    return ease;
  }

  private Vocabulary vocabulary(int[] learned) {
    var holding = new int[hashes.length];
    var fewest = new int[hashes.length];
    for (int i : learned) {
      for (int kind = 0; kind < Grams.KINDS; kind++) {
        for (int place : held[i][kind]) {
          holding[place]++;
          fewest[place] = FEWEST[kind];
        }
      }
    }
    int[] known =
        IntStream.range(0, hashes.length)
            .filter(place -> holding[place] > 0 && holding[place] >= fewest[place])
            .toArray();
    var rarity = new byte[known.length];
    for (int k = 0; k < known.length; k++) {
      rarity[k] = Vocabulary.step(learned.length, holding[known[k]]);
    }
    return new Vocabulary(Arrays.stream(known).map(place -> hashes[place]).toArray(), rarity);
  }

  /** The hashes of one kind in a row, each once. */
  private static int[] hashes(Grams grams, int kind) {
    var all = IntStream.builder();
    grams.each(kind, 0, grams.size, (hash, word, first) -> all.add(hash));
    return distinct(all.build().sorted().toArray());
  }

  private static int[] distinct(int[] ascending) {
    int size = 0;
    for (int i = 0; i < ascending.length; i++) {
      if (i == 0 || ascending[i] != ascending[i - 1]) {
        ascending[size++] = ascending[i];
      }
    }
    return Arrays.copyOf(ascending, size);
  }
}
