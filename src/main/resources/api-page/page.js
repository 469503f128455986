// validatorUrl: nothing is asked of any other host.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#page", validatorUrl: null, docExpansion: "none" });
