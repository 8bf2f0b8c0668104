import { defineErrors } from '@linguamate/shared/errors';

/** What only the gateway answers; everything else comes from the common catalogue. */
export const gatewayErrors = defineErrors({
  upgrade_refused: {
    status: 400,
    title: 'Upgrade refused',
    detail: 'WebSocket connections are not offered; use server-sent events.',
  },
  invalid_request_target: {
    status: 400,
    title: 'Invalid request target',
    detail: 'The path of the request is not in plain form.',
  },
  ambiguous_header: {
    status: 400,
    title: 'Ambiguous header',
    detail: 'A header that may appear only once appears several times.',
  },
});
