package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Trains {@link LinearModel} from labelled messages: logistic regression, one head against the
 * rest, AdaGrad steps in a seeded order, weights averaged over the later epochs. Every other time a
 * row is learned without what the rules found in it, so that the words carry weight of their own.
 *
 * <p>Bit for bit the same on every machine: plain float arithmetic, {@link StrictMath}, a specified
 * random generator, no threads. Calibration (Platt 1999) is fitted on held-out folds that never
 * share a family with the rows they were trained on.
 */
final class ModelTrainer {
  static final int FOLDS = 5;
  private static final List<String> WRITERS = List.of("ana", "beto", "cleo", "dario", "elena");
  private static final long SEED = 20261122;
  private static final int EPOCHS = 14;

  /** From this epoch on the weights count towards the average. */
  private static final int FIRST_KEPT = 7;

  private static final float RATE = 0.25f;
  private static final float SHRINK = 2e-4f;

  /** How much more a message counts that was written without a look at the rules. */
  private static final float BLIND = 2;

  private final HavenScorer scorer;
  private final List<LabelledMessage> rows;
  private final List<Features> features = new ArrayList<>();
  private final float[] weight;
  private final List<LinearModel> foldModels = new ArrayList<>();

  ModelTrainer(HavenScorer scorer, List<LabelledMessage> rows) {
    this.scorer = scorer;
    this.rows = rows;
    this.weight = new float[rows.size()];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = rows.get(i).writtenBlind() ? BLIND : 1;
    }
    for (LabelledMessage row : rows) {
      features.add(scorer.features(scorer.read(row.text())));
    }
  }

  /**
   * The fold of a row: messages of one blind writer share it, of the others those of one family.
   */
  int fold(int row) {
    LabelledMessage message = rows.get(row);
    int writer = WRITERS.indexOf(message.writer());
    return writer >= 0
        ? writer % FOLDS
        : Math.floorMod(message.family().hashCode() * 31 + 17, FOLDS);
  }

  /** Whether a row tells how sure the model may be: nobody wrote rules for it. */
  private boolean calibrates(int row) {
    return WRITERS.contains(rows.get(row).writer());
  }

  /** Trains on everything, with the calibration found on held-out folds. */
  LinearModel train(String version) {
    var margins = heldOutMargins();
    var slope = new float[LinearModel.HEADS];
    var shift = new float[LinearModel.HEADS];
    for (int head = 0; head < LinearModel.HEADS; head++) {
      float[] fitted = platt(head, margins);
      slope[head] = fitted[0];
      shift[head] = fitted[1];
    }
    return fit(version, -1, slope, shift);
  }

  /**
   * Of the last training: a model for each fold that has not seen it, calibrated like the whole.
   */
  List<LinearModel> foldModels(LinearModel calibrated) {
    return foldModels.stream().map(calibrated::withWeightsOf).toList();
  }

  private static float[] ones(float value) {
    var all = new float[LinearModel.HEADS];
    Arrays.fill(all, value);
    return all;
  }

  float[][] heldOutMargins() {
    foldModels.clear();
    var margins = new float[rows.size()][LinearModel.HEADS];
    for (int fold = 0; fold < FOLDS; fold++) {
      LinearModel model = fit("fold-" + fold, fold, ones(1), ones(0));
      foldModels.add(model);
      for (int i = 0; i < rows.size(); i++) {
        if (fold(i) == fold) {
          margins[i] = model.margins(features.get(i));
        }
      }
    }
    return margins;
  }

  private boolean positive(int row, int head) {
    LabelledMessage message = rows.get(row);
    return head == LinearModel.ADVERSE_EVENT
        ? message.adverseEvent()
        : message.tier().rank() == head;
  }

  private float[] platt(int head, float[][] margins) {
    double a = 1;
    double b = 0;
    for (int step = 0; step < 3000; step++) {
      double da = 0;
      double db = 0;
      int n = 0;
      for (int i = 0; i < rows.size(); i++) {
        if (calibrates(i)) {
          double p = 1 / (1 + StrictMath.exp(-(a * margins[i][head] + b)));
          double error = (positive(i, head) ? 1 : 0) - p;
          da += error * margins[i][head];
          db += error;
          n++;
        }
      }
      a += da * 0.5 / n;
      b += db * 0.5 / n;
    }
    return new float[] {(float) Math.max(0.2, a), (float) b};
  }

  private LinearModel fit(String version, int leftOut, float[] slope, float[] shift) {
    var sum = new float[Features.BUCKETS * LinearModel.HEADS];
    var bias = new float[LinearModel.HEADS];
    learn(leftOut, sum, bias);
    int parts = EPOCHS - FIRST_KEPT;
    var weights = new byte[LinearModel.HEADS * Features.BUCKETS];
    var scale = new float[LinearModel.HEADS];
    for (int head = 0; head < LinearModel.HEADS; head++) {
      float most = 1e-9f;
      for (int i = 0; i < Features.BUCKETS; i++) {
        most = Math.max(most, Math.abs(sum[i * LinearModel.HEADS + head] / parts));
      }
      scale[head] = most / 127;
      bias[head] /= parts;
      for (int i = 0; i < Features.BUCKETS; i++) {
        weights[i * LinearModel.HEADS + head] =
            (byte) Math.round(sum[i * LinearModel.HEADS + head] / parts / scale[head]);
      }
    }
    return new LinearModel(version, weights, scale, bias, slope, shift);
  }

  /** Learns all heads together; adds the weights at the end of each later epoch to the sum. */
  private void learn(int leftOut, float[] sum, float[] biasSum) {
    int heads = LinearModel.HEADS;
    var w = new float[Features.BUCKETS * heads];
    var squares = new float[Features.BUCKETS * heads];
    var bias = new float[heads];
    Arrays.fill(bias, -1);
    int[] order =
        java.util.stream.IntStream.range(0, rows.size()).filter(i -> fold(i) != leftOut).toArray();
    var random = new SplittableRandom(SEED);
    var margin = new double[heads];
    var error = new float[heads];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (int i = order.length - 1; i > 0; i--) {
        int k = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[k];
        order[k] = swap;
      }
      for (int row : order) {
        Features f = features.get(row);
        boolean blind = (epoch + row) % 2 == 1;
        for (int head = 0; head < heads; head++) {
          margin[head] = bias[head];
        }
        for (int k = 0; k < f.size; k++) {
          if (blind && f.ofRule(k)) {
            continue;
          }
          int at = f.index[k] * heads;
          float value = f.value[k];
          for (int head = 0; head < heads; head++) {
            margin[head] += w[at + head] * value;
          }
        }
        for (int head = 0; head < heads; head++) {
          float p = (float) (1 / (1 + StrictMath.exp(-margin[head])));
          boolean yes = positive(row, head);
          error[head] = ((yes ? 1 : 0) - p) * weight[row];
          bias[head] += 0.02f * error[head];
        }
        for (int k = 0; k < f.size; k++) {
          if (blind && f.ofRule(k)) {
            continue;
          }
          int at = f.index[k] * heads;
          float value = f.value[k];
          for (int head = 0; head < heads; head++) {
            float gradient = error[head] * value - SHRINK * w[at + head];
            squares[at + head] += gradient * gradient;
            w[at + head] += RATE * gradient / (float) Math.sqrt(squares[at + head] + 1e-6f);
          }
        }
      }
      if (epoch >= FIRST_KEPT) {
        for (int i = 0; i < w.length; i++) {
          sum[i] += w[i];
        }
        for (int head = 0; head < heads; head++) {
          biasSum[head] += bias[head];
        }
      }
    }
  }
}
