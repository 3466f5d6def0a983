module example.consumer {
  requires io.github.bayesiantrust;
}
