package io.github.bayesiantrust;

/**
 * What a tracker did since its statistics were switched on or reset. Immutable. Updates count when
 * they are applied. While other threads work, the counts are each exact but not of one instant.
 *
 * @param singleUpdates outcomes counted one by one, retractions included
 * @param batchOperations non-empty batches
 * @param batchUpdates outcomes counted in those batches
 * @param pendingFlushes flushes that applied something
 * @param pendingUpdates outcomes that those flushes applied
 * @param cacheHits answers of {@code getTrust} and {@code getTrustBatch} about a key that the cache had at
 *     hand, or that came before in the same batch
 * @param cacheMisses their other answers, unknown keys among them
 */
public record PerformanceStats(
    long singleUpdates,
    long batchOperations,
    long batchUpdates,
    long pendingFlushes,
    long pendingUpdates,
    long cacheHits,
    long cacheMisses) {

  /**
   * The share of answers about keys that were at hand.
   *
   * @return hits / (hits + misses), in [0, 1]; 0 when nothing was asked
   */
  public double cacheHitRatio() {
    long asked = cacheHits + cacheMisses;
    return asked == 0 ? 0 : (double) cacheHits / asked;
  }
}
