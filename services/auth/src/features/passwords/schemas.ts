import { strictObject } from '@linguamate/shared/http/schemas';
import Type from 'typebox';
import { passwordBounds } from './password-policy.ts';

export const Password = Type.String({ ...passwordBounds, description: '10 to 128 characters of any kind.' });

export const ChangePasswordBody = strictObject({ currentPassword: Password, newPassword: Password });
