package io.github.bayesiantrust;

/**
 * Everything that is known of one key at one instant; what a snapshot holds and a file carries.
 * Immutable.
 *
 * @param alpha the first shape of the posterior, prior included
 * @param beta the second shape of the posterior, prior included
 * @param lastUpdate the time of the latest update in epoch seconds; NaN if there was none
 * @param statedAt the time that the evidence is stated for, in epoch seconds; NaN where evidence
 *     does not fade with time
 * @param history the trust after each update
 */
record KeyState(
    double alpha, double beta, double lastUpdate, double statedAt, TrustHistory history) {}
