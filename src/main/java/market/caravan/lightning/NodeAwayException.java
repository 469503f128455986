package market.caravan.lightning;

import market.caravan.TransientException;

/** A node that has not answered several times was not asked at all: it is tried again later. */
public class NodeAwayException extends TransientException {

  public NodeAwayException(String message) {
    super("node-left-alone", message);
  }
}
