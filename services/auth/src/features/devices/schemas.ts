import { Page, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import Type from 'typebox';

export const DeviceSchema = Type.Object(
  {
    id: Uuid,
    deviceLabel: Type.String({ examples: ['Firefox on Linux'] }),
    network: Type.String({ description: 'Network of the last login; not the full address.' }),
    isCurrent: Type.Boolean({ description: 'Whether this is the session that asks.' }),
    createdAt: Timestamp,
    lastUsedAt: Timestamp,
    expiresAt: Timestamp,
  },
  { title: 'Session' },
);

export const DevicePage = Page(DeviceSchema);
export const DeviceParams = strictObject({ sessionId: Uuid });
