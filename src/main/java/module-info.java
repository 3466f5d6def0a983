/** Tracks how far a thing can be trusted, given its record: a Beta posterior per key. */
module io.github.bayesiantrust {
  exports io.github.bayesiantrust;
}
