package market.caravan.api;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** The last step of every API route, before the body is written as JSON. */
@Component("answers")
class Answers {

  /** Says an {@link Answer}'s status and headers; any other body is an answer of its own, 200. */
  public void prepare(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<String, Object> headers = new HashMap<>();
    headers.put(Exchange.HTTP_RESPONSE_CODE, 200);
    if (message.getBody() instanceof Answer answer) {
      headers.putAll(answer.headers());
      headers.put(Exchange.HTTP_RESPONSE_CODE, answer.status());
      message.setBody(answer.body());
    }
    message.removeHeaders("*");
    message.setHeaders(headers);
  }
}
