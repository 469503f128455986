package market.caravan.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Which methods the paths have, Camel's as well as the server's own. */
@Component
class ServedMethods {

  private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

  ServedMethods(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  /** Whether the path is served, but not by this method: whoever asks is told so, and no more. */
  boolean isMissing(HttpServletRequest request) {
    ServletRequestPathUtils.parseAndCache(request);
    try {
      for (RequestMappingInfoHandlerMapping mapping : mappings) {
        if (mapping.getHandler(request) != null) {
          return false;
        }
      }
      return false;
    } catch (HttpRequestMethodNotSupportedException e) {
      return true;
    } catch (Exception e) {
      return false; // what is wrong with it is found again when it is served
    }
  }
}
