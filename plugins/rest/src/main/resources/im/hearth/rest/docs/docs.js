'use strict';

SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  filter: true,
  displayRequestDuration: true,
  // Nothing leaves this server: no badge from a validator elsewhere.
  validatorUrl: null,
});
