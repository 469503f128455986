package market.caravan.operation;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells who opens the bare address what is where. */
@RestController
class FrontPage {

  @GetMapping(path = "/", produces = MediaType.TEXT_PLAIN_VALUE)
  String whatIsWhere() {
    return """
        Caravan: order management for Nostr marketplaces

        /nostrmarket/api/v1          the merchant's API, as nostrmarket has it (X-Api-Key)
        /docs                        that API to browse, described in /openapi.json
        /actuator/health             is it up; in detail for the operator
        /actuator/hawtio             the routes at work (login: operator and the operator's key)
        /actuator/prometheus         metrics (the same login)
        """;
  }
}
