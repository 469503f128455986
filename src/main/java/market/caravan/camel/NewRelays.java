package market.caravan.camel;

import market.caravan.catalog.Publications;
import market.caravan.mailbox.OurRelays;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Once all is up and our relays are known: one that is new to us is told of the catalogue. */
@Component
class NewRelays {

  private final Publications publications;
  private final OurRelays relays;

  NewRelays(Publications publications, OurRelays relays) {
    this.publications = publications;
    this.relays = relays;
  }

  @EventListener(ApplicationReadyEvent.class)
  void tellOfTheCatalogue() {
    publications.renewFor(relays.all());
  }
}
