/**
 * Trust in things, given their record: a Beta posterior per key, fed by weighted successes and
 * failures, that fades, answers with its uncertainty, and survives crashes. Start at
 * {@code BayesianTrustTracker}.
 */
package io.github.bayesiantrust;
