package market.caravan.order;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a restored order ships only once its merchant has confirmed it. */
public enum Doubt {
  /** The merchant's own message says that it is paid, and no node knows its invoice. */
  PAYMENT_CLAIMED,
  /** The customer has sent several orders under its id; this is the oldest by their own times. */
  ORDER_CONTRADICTED,
  /** It was paid, and the merchant has said later that it isn't: its money may have gone back. */
  PAYMENT_TAKEN_BACK,
  /** The node has received less than the invoice asked for. */
  PAYMENT_SHORT;

  /** As a column keeps them; null where there are none. */
  public static @Nullable String write(Set<Doubt> doubts) {
    return doubts.isEmpty()
        ? null
        : doubts.stream().sorted().map(Doubt::name).collect(Collectors.joining(" "));
  }

  /** From a column. */
  public static Set<Doubt> read(@Nullable String column) {
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    if (column != null) {
      Arrays.stream(column.split(" ", -1)).map(Doubt::valueOf).forEach(doubts::add);
    }
    return Set.copyOf(doubts);
  }
}
