package dev.haven.server.ops;

import dev.haven.telemetry.Meter;
import dev.haven.telemetry.OfferExemplars;
import dev.haven.urgency.Tier;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is scraped: all meters, and with the time to an offer a contact for each bucket as its
 * exemplar, which OpenMetrics shows and the plain format leaves out. Micrometer's own exemplars
 * know traces only; so they are added to what it gives. Any thread.
 */
public final class Exposition extends PrometheusRegistry {
  private static final String TIME_TO_OFFER =
      (Meter.TIME_TO_OFFER.meterName() + "." + Meter.TIME_TO_OFFER.unit()).replace('.', '_');
  private static final double NANOS = 1e9;

  private volatile @Nullable OfferExemplars offers;

  /** The registry of meters that is scraped here. */
  public PrometheusMeterRegistry meters() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, this, Clock.SYSTEM);
  }

  /** From now on the time to an offer has these exemplars. */
  public void exemplars(OfferExemplars newOffers) {
    offers = newOffers;
  }

  @Override
  public MetricSnapshots scrape(@Nullable PrometheusScrapeRequest request) {
    return withExemplars(super.scrape(request));
  }

  private MetricSnapshots withExemplars(MetricSnapshots all) {
    OfferExemplars known = offers;
    return known == null
        ? all
        : new MetricSnapshots(all.stream().map(one -> withExemplars(one, known)).toList());
  }

  private static MetricSnapshot withExemplars(MetricSnapshot one, OfferExemplars offers) {
    if (!(one instanceof HistogramSnapshot histogram)
        || !one.getMetadata().getPrometheusName().equals(TIME_TO_OFFER)) {
      return one;
    }
    return new HistogramSnapshot(
        histogram.getMetadata(),
        histogram.getDataPoints().stream()
            .map(
                point ->
                    new HistogramDataPointSnapshot(
                        point.getClassicBuckets(),
                        point.getSum(),
                        point.getLabels(),
                        exemplars(offers, point.getLabels().get("tier")),
                        point.getCreatedTimestampMillis()))
            .toList());
  }

  private static Exemplars exemplars(OfferExemplars offers, @Nullable String tier) {
    List<Exemplar> exemplars =
        Tier.ofWireName(tier == null ? "" : tier).map(offers::of).orElse(List.of()).stream()
            .map(
                e ->
                    new Exemplar(
                        e.waitedNanos() / NANOS,
                        Labels.of("contact", e.contact().value()),
                        e.atMs()))
            .toList();
    return Exemplars.of(exemplars);
  }
}
