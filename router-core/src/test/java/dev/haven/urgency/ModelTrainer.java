package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Trains {@link LinearModel} from labelled messages: logistic regression, one head against the
 * rest, AdaGrad steps in a seeded order. Every other time a row is learned without what the rules
 * found in it, so that the words carry weight of their own.
 *
 * <p>Bit for bit the same on every machine: plain float arithmetic, {@link StrictMath}, a specified
 * random generator, no threads. Calibration (Platt 1999) is fitted on held-out folds that never
 * share a family with the rows they were trained on.
 */
final class ModelTrainer {
  static final int FOLDS = 5;
  private static final long SEED = 20261122;
  private static final int EPOCHS = 14;
  private static final float RATE = 0.25f;
  private static final float SHRINK = 2e-4f;

  private final HavenScorer scorer;
  private final List<LabelledMessage> rows;
  private final List<Features> features = new ArrayList<>();

  ModelTrainer(HavenScorer scorer, List<LabelledMessage> rows) {
    this.scorer = scorer;
    this.rows = rows;
    for (LabelledMessage row : rows) {
      features.add(scorer.features(scorer.read(row.text())));
    }
  }

  /** The fold of a row; rows of one family share it. */
  int fold(int row) {
    return Math.floorMod(rows.get(row).family().hashCode() * 31 + 17, FOLDS);
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

  /** A model for each fold that has not seen it, calibrated like the whole. */
  List<LinearModel> foldModels(LinearModel calibrated) {
    var models = new ArrayList<LinearModel>();
    for (int fold = 0; fold < FOLDS; fold++) {
      models.add(calibrated.withWeightsOf(fit("fold-" + fold, fold, ones(1), ones(0))));
    }
    return models;
  }

  private static float[] ones(float value) {
    var all = new float[LinearModel.HEADS];
    Arrays.fill(all, value);
    return all;
  }

  private float[][] heldOutMargins() {
    var margins = new float[rows.size()][LinearModel.HEADS];
    for (int fold = 0; fold < FOLDS; fold++) {
      LinearModel model = fit("fold", fold, ones(1), ones(0));
      for (int i = 0; i < rows.size(); i++) {
        if (fold(i) == fold) {
          for (int head = 0; head < LinearModel.HEADS; head++) {
            margins[i][head] = model.margin(head, features.get(i));
          }
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
      for (int i = 0; i < rows.size(); i++) {
        double p = 1 / (1 + StrictMath.exp(-(a * margins[i][head] + b)));
        double error = (positive(i, head) ? 1 : 0) - p;
        da += error * margins[i][head];
        db += error;
      }
      a += da * 0.5 / rows.size();
      b += db * 0.5 / rows.size();
    }
    return new float[] {(float) Math.max(0.2, a), (float) b};
  }

  private LinearModel fit(String version, int leftOut, float[] slope, float[] shift) {
    var weights = new byte[LinearModel.HEADS][Features.BUCKETS];
    var scale = new float[LinearModel.HEADS];
    var bias = new float[LinearModel.HEADS];
    for (int head = 0; head < LinearModel.HEADS; head++) {
      var w = new float[Features.BUCKETS];
      bias[head] = fitHead(head, leftOut, w);
      float most = 1e-9f;
      for (float x : w) {
        most = Math.max(most, Math.abs(x));
      }
      scale[head] = most / 127;
      for (int i = 0; i < w.length; i++) {
        weights[head][i] = (byte) Math.round(w[i] / scale[head]);
      }
    }
    return new LinearModel(version, weights, scale, bias, slope, shift);
  }

  private float fitHead(int head, int leftOut, float[] w) {
    var squares = new float[Features.BUCKETS];
    float bias = -1;
    int[] order =
        java.util.stream.IntStream.range(0, rows.size()).filter(i -> fold(i) != leftOut).toArray();
    var random = new SplittableRandom(SEED + head);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (int i = order.length - 1; i > 0; i--) {
        int k = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[k];
        order[k] = swap;
      }
      for (int row : order) {
        Features f = features.get(row);
        double margin = bias;
        boolean blind = (epoch + row) % 2 == 1;
        for (int k = 0; k < f.size(); k++) {
          if (blind && f.ofRule(k)) {
            continue;
          }
          margin += w[f.index(k)] * f.value(k);
        }
        float p = (float) (1 / (1 + StrictMath.exp(-margin)));
        float error = (positive(row, head) ? 1 : 0) - p;
        bias += 0.02f * error;
        for (int k = 0; k < f.size(); k++) {
          if (blind && f.ofRule(k)) {
            continue;
          }
          int at = f.index(k);
          float gradient = error * f.value(k) - SHRINK * w[at];
          squares[at] += gradient * gradient;
          w[at] += RATE * gradient / (float) Math.sqrt(squares[at] + 1e-6f);
        }
      }
    }
    return bias;
  }
}
