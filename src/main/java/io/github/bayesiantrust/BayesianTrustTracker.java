package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Tells how far each of many things can be trusted, given its record. A thing is a key: a rule, a
 * model, a data source, a service, a user, a test. Weighted successes and failures feed a Beta
 * posterior per key, Beta(α, β) with α = α₀ + successes and β = β₀ + failures; the trust in the key
 * is its mean, α / (α + β).
 *
 * <p>An application shares {@link #getInstance()}, or makes its own instance from a {@link
 * TrustConfig} and hands it on. Instances share nothing.
 *
 * <h2>Thread safety</h2>
 *
 * Every method may be called by any thread at any time.
 *
 * <ul>
 *   <li><b>One key.</b> Operations on one key are linearizable: none is lost, and what starts after
 *       an update returned sees it, cache or no cache. They take no lock of the tracker, only, if
 *       they change something, the lock of their key; {@link #getTrust} and {@link #getStats} take
 *       none.
 *   <li><b>Many keys.</b> {@link #batchUpdate}, {@link #flush}, {@link #getTrustBatch}, {@link
 *       #getConfidenceIntervalBatch}, {@link #choose}, {@link #rank}, {@link #rankWorst}, {@link
 *       #snapshot}, {@link #exportToFile}, {@link #importFromFile}, {@link #restore}, {@link #merge},
 *       {@link #clear} and {@link #applyGlobalDecay()} are linearizable with each other: each sees
 *       another whole or not at all. An operation on a single key may see some updates of a running
 *       batch before others.
 *   <li><b>A cut.</b> {@link #snapshot}, {@link #exportToFile}, {@link #rank} and {@link #rankWorst}
 *       show one point in time: where an update of X returned before the same thread began one of Y,
 *       none shows Y without X. They hold others up for O(1), not for the time that they take.
 *   <li><b>Replacement.</b> An import or restore replaces everything at once, or nothing when the
 *       file is bad.
 * </ul>
 *
 * <h2>Journal</h2>
 *
 * With a {@link TrustJournal} a method that changes something returns when the change is as safe as the
 * journal promises; if it can't be made safe, it throws an {@link java.io.UncheckedIOException}. Without
 * one a change reads a few fields more, which hardly ever change.
 *
 * <h2>Arguments</h2>
 *
 * They are checked before anything changes: null is a {@link NullPointerException}, a number outside
 * its range, NaN included, an {@link IllegalArgumentException} that names it. Reading a key that is
 * not known answers with the prior and does not create it.
 */
public final class BayesianTrustTracker {

  /*
   * State. `table` is the map from keys to their BetaStats, together with the chain of epochs that
   * all its keys go through. Each BetaStats guards itself.
   *
   * The lock. Single keys: none. Shared: getTrustBatch, getConfidenceIntervalBatch, choose. Exclusive, for as
   * long as the work takes: batchUpdate, flush, merge. Exclusive, for O(1): global decay, purge, and
   * the cut of snapshot, export and rank append one epoch; import, restore and clear swap the table.
   * Files, user code and the walk over all keys come before or after the lock.
   *
   * Replacement. The new table is published first and the old one ended then. Who has found its key
   * in the old table finds it retired and starts again, or began before the replacement and counts
   * as done before it.
   *
   * Log. The table logs each operation before it takes effect. `done` ends each public method that
   * changes something, when no lock is held any more: it marks the change for who saves the state,
   * and waits until the log is as safe as it promises.
   */

  private final TrustConfig config;
  private final EvidenceModel model;
  private final LongSupplier time;
  private final boolean fades;
  private final Counters counters = new Counters();
  private final PendingUpdates pending = new PendingUpdates();
  private final Changes changes = new Changes();
  private final Lock shared;
  private final Lock exclusive;

  /** Replaced under the exclusive lock. */
  private volatile KeyTable table;

  /** A tracker with {@link TrustConfig#defaults()}. */
  public BayesianTrustTracker() {
    this(TrustConfig.defaults());
  }

  /**
   * A tracker with a configuration.
   *
   * @param config how it counts, forgets and answers
   */
  public BayesianTrustTracker(TrustConfig config) {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    this.config = config;
    this.model = EvidenceModel.of(config);
    this.time = SystemTime.of(config.clock());
    this.fades = model.fades();
    this.shared = lock.readLock();
    this.exclusive = lock.writeLock();
    this.table = newTable();
  }

  /** Creates the shared instance on first use: a class is initialised once, by one thread. */
  private static final class Holder {
    static final BayesianTrustTracker INSTANCE = new BayesianTrustTracker();
  }

  /**
   * The instance that the whole process shares, with the default configuration; created on first
   * use.
   *
   * @return always the same tracker
   */
  public static BayesianTrustTracker getInstance() {
    return Holder.INSTANCE;
  }

  // Evidence

  /**
   * Counts an outcome of weight 1 that happens now.
   *
   * @param key what succeeded or failed
   * @param success whether it succeeded
   */
  public void update(String key, boolean success) {
    update(key, success, 1);
  }

  /**
   * Counts an outcome that happens now: α += weight or β += weight. O(1); allocates nothing once the
   * key's history is full.
   *
   * @param key what succeeded or failed
   * @param success whether it succeeded
   * @param weight how much it counts, finite and at least 0
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public void update(String key, boolean success, double weight) {
    Objects.requireNonNull(key, "key");
    Checks.weight(weight);
    addNow(key, success ? weight : 0, success ? 0 : weight);
    doneOne();
  }

  /**
   * Counts an outcome that happened at a given time. It takes its place in the history by that time.
   * With a half-life, an outcome that arrives late counts what is left of it, as if it had come in
   * time: the order of arrival makes no difference. One from the future is folded at its own time:
   * what came before fades as far as to that time, what happens until then counts what will be left of
   * it then, and answers are as of that time until the clock gets there. So check times that come from
   * outside.
   *
   * <p>O(1), and O(entries younger than it) for a late one's place in the history. Times count to the
   * nanosecond from March 1824 to October 2115; what is further away counts as at the nearer end.
   *
   * @param key what succeeded or failed
   * @param success whether it succeeded
   * @param weight how much it counts, finite and at least 0
   * @param at when it happened
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public void update(String key, boolean success, double weight, Instant at) {
    Objects.requireNonNull(key, "key");
    Checks.weight(weight);
    long time = Times.nanos(Objects.requireNonNull(at, "at"));
    addAt(key, success ? weight : 0, success ? 0 : weight, time);
    doneOne();
  }

  /**
   * Counts an outcome that is neither a whole success nor a whole failure: α += weight·outcome and β
   * += weight·(1 − outcome). O(1).
   *
   * @param key what was observed
   * @param outcome the share of success, in [0, 1]
   * @param weight how much it counts, finite and at least 0
   * @throws IllegalArgumentException if a number is outside its range
   */
  public void updateGraded(String key, double outcome, double weight) {
    Objects.requireNonNull(key, "key");
    Checks.probability("outcome", outcome);
    Checks.weight(weight);
    addNow(key, weight * outcome, weight * (1 - outcome));
    doneOne();
  }

  /**
   * Counts an outcome that is neither a whole success nor a whole failure, and happened at a given
   * time: as {@link #updateGraded(String, double, double)} and {@link #update(String, boolean, double,
   * Instant)}.
   *
   * @param key what was observed
   * @param outcome the share of success, in [0, 1]
   * @param weight how much it counts, finite and at least 0
   * @param at when it happened
   * @throws IllegalArgumentException if a number is outside its range
   */
  public void updateGraded(String key, double outcome, double weight, Instant at) {
    Objects.requireNonNull(key, "key");
    Checks.probability("outcome", outcome);
    Checks.weight(weight);
    long time = Times.nanos(Objects.requireNonNull(at, "at"));
    addAt(key, weight * outcome, weight * (1 - outcome), time);
    doneOne();
  }

  /**
   * Takes an outcome back that was counted just now: α −= weight or β −= weight, but not below the
   * prior. The history and the time of the last update stay; an unknown key stays unknown. O(1).
   *
   * <p>After the update that it takes back, all is as before: to the last bit where the weight is a
   * whole number and α and β are below 2⁵³, and otherwise to one unit in the last place of α + weight
   * or β + weight. What {@link TrustConfig#maxEvidence()} has scaled away does not come back.
   *
   * @param key what had succeeded or failed
   * @param success whether it had succeeded
   * @param weight how much it had counted, finite and at least 0
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public void retract(String key, boolean success, double weight) {
    Objects.requireNonNull(key, "key");
    Checks.weight(weight);
    retract(key, success, weight, now(), true);
  }

  /**
   * Takes an outcome back that was counted for a given time: what its half-life has left of it, but
   * not below the prior. Otherwise as {@link #retract(String, boolean, double)}.
   *
   * @param key what had succeeded or failed
   * @param success whether it had succeeded
   * @param weight how much it had counted, finite and at least 0
   * @param at the time that it had been counted for
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public void retract(String key, boolean success, double weight, Instant at) {
    Objects.requireNonNull(key, "key");
    Checks.weight(weight);
    retract(key, success, weight, Times.nanos(Objects.requireNonNull(at, "at")), false);
  }

  /**
   * Counts many outcomes: all of them, or none if one is bad. Those without a time happen at one and
   * the same time. O(updates), under the exclusive lock.
   *
   * <p>With {@link TrustConfig#maxKeys()}, none of its keys makes room for another unless they are
   * more than that by themselves: then those that were counted first make room for the later ones.
   *
   * @param updates the outcomes, in the order in which they are to be counted; none null
   */
  public void batchUpdate(Collection<TrustUpdate> updates) {
    List<TrustUpdate> batch = List.copyOf(updates);
    exclusively(() -> table.log().unit(() -> applyAll(batch)));
    done();
    counters.batch(batch.size());
  }

  /**
   * Queues an outcome of weight 1, as {@link #addPendingUpdate(String, boolean, double)}.
   *
   * @param key what succeeded or failed
   * @param success whether it succeeded
   */
  public void addPendingUpdate(String key, boolean success) {
    addPendingUpdate(key, success, 1);
  }

  /**
   * Queues an outcome. No answer shows it until the queue is flushed: by this call when {@link
   * TrustConfig#batchSize()} outcomes wait, by {@link #flush()}, and by a snapshot or an export. It
   * happens, as far as its time goes, when it is flushed. An import, restore or clear drops it.
   *
   * <p>While one thread flushes, the others leave what they queue to it, and go on; only when 16 times
   * as many outcomes wait they wait, too.
   *
   * @param key what succeeded or failed
   * @param success whether it succeeded
   * @param weight how much it counts, finite and at least 0
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public void addPendingUpdate(String key, boolean success, double weight) {
    Objects.requireNonNull(key, "key");
    Checks.weight(weight);
    int waiting = pending.add(key, success, weight);
    changes.mark();
    if (waiting >= config.batchSize()) {
      pending.drain(waiting, config.batchSize(), () -> flush(config.batchSize()));
    }
  }

  /**
   * Applies the queued outcomes as one batch. The outcomes of a key are summed first, so that a flush
   * makes one entry in its history. When it returns, each outcome that was queued before the call has
   * been applied, by this flush or by another. O(queued), under the exclusive lock.
   *
   * @return the number of outcomes that this call has applied
   */
  public int flush() {
    return flush(1);
  }

  /** The epochs that the keys have gone through since the last import; for tests. */
  int appendedEpochs() {
    return table.epochs();
  }

  /** The outcomes that wait in the queue. */
  int pendingSize() {
    return pending.size();
  }

  private int flush(int least) {
    int applied = exclusively(() -> pending.size() >= least ? flushLocked() : 0);
    table.log().acknowledge();
    return applied;
  }

  /** Taking the outcomes out under the lock keeps a later flush from overtaking them. */
  private int flushLocked() {
    return table.log().unit(() -> applySums(now(), pending.takeAll()));
  }

  private int applySums(long now, EvidenceSums sums) {
    table.addAll(sums, now);
    counters.flush(sums.updates());
    return sums.updates();
  }

  private int applyAll(List<TrustUpdate> batch) {
    table.addAll(batch, now());
    return batch.size();
  }

  /**
   * Counts what happens now. The key is found before the clock is read: while a processor reads it, it
   * begins nothing else.
   */
  private void addNow(String key, double successes, double failures) {
    KeyTable keys;
    BetaStats found;
    do {
      keys = table;
      found = keys.find(key);
    } while (!keys.add(found, key, successes, failures, now(), true));
  }

  private void addAt(String key, double successes, double failures, long at) {
    while (!table.add(key, successes, failures, at, false)) {
      Thread.onSpinWait();
    }
  }

  private void apply(
      String key, boolean givesLife, Function<BetaStats, Operation.OfKey> request) {
    while (!table.apply(key, givesLife, request)) {
      Thread.onSpinWait();
    }
  }

  private void retract(String key, boolean success, double weight, long at, boolean live) {
    double successes = success ? weight : 0;
    double failures = weight - successes;
    apply(
        key,
        false,
        stats -> new Operation.Retract(key, successes, failures, live ? stats.present(at) : at));
    doneOne();
  }

  // Answers

  /**
   * The trust in a key: the posterior mean α / (α + β). O(1); no lock, no allocation, except that a key
   * now and then enters the cache of those that were used lately, where there is one.
   *
   * @param key any key
   * @return in (0, 1); the prior's mean if the key is not known
   */
  public double getTrust(String key) {
    return trust(key, fadeTime());
  }

  private double trust(String key, long now) {
    KeyTable keys = table;
    BetaStats found = keys.atHand(key);
    if (found == null) {
      counters.miss();
      found = keys.lookUp(key);
    } else {
      counters.hit();
    }
    BetaStats stats = current(key, found);
    return stats == null ? model.priorMean() : stats.trust(now);
  }

  /**
   * The trust in several keys at one point between batches, and at one time. O(keys), under the shared
   * lock.
   *
   * @param keys any keys; none null
   * @return an unmodifiable map from each key to its trust, in the order in which they first come
   */
  public Map<String, Double> getTrustBatch(Collection<String> keys) {
    long now = fadeTime();
    return answers(
        keys,
        wanted -> {
          counters.hits(wanted.added() - wanted.size());
          return Answers.numbers(wanted, key -> trust(key, now));
        });
  }

  /**
   * An approximate confidence interval for the trust, as {@link #getConfidenceInterval(String,
   * double)} with {@link TrustConfig#z()}.
   *
   * @param key any key
   * @return the interval, within [0, 1]
   */
  public TrustInterval getConfidenceInterval(String key) {
    return getConfidenceInterval(key, config.z());
  }

  /**
   * An approximate confidence interval for the trust: p ± z·√(p(1−p)/(α+β)) with p = α/(α+β), clipped
   * to [0, 1]. For an exact one see {@link BetaPosterior#credibleInterval}.
   *
   * @param key any key
   * @param z the half width in standard deviations, finite and at least 0
   * @return the interval, within [0, 1]
   * @throws IllegalArgumentException if z is negative, infinite or NaN
   */
  public TrustInterval getConfidenceInterval(String key, double z) {
    return getStats(key).normalApproximation(z);
  }

  /**
   * The confidence intervals of several keys at one point between batches, and at one time. O(keys),
   * under the shared lock.
   *
   * @param keys any keys; none null
   * @param z the half width in standard deviations, finite and at least 0
   * @return an unmodifiable map from each key to its interval, in the order in which they first come
   * @throws IllegalArgumentException if z is negative, infinite or NaN
   */
  public Map<String, TrustInterval> getConfidenceIntervalBatch(Collection<String> keys, double z) {
    Checks.nonNegative("z", z);
    long now = fadeTime();
    return answers(
        keys,
        wanted ->
            Answers.objects(wanted, key -> posterior(key, now).normalApproximation(z)));
  }

  private <T> Map<String, T> answers(
      Collection<String> keys, Function<KeyIndex, Map<String, T>> question) {
    KeyIndex wanted = KeyIndex.of(keys);
    shared.lock();
    try {
      return question.apply(wanted);
    } finally {
      shared.unlock();
    }
  }

  /**
   * The posterior of a key, from which everything else follows: quantiles, credible intervals,
   * decisions, comparisons. O(1); takes no lock.
   *
   * @param key any key
   * @return the posterior now; the prior if the key is not known
   */
  public BetaPosterior getStats(String key) {
    return posterior(key, fadeTime());
  }

  private BetaPosterior posterior(String key, long now) {
    BetaStats stats = current(key);
    return stats == null ? model.prior() : stats.posterior(now);
  }

  /**
   * The evidence in a key: n = α + β − α₀ − β₀. O(1); takes no lock.
   *
   * @param key any key
   * @return the sum of the weights that are left, at least 0
   */
  public double getSampleSize(String key) {
    return getStats(key).sampleSize();
  }

  /**
   * How strong the evidence in a key is, as a number: 1 / (1 + e^(−slope·(n − midpoint))) for sample
   * size n, with {@link TrustConfig#strengthSlope()} and {@link TrustConfig#strengthMidpoint()}. O(1);
   * takes no lock.
   *
   * @param key any key
   * @return in (0, 1]
   */
  public double getConfidenceStrength(String key) {
    return config.strength(getSampleSize(key));
  }

  /**
   * The time since the latest update of a key; retractions, decays and reads are none. O(1).
   *
   * @param key any key
   * @return zero or more, zero too if the clock was set back; empty if the key was never updated
   */
  public Optional<Duration> getTimeSinceUpdate(String key) {
    return Times.since(lastUpdate(key), nowSeconds());
  }

  /** Epoch seconds, or NaN if the key was never updated. */
  double lastUpdate(String key) {
    BetaStats stats = current(key);
    return stats == null ? Double.NaN : stats.lastUpdate();
  }

  /**
   * How the trust in a key went: its last entries, up to {@link TrustConfig#historyCapacity()}, each
   * with the trust right after its outcome was counted. They are in order of time, with one exception:
   * where the clock was set back, or is behind the entries of an import, by more than a second, what
   * happens now stands last, as long as no outcome has come with a time of its own. O(entries).
   *
   * @param key any key
   * @return a copy; empty if the key is not known
   */
  public TrustHistory getHistory(String key) {
    BetaStats stats = current(key);
    return stats == null ? TrustHistory.EMPTY : stats.history();
  }

  /**
   * The best keys by a score of their posterior, all at one point in time. O(keys·log limit); blocks
   * others for O(1). The score is computed in this thread, under no lock. A lower bound is a better
   * score than the mean: {@code key -> key.lowerBound(0.95)}.
   *
   * @param limit how many keys are wanted, at least 0
   * @param score higher is better; a key with score NaN is left out
   * @return at most {@code limit} keys, best first; equal scores are in the order of their keys
   * @throws IllegalArgumentException if the limit is negative
   */
  public List<RankedKey> rank(int limit, ToDoubleFunction<BetaPosterior> score) {
    return ranked(new Ranking(limit, score, Ranking.BEST_FIRST));
  }

  /**
   * The worst keys by a score of their posterior; otherwise as {@link #rank}. To find the keys that
   * are bad for sure, score by an upper bound: {@code key -> key.upperBound(0.95)}.
   *
   * @param limit how many keys are wanted, at least 0
   * @param score lower is worse; a key with score NaN is left out
   * @return at most {@code limit} keys, worst first; equal scores are in the order of their keys
   * @throws IllegalArgumentException if the limit is negative
   */
  public List<RankedKey> rankWorst(int limit, ToDoubleFunction<BetaPosterior> score) {
    return ranked(new Ranking(limit, score, Ranking.WORST_FIRST));
  }

  private List<RankedKey> ranked(Ranking ranking) {
    long now = fadeTime();
    Epoch.Cut<BetaPosterior> cut = new Epoch.Cut<>(stats -> stats.posterior(now));
    KeyTable keys = append(table -> table.append(cut));
    keys.forEach(cut, picture -> ranking.offer(picture.key(), picture.state()));
    return ranking.inOrder();
  }

  /**
   * Chooses one of several keys by Thompson sampling: draws a rate for each from its posterior, and
   * takes the greatest. Each key is chosen with the probability that it is the best one, so a
   * distrusted key keeps a fair chance to recover, and an unknown one to show itself. The posteriors
   * are of one point between batches, and of one time; equal seeds and posteriors give equal choices,
   * in whatever order the keys come. O(keys·log keys), under the shared lock for O(keys).
   *
   * @param keys one or more keys; none null
   * @param random the source of randomness, used in this thread and under no lock
   * @return one of the keys
   * @throws IllegalArgumentException if there are no keys
   */
  public String choose(Collection<String> keys, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    long now = fadeTime();
    return Choice.among(
        answers(keys, wanted -> Answers.objects(wanted, key -> posterior(key, now))), random);
  }

  /**
   * Explains a key, as {@link #explain(String, double, double)} with threshold 0.5, more often right
   * than wrong, and confidence 0.95.
   *
   * @param key any key
   * @return prior, evidence, age, trust, interval, decision and what more is needed
   */
  public TrustReport explain(String key) {
    return explain(key, 0.5, 0.95);
  }

  /**
   * Explains a key: all that leads to the trust in it, at one point in time, and what it would take
   * for another decision. Some 200 probabilities; holds the lock of the key for O(1).
   *
   * @param key any key; one that is not known is explained by the prior
   * @param threshold the success rate that the decision is about, in [0, 1]
   * @param confidence the probability that the decision asks for, in (0.5, 1)
   * @return an immutable report, readable as a text
   * @throws IllegalArgumentException if a number is outside its range
   */
  public TrustReport explain(String key, double threshold, double confidence) {
    long now = now();
    BetaStats stats = current(key);
    BetaStats.Reading seen =
        stats == null ? BetaStats.Reading.ofUnknown(model.prior()) : stats.read(now);
    Optional<Duration> age = Times.since(seen.lastUpdate(), Times.epochSeconds(now));
    return TrustReport.of(key, seen.stated(), seen.left(), age, threshold, confidence);
  }

  // Forgetting

  /**
   * Decays a key by {@link TrustConfig#decayFactor()} if it exceeds {@link
   * TrustConfig#decayMinCount()}.
   *
   * @param key any key
   */
  public void applyDecay(String key) {
    applyDecay(key, config.decayFactor(), config.decayMinCount());
  }

  /**
   * Decays a key: if α + β exceeds a count, α = max(α₀, α·factor) and β = max(β₀, β·factor). O(1). An
   * unknown key stays unknown.
   *
   * @param key any key
   * @param factor in (0, 1]
   * @param minCount the α + β up to which nothing happens, finite and at least 0
   * @throws IllegalArgumentException if a number is outside its range
   */
  public void applyDecay(String key, double factor, double minCount) {
    Objects.requireNonNull(key, "key");
    Checks.decayFactor(factor);
    Checks.nonNegative("minCount", minCount);
    Operation.OfKey decay = new Operation.Decay(key, factor, minCount, fadeTime());
    apply(key, false, stats -> decay);
    done();
  }

  /**
   * Decays all keys by {@link TrustConfig#decayFactor()} where they exceed {@link
   * TrustConfig#decayMinCount()}.
   */
  public void applyGlobalDecay() {
    applyGlobalDecay(config.decayFactor(), config.decayMinCount());
  }

  /**
   * Decays all keys, as {@link #applyDecay(String, double, double)} each, at one point in time. O(1):
   * a key decays when it is next touched. Every 128th of the decays, purges, rankings and snapshots
   * together makes a caller also walk over all keys, without a lock, so that idle ones keep up.
   *
   * @param factor in (0, 1]
   * @param minCount the α + β up to which nothing happens to a key, finite and at least 0
   * @throws IllegalArgumentException if a number is outside its range
   */
  public void applyGlobalDecay(double factor, double minCount) {
    Checks.decayFactor(factor);
    Checks.nonNegative("minCount", minCount);
    appendAll(new Operation.DecayAll(factor, minCount, fadeTime()));
  }

  /** Purges all histories down to their 100 newest entries. */
  public void purgeOldTimestamps() {
    purgeOldTimestamps(100);
  }

  /**
   * Purges all histories down to their newest entries. O(keys); blocks others for O(1).
   *
   * @param maxHistory how many entries each key keeps, at least 0
   * @throws IllegalArgumentException if the number is negative
   */
  public void purgeOldTimestamps(int maxHistory) {
    appendAll(new Operation.Purge(Checks.atLeast("maxHistory", maxHistory, 0))).settle();
  }

  // Keys

  /**
   * Tells whether a key is known: it was updated, imported or merged, and not removed since. O(1).
   *
   * @param key any key
   * @return whether it is known
   */
  public boolean contains(String key) {
    return current(key) != null;
  }

  /**
   * The number of known keys; while other threads add or remove keys, an estimate.
   *
   * @return 0 or more
   */
  public int size() {
    return table.size();
  }

  /**
   * The known keys, each of which was known at some time during the call. O(keys).
   *
   * @return a copy, in the order of the keys
   */
  public Set<String> keys() {
    return new TreeSet<>(table.keySet());
  }

  /**
   * Forgets a key and all its evidence. O(1).
   *
   * @param key any key
   * @return whether it was known
   */
  public boolean remove(String key) {
    Objects.requireNonNull(key, "key");
    KeyTable keys = table;
    BetaStats stats = keys.get(key);
    while (stats != null && !keys.end(key, stats)) {
      keys = table;
      stats = keys.get(key);
    }
    done();
    return stats != null;
  }

  /**
   * Forgets the keys that were not updated for some time: those of which {@link #getTimeSinceUpdate}
   * is at least that long. A key that another thread updates meanwhile stays, and so does one that was
   * never updated, but imported without a time. O(all keys), one key at a time, under no lock of the
   * tracker; to be called from time to time, since nothing runs in the background.
   *
   * @param idle how long, zero or more
   * @return how many keys went
   * @throws IllegalArgumentException if the duration is negative
   */
  public int removeIdle(Duration idle) {
    double latest = nowSeconds() - Times.seconds(Checks.notNegative("idle", idle));
    int removed = table.endIdle(latest);
    done();
    return removed;
  }

  /** Forgets all keys and drops what waits in the queue. */
  public void clear() {
    OperationLog log = table.log();
    log.replacement(() -> replace(newTable(), log));
    done();
  }

  // Persistence

  /**
   * Writes the state of all keys at one point in time to a file, after a flush of the queue. Either
   * the whole new file is there in the end, durably, or the old one as it was. A symbolic link is
   * followed; an existing file keeps its permissions, and a new one can be read by its owner only.
   * O(keys), in constant memory; blocks others for the flush only.
   *
   * @param file where to; its directory must exist, and takes temporary files of the same size
   * @throws IOException if the file can't be written, or if the thread is interrupted; names the file
   *     and the cause. No temporary file is left, and nothing but the queue has changed
   */
  public void exportToFile(Path file) throws IOException {
    exportToFile(file, new FileAttribute<?>[0]);
  }

  /**
   * Writes the state to a file like {@link #exportToFile(Path)}, but a new file gets other
   * attributes: {@link java.nio.file.attribute.PosixFilePermissions#asFileAttribute permissions}, say.
   *
   * @param file where to
   * @param attributes those of the file if it does not exist; none for its owner only
   * @throws IOException if the file can't be written; names the file and the cause
   */
  public void exportToFile(Path file, FileAttribute<?>... attributes) throws IOException {
    Objects.requireNonNull(file, "file");
    StateCut cut = cut(Runnable::run);
    try {
      AtomicFile.write(file, TrustCodec.Encoder.PARTS, cut::write, attributes);
    } finally {
      cut.close();
      acknowledgeFlush();
    }
  }

  /**
   * Replaces the state by that of a file, as {@link TrustSnapshot#read(Path)} and {@link #restore}.
   *
   * @param file where from
   * @return false if there is no such file, and nothing was changed
   * @throws TrustFormatException if the file is not a trust state; nothing was changed
   * @throws IOException if the file can't be read; nothing was changed
   */
  public boolean importFromFile(Path file) throws IOException {
    try {
      restore(TrustSnapshot.read(Objects.requireNonNull(file, "file")));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (OutOfMemoryError e) {
      throw TrustFormatException.tooLarge(file.toString());
    }
  }

  /**
   * The state of all keys at one point in time, after a flush of the queue. O(keys); blocks others
   * for the flush only.
   *
   * @return an immutable picture
   */
  public TrustSnapshot snapshot() {
    TrustSnapshot snapshot = snapshot(Runnable::run);
    acknowledgeFlush();
    return snapshot;
  }

  /** A snapshot whose cut is made by a step that is handed to somebody, who takes it in time. */
  TrustSnapshot snapshot(Consumer<Runnable> order) {
    return cut(order).snapshot();
  }

  /** What a cut has flushed is logged like any other batch, unless the log has failed before. */
  private void acknowledgeFlush() {
    if (table.log().isWorking()) {
      table.log().acknowledge();
    }
  }

  private StateCut cut(Consumer<Runnable> order) {
    return exclusively(
        () -> {
          if (pending.size() > 0 && table.log().isWorking()) {
            flushLocked();
          }
          StateCut cut = new StateCut(table, nowSeconds());
          order.accept(cut::begin);
          return cut;
        });
  }

  /**
   * Replaces the state by that of a snapshot, at once, and drops what waits in the queue. Evidence
   * is kept: with another prior, α and β move by the difference. O(keys of the snapshot); blocks
   * others for O(1).
   *
   * @param snapshot the state to take over
   */
  public void restore(TrustSnapshot snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    OperationLog log = table.log();
    log.replacement(() -> replace(loaded(snapshot, log), log));
    done();
  }

  private KeyTable loaded(TrustSnapshot snapshot, OperationLog log) {
    KeyTable fresh = newTable();
    snapshot.forEach(
        model,
        nowSeconds(),
        (key, state) -> {
          log.append(new Operation.Load(key, state));
          fresh.load(key, state);
        });
    return fresh;
  }

  /** Begins with a state, and logs what happens to it from then on. */
  void recover(TrustSnapshot snapshot, OperationLog log) {
    KeyTable fresh = loaded(snapshot, OperationLog.NONE);
    fresh.logTo(log);
    exclusive.lock();
    try {
      swap(fresh);
    } finally {
      exclusive.unlock();
    }
    changes.mark();
  }

  /** Ends the logging. */
  void stopLogging() {
    exclusive.lock();
    try {
      table.logTo(OperationLog.NONE);
    } finally {
      exclusive.unlock();
    }
  }

  /**
   * Adds the evidence of a snapshot, another shard's say, as one batch: evidence adds, the prior
   * counts once, the later last update stays, histories merge by time. O(keys of the snapshot), under
   * the exclusive lock; updates of single keys go on.
   *
   * @param snapshot the evidence to add
   */
  public void merge(TrustSnapshot snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    double now = nowSeconds();
    exclusively(() -> table.log().unit(() -> mergeAll(snapshot, now)));
    done();
  }

  private int mergeAll(TrustSnapshot snapshot, double now) {
    snapshot.forEach(
        model, now, (key, state) -> apply(key, true, stats -> new Operation.Merge(key, state)));
    return snapshot.size();
  }

  // Monitoring

  /**
   * Switches the counting of operations on, from zero, or off. Off is the default, and costs nothing.
   *
   * @param enabled whether to count
   */
  public void enablePerformanceStats(boolean enabled) {
    counters.enable(enabled);
  }

  /**
   * The operations counted so far.
   *
   * @return their numbers
   */
  public PerformanceStats getPerformanceStats() {
    return counters.read();
  }

  /** Sets the counts to zero. */
  public void resetPerformanceStats() {
    counters.reset();
  }

  /**
   * The size and the configuration, for logs.
   *
   * @return a short text
   */
  @Override
  public String toString() {
    return "BayesianTrustTracker[keys=" + size() + ", pending=" + pendingSize() + "]";
  }

  // Mechanism

  /** The state of a key, up to date, or null if it is not known. */
  BetaStats current(String key) {
    return current(key, table.find(key));
  }

  private BetaStats current(String key, BetaStats found) {
    BetaStats stats = found;
    while (stats != null && !stats.isCurrent(key)) {
      stats = table.find(key);
    }
    return stats;
  }

  private KeyTable newTable() {
    return new KeyTable(model, new KeyCache(config.cacheCapacity()));
  }

  private void replace(KeyTable fresh, OperationLog log) {
    exclusive.lock();
    try {
      if (table.log() != log) {
        throw new IllegalStateException("a journal was opened or closed meanwhile");
      }
      fresh.logTo(log);
      log.append(new Operation.Replace(), () -> swap(fresh));
    } finally {
      exclusive.unlock();
    }
  }

  /** The caller holds the exclusive lock. */
  private void swap(KeyTable fresh) {
    pending.clear();
    KeyTable old = table;
    table = fresh;
    old.append(new Epoch.End());
  }

  private KeyTable appendAll(Operation.OfAll operation) {
    KeyTable keys = append(table -> table.append(operation));
    done();
    return keys;
  }

  /** Appends an epoch; every so often it walks over all keys, too, so that they keep up. */
  private KeyTable append(Consumer<KeyTable> step) {
    KeyTable keys =
        exclusively(
            () -> {
              step.accept(table);
              return table;
            });
    keys.settleIfDue();
    return keys;
  }

  private <T> T exclusively(Supplier<T> work) {
    exclusive.lock();
    try {
      return work.get();
    } finally {
      exclusive.unlock();
    }
  }

  /** Ends an operation that has changed something; no lock is held any more. */
  private void done() {
    changes.mark();
    table.log().acknowledge();
  }

  private void doneOne() {
    done();
    counters.singleUpdate();
  }

  /** Tells what saves the state whether it has changed. */
  Changes changes() {
    return changes;
  }

  EvidenceModel model() {
    return model;
  }

  OperationLog log() {
    return table.log();
  }

  private long now() {
    return time.getAsLong();
  }

  /** Epoch seconds. */
  double nowSeconds() {
    return Times.epochSeconds(now());
  }

  /** The time that evidence is to be stated for; the clock is not asked where it does not fade. */
  private long fadeTime() {
    return fades ? now() : 0;
  }
}
