package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What a table logs, and when: an operation stands in the log where it took effect. */
class KeyTableLogTest {
  private static final EvidenceModel MODEL = EvidenceModel.of(TrustConfig.defaults());
  private static final Operation.Add ADD = new Operation.Add("k", 8, 0, 1, true, 1, false);
  private static final Operation.DecayAll DECAY = new Operation.DecayAll(0.5, 0, 1);

  private final KeyTable table = new KeyTable(MODEL, new KeyCache(0));

  /** Lets a global decay come between what a key has passed and what is logged for it, once. */
  private static final class Overtaken implements OperationLog {
    private final KeyTable table;
    private final List<Operation> operations = new ArrayList<>();
    private boolean overtakes = true;

    Overtaken(KeyTable table) {
      this.table = table;
    }

    @Override
    public boolean append(Operation operation, Epoch passed) {
      if (overtakes) {
        overtakes = false;
        table.append(DECAY);
      }
      boolean isLast = passed.next() == null;
      if (isLast) {
        operations.add(operation);
      }
      return isLast;
    }

    @Override
    public void append(Operation operation, Runnable effect) {
      operations.add(operation);
      effect.run();
    }

    @Override
    public int unit(IntSupplier work) {
      return work.getAsInt();
    }

    @Override
    public void replacement(Runnable work) {
      work.run();
    }

    @Override
    public void append(Operation.Load part) {
      operations.add(part);
    }

    @Override
    public boolean isWorking() {
      return true;
    }

    @Override
    public void acknowledge() {}
  }

  private double alpha() {
    return table.get("k").posterior(1).alpha();
  }

  @Test
  void apply_epochComesBetween_isPassedAndLoggedFirst() {
    table.apply(ADD);
    Overtaken log = new Overtaken(table);
    table.logTo(log);
    assertThat(table.apply(ADD)).isTrue();
    assertThat(log.operations).containsExactly(DECAY, ADD);
    assertThat(alpha()).isEqualTo(9 * 0.5 + 8);
  }

  @Test
  void apply_epochComesBeforeBirth_keyIsBornAfterIt() {
    Overtaken log = new Overtaken(table);
    table.logTo(log);
    assertThat(table.apply(ADD)).isTrue();
    assertThat(log.operations).containsExactly(DECAY, ADD);
    assertThat(table.get("k").isCurrent("k")).isTrue();
    assertThat(alpha()).isEqualTo(9);
  }

  @Test
  void end_epochComesBetween_isLoggedFirst() {
    table.apply(ADD);
    Overtaken log = new Overtaken(table);
    table.logTo(log);
    assertThat(table.end("k", table.get("k"))).isTrue();
    assertThat(log.operations).containsExactly(DECAY, new Operation.Remove("k"));
    assertThat(table).isEmpty();
  }

  @Test
  void apply_unknownKey_nothingIsLogged() {
    Overtaken log = new Overtaken(table);
    table.logTo(log);
    assertThat(table.apply(new Operation.Retract("k", 1, 0, 1))).isTrue();
    assertThat(table.apply(new Operation.Decay("k", 0.5, 0, 1))).isTrue();
    assertThat(log.operations).isEmpty();
    assertThat(table).isEmpty();
  }

  @Test
  void apply_tableHasEnded_nothingIsLogged() {
    table.apply(ADD);
    BetaStats stats = table.get("k");
    table.append(new Epoch.End());
    Overtaken log = new Overtaken(table);
    log.overtakes = false;
    table.logTo(log);
    assertThat(table.apply(ADD)).isFalse();
    assertThat(table.apply(new Operation.Add("new", 1, 0, 1, true, 1, false))).isFalse();
    assertThat(table.end("k", stats)).isFalse();
    assertThat(log.operations).isEmpty();
  }

  /** A key that makes room is logged before the one that it makes room for. */
  @Test
  void apply_bounded_evictionIsLogged() {
    EvidenceModel one = EvidenceModel.of(TrustConfig.builder().maxKeys(1).build());
    KeyTable bounded = new KeyTable(one, new KeyCache(0));
    Overtaken log = new Overtaken(bounded);
    log.overtakes = false;
    bounded.apply(ADD);
    bounded.logTo(log);
    Operation.Add next = new Operation.Add("next", 1, 0, 2, true, 2, false);
    bounded.apply(next);
    assertThat(log.operations).containsExactly(new Operation.Remove("k"), next);
  }
}
